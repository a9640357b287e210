/** How another library's loss differs from ours: words, defaults, and both values sample by sample. */
import { UsageError } from '../../errors.ts'
import { bind, kinksOf } from '../../losses/bound.ts'
import { sigmoid } from '../../losses/functions.ts'
import { adaptLoss } from '../../losses/libraries/adapt.ts'
import type { Library, LibraryFunction, MeanRule, Scores } from '../../losses/libraries/library.ts'
import type { Loss } from '../../losses/loss.ts'
import type { ParameterValue } from '../../losses/parameter.ts'
import { completeLoss, type PartialLoss } from '../../losses/spec/spec.ts'
import type { Task } from '../../losses/task.ts'

/** pt of the samples shown: hopeless, hard, undecided, easy, certain. */
const SHOWN_PT = [1e-9, 0.1, 0.5, 0.9, 1 - 1e-9]

/** Margins on which the two are held against each other: pt from 1e-18 to 1 - 1e-18. */
const MARGINS = Array.from({ length: 333 }, (_, i) => (i - 166) / 4)

/** Relative difference of values that are the same in five digits: what is added inside a logarithm changes the sixth. */
const SAME = 1e-5

/** Classes of the softmax that stands for all. */
const CLASSES = 3

export interface LibraryDifference {
  readonly name: string
  readonly call: string
  readonly source: string
  readonly tasks: readonly Task[]
  readonly from: 'logits' | 'probs' | null
  readonly formula: string
  readonly mean: MeanRule
  /** Whether rows to ignore count in it, as 0. */
  readonly countsIgnored: boolean
  readonly largest: number | null
  /** Whether that holds for probabilities alone, though the function takes logits too. */
  readonly probabilitiesOnly: boolean
  readonly remarks: readonly string[]
  readonly defaults: readonly {
    readonly parameter: string
    readonly theirs: ParameterValue
    readonly ours: ParameterValue
  }[]
  /** Where both have the same value: everywhere, up to a factor for the first class and one for the others, or between two pt (null: nowhere). */
  readonly same: Agreement
  readonly samples: readonly SampleDifference[]
}

export type Agreement =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'factors'; readonly factors: readonly number[] }
  | { readonly kind: 'between'; readonly low: number; readonly high: number }
  | { readonly kind: 'nowhere' }

export interface SampleDifference {
  /** `negative`, `positive`; `class 0` and `other classes` with softmax. */
  readonly label: string
  readonly pt: number
  readonly ours: number
  readonly theirs: number
}

export interface LibraryDifferences {
  readonly library: string
  readonly loss: string
  readonly spec: string
  readonly formula: string
  readonly functions: readonly LibraryDifference[]
}

/** Every function of the library that computes the loss. Throws a UsageError when there is none. */
export function differFromLibrary(library: Library, partial: PartialLoss): LibraryDifferences {
  const { definition } = partial
  const functions = library.functions.filter(({ loss }) => loss === definition.name)
  if (functions.length === 0) {
    const known = [...new Set(library.functions.map(({ loss }) => loss))].join(', ')
    throw new UsageError(`--compat ${library.name}: it has no ${definition.name} here`, `it has ${known}`)
  }
  return {
    library: library.name,
    loss: definition.name,
    spec: completeLoss(partial).spec,
    formula: definition.formula,
    functions: differAll(functions, partial),
  }
}

/** A list of alphas is for some of them only; throws a UsageError when the parameters are for none. */
function differAll(
  functions: readonly LibraryFunction[],
  partial: PartialLoss,
): readonly LibraryDifference[] {
  const refusals: UsageError[] = []
  const explained = functions.flatMap((one) => {
    try {
      return [differ(one, partial)]
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      refusals.push(error)
      return []
    }
  })
  if (explained.length === 0) throw refusals[0]
  return explained
}

function differ(one: LibraryFunction, partial: PartialLoss): LibraryDifference {
  const task = one.tasks[0]
  const scores: Scores = {
    task,
    from: one.from ?? 'probs',
    classes: task === 'softmax' ? classesOf(partial) : 2,
  }
  const theirs = adaptLoss(partial, one, scores)
  // Ours at the same parameters, so that what differs is the convention.
  const given = { ...one.initial, ...partial.given }
  const ours = withReadableAlpha(completeLoss({ ...partial, given }), task)
  const { call, largest } = theirs.library!
  return {
    name: one.name,
    call,
    source: one.source,
    tasks: one.tasks,
    from: one.from ?? null,
    formula: one.formula,
    mean: one.mean,
    countsIgnored: one.countsIgnored ?? false,
    largest,
    probabilitiesOnly: one.clamp?.logitsToo === false && one.from === undefined,
    remarks: one.remarks,
    defaults: Object.entries(partial.definition.parameters).flatMap(([parameter, { initial }]) =>
      parameter in one.initial && !(parameter === 'alpha' && one.alpha === 'none')
        ? [{ parameter, theirs: one.initial[parameter], ours: initial }]
        : [],
    ),
    same: agreement(ours, theirs, scores),
    samples: sampleDifferences(ours, theirs, scores),
  }
}

/** As many as alpha has factors. */
function classesOf({ given: { alpha } }: PartialLoss): number {
  return Array.isArray(alpha) ? alpha.length : CLASSES
}

/** A single alpha has no reading of ours with softmax: ours is shown without. */
function withReadableAlpha(loss: Loss, task: Task): Loss {
  if (task !== 'softmax' || typeof loss.parameters.alpha !== 'number') return loss
  return { ...loss, parameters: { ...loss.parameters, alpha: 'none' } }
}

/** Both values of a sample, by its class. */
function evaluator(ours: Loss, theirs: Loss, { task, classes }: Scores) {
  const [a, b] = [ours, theirs].map((loss) => bind(loss, task, classes))
  return (margin: number, index: number) => ({ ours: a[index].value(margin), theirs: b[index].value(margin) })
}

function sampleDifferences(ours: Loss, theirs: Loss, scores: Scores): SampleDifference[] {
  const at = evaluator(ours, theirs, scores)
  const labels = scores.task === 'softmax' ? ['class 0', 'other classes'] : ['negative', 'positive']
  const all = labels.flatMap((label, index) =>
    SHOWN_PT.map((pt) => ({ label, pt, ...at(Math.log(pt) - Math.log1p(-pt), index) })),
  )
  const half = SHOWN_PT.length
  const alike = all.slice(0, half).every(({ ours: a, theirs: b }, i) => {
    const other = all[half + i]
    return a === other.ours && b === other.theirs
  })
  return alike ? all.slice(0, half).map((one) => ({ ...one, label: 'every class' })) : all
}

function agreement(ours: Loss, theirs: Loss, scores: Scores): Agreement {
  const at = evaluator(ours, theirs, scores)
  const margins = [...MARGINS, ...kinksOf([theirs], scores.task, scores.classes)]
  const pairs = margins.flatMap((margin) => [0, 1].map((index) => ({ margin, index, ...at(margin, index) })))
  const same = margins.filter((margin) =>
    [0, 1].every((index) => {
      const { ours: a, theirs: b } = at(margin, index)
      return isSame(b, a)
    }),
  )
  if (same.length === margins.length) return { kind: 'everywhere' }
  const middle = pairs.filter(({ margin }) => Math.abs(margin) < 8)
  const factors = [0, 1].map((index) => at(0, index)).map((one) => one.theirs / one.ours)
  if (
    !factors.every((factor) => isSame(factor, 1)) &&
    middle.every((one) => isSame(one.theirs, factors[one.index] * one.ours))
  )
    return { kind: 'factors', factors }
  if (same.length === 0) return { kind: 'nowhere' }
  const [low, high] = [Math.min, Math.max].map((end) => sigmoid(end(...same)))
  return { kind: 'between', low, high }
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME * Math.abs(b)
}
