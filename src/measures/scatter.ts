/**
 * How far a quantity may be off by chance, from sums alone and as of samples that have nothing to do with each other:
 * with R = sum n / sum d, n and d each sample's part of numerator and denominator, linearisation gives
 *
 *     var R = N / (N - 1)  sum (n - R d)^2 / (sum d)^2
 *
 * (Cochran 1977, section 6.4). Samples that hang together in rows take their rows: row-sums.ts.
 */
import { isIn } from './bands.ts'
import type { BandFigures, Quantity, Term } from './quantities.ts'

/** Figures with the sums of products that scatter is made of. */
export interface MeasuredFigures extends BandFigures {
  /** sum w^2, sum w^2 f, sum w^2 f^2 and sum w^2 (df/ds)^2 */
  readonly weightSquared: number
  readonly weightedLoss: number
  readonly lossSquared: number
  readonly gradientSquared: number
}

/** Variance of the quantity; null where sums do not tell it. */
export function varianceOf(
  { terms, fraction }: Quantity,
  figures: readonly MeasuredFigures[],
): number | null {
  const n = figures.reduce((sum, { count }) => sum + count, 0)
  if (!terms || n < 2) return null
  const [above, below] = terms
  const [numerator, denominator] = fraction(figures)
  const ratio = numerator / denominator
  const products = (first: Term, second: Term) =>
    figures
      .filter(({ band }) => isIn(band, first.part) && isIn(band, second.part))
      .reduce((sum, one) => sum + product(one, first.field, second.field), 0)
  const scatter =
    products(above, above) - 2 * ratio * products(above, below) + ratio * ratio * products(below, below)
  return ((n / (n - 1)) * Math.max(0, scatter)) / (denominator * denominator)
}

function product(one: MeasuredFigures, first: Term['field'], second: Term['field']): number {
  if (first !== second) return one.weightedLoss
  return {
    loss: one.lossSquared,
    gradient: one.gradientSquared,
    weight: one.weightSquared,
    count: one.count,
  }[first]
}
