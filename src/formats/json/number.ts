/** A number of JSON as the nearest double. */
import { isDigit, MINUS } from './grammar.ts'

/** Powers of ten that are doubles. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))

const [POINT, ZERO] = [46, 48]

/**
 * A whole number below 2^53 over a power of ten up to 10^22 is rounded once, by the division, and so to the nearest double
 * (Clinger 1990). Node's own takes the others; it wants a piece of text of its own, which takes longer than to read it.
 */
export function numberAt(text: string, start: number, end: number): number {
  const isNegative = text.charCodeAt(start) === MINUS
  let [whole, decimals] = [0, -1]
  for (let at = isNegative ? start + 1 : start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (isDigit(code)) {
      whole = 10 * whole + (code - ZERO)
      if (decimals >= 0) decimals++
    } else if (code === POINT) decimals = 0
    else return Number(text.slice(start, end))
  }
  if (whole > Number.MAX_SAFE_INTEGER || decimals >= POWERS.length) return Number(text.slice(start, end))
  const value = decimals > 0 ? whole / POWERS[decimals] : whole
  return isNegative ? -value : value
}
