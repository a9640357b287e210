/** The usual settings, one by one, and what they come to batch by batch. */
import type { Form } from './form.ts'
import { FEW_FORMS, FORMS, STANDARD_FORMS } from './forms.ts'
import {
  costOf,
  epsilonOutside,
  type Guess,
  makeGuess,
  nameOfEpsilon,
  type SecondTerm,
  type Setting,
  signSlip,
} from './guess.ts'
import { clampedReadings, otherReadings } from './other-readings.ts'
import { printedForms } from './printed-forms.ts'
import { oneVersusRest } from './readings.ts'
import { type TriedReduction, triedReductions } from './reductions.ts'
import { type Batches, sumColumn } from './sums.ts'
import { fits, type Tally } from './tally.ts'
import type { Observed, ScoredSamples, ScoreReading } from './types.ts'
import { factorsOf, USUAL_GAMMAS } from './usual.ts'
import { polyMixed } from './wrong-forms.ts'

/** Of other readings than the plain one, and of the costlier mistakes, the first only: each is a pass over the data. */
const FEW_GAMMAS = USUAL_GAMMAS.slice(0, 3)
const USUAL_EPSILONS = [1, 2, -1]
const USUAL_SMOOTHING = [0.1, 0.2, 0.05]

/** The clip of Keras and of many scripts. */
const USUAL_CLIP = 1e-7

/** Readings that apply an activation twice. */
const TWICE: readonly (string | null)[] = ['double-softmax', 'double-sigmoid']

/** What all guesses have in common. */
interface Tries {
  readonly observed: Observed
  readonly batches: Batches
  readonly reductions: readonly TriedReduction[]
  readonly tally: Tally
}

export function* guessAll(
  samples: ScoredSamples,
  observed: Observed,
  plain: ScoreReading,
  batches: Batches,
  tally: Tally,
): Generator<Guess> {
  const tries = { observed, batches, reductions: triedReductions(samples, observed, batches), tally }
  for (const form of [...FORMS, ...printedForms(plain, observed)])
    if (form.needs !== 'twice' && (form.needs === undefined || plain.rest))
      yield* guessForm(plain, form, tries)
  for (const reading of clampedReadings(samples, plain))
    for (const form of FEW_FORMS) yield* guessForm(reading, form, tries)
  for (const reading of otherReadings(samples, plain)) {
    if (reading.mistake === 'missing-activation' && reading.clamp?.clip !== USUAL_CLIP) continue
    for (const form of TWICE.includes(reading.mistake) ? STANDARD_FORMS : FEW_FORMS)
      yield* guessForm(reading, form, tries)
    if (reading.mistake === 'double-softmax' && reading.plain) yield* guessForm(reading, polyMixed, tries)
  }
  if (samples.task === 'softmax' && samples.probabilities) {
    const rest = oneVersusRest(
      samples,
      { name: 'each class against the rest', kind: 'convention', cost: 3 },
      (p) => Math.log(p / (1 - p)),
    )
    for (const form of FEW_FORMS) yield* guessForm(rest, form, tries)
  }
}

function* guessForm(reading: ScoreReading, form: Form, tries: Tries): Generator<Guess> {
  const { batches } = tries
  for (const gamma of gammasOf(reading, form)) {
    for (const weights of weightingsOf(reading, tries.observed)) {
      const sums = form.columns(reading, gamma).map((column) => sumColumn(reading, column, batches, weights))
      for (const setting of settingsOf({ reading, form, gamma, weights }, tries))
        yield* guess(setting, sums, tries)
    }
  }
}

function gammasOf(reading: ScoreReading, form: Form): readonly number[] {
  if (!form.focused) return [0]
  return reading.name === '' && form.cost < 4 ? USUAL_GAMMAS : FEW_GAMMAS
}

function weightingsOf({ target, groups }: ScoreReading, { classWeights }: Observed) {
  return classWeights && !target && groups === classWeights.length ? [null, classWeights] : [null]
}

/** Everything that is known of the sums once they are made. */
function* settingsOf(
  { reading, form, gamma, weights }: Pick<Setting, 'reading' | 'form' | 'gamma' | 'weights'>,
  { reductions }: Tries,
): Generator<Setting> {
  for (const term of secondTerms(form, reading))
    for (const factor of factorsOf(reading, weights !== null))
      for (const reduction of reductions)
        if (!reduction.weighted || weights !== null)
          yield { reading, form, gamma, weights, term, factor, reduction }
}

function* guess(
  setting: Setting,
  sums: readonly Float64Array[][],
  { observed, tally }: Tries,
): Generator<Guess> {
  const { form, term, factor, reduction } = setting
  if (term.second !== 0 && form.loss && factor.alpha) {
    const free = predict(sums, setting, true)
    if (fits(free, observed, tally)) yield epsilonOutside(makeGuess(setting, free))
  }
  const predicted = predict(sums, setting, false)
  // Words are made for few of them: there are tens of thousands.
  if (!fits(predicted, observed, tally) && costOf(setting) > PLAUSIBLE) return
  yield makeGuess(setting, predicted)
  if (term.second < 0 && form.loss && factor.mistake === null && reduction.mistake === null)
    yield signSlip(setting, predicted)
}

/** Guesses no costlier are kept even where they do not fit: the closest of them is shown when nothing does. */
const PLAUSIBLE = 3

function secondTerms(form: Form, reading: ScoreReading): readonly SecondTerm[] {
  if (form.terms.length === 1) return [{ name: '', first: 1, second: 0, cost: 0, parameters: {} }]
  if (form.id !== 'smoothed')
    return USUAL_EPSILONS.map((epsilon) => ({
      name: nameOfEpsilon(epsilon),
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

/** Batch by batch. `outside`: the second term is not under the factors. */
function predict(
  sums: readonly Float64Array[][],
  { factor: { values }, reduction: { divisor }, term: { first, second } }: Setting,
  outside: boolean,
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
