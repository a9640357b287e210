/** Rules about losses of sets: all of the data as one batch, or each part of it. */
import { UsageError } from '../../errors.ts'
import { SET_LOSSES } from '../../losses/set/index.ts'
import type { SetLoss } from '../../losses/set/set-loss.ts'
import { checkSetTask, parseSet } from '../../losses/spec/set-spec.ts'
import type { Task } from '../../losses/task.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { isPartedFor } from '../calibrate/bins.ts'
import { edgesOfQuantities } from '../calibrate/quantities.ts'
import { asksForCells } from '../compare/sets/row-cells.ts'
import { binsOf, edgesOfSets, isPartedAt, needsClassesOfSets, partingOf } from '../compare/sets/set-report.ts'
import {
  isOfClasses,
  meanOfBatches,
  type Seen,
  sliceBatches,
  UNSEEN,
  valuesOf,
  wholeBatches,
} from '../compare/sets/set-values.ts'
import type { RuleReason, SetObstacle } from './reasons.ts'

/** A loss of a set, which is no quotient of sums of the losses of samples. */
export interface SetQuantity {
  readonly name: string
  readonly kind: 'loss'
  readonly isOfLoss: false
  readonly parts: readonly never[]
  readonly terms: null
  readonly set: SetLoss
}

/** `dice`, `tversky:alpha=0.3,beta=0.7`; undefined where the text begins with none of their names. */
export function parseSetQuantity(text: string, task: Task): SetQuantity | RuleReason | undefined {
  if (!isOfSet(text)) return undefined
  try {
    const set = parseSet(text)
    checkSetTask([set], task)
    return { name: text, kind: 'loss', isOfLoss: false, parts: [], terms: null, set }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return { kind: 'wrong-set', quantity: text, why: error.problem }
  }
}

function isOfSet(text: string): boolean {
  const [name] = text.split(':')
  return SET_LOSSES.some((one) => one.name === name)
}

/** Losses of sets among quantities; what is none is left to whoever judges. */
export function setsAmong(names: readonly string[], task: Task): readonly SetLoss[] {
  return names.flatMap((name) => {
    const found = parseSetQuantity(name, task)
    return found && 'set' in found ? [found.set] : []
  })
}

/** The task that all of them are for: what is asked is known before the data are. */
const MOST: Task = 'multilabel'

/** Margins at which a sketch must be parted for these quantities. */
export function edgesOfRules(names: readonly string[]): readonly number[] {
  return [...new Set([...edgesOfQuantities(names), ...edgesOfSets(setsAmong(names, MOST))])]
}

/** Whether classes of multi-label data must be kept apart for them. */
export function classesOfRules(names: readonly string[]): boolean {
  return needsClassesOfSets(setsAmong(names, MOST), MOST)
}

/** How a check parts its data. */
export interface Parted {
  readonly by: 'class' | 'slice' | null
}

/** The loss of a part of the data, or why it is not known. */
export type SetFigure = (part: string | null, set: SetLoss) => number | SetObstacle

/**
 * @param seen what was looked at sample by sample
 * @param cells of softmax rows, where they are known
 */
export function createSetFigures(
  data: SketchedData,
  { by }: Parted,
  seen: Seen,
  cells: SketchedData | null,
): SetFigure {
  return (part, set) => {
    const ofRows = asksForCells(set, data.grouping.task)
    if (ofRows && !cells) return { kind: 'all-classes' }
    const own = ofRows ? cells! : data
    const { grouping, sketch, slices } = own
    const bins = binsOf(set)
    if (!isPartedFor(sketch.grid, bins)) return { kind: 'unparted', bins }
    if (!isPartedAt(sketch, set)) return { kind: 'parted-elsewhere', pt: partingOf(set)! }
    if (by === 'class' && grouping.task === 'binary' && set.definition.batch === 'class')
      return { kind: 'one-class' }
    const ofClasses = isOfClasses(own, set)
    if (ofClasses && !grouping.perClass) return { kind: 'classes-together' }
    const batches =
      by === 'slice'
        ? sliceBatches(own, ofClasses, slices.indexOf(part!))
        : wholeBatches(own, ofClasses || by === 'class')
    const asked = by === 'class' ? [batches[grouping.classes.indexOf(part!)]] : batches
    const found = meanOfBatches(valuesOf(own, set, asked, seen))
    const { without, batches: count } = found
    if (without > 0)
      return { kind: 'without', without, batches: count, lack: set.definition.lacks(set.parameters) }
    const [low, high] = [found.low!, found.high!]
    return low === high ? found.value! : { kind: 'within', low, high, looked: seen !== UNSEEN }
  }
}
