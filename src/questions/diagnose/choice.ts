/**
 * A recipe of a loss is a reading of the scores, a form, its factors and what a printed value is divided by. Each of them is a
 * choice, and a choice that only a mistake makes stands in the file of that mistake.
 */
import type { Task } from '../../losses/task.ts'
import type { Batches } from './batches.ts'
import type { Elements } from './elements.ts'
import type { ClampKind, Observed, Parameters, ScoredSamples, Standing } from './types.ts'

export interface Choice {
  /** What a name says of it; none of what goes without saying. */
  readonly words?: string | ((parameters: Parameters) => string)
  /** How much has to be said for it: 0 for what is usual. */
  readonly cost: number
  readonly standing: Standing
  /** Id of the mistake that makes this choice. */
  readonly mistake: string | null
}

/** What nobody need be told of. */
export const USUAL = { cost: 0, standing: 'standard', mistake: null } as const

/** What the choices of a recipe see of the question. */
export interface Setting {
  readonly samples: ScoredSamples
  readonly observed: Observed
  /** Groups of the elements, and whether they are negatives and positives. */
  readonly groups: number
  readonly sided: boolean
  readonly form: Form
}

/** How scores become elements. */
export interface Reading extends Choice {
  readonly clamp?: ClampKind
  /** Of sigmoids of each class: the first class that counts. */
  readonly from?: number
  /** The forms tried with it: all, those of the textbook, or cross-entropy and focal loss. */
  readonly forms: 'all' | 'textbook' | 'few'
  /** Whether it is tried on printed values too. */
  readonly printed?: boolean
  /** In place of the factors of the form. */
  readonly factors?: readonly Factor[]
  /** Null where it is no other reading of these scores. */
  read(samples: ScoredSamples): Elements | null
}

/** A free number in the columns of a form. */
export interface Shape {
  readonly key: string
  readonly symbol: string
  /** What it is searched over, and what scripts usually have, the commonest first. */
  readonly grid: readonly number[]
  readonly usual: readonly number[]
  /** Beyond these it has no meaning. */
  readonly min?: number
  readonly max?: number
  /** Whether nothing lies between the numbers of its grid, as where it counts or data do not tell it any closer. */
  readonly isWhole?: boolean
}

/** What a loss is a linear combination of, element by element; a link stands around the combination. */
export interface Form extends Choice {
  readonly name: string
  readonly shapes: readonly Shape[]
  /** One formula a column, as it is multiplied by its coefficient. */
  readonly terms: readonly string[]
  /** What they are in code, without their coefficients (code.ts); none for what has no lines there. */
  readonly code?: readonly string[]
  /** The loss of lossctl that has these terms, if one has. */
  readonly loss?: string
  /** What is switched on in it, as in a spec. */
  readonly switched?: Readonly<Record<string, string>>
  /** Whether that has no alpha. */
  readonly unbalanced?: boolean
  columns(elements: Elements, shape: Parameters): readonly Float64Array[]
  readonly link?: Link
  /** The rule it has in place of α and 1 − α: α of negatives alone. */
  readonly balance?: 'negatives'
  /** How the second column's coefficient follows from the first's; there is one column without. */
  readonly ends?: readonly Term[]
  /** In place of the usual factors, and of what a printed value is usually divided by. */
  readonly factors?: readonly Factor[]
  readonly reductions?: readonly Reduction[]
  /** What a printed mean goes through; it has no value a sample. */
  readonly ofMean?: Link
  /** Whether all groups share their coefficients. */
  readonly shared?: boolean
  /** False where it is looked for in a loss a sample only. */
  readonly printed?: false
  /** Whether its columns depend on the factors, so that it comes near only once these are polished. */
  readonly loose?: boolean
  /** Whether the elements have what it needs. */
  suits?(elements: Elements): boolean
  /** Readings that it is tried with: the plain one unless said. */
  readonly reading?: string
}

export interface Link {
  apply(combined: number, shape: Parameters): number
  undo(value: number, shape: Parameters): number
}

/** What multiplies the groups: solved from what they came out as, or tried as it usually is, if it is. */
export interface Factor extends Choice {
  /** Whether its words are said beside the loss, and not of what it has: `cross-entropy, times 2`. */
  readonly isAside?: boolean
  /** Whether it has a number of its own for each class, which few samples do not tell. */
  readonly isByClass?: boolean
  /** Numbers from 0 to 1 that the values may seem to put beyond by their rounding. */
  readonly share?: string
  /** Null where the groups' factors are not these; NaN stands for a group without samples. */
  solve(found: readonly number[], setting: Setting): Parameters | null
  usual?(setting: Setting): readonly Parameters[]
  values(parameters: Parameters, setting: Setting): readonly number[]
  /** As in a spec of lossctl: `alpha=0.25`; null for what it does not say. */
  alpha?(parameters: Parameters): string | null
  /** Parameters that are known beforehand. */
  given?(setting: Setting): Parameters
}

/** The coefficients of two columns, from the factor of a group. */
export interface Term extends Choice {
  /** The factor that two coefficients come from. */
  factor(a: number, b: number, setting: Setting): number
  solve(rows: readonly (readonly number[])[], factors: readonly number[], setting: Setting): Parameters | null
  usual?(setting: Setting): readonly Parameters[]
  combine(factor: number, parameters: Parameters, setting: Setting): readonly [number, number]
  /** As in a spec; null for what it does not say. */
  spec?(parameters: Parameters): string | null
  /** Its number that lies between 0 and 1: at either end another recipe says the same. */
  readonly rate?: string
  /** Whether its column has a plain mean of its own beside a mean by weights. */
  readonly apart?: boolean
}

/** What a printed value divides the sum of the losses by. */
export interface Reduction extends Choice {
  /** Whether it is a mean by weights, which only weighted losses have. */
  readonly weighted?: boolean
  /** Whether nothing is divided. */
  readonly isSum?: boolean
  /** By batch; null where it is none of its own. */
  divisor(batches: Batches, samples: ScoredSamples): Float64Array | null
  /** The lines that take it of losses, in code (code.ts). */
  readonly code?: readonly string[]
  /** What is logged of an epoch, from its batches' means. */
  readonly epoch?: (means: Float64Array, batches: Batches) => number
}

/** One choice of each, with its numbers. */
export interface Recipe {
  readonly reading: Reading
  readonly form: Form
  readonly factor: Factor
  /** With two columns only. */
  readonly term: Term | null
  /** Of printed values only. */
  readonly reduction: Reduction | null
  readonly parameters: Parameters
}

export const wordsOf = ({ words = '' }: Choice, parameters: Parameters): string =>
  typeof words === 'string' ? words : words(parameters)

/** The choices of a mistake, and what is known of it. */
export interface Mistake {
  readonly id: string
  /** A clause that follows "This is not what it is meant to be:". */
  readonly title: string
  readonly effect: string
  /** Threads and code that were read and really have it; none for what was composed from the formula. */
  readonly threads: readonly string[]
  /** What its choices stand in the place of, where that is not the usual with the same numbers (code.ts). */
  meant?(recipe: Recipe, task: Task): Meant
  readonly readings?: readonly Part<Reading>[]
  readonly forms?: readonly Part<Form>[]
  readonly factors?: readonly Part<Factor>[]
  readonly terms?: readonly Part<Term>[]
  readonly reductions?: readonly Part<Reduction>[]
}

/** A choice before it is known whose it is. */
export type Part<T> = Omit<T, 'standing' | 'mistake'>

/** What was meant, and lines to write before it. */
export type Meant = Partial<Recipe> & { readonly before?: readonly string[] }

/** Lines of Python. */
export type Lines = Readonly<Record<'pytorch' | 'tensorflow' | 'jax', string>>
