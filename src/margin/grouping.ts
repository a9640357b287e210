/**
 * Which samples are kept apart: negatives and positives, classes, slices. A group is one number, so that the loops
 * carry one array: group = slice x size + class part.
 */
import type { Task } from '../losses/loss.ts'

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
  return { task, classes, perClass, size: groupsOfTask(task, classes.length, perClass) }
}

function groupsOfTask(task: Task, classes: number, perClass: boolean): number {
  if (task === 'binary') return 2
  if (task === 'softmax') return perClass ? classes : 1
  return perClass ? 2 * classes : 2
}

/** The inverse of the numbering: what group `index` holds. */
export function identifyGroup(grouping: Grouping, index: number): GroupIdentity {
  const slice = Math.floor(index / grouping.size)
  const within = index % grouping.size
  if (grouping.task === 'softmax') {
    return { slice, classIndex: grouping.perClass ? within : null, positive: null }
  }
  const positive = within % 2 === 1
  if (grouping.task === 'binary') return { slice, classIndex: within, positive }
  return { slice, classIndex: grouping.perClass ? within >> 1 : null, positive }
}

/** The index into a loss's class balance (alpha_t) that belongs to a group. */
export function balanceIndex({ classIndex, positive }: GroupIdentity): number {
  if (positive === null) return classIndex ?? 0
  return positive ? 1 : 0
}
