/** Figures of a check in words: each in the unit that its rule was given in. */
import type { Finding } from '../../questions/check/findings.ts'
import type { Rule } from '../../questions/check/rules.ts'
import { clean, cleanLine } from '../../words/clean.ts'
import { formatChange, formatP, formatShort, formatSigned, UNKNOWN } from './numbers.ts'
import { formatQuantity } from './quantities.ts'

type Measured = Pick<Finding, 'kind'>

/** Enough digits to see on which side of its limit a value lies. */
const DIGITS = 4

/** A value as its kind is shown. */
export function figureOf({ kind }: Measured, value: number | null): string {
  if (value === null) return UNKNOWN
  return kind === 'share' ? `${formatShort(100 * value, DIGITS)} %` : formatQuantity(kind, value)
}

/** ≤ 0.05, ≥ 5 %, +2 %, −0.001; a difference of shares is in percentage points. */
export function limitOf({ kind }: Measured, { kind: bound, limit, relative }: Rule): string {
  const sign = { max: '≤ ', min: '≥ ', 'max-increase': '+', 'max-decrease': '−' }[bound]
  const absolute = bound === 'max' || bound === 'min'
  if (relative) return `${sign}${formatShort(100 * limit, 6)} %`
  if (kind === 'share') return `${sign}${formatShort(100 * limit, 6)} ${absolute ? '%' : 'pp'}`
  return `${sign}${formatShort(limit, 6)}`
}

/** By how much it rose or fell. */
export function changeOf(finding: Finding, rule: Rule): string {
  const { worse, baseline } = finding
  if (worse === null || baseline === null) return UNKNOWN
  return inUnit(finding, rule, rule.kind === 'max-decrease' ? -worse : worse)
}

/** The standard error of the change. */
export function errorOf(finding: Finding, rule: Rule): string {
  const { standardError } = finding
  return standardError === null ? UNKNOWN : inUnit(finding, rule, standardError).replace('+', '')
}

function inUnit({ kind, baseline }: Finding, { relative }: Rule, change: number): string {
  if (relative) return formatChange(change / Math.abs(baseline!))
  const [size, unit] = kind === 'share' ? [100 * change, ' pp'] : [change, '']
  if (size === 0) return `0${unit}`
  return `${formatSigned(size, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(size)))))}${unit}`
}

/** A finding in a sentence, for annotations and test reports. */
export function sentence(finding: Finding, rule: Rule): string {
  const { slice, verdict, value, baseline, note, p } = finding
  const where = slice === null ? '' : ` in ${clean(slice)}`
  const subject = cleanLine(`${rule.text}${where}`)
  if (verdict === 'cannot compare') return cleanLine(`${subject} cannot be compared: ${note}`)
  const figures = [
    figureOf(finding, value),
    ...(baseline === null
      ? [`the limit is ${limitOf(finding, rule)}`]
      : [`it was ${figureOf(finding, baseline)}`, `a change of ${changeOf(finding, rule)}`]),
    ...(p === null ? [] : [`p = ${formatP(p)}`]),
    ...(note === '' ? [] : [note]),
  ]
  return cleanLine(`${subject} ${verdict}: ${figures.join(', ')}`)
}
