/**
 * How far a quantity may be off by chance, from a sketch and as of samples that have nothing to do with each other: with
 * R = sum n / sum d, n and d each sample's part of numerator and denominator, linearisation gives
 *
 *     standard error of R = sqrt(N / (N - 1) sum (n - R d)^2) / |sum d|
 *
 * (Cochran 1977, section 6.4). R is known before squares are summed up, so they are those of n - R d. Samples that hang
 * together in rows take their rows: row-sums.ts.
 */
import { bind } from '../losses/bound.ts'
import type { BoundLoss, Loss } from '../losses/loss.ts'
import { type Grouping, lossPlace } from '../margin/grouping.ts'
import { norm } from '../sketch/sums/norm.ts'
import { type Band, type BandSums, bandOf, isIn, type ReadyGroup, totalOf } from './bands.ts'
import type { Term } from './measure.ts'
import type { Quantity } from './quantities.ts'
import type { Estimate } from './row-sums.ts'

export type Scatter = Omit<Estimate, 'value'>

/** Null where sums do not tell it. */
export function scatterOf(
  quantity: Quantity,
  loss: Loss,
  sums: BandSums,
  groups: readonly ReadyGroup[],
  grouping: Grouping,
): Scatter | null {
  const { terms } = quantity
  const n = totalOf(sums).count
  if (!terms || n < 2) return null
  const bound = bind(loss, grouping.task, grouping.classes.length)
  // Of whole rows sums are known, and no squares.
  if (bound.some(({ row }) => row !== null)) return null
  const factorsOf = factors(terms, quantity.fraction(sums))
  const norms =
    terms[1].field === 'count'
      ? [...sums].map(([band, { count }]) => Math.sqrt(count) * (factorsOf(band)[0] - factorsOf(band)[1]))
      : groups.flatMap((group) => normsOf(group, terms, factorsOf, amountsOf(bound, grouping, group)))
  return {
    standardError: Math.sqrt(n / (n - 1)) * norms.reduce((sum, one) => Math.hypot(sum, one), 0),
    df: n - 1,
  }
}

/** Of n and of d in (n - R d) / sum d: 0 where a band is no part of them. */
type Factors = (band: Band) => readonly [number, number]

function factors([above, below]: readonly [Term, Term], [n, d]: readonly [number, number]): Factors {
  return (band) => [isIn(band, above.part) ? 1 / d : 0, isIn(band, below.part) ? n / d / d : 0]
}

/** Roots of the sums of squares, of the hard and of the easy samples of a group. */
function normsOf(
  { prepare, identity }: ReadyGroup,
  terms: readonly [Term, Term],
  factorsOf: Factors,
  amount: (field: Term['field'], margin: number) => number,
): readonly number[] {
  return (['hard', 'easy'] as const).map((difficulty) => {
    const [above, below] = factorsOf(bandOf(difficulty, identity.positive))
    if (above === 0 && below === 0) return 0
    const z = (margin: number) =>
      above * amount(terms[0].field, margin) - below * amount(terms[1].field, margin)
    return norm(prepare(), difficulty, z)
  })
}

/** f, df/ds or 1 of a sample of the group, times the weight of its class. */
function amountsOf(bound: readonly BoundLoss[], { task }: Grouping, { identity, classWeight }: ReadyGroup) {
  const { value, gradient } = bound[lossPlace(task, identity)]
  return (field: Term['field'], margin: number): number => {
    if (field === 'weight' || field === 'count') return classWeight
    return classWeight * (field === 'loss' ? value : gradient)(margin)
  }
}
