/** Values printed once a batch: too few to solve for anything, so the usual numbers of every recipe are tried one by one. */
import { type Batches, cutBatches, sumColumn } from './batches.ts'
import type { Form, Reading, Recipe, Reduction, Setting, Shape } from './choice.ts'
import { type Elements, isSided } from './elements.ts'
import { factorsOf, fitForm, formsOf, settingOf, termsOf } from './fitting.ts'
import { WRONG } from './mistakes/index.ts'
import { plain, READINGS } from './readings.ts'
import { coefficientsOf, costOf, predict } from './recipe.ts'
import { mean, REDUCTIONS, sum } from './reductions.ts'
import type { Observed, Parameters, ScoredSamples } from './types.ts'

/** A setting that came to the values, or near them. */
export interface Guess {
  readonly recipe: Recipe
  readonly setting: Setting
  readonly cost: number
  readonly predicted: Float64Array
  readonly fits: boolean
}

/** How many times as far off a guess may be and still be counted as near. */
const NEAR = 1000

/** Counts the guesses that came near the values and do not fit: that tells how many fit by chance. */
export class Tally {
  private readonly near = new Map<number, number>()

  add(cost: number): void {
    this.near.set(cost, (this.near.get(cost) ?? 0) + 1)
  }

  /**
   * How many of at most this cost are to be expected to fit, to the last decimal or in 32 bits, where none is right. One
   * more is counted than came near, since none of few says little.
   */
  chance(cost: number, { values, half }: Observed, isExact: boolean): number {
    let count = 1
    for (const [of, n] of this.near) if (of <= cost) count += n
    const share = values.reduce((all, v) => all * (isExact ? half / roomOf(v, half) : 1), 1)
    return (count * share) / (NEAR ** values.length - 1)
  }
}

/** What 32-bit arithmetic leaves of a mean, relative and absolute. */
const FLOAT32 = { relative: 4e-6, absolute: 3e-7 }

/** Readings other than the plain one are tried with the first of the usual numbers only: each is a pass over the data. */
const FEW = 3

/** Up to this many batches the usual numbers are tried. */
const TRIED = 64

interface Tries {
  readonly samples: ScoredSamples
  readonly observed: Observed
  readonly batches: Batches
  /** Of an epoch, when one value was printed for many batches. */
  readonly epoch: boolean
  readonly reductions: readonly Reduction[]
  readonly tally: Tally
  readonly closeness: Closeness
}

/** The closest of the simple ones, for when none fits. */
interface Closeness {
  off: number
  guess: Guess | null
}

const PLAUSIBLE = 3

export function guessAll(samples: ScoredSamples, observed: Observed): { guesses: Guess[]; tally: Tally } {
  const { batchSize, classWeights, values } = observed
  const tally = new Tally()
  const batches = cutBatches(samples, batchSize, classWeights)
  const closeness: Closeness = { off: Number.POSITIVE_INFINITY, guess: null }
  const tries = { samples, observed, tally, closeness }
  const epoch = values.length === 1 && batches.count > 1
  const whole = epoch ? cutBatches(samples, 0, classWeights) : batches
  const of = (form: Form, isEpoch: boolean): Tries => ({
    ...tries,
    batches: isEpoch ? batches : whole,
    epoch: isEpoch,
    reductions: reductionsOf(form, isEpoch, observed),
  })
  const guesses = [...guessReadings(samples, batches.count > TRIED && !epoch, epoch, of)]
  return { guesses: guesses.length > 0 ? guesses : closeness.guess ? [closeness.guess] : [], tally }
}

/** Of many batches solving for them says as much. */
function* guessReadings(
  samples: ScoredSamples,
  areMany: boolean,
  epoch: boolean,
  tries: (form: Form, isEpoch: boolean) => Tries,
): Generator<Guess> {
  if (areMany) return
  for (const reading of READINGS) {
    const elements = reading.printed && reading.read(samples)
    if (!elements) continue
    for (const form of formsOf(reading, elements)) {
      if (form.printed === false) continue
      yield* guessForm(reading, elements, form, tries(form, false))
      if (epoch && reading.cost === 0) yield* guessForm(reading, elements, form, tries(form, true))
    }
  }
}

function reductionsOf(form: Form, epoch: boolean, { reductionOfPrint }: Observed): readonly Reduction[] {
  const all = form.reductions ?? [...REDUCTIONS, ...WRONG.reductions]
  return all.filter(
    (reduction) =>
      (reduction.epoch !== undefined) === epoch &&
      (reductionOfPrint === undefined || (reduction.isSum ?? false) === (reductionOfPrint === 'sum')),
  )
}

function* guessForm(reading: Reading, elements: Elements, form: Form, tries: Tries): Generator<Guess> {
  const { batches, observed } = tries
  const setting = settingOf(elements, form, observed)
  const few = reading.cost > 0 || form.cost > 3
  for (const shape of combinations(form.shapes, few)) {
    const columns = form.columns(elements, shape)
    const sums = form.link ? [] : columns.map((column) => sumColumn(elements, column, batches))
    for (const term of termsOf(form))
      for (const ends of term ? (term.usual?.(setting) ?? []).slice(0, few ? FEW : undefined) : [{}])
        for (const factor of factorsOf(form, reading))
          for (const own of factor.usual?.(setting) ?? []) {
            const parameters = { ...shape, ...ends, ...own }
            const recipe = { reading, form, factor, term, reduction: mean, parameters }
            const totals = form.link
              ? linked(recipe, setting, elements, columns, batches)
              : totalsOf(recipe, setting, sums)
            yield* reduceAll(recipe, setting, totals, tries)
          }
  }
}

const combinations = (shapes: readonly Shape[], few: boolean): readonly Parameters[] =>
  shapes.reduce<Parameters[]>(
    (all, { key, usual }) =>
      all.flatMap((one) => usual.slice(0, few ? FEW : undefined).map((x) => ({ ...one, [key]: x }))),
    [{}],
  )

/** Sums by column, then batch. */
type Totals = readonly Float64Array[]

/** The sum of the losses of each batch. */
function totalsOf(recipe: Recipe, setting: Setting, sums: readonly (readonly Float64Array[])[]): Totals {
  const coefficients = coefficientsOf(recipe, setting)
  return sums.map((column, k) =>
    column[0].map((_, b) =>
      coefficients.reduce((total, own, g) => total + (own[k] === 0 ? 0 : own[k] * column[g][b]), 0),
    ),
  )
}

/** Where a link stands around what is summed there is no way around the samples. */
function linked(
  recipe: Recipe,
  setting: Setting,
  elements: Elements,
  columns: readonly Float64Array[],
  batches: Batches,
): Totals {
  const coefficients = coefficientsOf(recipe, setting)
  const { apply } = recipe.form.link!
  const values = elements.ce.map((_, e) => {
    const own = coefficients[elements.group[e]]
    return apply(
      columns.reduce((total, column, k) => total + own[k] * column[e], 0),
      recipe.parameters,
    )
  })
  const [first, ...others] = sumColumn(elements, values, batches)
  return [first.map((total, b) => others.reduce((all, sums) => all + sums[b], total))]
}

function* reduceAll(recipe: Recipe, setting: Setting, totals: Totals, tries: Tries): Generator<Guess> {
  const { samples, batches, observed, reductions, epoch, tally, closeness } = tries
  const isWeighted = recipe.factor.given !== undefined
  for (const reduction of reductions) {
    if (reduction.weighted && !isWeighted) continue
    if (recipe.term?.apart && !reduction.weighted) continue
    const divisor = reduction.divisor(batches, samples)
    if (!divisor?.every((d) => d > 0)) continue
    const full = { ...recipe, reduction }
    const means = reduce(full, setting, totals, divisor, batches)
    const predicted = epoch ? Float64Array.of(reduction.epoch!(means, batches)) : means
    const off = offBy(predicted, observed)
    const closest = off < closeness.off && costOf(full) <= PLAUSIBLE
    if (!(off <= NEAR) && !closest) continue
    const guess = { recipe: full, setting, cost: costOf(full), predicted, fits: off <= 1 }
    if (closest) Object.assign(closeness, { off, guess })
    if (off <= NEAR && !guess.fits) tally.add(guess.cost)
    if (guess.fits) yield guess
  }
}

/** What goes through a link after it was averaged is multiplied, and divided once more, after it. */
function reduce(
  { form, factor, term, parameters, reduction }: Recipe,
  setting: Setting,
  totals: Totals,
  divisor: Float64Array,
  { elements, weights }: Batches,
): Float64Array {
  const over = (k: number) => (term?.apart && k > 0 ? elements : divisor)
  if (!form.ofMean)
    return divisor.map((_, b) => totals.reduce((sum, column, k) => sum + column[b] / over(k)[b], 0))
  const { apply } = form.ofMean
  const known = factor.given !== undefined
  const [f] = known ? [1] : factor.values(parameters, setting)
  return totals[0].map((total, b) => {
    const inner = reduction?.weighted ? weights![b] : elements[b]
    const after = reduction?.weighted ? 1 : divisor[b] / elements[b]
    return (f * apply(total / f / inner, parameters)) / after
  })
}

/** Half a unit of the last decimal, and what 32 bits leave of a mean. */
const roomOf = (value: number, half: number) =>
  1.001 * half + FLOAT32.relative * Math.abs(value) + FLOAT32.absolute

/** How far off predictions are, as a share of what rounding allows. */
function offBy(predicted: Float64Array, { values, half }: Observed): number {
  let largest = 0
  for (let b = 0; b < values.length; b++) {
    largest = Math.max(largest, Math.abs(predicted[b] - values[b]) / roomOf(values[b], half))
  }
  return largest
}

/** From so many values on, batches are solved for as samples are. */
const SOLVED = 8

/** Recipes whose numbers the batches tell themselves. */
export function solveBatches(samples: ScoredSamples, observed: Observed): Guess[] {
  const { values, batchSize, classWeights, reductionOfPrint } = observed
  if (values.length < SOLVED) return []
  const batches = cutBatches(samples, batchSize, classWeights)
  const base = plain.read(samples)
  if (!base) return []
  const elements = { ...base, target: batches.of, ...(isSided(base) ? {} : alike(base)) }
  const tried = [mean, sum].filter(
    ({ isSum = false }) => reductionOfPrint === undefined || isSum === (reductionOfPrint === 'sum'),
  )
  return tried.flatMap((reduction) => {
    const divisor = reduction.divisor(batches, samples)!
    const largest = divisor.reduce((a, b) => Math.max(a, b))
    const sums = { ...observed, values: values.map((v, b) => v * divisor[b]), half: observed.half * largest }
    return formsOf(plain, elements)
      .flatMap((form) =>
        fitForm(plain, { elements, observed: sums, few: { elements, observed: sums } }, form),
      )
      .filter(({ fits }) => fits)
      .map(({ recipe, setting }) => {
        const full = { ...recipe, reduction }
        const predicted = predict(full, setting, elements).map((total, b) => total / divisor[b])
        return { recipe: full, setting: { ...setting, observed }, cost: costOf(full), predicted, fits: true }
      })
  })
}

/** Classes are too many to have factors of their own. */
const alike = ({ group }: Elements) => ({ group: new Int32Array(group.length), groups: 1 })
