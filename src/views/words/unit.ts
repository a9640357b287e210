/** What is counted. */
import type { Task } from '../../losses/task.ts'

/** Of rows of several labels each label counts by itself. */
export function unitOf(task: Task): 'sample' | 'label' {
  return task === 'multilabel' ? 'label' : 'sample'
}

/** The same above a column. */
export function unitsOf(task: Task): 'samples' | 'labels' {
  return `${unitOf(task)}s`
}
