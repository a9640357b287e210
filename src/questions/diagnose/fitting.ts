/** Loss values of single samples: the numbers of every recipe solved for, then written as people write them. */
import type { Factor, Form, Reading, Recipe, Setting, Shape, Term } from './choice.ts'
import { rowsOf, solver } from './coefficients.ts'
import { type Elements, isSided, pickSamples } from './elements.ts'
import { FACTORS, nearest, none } from './factors.ts'
import { OTHERS } from './forms.ts'
import { WRONG } from './mistakes/index.ts'
import { polish, type Slot, STEPS, shorten, slotsOf } from './polish.ts'
import { countWithin, levelsOf, roomOf } from './precision.ts'
import { plain, READINGS } from './readings.ts'
import { coefficientsOf, combine, predict } from './recipe.ts'
import { hopeless, refineShapes, searchShapes } from './solve.ts'
import { FEW, TEXTBOOK } from './textbook.ts'
import type { Observed, Parameters, ScoredSamples } from './types.ts'

export interface Candidate {
  readonly recipe: Recipe
  readonly setting: Setting
  /** Whether it fits the samples it was found on, and how far it is off. */
  readonly fits: boolean
  readonly error: number
  readonly isStrained?: boolean
}

/** Coefficients fitted worse than this, relative to the values, are not read: nothing rounds to them. */
const READABLE = 0.03
const LOOSE = 0.3

export function fitAll(samples: ScoredSamples, observed: Observed): Candidate[] {
  const found = [...fitReadings(samples, observed)]
  if (found.some(({ fits }) => fits)) return found
  const closest = found.filter(isPlain).sort((a, b) => a.error - b.error)
  const rough = FEW.flatMap((form) => nearestOf(form, samples, observed))
  return [...closest.slice(0, FEW_CLOSEST).map((one) => settleMost(one, samples)), ...found, ...rough]
}

function* fitReadings(samples: ScoredSamples, observed: Observed): Generator<Candidate> {
  const thin = thinOut(samples, observed)
  for (const reading of READINGS) {
    const elements = reading.read(samples)
    if (!elements?.ce.every(Number.isFinite)) continue
    // A clamp may bite none of the few.
    const few = { elements: (thin && reading.read(thin.samples)) ?? elements, observed }
    const read = {
      elements,
      observed,
      few: thin && few.elements !== elements ? { ...few, observed: thin.observed } : few,
    }
    for (const form of formsOf(reading, elements)) yield* fitForm(reading, read, form)
  }
}

/** How many of those that come near are looked at again, without the values that stand out. */
const FEW_CLOSEST = 6

const isPlain = ({ recipe: { reading, form, factor, term } }: Candidate) =>
  reading.cost === 0 && [form, factor, term].every((choice) => choice?.mistake == null)

/** Fits most of the values, and lets the others be what they are. */
function settleMost(candidate: Candidate, samples: ScoredSamples): Candidate {
  const { setting } = candidate
  const { observed } = setting
  const { values } = observed
  const elements = plain.read(samples)!
  const level = levelsOf(observed).find(({ arithmetic }) => arithmetic === 'float32')!
  let { recipe } = candidate
  const slots = slotsOf(recipe)
  const at = (parameters: Parameters) => predict({ ...recipe, parameters }, setting, elements)
  const offOf = (room: Float64Array) => at(recipe.parameters).map((v, i) => Math.abs(v - values[i]) / room[i])
  for (let step = 0; step < STEPS; step++) {
    const room = roomOf((shaken) => predict(recipe, setting, shaken), elements, level)
    const off = offOf(room)
    const usual = Math.max(1, Float64Array.from(off).sort()[off.length >> 1])
    const scale = room.map((r, i) => 1 / (r * (1 + (off[i] / (3 * usual)) ** 2)))
    const polished = polish(recipe.parameters, slots, at, observed, scale)
    const last = step === STEPS - 1
    recipe = {
      ...recipe,
      parameters: last ? shorten(polished, slots, recipe.form, at, observed, scale) : polished.parameters,
    }
  }
  const room = roomOf((shaken) => predict(recipe, setting, shaken), elements, level)
  const agreeing = offOf(room).filter((off) => off <= 1).length
  // Steps without a way back, as of few values, end beyond all doubles.
  if (!at(recipe.parameters).every(Number.isFinite)) return candidate
  return { ...candidate, recipe, error: candidate.error * (1 - agreeing / values.length) }
}

/** With whatever factors are best, so that there is something to hold the values against. */
function nearestOf(form: Form, samples: ScoredSamples, observed: Observed): Candidate[] {
  const elements = plain.read(samples)
  if (!elements?.ce.every(Number.isFinite)) return []
  const solve = solver(elements, form, observed)
  const shape = searchShapes(form.shapes, (at) => solve(at).error, Number.POSITIVE_INFINITY)
  const setting = settingOf(elements, form, observed)
  const { error, coefficients } = solve(shape)
  const own = nearest.solve(
    rowsOf(elements, coefficients).map(([a]) => a),
    setting,
  )
  const parameters = { ...shape, ...own }
  return [
    {
      recipe: { reading: plain, form, factor: nearest, term: null, reduction: null, parameters },
      setting,
      error,
      fits: false,
    },
  ]
}

export interface Few {
  readonly elements: Elements
  readonly observed: Observed
}

export interface Read extends Few {
  /** Some of them, which tell where to look. */
  readonly few: Few
}

/** So many values tell where to look. */
const ENOUGH = 160

function thinOut(samples: ScoredSamples, observed: Observed) {
  const { values } = observed
  if (values.length <= ENOUGH) return null
  const at = Array.from({ length: ENOUGH }, (_, i) => Math.floor((i * values.length) / ENOUGH))
  return {
    samples: pickSamples(samples, at),
    observed: { ...observed, values: Float64Array.from(at, (i) => values[i]) },
  }
}

/** The forms that go with a reading. */
export function formsOf(reading: Reading, elements: Elements): readonly Form[] {
  const all = [...TEXTBOOK, ...OTHERS, ...WRONG.forms.filter(({ reading }) => reading === undefined)]
  const own = WRONG.forms.filter((form) => form.reading !== undefined && form.reading === reading.mistake)
  const chosen = { all, textbook: TEXTBOOK, few: FEW }[reading.forms]
  return [...chosen, ...own].filter((form) => form.suits?.(elements) ?? true)
}

export function settingOf(elements: Elements, form: Form, observed: Observed): Setting {
  const { samples, groups } = elements
  return { samples, observed, groups, sided: isSided(elements), form }
}

export const termsOf = ({ ends }: Form): readonly (Term | null)[] =>
  ends === undefined ? [null] : ends.some(({ spec }) => spec) ? [...ends, ...WRONG.terms] : ends

export const factorsOf = (form: Form, reading: Reading): readonly Factor[] =>
  reading.factors ?? form.factors ?? [...FACTORS, ...WRONG.factors]

export function fitForm(reading: Reading, { elements, observed, few }: Read, form: Form): Candidate[] {
  if (form.ofMean) return []
  const search = solver(few.elements, form, few.observed)
  const error = (shape: Parameters) => search(shape).error
  const readable = few.observed.values.length * (form.loose ? LOOSE : READABLE) ** 2
  const enough = form.loose ? Number.POSITIVE_INFINITY : hopeless(few.observed.values.length)
  const rough = searchShapes(form.shapes, error, enough)
  if (!(error(rough) < 4 * readable)) return []
  const shape = form.shapes.length > 0 ? refineShapes(form.shapes, rough, error) : rough
  if (!(error(shape) < readable)) return []
  if (form.shapes.some(({ key, grid }) => key === 'gamma' && grid[0] > 0 && (shape.gamma as number) < 1e-3))
    return []
  const setting = settingOf(elements, form, observed)
  const { coefficients } = solver(elements, form, observed)(shape)
  const isNear = form.loose || mayFit(form, few, shape, search(shape).coefficients)
  const arePooled = coefficients.length > 1 && coefficients.length < elements.groups
  const factors = factorsOf(form, reading).filter(({ isByClass }) => !(arePooled && isByClass))
  return termsOf(form).flatMap((term) =>
    factors.flatMap((factor) => {
      const parameters = read(rowsOf(elements, coefficients), shape, factor, term, setting)
      if (parameters === null) return []
      const recipe = { reading, form, factor, term, reduction: null, parameters }
      const candidate = { recipe, setting, error: error(shape), fits: false }
      return isNear ? settle(candidate, elements) : [candidate]
    }),
  )
}

/** Whether the values may be those of a form with coefficients of their own: if not, no factor makes them so. */
function mayFit(
  form: Form,
  few: Few,
  shape: Parameters,
  coefficients: readonly (readonly number[])[],
): boolean {
  const rows = rowsOf(few.elements, coefficients)
  const free = (one: Elements) => combine(form, one, shape, rows)
  const level = levelsOf(few.observed).at(-1)!
  const room = roomOf(free, few.elements, level)
  const { values, half } = few.observed
  const near = free(few.elements).filter((p, i) => Math.abs(p - values[i]) <= SLACK * (half + room[i]))
  return near.length >= HALF * values.length
}

/** How many times the room of rounding a fit of few samples may leave, and of how many: a few that rounding moves far pull it. */
const HALF = 0.5
const SLACK = 20

/** Parameters that come out as the coefficients, before they are polished. */
function read(
  rows: readonly (readonly number[])[],
  shape: Parameters,
  factor: Factor,
  term: Term | null,
  setting: Setting,
): Parameters | null {
  const found = rows.map(([a, b]) => (term ? term.factor(a, b, setting) : a))
  const own = factor.solve(found, setting)
  if (own === null) return null
  const factors = factor.values(own, setting)
  if (term && isRounding(rows)) return null
  const end = term ? term.solve(rows, factors, setting) : {}
  return end === null ? null : { ...shape, ...own, ...end }
}

/** Nobody has a second term so many times the first. */
const MOST = 1e4

/** Whether the first coefficient is what rounding left beside the second, in every group that has values. */
const isRounding = (rows: readonly (readonly number[])[]) =>
  rows.every(([a, b]) => Number.isNaN(a) || a === 0 || Math.abs(b) > MOST * Math.abs(a))

/** What rounding leaves of the squares at numbers that are right, above the least of them: nine times what a number takes away by chance. */
const STRAINED = 9

/** Polishes the numbers, and writes them as shortly as the values allow. */
function settle(candidate: Candidate, elements: Elements): Candidate[] {
  const { recipe, setting } = candidate
  const { observed } = setting
  const slots = slotsOf(recipe)
  const at = (parameters: Parameters) => predict({ ...recipe, parameters }, setting, elements)
  for (const level of levelsOf(observed)) {
    const room = roomOf((shaken) => predict(recipe, setting, shaken), elements, level)
    const scale = room.map((r) => 1 / (r + observed.half))
    const fits = (parameters: Parameters) =>
      countWithin(at(parameters), room, observed, level) === room.length
    const near = (start: Parameters, free: readonly Slot[]) => polish(start, free, at, observed, scale)
    let [free, polished] = [slots, near(recipe.parameters, slots)]
    const end = endOf(polished.parameters, recipe.factor)
    if (end !== null && !(isShare(polished.parameters, recipe.factor) && fits(polished.parameters))) {
      free = slots.filter(({ key }) => key !== recipe.factor.share)
      polished = near({ ...polished.parameters, ...end }, free)
    }
    // Of rounded values the nearest numbers leave some beyond half a unit where those that people write leave none.
    const short = shorten(polished, free, recipe.form, at, observed, scale)
    const parameters = fits(short) ? short : polished.parameters
    if (!fits(parameters)) continue
    const offBy = (of: Parameters) =>
      at(of).reduce((sum, v, i) => sum + ((v - observed.values[i]) * scale[i]) ** 2, 0)
    const spare = room.length - free.length
    const isStrained = offBy(parameters) > (1 + (STRAINED * free.length) / spare) * offBy(polished.parameters)
    const settled = { ...recipe, parameters }
    const isOff = recipe.term !== null && isRounding(coefficientsOf(settled, setting))
    if (isOff || isNothing(settled, setting) || !isWithin(recipe.form.shapes, parameters)) return []
    if (!isShare(parameters, recipe.factor) || !isRate(parameters, recipe.term)) return []
    return [{ ...candidate, recipe: settled, fits: true, isStrained }]
  }
  return [candidate]
}

/** As near to 0 or 1 a share may be one of them, and rounding what is between. */
const BESIDE = 0.02

/** The end that a share is at but for rounding: steps to the nearest values lead it beyond, where it has no meaning, or short of it. */
function endOf(parameters: Parameters, { share }: Factor): Parameters | null {
  if (share === undefined) return null
  const end = (parameters[share] as number) < 0.5 ? 0 : 1
  return Math.abs((parameters[share] as number) - end) <= BESIDE ? { [share]: end } : null
}

function isShare(parameters: Parameters, { share }: Factor): boolean {
  const value = share === undefined ? 0 : (parameters[share] as number)
  return value >= 0 && value <= 1
}

/** What is no more than rounding. */
const NOTHING = 1e-5

function isRate(parameters: Parameters, term: Term | null): boolean {
  const value = term?.rate === undefined ? 0.5 : (parameters[term.rate] as number)
  return value > NOTHING && value < 1 - NOTHING
}

/** Whether its factors are 1, those of classes are one, or a number of it is 0, which a simpler recipe says. */
const isNothing = ({ factor, form, parameters }: Recipe, setting: Setting) =>
  (factor !== none && factor.values(parameters, setting).every((f) => Math.abs(f - 1) < NOTHING)) ||
  (factor.isByClass &&
    new Set(Object.values(parameters).flatMap((x) => (Array.isArray(x) ? x : []))).size === 1) ||
  form.shapes.some(({ key, grid }) => Math.abs(parameters[key] as number) < NOTHING && !grid.includes(0))

/** Whether no number of a form has gone where it has no meaning. */
const isWithin = (shapes: readonly Shape[], parameters: Parameters) =>
  shapes.every(({ key, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }) => {
    const x = parameters[key] as number
    return x >= min && x <= max
  })
