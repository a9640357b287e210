/** Values printed once a batch: too few to fit everything, so the usual settings are tried one by one. */
import { explainMeans } from './batch-means.ts'
import type { FitSetting } from './candidate.ts'
import { fitForm } from './candidates.ts'
import type { Explained } from './explain.ts'
import { holdAgainst } from './fit.ts'
import { FORMS } from './forms.ts'
import type { Guess } from './guess.ts'
import { guessAll } from './guesses.ts'
import { otherReadings } from './other-readings.ts'
import { plainReading } from './readings.ts'
import { triedReductions } from './reductions.ts'
import { type Batches, cutBatches } from './sums.ts'
import { fits, NEAR, type Tally } from './tally.ts'
import type { FoundExplanation, Observed, ScoredSamples, ScoreReading } from './types.ts'

/** Up to this many batches settings are tried one by one; of more, fitting them says as much. */
const TRIED = 64

/** From this many batches on parameters are fitted as well. */
const FITTED = 8

export function explainPrinted(samples: ScoredSamples, observed: Observed): Explained {
  const plain = plainReading(samples)
  const tally: Tally = { near: 0, fitting: 0 }
  const tried = tryAll(samples, observed, plain, tally).map(({ predicted, ...words }) => ({
    explanation: { ...words, fit: holdAgainst(predicted, observed) },
    predicted,
  }))
  const kept = rank([...tried, ...fitAll(samples, observed, plain)])
  return {
    explanations: kept.map(({ explanation }) => explanation),
    predicted: kept[0]?.predicted ?? null,
    // A printed value is one of many samples, and another sample would not be seen in it.
    telling: null,
    chance: chanceOf(tally, observed.values.length),
  }
}

/** The usual settings, one by one. */
function tryAll(samples: ScoredSamples, observed: Observed, plain: ScoreReading, tally: Tally): Guess[] {
  const batches = cutBatches(samples, observed.batchSize, observed)
  const few = batches.count <= TRIED
  const isEpoch = observed.values.length === 1 && batches.count > 1
  if (!isEpoch) {
    const guesses = few ? guessAll(samples, observed, plain, batches, tally) : []
    return [...guesses, ...explainMeans(samples, observed, plain, batches)]
  }
  // One value from many batches is what is logged at the end of an epoch; batch by batch is but the way to it.
  const byBatch = few ? guessAll(samples, observed, plain, batches, { near: 0, fitting: 0 }) : []
  const whole = cutBatches(samples, 0, observed)
  return [
    ...[...byBatch]
      .flatMap((guess) => epochs(guess, batches))
      .filter(({ predicted }) => fits(predicted, observed, tally)),
    ...guessAll(samples, observed, plain, whole, tally),
    ...explainMeans(samples, observed, plain, whole),
  ]
}

/** With values enough, parameters too. */
function fitAll(samples: ScoredSamples, observed: Observed, plain: ScoreReading): Ranked[] {
  if (observed.values.length < FITTED) return []
  const batches = cutBatches(samples, observed.batchSize, observed)
  return [plain, ...batchReadings(samples, plain)].flatMap((reading) =>
    fitBatches(samples, observed, reading, batches),
  )
}

interface Ranked {
  readonly explanation: FoundExplanation
  readonly predicted: Float64Array
}

/** Those that fit best, the simplest first; the closest few when none fits. */
function rank(all: readonly Ranked[]): readonly Ranked[] {
  const ranked = [...all].sort(
    ({ explanation: a }, { explanation: b }) =>
      a.fit.tier - b.fit.tier || (a.fit.tier === 2 ? a.fit.relative - b.fit.relative : a.cost - b.cost),
  )
  const tier = ranked[0]?.explanation.fit.tier
  return ranked.filter(({ explanation }) => explanation.fit.tier === tier).slice(0, tier === 2 ? 3 : 200)
}

/** How many wrong guesses are to be expected to fit: those that are near lie evenly around the values. */
function chanceOf({ near, fitting }: Tally, values: number): number {
  return (near - fitting) / (NEAR ** values - 1)
}

/** The mean of batch means, and the last batch alone, where they are not the mean of all. */
function epochs(guess: Guess, { count }: Batches): Guess[] {
  if (guess.kind === 'mistake' || guess.cost > 3) return []
  const { predicted } = guess
  const wrong = (words: string, mistake: string, value: number): Guess => ({
    ...guess,
    name: `${guess.name}, ${words}`,
    kind: 'mistake',
    mistake,
    spec: null,
    cost: guess.cost + 4,
    predicted: Float64Array.of(value),
  })
  return [
    wrong(
      'averaged over batches of unequal size',
      'mean-of-means',
      predicted.reduce((a, b) => a + b, 0) / count,
    ),
    wrong('of the last batch only', 'last-batch', predicted[count - 1]),
  ]
}

/** Readings that keep one element a sample. */
function batchReadings(samples: ScoredSamples, plain: ScoreReading): ScoreReading[] {
  return [...otherReadings(samples, plain)].filter(({ target, cost }) => target === null && cost < 4)
}

/** With batches enough, a batch is a value made of many elements, as a row is. */
function fitBatches(samples: ScoredSamples, observed: Observed, plain: ScoreReading, batches: Batches) {
  const sided = samples.task !== 'softmax'
  const reading: ScoreReading = {
    ...plain,
    target: batches.of,
    groups: sided ? 2 : 1,
    group: sided ? plain.group : new Int32Array(plain.group.length),
  }
  return triedReductions(samples, observed, batches)
    .filter(({ cost, weighted, mistake }) => cost < 2 && !weighted && mistake === null)
    .flatMap((reduction) => {
      const { divisor } = reduction
      const largest = divisor.reduce((a, b) => Math.max(a, b), 0)
      const sums = {
        ...observed,
        values: observed.values.map((v, b) => v * divisor[b]),
        half: observed.half * largest,
      }
      const setting: FitSetting = { task: samples.task, classes: samples.classes, observed: sums }
      return FORMS.filter(({ needs }) => needs === undefined)
        .flatMap((form) => fitForm(reading, form, setting).candidates)
        .map(({ predict, reading: _, ...words }) => {
          const predicted = predict(reading).map((sum, b) => sum / divisor[b])
          const name = [words.name, reduction.name].filter(Boolean).join(', ')
          return {
            explanation: {
              ...words,
              name,
              cost: words.cost + reduction.cost,
              fit: holdAgainst(predicted, observed),
            },
            predicted,
          }
        })
    })
}
