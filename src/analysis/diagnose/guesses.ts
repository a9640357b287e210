/** The usual settings, one by one, and what they come to batch by batch. */
import { FORMS, type Form } from './forms.ts'
import { clampedReadings, otherReadings } from './other-readings.ts'
import { oneVersusRest } from './readings.ts'
import { type Reduction, reductionsOf } from './reductions.ts'
import { type Batches, sumColumn } from './sums.ts'
import type { Explanation, Kind, Observed, Reading, ScoredSamples } from './types.ts'
import { type Factor, factorsOf } from './usual.ts'

const USUAL_GAMMAS = [2, 1, 1.5, 0.5, 3, 4, 5]

/** Of readings other than the plain one only the first of them: each costs a pass over the data. */
const FEW_GAMMAS = USUAL_GAMMAS.slice(0, 3)
const USUAL_EPSILONS = [1, 2, -1]
const USUAL_SMOOTHING = [0.1, 0.2, 0.05]

export interface Guess extends Omit<Explanation, 'fit'> {
  readonly predicted: Float64Array
}

export function* guessAll(
  samples: ScoredSamples,
  observed: Observed,
  plain: Reading,
  batches: Batches,
): Generator<Guess> {
  const reductions = reductionsOf(samples, observed, batches)
  for (const form of FORMS)
    if (form.needs !== 'twice' && (form.needs === undefined || plain.rest))
      yield* guessForm(plain, form, observed, batches, reductions)
  for (const reading of clampedReadings(samples, plain))
    for (const form of FORMS.slice(0, 2)) yield* guessForm(reading, form, observed, batches, reductions)
  for (const reading of otherReadings(samples, plain)) {
    if (reading.name.startsWith('logits taken') && !reading.name.includes('1e-7')) continue
    for (const form of FORMS.slice(0, reading.mistake?.startsWith('double') ? 4 : 2))
      yield* guessForm(reading, form, observed, batches, reductions)
  }
  if (samples.task === 'softmax' && samples.probabilities) {
    const rest = oneVersusRest(
      samples,
      { name: 'each class against the rest', kind: 'convention', cost: 3 },
      (p) => Math.log(p / (1 - p)),
    )
    for (const form of FORMS.slice(0, 2)) yield* guessForm(rest, form, observed, batches, reductions)
  }
}

function* guessForm(
  reading: Reading,
  form: Form,
  observed: Observed,
  batches: Batches,
  reductions: readonly Reduction[],
): Generator<Guess> {
  const usual = reading.name === '' ? USUAL_GAMMAS : FEW_GAMMAS
  const gammas = form.focused ? usual : [0]
  const weightings =
    observed.classWeights && !reading.target && reading.groups === observed.classWeights.length
      ? [null, observed.classWeights]
      : [null]
  for (const gamma of gammas) {
    for (const weights of weightings) {
      const sums = form.columns(reading, gamma).map((column) => sumColumn(reading, column, batches, weights))
      for (const { name, first, second, ...seconds } of secondTerms(form, reading)) {
        for (const factor of factorsOf(reading, weights !== null)) {
          for (const reduction of reductions) {
            if (reduction.weighted !== (weights !== null) && reduction.weighted) continue
            const cost =
              reading.cost +
              form.cost +
              factor.cost +
              reduction.cost +
              seconds.cost +
              (form.focused && gamma !== 2 ? 1 : 0) +
              (weights ? 1 : 0)
            const predicted = predict(sums, factor, reduction, first, second)
            // Words are made for few of them: there are tens of thousands.
            if (cost > PLAUSIBLE && !isNear(predicted, observed)) continue
            const details = { name, cost, parameters: seconds.parameters, weights }
            yield make(reading, form, gamma, factor, reduction, details, predicted)
            if (second < 0 && form.loss && factor.mistake === null && reduction.mistake === null)
              yield signSlip(make(reading, form, gamma, factor, reduction, details, predicted), second)
          }
        }
      }
    }
  }
}

/** Guesses no costlier are kept even where they do not fit: the closest of them is shown when nothing does. */
const PLAUSIBLE = 3

function isNear(predicted: Float64Array, { values, half }: Observed): boolean {
  return predicted.every(
    (p, b) => Math.abs(p - values[b]) <= 1.001 * half + 4e-6 * Math.abs(values[b]) + 3e-7,
  )
}

/** CE + ε (pt − 1) is CE − ε (1 − pt). */
function signSlip(guess: Guess, epsilon: number): Guess {
  const name = `${guess.name.replace(`ε = ${epsilon}`, `ε = ${-epsilon}`)}, pt − 1 where it has 1 − pt`
  const parameters = { ...guess.parameters, epsilon: -epsilon }
  return {
    ...guess,
    name,
    kind: 'mistake',
    mistake: 'poly-sign',
    spec: null,
    cost: guess.cost + 2,
    parameters,
  }
}

/** Coefficients of the two terms of a form, before factors. */
function secondTerms(form: Form, reading: Reading) {
  if (form.terms.length === 1) return [{ name: '', first: 1, second: 0, cost: 0, parameters: {} }]
  if (form.id !== 'smoothed')
    return USUAL_EPSILONS.map((epsilon) => ({
      name: `ε = ${epsilon}`,
      first: 1,
      second: epsilon,
      cost: epsilon === 1 ? 0 : 1,
      parameters: { epsilon },
    }))
  const classes = reading.target || reading.groups === 2 ? 2 : reading.groups
  return USUAL_SMOOTHING.flatMap((s) => [
    { name: `s = ${s}`, first: 1 - s, second: s / classes, cost: 0, parameters: { smoothing: s } },
    {
      name: `s = ${s} (the others get ${classes === 2 ? 's' : `s/${classes - 1}`})`,
      first: 1 - s - s / (classes - 1),
      second: s / (classes - 1),
      cost: 1,
      parameters: { smoothing: s },
    },
  ])
}

function predict(
  sums: readonly Float64Array[][],
  { values }: Factor,
  { divisor }: Reduction,
  first: number,
  second: number,
): Float64Array {
  return divisor.map((d, b) => {
    let sum = 0
    for (let g = 0; g < sums[0].length; g++) {
      const f = values[sums[0].length === 1 ? values.length - 1 : g]
      sum += f * (first * sums[0][g][b] + (second === 0 ? 0 : second * sums[1][g][b]))
    }
    return sum / d
  })
}

interface Details {
  readonly name: string
  readonly cost: number
  readonly parameters: Readonly<Record<string, number>>
  readonly weights: readonly number[] | null
}

function make(
  reading: Reading,
  form: Form,
  gamma: number,
  factor: Factor,
  reduction: Reduction,
  details: Details,
  predicted: Float64Array,
): Guess {
  // Of classes against the rest, each has a loss, so that a mean over them dilutes nothing.
  const diluted = reading.target && reduction.mistake === 'class-dilution'
  const mistake = reading.mistake ?? form.mistake ?? factor.mistake ?? (diluted ? null : reduction.mistake)
  const kinds: readonly Kind[] = [
    reading.kind,
    form.kind,
    factor.kind,
    diluted ? 'convention' : reduction.kind,
  ]
  const words = [
    form.focused ? `γ = ${gamma}` : '',
    details.name,
    factor.words,
    details.weights ? 'the class weights' : '',
  ]
    .filter(Boolean)
    .join(', ')
  return {
    name: [`${form.name}${words && ` with ${words}`}`, reading.name, reduction.name]
      .filter(Boolean)
      .join(', '),
    kind: mistake ? 'mistake' : kinds.includes('convention') ? 'convention' : 'standard',
    mistake,
    formula: `${form.terms.join(' + ε ')}`,
    parameters: {
      ...(form.focused ? { gamma } : {}),
      ...details.parameters,
      ...factor.parameters,
      ...(details.weights ? { classWeights: details.weights } : {}),
    },
    spec:
      mistake || reading.cost > 2 || form.loss === null || factor.alpha === null || details.weights
        ? null
        : specOf(form, gamma, factor.alpha, details.parameters.epsilon),
    cost: details.cost,
    predicted,
  }
}

function specOf({ loss }: Form, gamma: number, alpha: string, epsilon: number | undefined): string {
  const parts = [
    alpha,
    loss!.includes('focal') ? `gamma=${gamma}` : '',
    epsilon === undefined ? '' : `epsilon=${epsilon}`,
  ].filter(Boolean)
  return parts.length > 0 ? `${loss}:${parts.join(',')}` : loss!
}
