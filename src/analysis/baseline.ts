/** A baseline: a saved sketch that also tells by which conventions and for which losses it was saved. */
import { InputError } from '../errors.ts'
import type { Loss } from '../losses/loss.ts'
import { balanceIndex, identifyGroup } from '../margin/grouping.ts'
import { countGroup } from '../sketch/evaluate.ts'
import { fromContent, type SketchContent, toContent } from './sketch-content.ts'
import { checkThreshold, type SketchedData } from './sketched.ts'

/** Goes up when a figure comes to mean something else; figures of other conventions are not compared. */
export const CONVENTIONS = 1

export interface BaselineNote {
  readonly conventions: number
  /** What was checked when it was saved, for people; a sketch answers for any loss. */
  readonly losses: readonly string[]
  readonly fingerprint: Fingerprint
}

/** What tells data sets apart without their rows: samples by class. */
export interface Fingerprint {
  readonly source: string
  readonly samples: readonly number[]
}

export function toBaseline(
  data: SketchedData,
  losses: readonly Loss[],
): SketchContent & { readonly baseline: BaselineNote } {
  return {
    ...toContent(data),
    baseline: {
      conventions: CONVENTIONS,
      losses: losses.map(({ spec }) => spec),
      fingerprint: fingerprintOf(data),
    },
  }
}

/** Samples by class where classes are kept apart, else in all. */
export function fingerprintOf({ sketch, grouping, source }: SketchedData): Fingerprint {
  const samples: number[] = []
  sketch.groups.forEach((group, index) => {
    if (!group) return
    const place = balanceIndex(identifyGroup(grouping, index))
    samples[place] = (samples[place] ?? 0) + countGroup(group)
  })
  return { source: source.name, samples: Array.from(samples, (count) => count ?? 0) }
}

/** A baseline from what a file holds. Throws an InputError when it is no sound sketch, or of other conventions. */
export function fromBaseline(path: string, content: unknown): SketchedData {
  const { baseline } = content as { readonly baseline?: Partial<BaselineNote> | null }
  if (baseline && baseline.conventions !== CONVENTIONS)
    throw new InputError(
      path,
      `was saved by conventions ${baseline.conventions ?? 'it does not name'}, and this lossctl has ${CONVENTIONS}`,
      'save it again with --save-baseline',
    )
  const data = fromContent(path, content)
  return { ...data, source: { ...data.source, name: path } }
}

/** Throws an InputError when two data sets cannot be held against each other. */
export function checkComparable(
  data: SketchedData,
  baseline: SketchedData,
  { threshold, by, otherLabels }: { threshold: number; by: string | null; otherLabels: boolean },
): void {
  checkThreshold(baseline, threshold)
  const refuse = (problem: string, hint: string) => {
    throw new InputError(
      baseline.source.name,
      `cannot be compared with ${data.source.name}: ${problem}`,
      hint,
    )
  }
  const [now, then] = [data.source, baseline.source]
  if (now.task !== then.task) refuse(`it is ${then.task}, and this is ${now.task}`, 'compare like with like')
  if (now.classes.join('\n') !== then.classes.join('\n'))
    refuse(
      `its classes are ${then.classes.join(', ')}, and these are ${now.classes.join(', ')}`,
      'name them alike',
    )
  if (by !== null && by !== 'class' && then.by !== by)
    refuse(`it was not saved with --by ${by}`, `save it with --by ${by}`)
  if (by === 'class' && then.task !== 'binary' && !baseline.grouping.perClass)
    refuse('it does not keep its classes apart', 'save it with --by class')
  if ((data.sketch.squares === null) !== (baseline.sketch.squares === null))
    refuse('only one of them has weights', 'compare weighted with weighted')
  checkLabels(data, baseline, otherLabels, refuse)
}

function checkLabels(
  data: SketchedData,
  baseline: SketchedData,
  otherLabels: boolean,
  refuse: (problem: string, hint: string) => void,
): void {
  if (otherLabels) return
  const apart = data.grouping.perClass === baseline.grouping.perClass
  const counts = [data, baseline].map((one) => {
    const { samples } = fingerprintOf(one)
    return apart ? samples : [samples.reduce((sum, count) => sum + count, 0)]
  })
  if (counts[0].join() === counts[1].join()) return
  const words = (samples: readonly number[]) =>
    samples.length > 10 ? `${samples.reduce((sum, count) => sum + count, 0)} samples` : samples.join(', ')
  refuse(
    `it has other labels (samples by class: ${words(counts[1])}, here ${words(counts[0])})`,
    'on purpose, say --allow-other-labels',
  )
}
