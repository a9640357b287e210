/** The diagnosis: the explanations, whether they can be told apart, and what the data would have to hold for it. */
import { type Lines, type Mistake, type Recipe, type Setting, wordsOf } from './choice.ts'
import { codeOf, meantCode } from './code.ts'
import { pickSamples } from './elements.ts'
import { fitAll } from './fitting.ts'
import { libraryCalls } from './library-calls.ts'
import { MISTAKES } from './mistakes/index.ts'
import { holdAgainst, summarize } from './precision.ts'
import { type Guess, guessAll, solveBatches } from './printed.ts'
import { describe, predict } from './recipe.ts'
import { findTelling, inventSamples, type Telling } from './telling.ts'
import type { Explanation, Fit, FoundExplanation, Observed, ScoredSamples } from './types.ts'

/**
 * Correct is the textbook's loss; tied means that these data cannot tell a mistake from something right, or from chance; nearly,
 * that all but a few values are those of the first.
 */
export type DiagnoseVerdict = 'correct' | 'convention' | 'mistake' | 'tied' | 'nearly' | 'none'

/** A mistake as a report has it. */
export interface MistakeReport extends Pick<Mistake, 'id' | 'title' | 'effect' | 'threads'> {
  /** Lines for what was meant; when tied, for the first explanation that is right. Null where there are none. */
  readonly fix: Lines | null
}

export interface Diagnosis {
  readonly verdict: DiagnoseVerdict
  /** What is right first, then the simplest; when none fits, the closest. */
  readonly explanations: readonly Explanation[]
  /** How many of them have the same values here as the first, itself included; 0 when none fits. */
  readonly tied: number
  /** A sentence on what would tell the tied ones apart; null when there is but one, or a sample that would. */
  readonly distinguish: string | null
  /** A sample that would, and its loss by two of them; null when there is none, or printed values do not say. */
  readonly telling: Telling | null
  /** How many explanations as simple as the first are to be expected to fit by chance. */
  readonly chance: number
  /** Calls of libraries that give the values of the first. */
  readonly libraries: readonly string[]
  /** Of several ways with the same values, what no loss value shows. */
  readonly unseen: readonly string[]
  /** The mistake found; when tied, the simplest that has these values too. */
  readonly mistake: MistakeReport | null
  /** Samples or batches that disagree most with the closest explanation, when not all fit. */
  readonly worst: readonly Disagreement[]
  readonly observed: {
    readonly per: Observed['per']
    readonly values: number
    readonly digits: number | null
  }
}

export interface Disagreement {
  /** Row of the data set, or batch, from 0. */
  readonly index: number
  readonly given: number
  readonly expected: number
}

/** Most explanations in a report, and of those that fit by chance; most samples that disagree. */
const SHOWN = 12
const SHOWN_OF_CHANCE = 5
const WORST = 5

/** So many fits by chance are too many for a verdict, and fewer for one that accuses (docs/diagnose.md has what comes of it). */
const BY_CHANCE = { standard: 1e-3, convention: 1e-3, mistake: 5e-4 } as const

export const isByChance = (chance: number, first: Explanation | undefined) =>
  first !== undefined && chance > BY_CHANCE[first.kind]

/** An explanation that takes this many choices more than another is no rival to it, though its values are the same. */
const RIVAL = 2

/** Of so many values most must agree before the others are held for another cause. */
const MOST = 0.8

/** And the others must be no further off than this, of themselves. */
const NEARLY = 0.05

/** A recipe held against the values. */
interface Held {
  readonly recipe: Recipe
  readonly setting: Setting
  readonly explanation: FoundExplanation
  readonly predicted: Float64Array
}

export function diagnoseSamples(samples: ScoredSamples, observed: Observed): Diagnosis {
  const isSample = observed.per === 'sample'
  const asked = observed.per === 'row' ? { ...observed, batchSize: 1 } : observed
  const { held, chance } = isSample ? explainSamples(samples, asked) : explainPrinted(samples, asked)
  const [first] = held
  const fits = first !== undefined && first.explanation.fit.tier < 2
  const same = held.filter(({ explanation }) => explanation.fit.tier === first.explanation.fit.tier)
  const ties = fits ? distinct(unique(same), samples) : []
  const verdict = fits ? verdictOf(ties, chance) : isNearly(first) ? 'nearly' : 'none'
  const order = verdict === 'tied' ? rightFirst(ties) : ties
  const shown = (fits ? order : held.slice(0, 1)).map(({ explanation }) => explanation)
  const telling = isSample && ties.length > 1 ? tellApart(order, samples) : null
  return {
    verdict,
    chance: fits ? chance : 0,
    explanations: shown
      .slice(0, isByChance(chance, shown[0]) ? SHOWN_OF_CHANCE : SHOWN)
      .map(({ clamp, ...explanation }) => explanation),
    tied: ties.length,
    distinguish: ties.length > 1 && !telling ? distinguishing(observed) : null,
    telling,
    libraries: fits ? libraryCalls(shown[0], samples) : [],
    unseen: [...(fits ? unseenBy(shown[0]) : []), ...unsearched(samples, observed, verdict)],
    mistake: verdict === 'mistake' || verdict === 'tied' ? mistakeOf(order, verdict) : null,
    worst: fits || !first ? [] : disagreements(first.predicted, samples, observed),
    observed: {
      per: observed.per,
      values: observed.values.length,
      digits: observed.half > 0 ? Math.round(-Math.log10(2 * observed.half)) : null,
    },
  }
}

interface Explained {
  /** Those that fit first, the simplest first. */
  readonly held: readonly Held[]
  readonly chance: number
}

function explainSamples(samples: ScoredSamples, observed: Observed): Explained {
  const chosen = chooseSamples(samples, observed)
  const part = chosen === null ? samples : pickSamples(samples, chosen)
  const values =
    chosen === null ? observed : { ...observed, values: Float64Array.from(chosen, (i) => observed.values[i]) }
  const found = fitAll(part, values)
  const fitting = found.filter(({ fits }) => fits)
  const kept =
    fitting.length > 0 ? withoutUnseen(fitting) : [...found].sort((a, b) => a.error - b.error).slice(0, 3)
  const held = kept.map(({ recipe, setting }): Held => {
    const elements = recipe.reading.read(samples)!
    const own = { ...setting, samples, observed }
    const { fit, predicted } = holdAgainst((one) => predict(recipe, own, one), elements, observed)
    return { recipe, setting: own, explanation: { ...describe(recipe, own), fit }, predicted }
  })
  return { held: rank(held), chance: 0 }
}

/** A clamp that changes nothing here is no other explanation. */
function withoutUnseen<T extends { recipe: Recipe }>(fitting: readonly T[]): readonly T[] {
  const isPlain = ({ recipe: { reading } }: T) => reading.cost === 0
  const onlyClamps = ({ recipe: { reading } }: T) => reading.clamp !== undefined && reading.mistake === null
  return fitting.some(isPlain) ? fitting.filter((one) => !onlyClamps(one)) : fitting
}

/** A value of few digits, such as 0, is met by more settings than anybody compares: the simplest of them are looked at. */
const MOST_GUESSES = 500

/** Up to this many printed values the numbers of a recipe are tried, and of more the batches are samples as good as any. */
function explainPrinted(samples: ScoredSamples, observed: Observed): Explained {
  const { guesses, tally } = guessAll(samples, observed)
  const all = [...withoutClamps(guesses), ...solveBatches(samples, observed)]
  const held = all
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, MOST_GUESSES)
    .map(({ recipe, setting, predicted, fits }): Held => {
      const off = Array.from(predicted, (p, b) => Math.abs(p - observed.values[b]) - 1.001 * observed.half)
      const exact = off.every((r, b) => r <= 2e-9 * Math.abs(observed.values[b]) + 1e-15)
      const arithmetic = exact ? 'float64' : 'float32'
      const fit = summarize(predicted, observed.values, {
        arithmetic,
        supported: fits ? predicted.length : 0,
      })
      return { recipe, setting, explanation: { ...describe(recipe, setting), fit }, predicted }
    })
  const ranked = rank(held)
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

const hasMost = ({ supported, of }: Fit) => supported >= MOST * of

/** The same sentence once. */
const unique = (held: readonly Held[]): readonly Held[] =>
  held.filter(
    ({ explanation }, i) => held.findIndex((other) => other.explanation.name === explanation.name) === i,
  )

const isWrong = ({ explanation }: Held) => explanation.kind === 'mistake'

/** What is right first, then one of each mistake, then all others. */
function rightFirst(ties: readonly Held[]): readonly Held[] {
  const right = ties.filter((one) => !isWrong(one)).slice(0, 1)
  const wrong = ties.filter(isWrong)
  const one = wrong.filter(
    ({ explanation }, i) =>
      wrong.findIndex((other) => other.explanation.mistake === explanation.mistake) === i,
  )
  return [...new Set([...right, ...one, ...ties])]
}

function verdictOf(ties: readonly Held[], chance: number): DiagnoseVerdict {
  if (isByChance(chance, ties[0].explanation)) return 'tied'
  const right = ties.find((one) => !isWrong(one))?.explanation
  const wrong = ties.find(isWrong)?.explanation
  if (!right) return isCoarse(wrong!) ? 'tied' : 'mistake'
  if (wrong && wrong.cost <= right.cost + RIVAL && right.cost <= wrong.cost + RIVAL) return 'tied'
  if (wrong && wrong.cost < right.cost) return isCoarse(wrong) ? 'tied' : 'mistake'
  return right.kind === 'standard' ? 'correct' : 'convention'
}

/** 16 bits are too few to convict: an operation more of the script's, and the values are another's. */
const isCoarse = ({ fit }: Explanation) => fit.arithmetic === 'float16' || fit.arithmetic === 'bfloat16'

function isNearly(first: Held | undefined): boolean {
  return first !== undefined && hasMost(first.explanation.fit) && first.explanation.fit.relative < NEARLY
}

function mistakeOf(found: readonly Held[], verdict: DiagnoseVerdict): MistakeReport | null {
  const wrong = found.find(isWrong)
  const mistake = MISTAKES.find(({ id }) => id === wrong?.explanation.mistake)
  if (!wrong || !mistake) return null
  const [first] = found
  const { id, title, effect, threads } = mistake
  if (verdict === 'mistake')
    return { id, title, effect, threads, fix: meantCode(first.recipe, mistake, first.setting) }
  return { id, title, effect, threads, fix: isWrong(first) ? null : codeOf(first.recipe, first.setting) }
}

/** Choices that change no value, so that nobody can tell them from losses. */
function unseenBy({ parameters, clamp }: FoundExplanation): string[] {
  return [
    ...('gamma' in parameters
      ? ['No value tells whether pt was detached from the gradient: that changes only how the model learns.']
      : []),
    ...(clamp ? [] : ['No value tells whether probabilities are clamped beyond what these samples reach.']),
  ]
}

/** What the values do not tell and the script knows. */
function unsearched(
  { task }: ScoredSamples,
  { per, classWeights }: Observed,
  verdict: DiagnoseVerdict,
): string[] {
  if (per === 'sample' || task !== 'softmax' || classWeights !== null) return []
  if (verdict !== 'none' && verdict !== 'tied') return []
  return [
    'Of printed values class weights are not searched: give those of the script, if it has any, with --class-weight.',
  ]
}

/** What it takes to tell explanations with the same values apart, when no single sample does. */
function distinguishing({ per }: Observed): string {
  return per === 'sample'
    ? 'No sample would: they are one function, written in different ways, and only the script says which was meant.'
    : 'The loss of each sample would, instead of printed means (--loss-column, or --loss-values).'
}

/** Losses of samples made up to tell explanations apart. */
function lossesOf(ties: readonly Held[], invented: ScoredSamples): readonly (Float64Array | null)[] {
  const readings = new Map(ties.map(({ recipe: { reading } }) => [reading, reading.read(invented)]))
  return ties.map(({ recipe, setting }) => {
    const elements = readings.get(recipe.reading) ?? null
    return elements && predict(recipe, { ...setting, samples: invented }, elements)
  })
}

/** Holds explanations that agree on the data against samples made up for the purpose. */
function tellApart(ties: readonly Held[], samples: ScoredSamples): Telling | null {
  const invented = inventSamples(samples)
  const all = lossesOf(ties, invented)
  const named = ties.flatMap(({ explanation: { name } }, i) => (all[i] ? [{ name, losses: all[i] }] : []))
  return named.length > 1 ? findTelling(invented, named) : null
}

/** Without longer ways to say one and the same: those that are right, with no spec or a number of 0, and those of the same mistake. */
function distinct(ties: readonly Held[], samples: ScoredSamples): readonly Held[] {
  if (ties.length < 2) return ties
  const all = lossesOf(ties, inventSamples(samples))
  const isSame = (a: Float64Array | null, b: Float64Array | null) =>
    a !== null && b !== null && a.every((x, i) => Math.abs(x - b[i]) <= 1e-7 * (Math.abs(x) + 1e-9))
  return ties.filter(({ explanation, recipe }, i) => {
    const { kind, mistake, spec, parameters } = explanation
    const isBare = spec === null || recipe.form.shapes.some(({ key }) => parameters[key] === 0)
    return !ties
      .slice(0, i)
      .some(
        (other, j) =>
          (kind === 'mistake' ? other.explanation.mistake === mistake : !isWrong(other) && isBare) &&
          other.recipe.reduction === recipe.reduction &&
          isSame(all[i], all[j]),
      )
  })
}

function disagreements(
  predicted: Float64Array,
  { row }: ScoredSamples,
  { values, per }: Observed,
): Disagreement[] {
  return Array.from(values, (given, i) => ({
    index: per === 'sample' ? row[i] : i,
    given,
    expected: predicted[i],
  }))
    .sort((a, b) => Math.abs(b.given - b.expected) - Math.abs(a.given - a.expected))
    .slice(0, WORST)
}

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
