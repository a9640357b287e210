/** With how many digits numbers are written. */
import { parseNumber } from '../../formats/csv/dialect.ts'

/** Decimals of a number as it is written: 2 of 0.50, 7 of 1.25e-5, none of 3. */
export function writtenDecimals(cell: string): number {
  const [mantissa, exponent = '0'] = cell.trim().toLowerCase().split('e')
  const point = mantissa.indexOf('.')
  return Math.max(0, (point < 0 ? 0 : mantissa.length - point - 1) - Number(exponent))
}

/** Digits of a number as it is written, without the zeros before them. */
export function digitsOf(cell: string): number {
  const [mantissa] = cell.trim().toLowerCase().split('e')
  return mantissa.replace(/[^\d]/g, '').replace(/^0+/, '').length
}

/** The shortest decimal number that becomes this one in 32 bits, which is what was rounded before it got there. */
export function shortest(cell: string): string {
  const value = parseNumber(cell)
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits)
    if (Math.fround(Number(text)) === value) return text
  }
  return cell
}
