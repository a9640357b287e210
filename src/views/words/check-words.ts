/** Figures of a check in words: each in the unit that its rule was given in. */
import { greatest, least } from '../../extremes.ts'
import type { Finding } from '../../questions/check/findings.ts'
import type { Rule } from '../../questions/check/rules.ts'
import { clean, cleanLine } from '../../words/clean.ts'
import { digitsBeside, formatBeside } from './beside.ts'
import { formatChange, formatCount, formatShort, formatSigned, NO_NUMBER, sayP } from './numbers.ts'
import { formatQuantity } from './quantities.ts'
import { reasonWords } from './reason-words.ts'

/** Fewest digits of a share. */
const DIGITS = 4

/** Digits of a limit: as it was given. */
const LIMIT_DIGITS = 15

/** `2 of 5 checks`, `both checks`: how many of them. */
export function checksOf(count: number, all: number): string {
  if (count < all) return `${formatCount(count)} of ${formatCount(all)} checks`
  return all === 1 ? 'the one check' : all === 2 ? 'both checks' : `all ${formatCount(all)} checks`
}

/** A value as its kind is shown, on the side of its limit that it is on. */
export function figureOf({ kind, baseline, limit }: Finding, value: number | null): string {
  if (value === null) return NO_NUMBER
  const usual = kind === 'share' ? `${formatShort(100 * value, DIGITS)} %` : formatQuantity(kind, value)
  return baseline === null && limit !== null ? formatBeside(kind, value, limit, usual) : usual
}

/** ≤ 0.05, ≥ 5 %, +2 %, −0.001; a difference of shares is in percentage points. */
export function limitOf({ kind }: Pick<Finding, 'kind'>, { kind: bound, limit, relative }: Rule): string {
  const sign = { max: '≤ ', min: '≥ ', 'max-increase': '+', 'max-decrease': '−' }[bound]
  const absolute = bound === 'max' || bound === 'min'
  if (relative) return `${sign}${formatShort(100 * limit, LIMIT_DIGITS)} %`
  if (kind === 'share') return `${sign}${formatShort(100 * limit, LIMIT_DIGITS)} ${absolute ? '%' : 'pp'}`
  return `${sign}${formatShort(limit, LIMIT_DIGITS)}`
}

/** A limit of a change that is more than all there was is likely to be meant in per cent: which, and how many times that it is. */
export function remoteNotes(rules: readonly Rule[], findings: readonly Finding[]): string[] {
  return rules.flatMap((rule) => {
    const own = findings.filter(({ rule: text, baseline }) => text === rule.text && baseline !== null)
    if (rule.relative || own.length === 0) return []
    const { quantity, limit, kind: bound } = rule
    const sizes = own.map(({ baseline }) => Math.abs(baseline!))
    const [smallest, largest] = [least(sizes), greatest(sizes)]
    const [{ kind }] = own
    // A small share may well become many times what it was, and none more than 1.
    const isRisingShare = kind === 'share' && bound === 'max-increase'
    if (largest === 0 || limit <= (isRisingShare ? 1 - smallest : largest)) return []
    const times = `is ${own.length > 1 ? 'at least ' : ''}${formatShort(limit / largest, 3)} times what it was`
    const percent = limit >= 1 ? formatShort(limit, LIMIT_DIGITS) : '5'
    return [
      `The limit of ${quantity}, ${limitOf({ kind }, rule)}, ${isRisingShare ? 'is more than a share can rise by' : times}: one in per cent of it ends in %, as in ${quantity}=${percent}%.`,
    ]
  })
}

/** By how much it rose or fell. */
export function changeOf(finding: Finding, rule: Rule): string {
  const { worse, baseline } = finding
  if (worse === null || baseline === null) return NO_NUMBER
  const change = rule.kind === 'max-decrease' ? -worse : worse
  const { scale, unit } = unitOf(finding, rule)
  const [size, bound] = [Math.abs(worse * scale), rule.limit * (rule.relative ? 100 : scale)]
  // As many as inUnit has.
  const isSmall = size < (rule.relative ? 1 : 1e-4)
  const shown = Math.max(isSmall ? 2 : 3, Math.floor(Math.log10(size)) + 1)
  const digits = digitsBeside(size, bound, shown)
  if (worse <= 0 || digits === shown) return inUnit(finding, rule, change)
  return `${change < 0 ? '−' : '+'}${formatShort(size, digits)}${unit}`
}

/** What a change is told in, and how much of it one of the quantity is. */
function unitOf({ kind, baseline }: Finding, { relative }: Rule): { scale: number; unit: string } {
  if (relative) return { scale: 100 / Math.abs(baseline!), unit: ' %' }
  return kind === 'share' ? { scale: 100, unit: ' pp' } : { scale: 1, unit: '' }
}

/** The standard error of the change. */
export function errorOf(finding: Finding, rule: Rule): string {
  const { standardError } = finding
  return standardError === null ? NO_NUMBER : inUnit(finding, rule, standardError).replace('+', '')
}

function inUnit(finding: Finding, rule: Rule, change: number): string {
  if (rule.relative) return formatChange(change / Math.abs(finding.baseline!))
  const { scale, unit } = unitOf(finding, rule)
  const size = scale * change
  if (size === 0) return `0${unit}`
  return `${formatSigned(size, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(size)))))}${unit}`
}

/** A finding in a sentence, for annotations and test reports. */
export function sentence(finding: Finding, rule: Rule): string {
  const { slice, verdict, value, baseline, reason, p } = finding
  const note = reasonWords(reason)
  const where = slice === null ? '' : ` in ${clean(slice)}`
  const subject = cleanLine(`${rule.text}${where}`)
  if (verdict === 'cannot compare') return cleanLine(`${subject} cannot be compared: ${note}`)
  const figures = [
    figureOf(finding, value),
    ...(baseline === null
      ? [`the limit is ${limitOf(finding, rule)}`]
      : [`it was ${figureOf(finding, baseline)}`, `a change of ${changeOf(finding, rule)}`]),
    ...(p === null ? [] : [sayP(p)]),
    ...(note === '' ? [] : [note]),
  ]
  return cleanLine(`${subject} ${verdict}: ${figures.join(', ')}`)
}
