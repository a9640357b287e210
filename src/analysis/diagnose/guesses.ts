/** The usual settings, one by one, and what they come to batch by batch. */
import { FORMS, type Form, POLY_MIXED } from './forms.ts'
import { clampedReadings, otherReadings } from './other-readings.ts'
import { printedForms } from './printed-forms.ts'
import { oneVersusRest } from './readings.ts'
import { type Reduction, reductionsOf } from './reductions.ts'
import { type Batches, sumColumn } from './sums.ts'
import type { Explanation, Kind, Observed, Reading, ScoredSamples } from './types.ts'
import { type Factor, factorsOf } from './usual.ts'

const USUAL_GAMMAS = [2, 1, 1.5, 0.5, 3, 4, 5]

/** Of other readings than the plain one, and of the costlier mistakes, the first only: each is a pass over the data. */
const FEW_GAMMAS = USUAL_GAMMAS.slice(0, 3)
const USUAL_EPSILONS = [1, 2, -1]
const USUAL_SMOOTHING = [0.1, 0.2, 0.05]

export interface Guess extends Omit<Explanation, 'fit'> {
  readonly predicted: Float64Array
}

/** How many guesses came near the values, and how many of these fit: what is near by chance tells what fits by chance. */
export interface Tally {
  near: number
  fitting: number
}

/** What all guesses have in common. */
interface Tries {
  readonly observed: Observed
  readonly batches: Batches
  readonly reductions: readonly Reduction[]
  readonly tally: Tally
}

export function* guessAll(
  samples: ScoredSamples,
  observed: Observed,
  plain: Reading,
  batches: Batches,
  tally: Tally,
): Generator<Guess> {
  const tries = { observed, batches, reductions: reductionsOf(samples, observed, batches), tally }
  for (const form of [...FORMS, ...printedForms(plain, observed)])
    if (form.needs !== 'twice' && (form.needs === undefined || plain.rest))
      yield* guessForm(plain, form, tries)
  for (const reading of clampedReadings(samples, plain))
    for (const form of FORMS.slice(0, 2)) yield* guessForm(reading, form, tries)
  for (const reading of otherReadings(samples, plain)) {
    if (reading.name.startsWith('logits taken') && !reading.name.includes('1e-7')) continue
    for (const form of FORMS.slice(0, reading.mistake?.startsWith('double') ? 4 : 2))
      yield* guessForm(reading, form, tries)
    if (reading.mistake === 'double-softmax' && reading.plain) yield* guessForm(reading, POLY_MIXED, tries)
  }
  if (samples.task === 'softmax' && samples.probabilities) {
    const rest = oneVersusRest(
      samples,
      { name: 'each class against the rest', kind: 'convention', cost: 3 },
      (p) => Math.log(p / (1 - p)),
    )
    for (const form of FORMS.slice(0, 2)) yield* guessForm(rest, form, tries)
  }
}

function* guessForm(reading: Reading, form: Form, tries: Tries): Generator<Guess> {
  const { observed, batches, reductions } = tries
  const usual = reading.name === '' && form.cost < 4 ? USUAL_GAMMAS : FEW_GAMMAS
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
            const details = { name, cost, parameters: seconds.parameters, weights }
            if (second !== 0 && form.loss && factor.alpha) {
              const free = predict(sums, factor, reduction, first, second, true)
              if (fits(free, tries))
                yield epsilonOutside(make(reading, form, gamma, factor, reduction, details, free))
            }
            // Words are made for few of them: there are tens of thousands.
            if (!fits(predicted, tries) && cost > PLAUSIBLE) continue
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

/** How many times as far off a guess may be and still be counted as near. */
export const NEAR = 50

/** Whether the guess fits; counts it either way. */
function fits(predicted: Float64Array, { observed: { values, half }, tally }: Tries): boolean {
  let largest = 0
  for (let b = 0; b < values.length; b++) {
    const room = 1.001 * half + 4e-6 * Math.abs(values[b]) + 3e-7
    largest = Math.max(largest, Math.abs(predicted[b] - values[b]) / room)
  }
  if (!(largest <= NEAR)) return false
  tally.near++
  if (largest <= 1) tally.fitting++
  return largest <= 1
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

/** alpha on the first term alone, as abhuse's PolyLoss has it. */
function epsilonOutside(guess: Guess): Guess {
  return {
    ...guess,
    name: `${guess.name}, its ε term outside the factors`,
    kind: guess.mistake ? 'mistake' : 'convention',
    spec: guess.spec && `${guess.spec},poly-alpha=off`,
    cost: guess.cost + 1,
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
  outside = false,
): Float64Array {
  return divisor.map((d, b) => {
    let sum = 0
    for (let g = 0; g < sums[0].length; g++) {
      const f = values[sums[0].length === 1 ? values.length - 1 : g]
      const rest = second === 0 ? 0 : second * sums[1][g][b]
      sum += f * first * sums[0][g][b] + (outside ? rest : f * rest)
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
