/**
 * Quantities as alpha or epsilon moves. A loss is linear in both, so shares, ratios and means are quotients of two linear
 * functions (or of a constant), and effective samples, (sum w m)^2 / sum (w m)^2, of two quadratic ones.
 */
import type { Measured } from './measure.ts'

/** c0 + c1 t + c2 t^2, with t = (x - from) / step. */
export type Coefficients = readonly [number, number, number]

export interface Quotient {
  readonly from: number
  readonly step: number
  readonly above: Coefficients
  readonly below: Coefficients
}

/** The quotient that goes through what is measured at `from` and one and two steps further. */
export function quotientThrough(at: (x: number) => Measured, from: number, step: number): Quotient {
  const measured = [0, 1, 2].map((t) => at(from + t * step))
  return {
    from,
    step,
    above: coefficients(measured.map(({ above }) => above)),
    below: coefficients(measured.map(({ below }) => below)),
  }
}

function coefficients([f0, f1, f2]: readonly number[]): Coefficients {
  const c2 = (f2 - 2 * f1 + f0) / 2
  return [f0, f1 - f0 - c2, c2]
}

/** Where a quotient of two linear functions is `value`; not finite where it never is. */
export function solveLinear({ from, step, above, below }: Quotient, value: number): number {
  return from + (step * (value * below[0] - above[0])) / (above[1] - value * below[1])
}

/** Where a quotient turns: its derivative's numerator, n' d - n d', is a quadratic. */
export function turnsOf({ from, step, above: n, below: d }: Quotient): readonly number[] {
  const derivative: Coefficients = [
    n[1] * d[0] - n[0] * d[1],
    2 * (n[2] * d[0] - n[0] * d[2]),
    n[2] * d[1] - n[1] * d[2],
  ]
  return rootsOf(derivative).map((t) => from + step * t)
}

/** The real roots, by the formula that does not cancel. */
function rootsOf([c, b, a]: Coefficients): readonly number[] {
  const discriminant = b * b - 4 * a * c
  if (!(discriminant >= 0)) return []
  const q = -(b + (b < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2
  return [q / a, c / q].filter(Number.isFinite)
}
