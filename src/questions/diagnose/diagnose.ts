/** The diagnosis: the explanations, whether they can be told apart, and what the data would have to hold for it. */
import { type CatalogueEntry, MISTAKES } from './catalogue.ts'
import { explainSamples } from './explain.ts'
import { libraryCalls } from './library-calls.ts'
import { explainPrinted } from './printed.ts'
import type { Telling } from './telling.ts'
import type { Explanation, FoundExplanation, Observed, ScoredSamples } from './types.ts'

/** Correct is the textbook's loss; tied means that a mistake and something right have the same values here. */
export type DiagnoseVerdict = 'correct' | 'convention' | 'mistake' | 'tied' | 'none'

export interface Diagnosis {
  readonly verdict: DiagnoseVerdict
  /** The best first; when none fits, the closest. */
  readonly explanations: readonly Explanation[]
  /** How many of them have the same values here as the first, itself included; 0 when none fits. */
  readonly tied: number
  /** A sentence on what would tell the tied ones apart; null when there is but one, or a sample that would. */
  readonly distinguish: string | null
  /** A sample that would, and its loss by two of them; null when there is none, or printed values do not say. */
  readonly telling: Telling | null
  /** How many explanations are to be expected to fit by chance: of one printed value with few digits, some. */
  readonly chance: number
  /** Calls of libraries that give the values of the first. */
  readonly libraries: readonly string[]
  /** Of several ways with the same values, what no loss value shows. */
  readonly unseen: readonly string[]
  /** Of the first explanation, if it is a mistake. */
  readonly mistake: CatalogueEntry | null
  /** Samples or batches that disagree most with the closest explanation, when none fits. */
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

/** Most explanations in a report, and most samples that disagree. */
const SHOWN = 12
const WORST = 5

/** Choices of the commonest losses: focal loss with a gamma and an alpha. */
const USUAL = 3

/** From so many fits to be expected by chance, a mistake that fits is no proof. */
const BY_CHANCE = 0.05

/** An explanation that takes this many choices more than the first is no rival to it, though its values are the same. */
const RIVAL = 2

export function diagnoseSamples(samples: ScoredSamples, observed: Observed): Diagnosis {
  const explained =
    observed.per === 'sample'
      ? explainSamples(samples, observed)
      : explainPrinted(samples, rowsAsBatches(observed))
  const [first] = explained.explanations
  const fits = first !== undefined && first.fit.tier < 2
  const ties = fits ? explained.explanations.filter(({ fit }) => fit.tier === first.fit.tier) : []
  const { predicted } = explained
  return {
    verdict: fits ? verdictOf(first, ties, explained.chance, observed.values.length) : 'none',
    chance: fits ? explained.chance : 0,
    explanations: (fits ? ties : explained.explanations.slice(0, 1)).slice(0, SHOWN).map(publish),
    tied: ties.length,
    distinguish: ties.length > 1 && !explained.telling ? distinguishing(observed) : null,
    telling: explained.telling,
    libraries: fits ? libraryCalls(first, samples) : [],
    unseen: fits ? unseenBy(first) : [],
    mistake: fits && first.mistake ? MISTAKES.find(({ id }) => id === first.mistake)! : null,
    worst: fits || !predicted ? [] : disagreements(predicted, samples, observed),
    observed: {
      per: observed.per,
      values: observed.values.length,
      digits: observed.half > 0 ? Math.round(-Math.log10(2 * observed.half)) : null,
    },
  }
}

/** What a report has of it. */
function publish({ clamp, ...explanation }: FoundExplanation): Explanation {
  return explanation
}

/** A value per row of multi-label data is a batch of one row. */
function rowsAsBatches(observed: Observed): Observed {
  return observed.per === 'row' ? { ...observed, batchSize: 1 } : observed
}

function verdictOf(
  first: Explanation,
  ties: readonly Explanation[],
  chance: number,
  values: number,
): DiagnoseVerdict {
  // Of one value 32-bit arithmetic may have taken the last digit, and with it what told this setting from its neighbours.
  const isLoose = values === 1 && first.fit.tier > 0
  // The usual settings are few and tried first; what takes more choices is one of thousands.
  if ((first.kind === 'mistake' || first.cost > USUAL) && (chance > BY_CHANCE || isLoose)) return 'tied'
  const rivals = ties.filter(({ cost }) => cost <= first.cost + RIVAL)
  const wrong = rivals.filter(({ kind }) => kind === 'mistake').length
  if (wrong > 0 && wrong < rivals.length) return 'tied'
  return first.kind === 'standard' ? 'correct' : first.kind
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
