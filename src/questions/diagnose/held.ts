/** Recipes held against the values, the best of them first. */
import { least } from '../../extremes.ts'
import { countTold } from './chance.ts'
import { type Recipe, type Setting, wordsOf } from './choice.ts'
import { pickSamples } from './elements.ts'
import { nearest } from './factors.ts'
import { fitAll } from './fitting.ts'
import { shortened } from './numbers.ts'
import { countWithin, holdAgainst, levelsOf, roomOf, summarize } from './precision.ts'
import { type Guess, guessAll, SOLVED, solveBatches } from './printed.ts'
import { describe, predict } from './recipe.ts'
import { smoothed } from './smoothed.ts'
import { TEXTBOOK } from './textbook.ts'
import type { Fit, FoundExplanation, Observed, ScoredSamples } from './types.ts'

/** Of so many values most must agree before the others are held for another cause. */
const MOST = 0.8

/** A recipe held against the values. */
export interface Held {
  readonly recipe: Recipe
  readonly setting: Setting
  readonly explanation: FoundExplanation
  readonly predicted: Float64Array
  /** Whether other numbers than these, which are short, come far nearer to the values: gamma 2.7 is 3 by what 16 bits may leave at most. */
  readonly isStrained?: boolean
}

interface Explained {
  /** Those that fit first, the simplest first. */
  readonly held: readonly Held[]
  readonly chance: number
}

/** What fits with numbers that the values alone found stands back where something fits with fewer of them. */
export function explainSamples(samples: ScoredSamples, observed: Observed): Explained {
  const told = countTold(observed)
  const solved = holdSolved(samples, observed)
  const few = told < SOLVED ? holdUsual(samples, observed) : null
  const firm = nearestOf(
    level(
      rank([...(few?.usual ?? []), ...solved]).filter(
        (one) => one.explanation.fit.tier < 2 && !isFree(one, told),
      ),
      observed,
    ),
  )
  const [first] = firm
  if (first === undefined || isNothing(first, observed)) return { held: solved, chance: solved.length }
  const { cost, fit } = first.explanation
  if (isCoarse(fit) && (first.isStrained || !isToldCoarsely(first, told)))
    return { held: firm, chance: firm.length }
  return { held: firm, chance: few?.tally.chance(cost, observed, fit.tier === 0) ?? 0 }
}

/** Of so few values other recipes go through all with numbers of their own: those with the usual numbers are asked as well. */
function holdUsual(samples: ScoredSamples, observed: Observed) {
  const { guesses, tally } = guessAll(samples, observed)
  return {
    usual: simplest(withoutClamps(guesses.filter(({ fits }) => fits))).map((guess) =>
      hold(guess, samples, observed),
    ),
    tally,
  }
}

function hold(
  { recipe, setting, isStrained }: Pick<Held, 'recipe' | 'setting' | 'isStrained'>,
  samples: ScoredSamples,
  observed: Observed,
): Held {
  const elements = recipe.reading.read(samples)!
  const own = { ...setting, samples, observed }
  const { fit, predicted } = holdAgainst((one) => predict(recipe, own, one), elements, observed)
  // Factors that came nearest explain nothing, however near.
  const held: Fit = recipe.factor === nearest ? { ...fit, tier: 2, arithmetic: null, supported: 0 } : fit
  return { recipe, setting: own, explanation: { ...describe(recipe, own), fit: held }, predicted, isStrained }
}

function holdSolved(samples: ScoredSamples, observed: Observed): readonly Held[] {
  const chosen = chooseSamples(samples, observed)
  const part = chosen === null ? samples : pickSamples(samples, chosen)
  const values =
    chosen === null ? observed : { ...observed, values: Float64Array.from(chosen, (i) => observed.values[i]) }
  const found = fitAll(part, values)
  const fitting = found.filter(({ fits }) => fits)
  const kept =
    fitting.length > 0 ? withoutUnseen(fitting) : [...found].sort((a, b) => a.error - b.error).slice(0, 3)
  return rank(kept.map((one) => hold(one, samples, observed)))
}

/** So many different values of 16 bits tell a loss, beside those that its own odd numbers go through. */
const TOLD_COARSELY = 16

/**
 * A weight of 3.7 is 4 where three losses have 16 bits, and of a dozen gamma 1.3 is 2 in another form. Forms that are not the
 * textbook's go through the values of those that are, however many: Poly-1 is nearly a focal-star.
 */
export const isToldCoarsely = (held: Held, told: number): boolean =>
  told >= TOLD_COARSELY + countOdd(held) && isOfTextbook(held) && !held.isStrained

const isOfTextbook = ({ recipe: { form } }: Held): boolean =>
  TEXTBOOK.includes(form) || form.name === smoothed.name

/** 16 bits are too few to tell a loss by few values, and to convict by any: an operation more, and the values are another's. */
export const isCoarse = ({ arithmetic }: Fit) => arithmetic === 'float16' || arithmetic === 'bfloat16'

/** So many values beside those that its own numbers go through tell a recipe from all others. */
const SPARE = 2

/** Of numbers with more digits than these, such as 1.0007, any is found where few values ask for it. */
const WRITTEN = 2

/**
 * Whether a recipe has nearly as many numbers that only the values say as there are values: others go through these as well. Of few
 * values the sides and classes are not looked at apart, so that what is named in their place has such a number for theirs.
 */
export function isFree(held: Held, told: number): boolean {
  const odd = countOdd(held)
  return odd + SPARE > told || (odd > 0 && told < SOLVED)
}

const countOdd = ({ recipe: { parameters } }: Held): number =>
  Object.values(parameters)
    .flat()
    .filter((x) => x !== shortened(x, WRITTEN)).length

/** As much simpler, and what 32 bits left beyond half a unit of the last decimal counts for nothing. */
const SIMPLER = 2

/** Of rounded values the last digit is that of 32 bits: others, with more to say, have it by chance. */
function level(ranked: readonly Held[], { half }: Observed): readonly Held[] {
  const [first] = ranked
  if (half === 0 || first?.explanation.fit.tier !== 0) return ranked
  const { cost } = first.explanation
  const isSimpler = ({ explanation }: Held) =>
    explanation.fit.arithmetic === 'float32' && explanation.cost <= cost - SIMPLER
  if (!ranked.some(isSimpler)) return ranked
  return rank(
    ranked.map((one) => {
      const { explanation } = one
      const { fit } = explanation
      return fit.tier === 0
        ? { ...one, explanation: { ...explanation, fit: { ...fit, tier: 1, arithmetic: 'float32' } } }
        : one
    }),
  )
}

/** 16 bits have room for nearly anything: what is so many times as far off as another is not meant. */
const FARTHER = 10

function nearestOf(firm: readonly Held[]): readonly Held[] {
  const [first] = firm
  if (first === undefined || !isCoarse(first.explanation.fit)) return firm
  const closest = least(firm.map(({ explanation }) => explanation.fit.rms))
  return firm.filter(({ explanation }) => explanation.fit.rms <= FARTHER * closest)
}

/** Whether 0 would fit as well, as of what is below all that 16 bits leave: so would whatever comes near it. */
function isNothing({ recipe, setting, explanation }: Held, observed: Observed): boolean {
  const level = levelsOf(observed).find(({ arithmetic }) => arithmetic === explanation.fit.arithmetic)
  if (level === undefined) return false
  const elements = recipe.reading.read(setting.samples)!
  const room = roomOf((one) => predict(recipe, setting, one), elements, level)
  return countWithin(new Float64Array(room.length), room, observed, level) === room.length
}

/** A clamp that changes nothing here is no other explanation. */
function withoutUnseen<T extends { recipe: Recipe }>(fitting: readonly T[]): readonly T[] {
  const isPlain = ({ recipe: { reading } }: T) => reading.cost === 0
  const onlyClamps = ({ recipe: { reading } }: T) => reading.clamp !== undefined && reading.mistake === null
  return fitting.some(isPlain) ? fitting.filter((one) => !onlyClamps(one)) : fitting
}

/** A value of few digits, such as 0, is met by more settings than anybody compares: the simplest of them are looked at. */
const MOST_GUESSES = 500

const simplest = (guesses: readonly Guess[]) =>
  guesses.toSorted((a, b) => a.cost - b.cost).slice(0, MOST_GUESSES)

/** Up to this many printed values the numbers of a recipe are tried, and of more the batches are samples as good as any. */
export function explainPrinted(samples: ScoredSamples, observed: Observed): Explained {
  const { guesses, tally } = guessAll(samples, observed)
  const all = [...withoutClamps(guesses), ...solveBatches(samples, observed)]
  const held = simplest(all).map(({ recipe, setting, predicted, fits }): Held => {
    const off = Array.from(predicted, (p, b) => Math.abs(p - observed.values[b]) - 1.001 * observed.half)
    const exact = off.every((r, b) => r <= 2e-9 * Math.abs(observed.values[b]) + 1e-15)
    const arithmetic = exact ? 'float64' : 'float32'
    const fit = summarize(predicted, observed.values, {
      arithmetic,
      supported: fits ? predicted.length : 0,
    })
    return { recipe, setting, explanation: { ...describe(recipe, setting), fit }, predicted }
  })
  const ranked = level(rank(held), observed)
  const first = ranked[0]?.explanation
  return { held: ranked, chance: first ? tally.chance(first.cost, observed, first.fit.tier === 0) : 0 }
}

/** Of a mean a clamp shows in digits that other things show in too, so what fits without one stands for it. */
function withoutClamps(guesses: readonly Guess[]): readonly Guess[] {
  const keyOf = ({ recipe: { form, factor, term, reduction, parameters } }: Guess) =>
    JSON.stringify([form.name, wordsOf(factor, parameters), term?.words, reduction?.words, parameters])
  const plain = new Set(guesses.filter(({ recipe }) => recipe.reading.cost === 0).map(keyOf))
  return guesses.filter(
    (guess) =>
      guess.recipe.reading.clamp === undefined ||
      guess.recipe.reading.mistake !== null ||
      !plain.has(keyOf(guess)),
  )
}

/** What fits first, then what most values agree with, the simplest of them; then what is closest. */
function rank(held: readonly Held[]): readonly Held[] {
  const placeOf = ({ fit }: FoundExplanation) => (fit.tier === 2 && hasMost(fit) ? 1.5 : fit.tier)
  return [...held].sort(({ explanation: a }, { explanation: b }) => {
    const [here, there] = [placeOf(a), placeOf(b)]
    const simpler = here === 2 ? 0 : a.cost - b.cost
    return here - there || simpler || a.fit.relative - b.fit.relative
  })
}

export const hasMost = ({ supported, of }: Fit) => supported >= MOST * of

/** Samples that the search itself looks at; what it finds is held against all of them. */
const SEARCHED = 600

/** An even choice of the samples with the hardest and the easiest, where clamps show; null for all of few. */
function chooseSamples({ label }: ScoredSamples, { values }: Observed): readonly number[] | null {
  const n = label.length
  if (n <= SEARCHED) return null
  const step = Math.ceil(n / (SEARCHED - 100))
  const sorted = Float64Array.from(values).sort()
  const [low, high] = [sorted[50], sorted[n - 50]]
  let [lows, highs] = [0, 0]
  return Array.from({ length: n }, (_, i) => i).filter(
    (i) => i % step === 0 || (values[i] <= low && lows++ < 50) || (values[i] >= high && highs++ < 50),
  )
}
