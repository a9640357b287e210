/** Numbers in words and digits. Only views call these: everywhere else a number stays a number. */
import { greatest, least } from '../../extremes.ts'

/** Shown where there is nothing to divide by. */
export const NO_NUMBER = '–'

/** Size of what is a double itself and not in the unit it is shown in, such as per cent. */
const BEYOND = '>1.8e308'

/** 98901 is 98,901. */
export function formatCount(count: number): string {
  // toLocaleString would load all of Unicode's number formats for a comma.
  const digits = String(count)
  const first = digits.length % 3 || 3
  return [digits.slice(0, first), ...(digits.slice(first).match(/.../g) ?? [])].join(',')
}

/** 0.5213 is 52.1 %; what rounds to 0.0 without being 0 is <0.1 %, and so at the other end. */
export function formatShare(share: number | null): string {
  if (share === null) return NO_NUMBER
  const percent = share * 100
  if (!Number.isFinite(percent)) return `${percent < 0 ? '−' : ''}${BEYOND} %`
  if (percent !== 0 && Math.abs(percent) < 0.05) return percent > 0 ? '<0.1 %' : '>-0.1 %'
  if (percent !== 100 && percent > 99.95 && percent < 100) return '>99.9 %'
  return `${percent.toFixed(1)} %`
}

/** A number that is known within bounds. */
export interface Bounded {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Bounds this close are one number, whose last digit may stand on the edge between two. */
const ONE_NUMBER = 1e-9

/** Whether the bounds of a share have other digits. */
export function isLoose({ low, high }: Bounded): boolean {
  const isNothing = low >= 0 && high < 0.0005
  const isAll = low > 0.9995 && high <= 1
  return !isNothing && !isAll && high - low > ONE_NUMBER && formatShare(low) !== formatShare(high)
}

/** A share with the digits that are known, 52.1 %, or its bounds, rounded outwards: 50.0 to 58.7 %. */
export function formatBounded(share: Bounded | null): string {
  if (share === null) return NO_NUMBER
  const { value, low, high } = share
  if (!isLoose(share)) return formatShare(value)
  // What rounding leaves of a tenth is no reason to go to the next.
  const from = Math.floor(1000 * (low + ONE_NUMBER)) / 10
  const to = Math.ceil(1000 * (high - ONE_NUMBER)) / 10
  return `${from.toFixed(1)} to ${to.toFixed(1)} %`
}

/** A loss with six significant digits, in powers of ten when very small or very large. */
export function formatLoss(value: number | null): string {
  return formatSignificant(value, 6)
}

/** A ratio or a weight with four significant digits. */
export function formatRatio(value: number | null): string {
  return formatSignificant(value, 4)
}

function formatSignificant(value: number | null, digits: number): string {
  if (value === null) return NO_NUMBER
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size < 1e-5 || size >= 1e9) return value.toExponential(digits - 1)
  // Rounded first: 0.99999999 has no digit before the point, 1.000 has one.
  const rounded = Number(size.toPrecision(digits))
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)))
  return value.toFixed(Math.min(decimals, 10))
}

/** Fewest significant digits that lining up may leave to the smallest number of a column. */
const ENOUGH_DIGITS = 3

/** Numbers of one column with as many decimals each, so that they line up; one by one where they differ too much in size. */
export function formatColumn(values: readonly (number | null)[], digits: number): string[] {
  const sizes = values
    .filter((value) => value !== null && value !== 0)
    .map((value) => Math.floor(Math.log10(Math.abs(value!))))
  const [largest, smallest] = [greatest(sizes), least(sizes)]
  const decimals = Math.max(0, digits - 1 - largest, ENOUGH_DIGITS - 1 - smallest)
  if (sizes.length === 0 || largest - smallest > digits || decimals > 12 || largest > 9) {
    return values.map((value) => formatSignificant(value, digits))
  }
  return values.map((value) => (value === null ? NO_NUMBER : value.toFixed(decimals)))
}

/** The same number with a minus, where it has a hyphen in front. */
export function withMinus(number: string): string {
  return number.replace(/^-/, '−')
}

/** Numbers of a column with their points one below the other: there are blanks behind those of fewer decimals, and none behind words. */
export function alignPoints(texts: readonly string[]): string[] {
  const behind = texts.map((text) => (text.includes('.') ? text.length - text.indexOf('.') : 0))
  const most = greatest(behind, 0)
  return texts.map((text, index) => (/\d/.test(text) ? text + ' '.repeat(most - behind[index]) : text))
}

/** An effective number of samples: whole from 100 on. */
export function formatEffective(value: number | null): string {
  if (value === null) return NO_NUMBER
  return value >= 100 ? formatCount(Math.round(value)) : value.toFixed(1)
}

/** The shortest text with at most `digits` significant digits: 0.25, 133.3333, 1.2e-7. */
export function formatShort(value: number | null, digits: number): string {
  if (value === null) return NO_NUMBER
  if (!Number.isFinite(value)) return `${value < 0 ? '−' : ''}${BEYOND}`
  return String(Number(value.toPrecision(digits)))
}

/** Decimals that show two digits of an uncertainty, and what it is of no further. */
export function decimalsOf(uncertainty: number): number {
  return Math.max(0, 1 - Math.floor(Math.log10(uncertainty)))
}

/** Beyond these a number is shorter in powers of ten. */
const MAX_DECIMALS = 6

/** −0.0041 or +0.0041 with so many decimals, or −4.1e-9. What rounds to 0 has no sign, and 0 itself no decimals. */
export function formatSigned(value: number, decimals: number): string {
  const digits = formatUnsigned(value, decimals)
  return Number(digits) === 0 ? digits : `${value < 0 ? '−' : '+'}${digits}`
}

/** Its size alone. */
export function formatUnsigned(value: number, decimals: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size === Number.POSITIVE_INFINITY) return BEYOND
  return decimals > MAX_DECIMALS ? size.toExponential(1) : size.toFixed(decimals)
}

/** A change in percent with three digits, or two where it is small: −12.3 %, +0.041 %. */
export function formatChange(share: number | null): string {
  if (share === null) return NO_NUMBER
  const percent = share * 100
  if (percent === 0) return '0 %'
  const decimals = Math.max(0, (Math.abs(percent) < 1 ? 1 : 2) - Math.floor(Math.log10(Math.abs(percent))))
  return `${formatSigned(percent, decimals)} %`
}

/** A p value with two digits. */
export function formatP(p: number | null): string {
  if (p === null) return NO_NUMBER
  return p === 0 ? '<1e-300' : formatShort(p, 2)
}

/** The same in a sentence. */
export function sayP(p: number | null): string {
  return p === 0 ? 'p < 1e-300' : `p = ${formatP(p)}`
}
