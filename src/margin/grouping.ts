/**
 * Which samples are kept apart: negatives and positives, classes, slices. A group is one number, so that the loops
 * carry one array: group = slice x size + part. The kernels know the parts only, and those of single classes alone:
 * there a sample's part is its class index, or 0 where all are one.
 */
import type { Task } from '../losses/task.ts'

export interface Grouping {
  readonly task: Task
  /** Names of the classes: [negative, positive], or one a column of scores. */
  readonly classes: readonly string[]
  /** Whether the classes of softmax and multi-label data are kept apart. */
  readonly perClass: boolean
  /** Groups of one slice. */
  readonly size: number
}

/** What a group index stands for. */
export interface GroupIdentity {
  readonly slice: number
  /** Index of the class; null where classes are not kept apart. */
  readonly classIndex: number | null
  /** Null with softmax, which has no negatives. */
  readonly positive: boolean | null
}

export function createGrouping(task: Task, classes: readonly string[], perClass: boolean): Grouping {
  return { task, classes, perClass, size: partsOf(task, classes.length, perClass) }
}

/** Parts of one slice. */
export function partsOf(task: Task, classes: number, perClass: boolean): number {
  if (task === 'binary') return 2
  if (task === 'softmax') return perClass ? classes : 1
  return perClass ? 2 * classes : 2
}

/**
 * The number of a sample's group.
 * @param label class index with softmax, else 1 for positives and 0 for negatives
 * @param cellClass class of the cell with multi-label data
 */
export function groupOf(
  { task, perClass, size }: Grouping,
  slice: number,
  label: number,
  cellClass: number | undefined,
): number {
  const first = slice * size
  if (task === 'softmax') return perClass ? first + label : first
  return task === 'multilabel' && perClass ? first + 2 * cellClass! + label : first + label
}

/** The inverse of the numbering: what group `index` holds. */
export function identifyGroup({ task, perClass, size }: Grouping, index: number): GroupIdentity {
  const slice = Math.floor(index / size)
  const part = index % size
  if (task === 'softmax') return { slice, classIndex: perClass ? part : null, positive: null }
  const positive = part % 2 === 1
  if (task === 'binary') return { slice, classIndex: part, positive }
  return { slice, classIndex: perClass ? part >> 1 : null, positive }
}

/** The number of the same part in another slice. */
export function inSlice({ size }: Grouping, index: number, slice: number): number {
  return slice * size + (index % size)
}

/** The place of a group's loss among those that are bound to classes: that of its class and sign. */
export function lossPlace(task: Task, { classIndex, positive }: GroupIdentity): number {
  if (positive === null) return classIndex ?? 0
  const sign = positive ? 1 : 0
  // Where classes are together, none has a loss of its own, and the first stands for all.
  return task === 'multilabel' ? 2 * (classIndex ?? 0) + sign : sign
}

/** The place of a group's class where there is one thing a sign or a class: weights, counts. */
export function classPlace({ classIndex, positive }: GroupIdentity): number {
  if (positive === null) return classIndex ?? 0
  return positive ? 1 : 0
}
