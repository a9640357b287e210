/** The diagnosis: the explanations, whether they can be told apart, and what the data would have to hold for it. */
import { isByChance } from './chance.ts'
import type { Lines, Mistake } from './choice.ts'
import { codeOf, meantCode } from './code.ts'
import {
  explainPrinted,
  explainSamples,
  type Held,
  hasMost,
  isCoarse,
  isFree,
  isToldCoarsely,
} from './held.ts'
import { libraryCalls } from './library-calls.ts'
import { MISTAKES } from './mistakes/index.ts'
import { has16Bits } from './precision.ts'
import type { Telling } from './telling.ts'
import { distinct, isWrong, rightFirst, tellApart, unique } from './ties.ts'
import type { Explanation, FoundExplanation, Observed, ScoredSamples } from './types.ts'

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

/** An explanation that takes this many choices more than another is no rival to it, though its values are the same. */
const RIVAL = 2

/** And the others must be no further off than this, of themselves. */
const NEARLY = 0.05

export function diagnoseSamples(samples: ScoredSamples, observed: Observed): Diagnosis {
  const isSample = observed.per === 'sample'
  const asked = observed.per === 'row' ? { ...observed, batchSize: 1 } : observed
  const { held, chance } = isSample ? explainSamples(samples, asked) : explainPrinted(samples, asked)
  const [first] = held
  const fits = first !== undefined && first.explanation.fit.tier < 2
  const same = held.filter(({ explanation }) => explanation.fit.tier === first.explanation.fit.tier)
  const ties = fits ? distinct(unique(same), samples) : []
  const verdict = fits ? verdictOf(ties, chance) : isNearly(first, asked) ? 'nearly' : 'none'
  const order = verdict === 'tied' ? rightFirst(ties) : ties
  const shown = (fits ? order : held.slice(0, 1)).map(({ explanation }) => explanation)
  const telling = isSample && ties.length > 1 ? tellApart(order, samples) : null
  return {
    verdict,
    chance: fits ? chance : 0,
    explanations: shown
      .slice(0, isByChance(chance) ? SHOWN_OF_CHANCE : SHOWN)
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

function verdictOf(ties: readonly Held[], chance: number): DiagnoseVerdict {
  if (isByChance(chance)) return 'tied'
  const right = ties.find((one) => !isWrong(one))?.explanation
  const wrong = ties.find(isWrong)?.explanation
  if (!right) return isCoarse(wrong!.fit) ? 'tied' : 'mistake'
  if (wrong && wrong.cost <= right.cost + RIVAL && right.cost <= wrong.cost + RIVAL) return 'tied'
  if (wrong && wrong.cost < right.cost) return isCoarse(wrong.fit) ? 'tied' : 'mistake'
  return right.kind === 'standard' ? 'correct' : 'convention'
}

function isNearly(first: Held | undefined, observed: Observed): boolean {
  if (first === undefined) return false
  const { fit } = first.explanation
  if (has16Bits(observed) && !isToldCoarsely(first, fit.supported)) return false
  return hasMost(fit) && fit.relative < NEARLY && !isFree(first, fit.supported)
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
  { task, shares }: ScoredSamples,
  { per, classWeights }: Observed,
  verdict: DiagnoseVerdict,
): string[] {
  const isOpen = verdict === 'none' || verdict === 'tied'
  if (per === 'sample')
    return shares || verdict !== 'none' || task === 'binary'
      ? []
      : [
          'Losses that know how many samples a class has were tried with those of this file: give those of the script with --class-counts.',
        ]
  if (task !== 'softmax' || classWeights !== null || !isOpen) return []
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
