/** The gamma at which focal loss treats a sample of probability p0 as cross-entropy does (Mukhoti et al. 2020). */
import { UsageError } from '../../errors.ts'

/**
 * The positive root gamma of g(p0, gamma) = (1 - p0)^gamma - gamma p0 (1 - p0)^(gamma - 1) ln p0 = 1: samples below p0
 * have a larger gradient than under cross-entropy, those above a smaller one.
 *
 *   gamma = (1 - p0) / (p0 ln p0) + W_-1(-y) / ln(1 - p0),
 *   y = (1 - p0)^(1 - (1 - p0) / (p0 ln p0)) ln(1 - p0) / (p0 ln p0)
 *
 * arXiv:2002.09437, Proposition 1 of its appendix. Throws a UsageError for a p0 without such a gamma.
 *
 * @example
 * const found = gammaOfP0(0.25)
 */
export function gammaOfP0(p0: number): number {
  if (!(p0 > 0 && p0 <= 0.5))
    throw new UsageError(
      `--p0 ${p0}: it lies above 0 and at most at 0.5`,
      'beyond that no gamma above 0 does it',
    )
  const entropy = p0 * Math.log(p0)
  const ratio = (1 - p0) / entropy
  const y = ((1 - p0) ** (1 - ratio) * Math.log1p(-p0)) / entropy
  // Rounding may leave a -1e-17 for p0 = 0.5.
  return Math.max(0, ratio + lambertBelow(-y) / Math.log1p(-p0))
}

/** The branch W_-1 of Lambert's function on [-1/e, 0): the w <= -1 with w e^w = x, by Halley's method. */
function lambertBelow(x: number): number {
  // Near the branch point the square root is the better start, elsewhere the logarithms.
  let w =
    x < -0.25 ? -1 - Math.sqrt(Math.max(0, 2 * (1 + Math.E * x))) : Math.log(-x) - Math.log(-Math.log(-x))
  for (let step = 0; step < 50; step++) {
    const e = Math.exp(w)
    const f = w * e - x
    const slope = e * (w + 1) - ((w + 2) * f) / (2 * w + 2)
    if (f === 0 || slope === 0 || !Number.isFinite(slope)) break
    const next = w - f / slope
    if (next === w) break
    w = next
  }
  return w
}
