/** How well the score ranks positives above negatives: the area under the ROC curve, between bounds. */
import { placeOf, type Stretch } from './points.ts'

export interface Area {
  /**
   * What it most likely is: samples that sit at one point of their stretch are taken to be there, equal ones counted half, and pairs
   * within a stretch too.
   */
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * P(z of a positive > z of a negative) + 1/2 P(equal). Pairs of stretches that overlap may be ranked in any way; those that
 * touch may have the same z where they do, for a positive may lie at its `from`, and a negative at its `to`. Null where there
 * are no positives or no negatives.
 */
export function areaOf(stretches: readonly Stretch[]): Area | null {
  const used = stretches.filter(({ weight }) => weight > 0)
  const known = pairsOf(used)
  if (known === null) return null
  const { all, won, touching, open } = known
  const [low, high] = [(won + touching / 2) / all, (won + touching + open) / all]
  const near = pairsOf(atTheirPlaces(used))!
  const value = (near.won + near.touching - near.ties / 2 + near.open / 2) / all
  return { value: Math.min(high, Math.max(low, value)), low, high }
}

/** Weights of pairs. */
interface Pairs {
  readonly all: number
  /** Whose positive is above. */
  readonly won: number
  /** Of stretches that touch, whose positive is not below. */
  readonly touching: number
  /** Of them what may have the same z, at most. */
  readonly ties: number
  /** Ranked in any way. */
  readonly open: number
}

function pairsOf(stretches: readonly Stretch[]): Pairs | null {
  const [negatives, positives] = [false, true].map((positive) =>
    stretches.filter((one) => one.positive === positive),
  )
  const ends = ({ to }: Stretch) => to
  const [below, above] = [weightUpTo(negatives, ends), weightUpTo(negatives, ({ from }) => from)]
  const atEnd = weightUpTo(negatives, ends, (one) => weightAt(one, 1))
  const atPlace = weightUpTo(negatives.filter(isPlace), ends)
  const all = below(Number.POSITIVE_INFINITY, true)
  const pairs = all * positives.reduce((sum, { weight }) => sum + weight, 0)
  if (pairs === 0) return null
  let [won, touching, ties, open] = [0, 0, 0, 0]
  for (const one of positives) {
    const { from, to, weight } = one
    const sure = below(from, false)
    const next = below(from, true) - sure
    // What has no width ends where it begins, and touches another of its kind there.
    const same = isPlace(one) ? atPlace(to, true) - atPlace(to, false) : 0
    const lost = all - above(to, false) - same
    won += weight * sure
    touching += weight * next
    ties += weightAt(one, -1) * (atEnd(from, true) - atEnd(from, false))
    open += weight * (all - sure - next - lost)
  }
  return { all: pairs, won, touching, ties, open }
}
function isPlace({ from, to }: Stretch): boolean {
  return from === to
}

/** Places that are nearer are one: rounding parts them, and so do bins that have limits of reliability bins in their midst. */
const SAME = 2 ** -37

/** Stretches whose samples sit at one place as that place, which is the same for all that are equal but for rounding. */
function atTheirPlaces(stretches: readonly Stretch[]): readonly Stretch[] {
  const places = stretches.flatMap((one) => placeOf(one) ?? []).sort((a, b) => a - b)
  const shared = new Map<number, number>()
  places.forEach((place, i) => {
    shared.set(place, i > 0 && place - places[i - 1] <= SAME ? shared.get(places[i - 1])! : place)
  })
  return stretches.map((one) => {
    const place = placeOf(one)
    if (place === null) return one
    const at = Math.min(one.to, Math.max(one.from, shared.get(place)!))
    return { ...one, from: at, to: at }
  })
}

/**
 * The weight at an end of a stretch, at most: the sum of w q², where q is 1 at that end and small elsewhere. Of samples that are
 * spread evenly it is 1/49, the least that a square of this degree can say.
 *
 * @param end −1 for its `from`, 1 for its `to`
 */
function weightAt({ from, to, weight, points }: Stretch, end: -1 | 1): number {
  if (from === to) return weight
  const half = (to - from) / 2
  if (!Number.isFinite(half)) return 0
  let sum = 0
  for (let j = 0; j < points.z.length; j++) {
    const place = (points.z[j] - from) / half - 1
    sum += points.weight[j] * kernel(end * place) ** 2
  }
  return Math.min(weight, Math.max(0, sum))
}

/** Σ (2k + 1) P_k(x) / 49 over Legendre's polynomials up to degree 6: the square is of degree 12, which a bin's points tell. */
function kernel(x: number): number {
  let [before, here] = [1, x]
  let sum = 1 + 3 * x
  for (let k = 2; k <= 6; k++) {
    const next = ((2 * k - 1) * x * here - (k - 1) * before) / k
    sum += (2 * k + 1) * next
    before = here
    here = next
  }
  return sum / 49
}

/** The weight of the stretches that end, or begin, below a limit, or at most there. */
function weightUpTo(
  stretches: readonly Stretch[],
  endOf: (stretch: Stretch) => number,
  weightOf = ({ weight }: Stretch) => weight,
) {
  const sorted = stretches.toSorted((a, b) => endOf(a) - endOf(b))
  const sums = [0]
  for (const one of sorted) sums.push(sums.at(-1)! + weightOf(one))
  return (limit: number, isWithin: boolean): number => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const end = endOf(sorted[middle])
      if (end < limit || (isWithin && end === limit)) low = middle + 1
      else high = middle
    }
    return sums[low]
  }
}
