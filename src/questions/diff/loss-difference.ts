/** What a pass over both models' samples says of one loss. */
import type { Loss } from '../../losses/loss.ts'
import type * as Statistics from '../../measures/statistics.ts'
import { bootstrapP, quantileOfSorted } from './bootstrap.ts'
import type { MeanDifference } from './paired-sums.ts'

/** A loss under both models. Null where there is nothing to tell it from. */
export interface LossDifference {
  readonly name: string
  readonly title: string
  readonly spec: string
  readonly parameters: Loss['parameters']
  readonly meanA: number
  readonly meanB: number
  /** meanB - meanA: below 0, B is better. */
  readonly difference: number
  /** difference / |meanA| */
  readonly relative: number | null
  readonly standardError: number | null
  readonly df: number
  /** Two-sided. */
  readonly p: number | null
  readonly interval: Statistics.Interval | null
  readonly significant: boolean
  readonly samples: SampleShares
}

/** In how many samples B does better than A: gives the truth more, or has the lower loss. */
export interface SampleShares {
  /** `margin` for losses that only fall with it, for which the counts are the same. */
  readonly by: 'margin' | 'loss'
  readonly better: number
  readonly worse: number
  readonly equal: number
}

/** What the significant losses say of B. */
export type DiffVerdict = 'same' | 'better' | 'worse' | 'mixed' | 'unclear'

export function createShares(by: SampleShares['by']) {
  const counts = { by, better: 0, worse: 0, equal: 0 }
  return {
    counts: counts as SampleShares,
    /** Of margins the higher one is better, of losses the lower one. */
    add(lower: Float64Array, higher: Float64Array): void {
      let [better, worse] = [0, 0]
      for (let j = 0; j < lower.length; j++) {
        better += lower[j] < higher[j] ? 1 : 0
        worse += lower[j] > higher[j] ? 1 : 0
      }
      counts.better += better
      counts.worse += worse
      counts.equal += lower.length - better - worse
    },
  }
}

export function reportDifference(
  { definition, title, spec, parameters }: Loss,
  { meanA, meanB, difference, standardError, df }: MeanDifference,
  samples: SampleShares,
  replicates: Float64Array | null,
  confidence: number,
  { interval, meanTest, signTail }: typeof Statistics,
): LossDifference {
  const size = Math.max(Math.abs(meanA), Math.abs(meanB))
  // Of so few rows all may go one way by chance, and then all replicates go that way.
  const isFew = replicates !== null && difference !== 0 && 2 * signTail(df) >= 1 - confidence
  const isKnown = Number.isFinite(standardError) && !isFew
  const found = isKnown ? meanTest(difference, standardError, df, size) : null
  // Replicates of rows that are all alike are no less alike.
  const drawn = found && found.standardError === 0 && difference !== 0 ? null : replicates
  const tail = (1 - confidence) / 2
  const reach =
    found &&
    (drawn
      ? ([tail, 1 - tail].map((p) => quantileOfSorted(drawn, p)) as [number, number])
      : interval(found, confidence))
  // An interval beyond all doubles tells nothing.
  const ends = reach?.every(Number.isFinite) ? reach : null
  const test = ends && found
  const relative = difference / Math.abs(meanA)
  return {
    name: definition.name,
    title,
    spec,
    parameters,
    meanA,
    meanB,
    difference,
    relative: Number.isFinite(relative) ? relative : null,
    standardError: test?.standardError ?? null,
    df,
    p: test && (drawn ? bootstrapP(drawn) : test.p),
    interval: ends,
    significant: ends !== null && (ends[0] > 0 || ends[1] < 0),
    samples,
  }
}

export function verdictOf(losses: readonly LossDifference[]): DiffVerdict {
  const proven = losses.filter(({ significant }) => significant)
  const better = proven.filter(({ difference }) => difference < 0).length
  if (proven.length > 0) return better === proven.length ? 'better' : better === 0 ? 'worse' : 'mixed'
  return losses.every(({ samples: { better, worse } }) => better + worse === 0) ? 'same' : 'unclear'
}
