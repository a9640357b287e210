/** Values printed once a batch: too few to solve for anything, so the usual numbers of every recipe are tried one by one. */
import { type Batches, cutBatches, sumColumn } from './batches.ts'
import { countTold, NEAR, roomOf, Tally } from './chance.ts'
import type { Form, Reading, Recipe, Reduction, Setting } from './choice.ts'
import { type Elements, isSided } from './elements.ts'
import { factorsOf, fitForm, formsOf, settingOf, termsOf } from './fitting.ts'
import { WRONG } from './mistakes/index.ts'
import { plain, READINGS } from './readings.ts'
import { coefficientsOf, costOf, predict } from './recipe.ts'
import { mean, REDUCTIONS, sum } from './reductions.ts'
import { combinations } from './solve.ts'
import type { Observed, ScoredSamples } from './types.ts'

/** A setting that came to the values, or near them. */
export interface Guess {
  readonly recipe: Recipe
  readonly setting: Setting
  readonly cost: number
  readonly predicted: Float64Array
  readonly fits: boolean
}

/** Readings other than the plain one are tried with the first of the usual numbers only: each is a pass over the data. */
const FEW = 3

/** Up to this many batches the usual numbers are tried. */
const TRIED = 64

interface Tries {
  readonly observed: Observed
  readonly batches: Batches
  /** Of an epoch, when one value was printed for many batches. */
  readonly epoch: boolean
  readonly divisions: readonly Division[]
  readonly found: Found
}

/** What a printed value may be divided by, and what that is, batch by batch. */
interface Division {
  readonly reduction: Reduction
  readonly divisor: Float64Array
}

interface Found {
  readonly guesses: Guess[]
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
  const { batchSize, classWeights, values, per } = observed
  const batches =
    per === 'sample' ? cutBatches(eachARow(samples), 1, null) : cutBatches(samples, batchSize, classWeights)
  const closeness: Closeness = { off: Number.POSITIVE_INFINITY, guess: null }
  const found: Found = { guesses: [], tally: new Tally(), closeness }
  const epoch = values.length === 1 && batches.count > 1
  const whole = epoch ? cutBatches(samples, 0, classWeights) : batches
  // Of many batches solving for them says as much.
  if (epoch || batches.count <= TRIED)
    guessReadings(samples, { epoch, isSample: per === 'sample' }, (form, isEpoch) => {
      const cut = isEpoch ? batches : whole
      const divisions = divisionsOf(form, isEpoch, observed, cut, samples)
      return { observed, batches: cut, epoch: isEpoch, divisions, found }
    })
  const { guesses, tally } = found
  return { guesses: guesses.length > 0 ? guesses : closeness.guess ? [closeness.guess] : [], tally }
}

const eachARow = (samples: ScoredSamples): ScoredSamples => ({
  ...samples,
  row: Float64Array.from(samples.label, (_, i) => i),
  rows: samples.label.length,
})

function guessReadings(
  samples: ScoredSamples,
  { epoch, isSample }: { epoch: boolean; isSample: boolean },
  tries: (form: Form, isEpoch: boolean) => Tries,
): void {
  for (const reading of READINGS) {
    const elements = reading.printed && reading.read(samples)
    if (!elements) continue
    for (const form of formsOf(reading, elements)) {
      if (form.printed === false || (form.ofMean && isSample)) continue
      guessForm(reading, elements, form, tries(form, false))
      if (epoch && reading.cost === 0) guessForm(reading, elements, form, tries(form, true))
    }
  }
}

function divisionsOf(
  form: Form,
  epoch: boolean,
  { reductionOfPrint, per }: Observed,
  batches: Batches,
  samples: ScoredSamples,
): readonly Division[] {
  const all = per === 'sample' ? [mean] : (form.reductions ?? [...REDUCTIONS, ...WRONG.reductions])
  return all
    .filter(
      (reduction) =>
        (reduction.epoch !== undefined) === epoch &&
        (reductionOfPrint === undefined || (reduction.isSum ?? false) === (reductionOfPrint === 'sum')),
    )
    .flatMap((reduction) => {
      const divisor = reduction.divisor(batches, samples)
      return divisor?.every((d) => d > 0) ? [{ reduction, divisor }] : []
    })
}

function guessForm(reading: Reading, elements: Elements, form: Form, tries: Tries): void {
  const { batches, observed } = tries
  const setting = settingOf(elements, form, observed)
  const few = reading.cost > 0 || form.cost > 3
  const factors = factorsOf(form, reading).flatMap((factor) =>
    (factor.usual?.(setting) ?? []).map((own) => ({ factor, own })),
  )
  const terms = termsOf(form).flatMap((term) => {
    const usual = term ? (term.usual?.(setting) ?? []) : [{}]
    return usual.slice(0, few ? FEW : undefined).map((ends) => ({ term, ends }))
  })
  for (const shape of combinations(form.shapes, ({ usual }) => usual.slice(0, few ? FEW : undefined))) {
    const columns = form.columns(elements, shape)
    const sums = form.link ? [] : columns.map((column) => sumColumn(elements, column, batches))
    for (const { term, ends } of terms)
      for (const { factor, own } of factors) {
        const parameters = { ...shape, ...ends, ...own }
        const recipe = { reading, form, factor, term, reduction: mean, parameters }
        const totals = form.link
          ? linked(recipe, setting, elements, columns, batches)
          : totalsOf(recipe, setting, sums)
        reduceAll(recipe, setting, totals, tries)
      }
  }
}

/** Sums by column, then batch. */
type Totals = readonly Float64Array[]

/** The sum of the losses of each batch. */
function totalsOf(recipe: Recipe, setting: Setting, sums: readonly (readonly Float64Array[])[]): Totals {
  const coefficients = coefficientsOf(recipe, setting)
  return sums.map((column, k) => {
    const totals = new Float64Array(column[0].length)
    // 0 leaves out what may be infinite.
    for (const [g, own] of coefficients.entries())
      if (own[k] !== 0) for (let b = 0; b < totals.length; b++) totals[b] += own[k] * column[g][b]
    return totals
  })
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

function reduceAll(recipe: Recipe, setting: Setting, totals: Totals, tries: Tries): void {
  const { batches, observed, divisions, epoch, found } = tries
  const { guesses, tally, closeness } = found
  const isWeighted = recipe.factor.given !== undefined
  for (const { reduction, divisor } of divisions) {
    if (reduction.weighted && !isWeighted) continue
    if (recipe.term?.apart && !reduction.weighted) continue
    const full = { ...recipe, reduction }
    const meanOf = meansOf(full, setting, totals, divisor, batches)
    const means = () => divisor.map((_, b) => meanOf(b))
    const predictedOf = epoch ? () => reduction.epoch!(means(), batches) : meanOf
    const off = offBy(predictedOf, observed)
    if (!(off <= NEAR) && !(off < closeness.off)) continue
    const predicted = observed.values.map((_, b) => predictedOf(b))
    const guess = { recipe: full, setting, cost: costOf(full), predicted, fits: off <= 1 }
    if (off < closeness.off && guess.cost <= PLAUSIBLE) Object.assign(closeness, { off, guess })
    if (guess.fits) guesses.push(guess)
    else if (off <= NEAR) tally.add(guess.cost)
  }
}

/** The mean of each batch: most are asked for once. What goes through a link after it was averaged is multiplied, and divided once more, after it. */
function meansOf(
  { form, factor, term, parameters, reduction }: Recipe,
  setting: Setting,
  totals: Totals,
  divisor: Float64Array,
  { elements, weights }: Batches,
): (b: number) => number {
  if (!form.ofMean)
    return (b) => {
      let sum = 0
      for (let k = 0; k < totals.length; k++)
        sum += totals[k][b] / (term?.apart && k > 0 ? elements[b] : divisor[b])
      return sum
    }
  const { apply } = form.ofMean
  const known = factor.given !== undefined
  const [f] = known ? [1] : factor.values(parameters, setting)
  const [total] = totals
  return (b) => {
    const inner = reduction?.weighted ? weights![b] : elements[b]
    const after = reduction?.weighted ? 1 : divisor[b] / elements[b]
    return (f * apply(total[b] / f / inner, parameters)) / after
  }
}

/** How far off predictions are, as a share of what rounding allows. */
function offBy(predictedOf: (b: number) => number, { values, half }: Observed): number {
  let largest = 0
  for (let b = 0; b < values.length; b++) {
    largest = Math.max(largest, Math.abs(predictedOf(b) - values[b]) / roomOf(values[b], half))
  }
  return largest
}

/** From so many different values on, the numbers of a recipe are solved for, of batches as of samples. */
export const SOLVED = 8

/** Recipes whose numbers the batches tell themselves. */
export function solveBatches(samples: ScoredSamples, observed: Observed): Guess[] {
  const { values, batchSize, classWeights, reductionOfPrint } = observed
  if (countTold(observed) < SOLVED) return []
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
