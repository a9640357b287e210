/**
 * How far a quantity may be off by chance. With R = sum n / sum d, n and d each sample's part of numerator and
 * denominator, linearisation gives
 *
 *     var R = N / (N - 1)  sum (n - R d)^2 / (sum d)^2
 *
 * and for two models on the same N samples, cov = N / (N - 1) sum (n - R d)(n' - R' d') / (sum d  sum d') (Cochran 1977,
 * sections 2.9 and 6.4).
 */
import type { Band } from './bands.ts'
import { type BandFigures, isIn, type Quantity, type Term } from './quantities.ts'

/** Figures with the sums of products that scatter is made of. */
export interface MeasuredFigures extends BandFigures {
  /** sum w^2, sum w^2 f, sum w^2 f^2 and sum w^2 (df/ds)^2 */
  readonly weightSquared: number
  readonly weightedLoss: number
  readonly lossSquared: number
  readonly gradientSquared: number
}

/** Sum of the products of two fields, over samples that are in one band under one model and in another under the other. */
export interface BandProducts {
  readonly bands: readonly [Band, Band]
  product(first: Term['field'], second: Term['field']): number
}

/** Variance of the quantity; null where sums do not tell it. */
export function varianceOf(quantity: Quantity, figures: readonly MeasuredFigures[]): number | null {
  const products = figures.map(
    (one): BandProducts => ({
      bands: [one.band, one.band],
      product: (first, second) => ownProduct(one, first, second),
    }),
  )
  const variance = covarianceOf(quantity, figures, figures, products)
  return variance === null ? null : Math.max(0, variance)
}

function ownProduct(one: MeasuredFigures, first: Term['field'], second: Term['field']): number {
  if (first !== second) return one.weightedLoss
  return {
    loss: one.lossSquared,
    gradient: one.gradientSquared,
    weight: one.weightSquared,
    count: one.count,
  }[first]
}

/** Covariance of a quantity's values under two models on the same samples; null where sums do not tell it. */
export function covarianceOf(
  { terms, fraction }: Quantity,
  now: readonly BandFigures[],
  then: readonly BandFigures[],
  products: readonly BandProducts[],
): number | null {
  const n = now.reduce((sum, { count }) => sum + count, 0)
  if (!terms || n < 2) return null
  const [above, below] = terms
  const [[numerator, denominator], [otherNumerator, otherDenominator]] = [fraction(now), fraction(then)]
  const [ratio, otherRatio] = [numerator / denominator, otherNumerator / otherDenominator]
  const sum = (first: Term, second: Term) =>
    products
      .filter(({ bands }) => isIn(bands[0], first.part) && isIn(bands[1], second.part))
      .reduce((total, { product }) => total + product(first.field, second.field), 0)
  const scatter =
    sum(above, above) -
    otherRatio * sum(above, below) -
    ratio * sum(below, above) +
    ratio * otherRatio * sum(below, below)
  return ((n / (n - 1)) * scatter) / (denominator * otherDenominator)
}
