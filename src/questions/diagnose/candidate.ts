/** A fitted explanation, and what fitting shares: sums by value, and values from columns. */
import type { Task } from '../../losses/task.ts'
import type { Design } from './fit.ts'
import type { FoundExplanation, Observed, ScoreReading } from './types.ts'

/** An explanation that can be held against any samples read in its way. */
export interface Candidate extends Omit<FoundExplanation, 'fit'> {
  readonly reading: string
  predict(reading: ScoreReading): Float64Array
}

/** Best of what a form can do, for when nothing fits. */
export interface Attempt {
  readonly candidates: readonly Candidate[]
  readonly error: number
}

export interface FitSetting {
  readonly task: Task
  readonly classes: number
  readonly observed: Observed
}

/** Sums elements into the values they go to, group by group. */
export function designOf(reading: ScoreReading, columns: readonly Float64Array[], values: number): Design {
  const { target, group, groups } = reading
  if (!target) return { columns, group, groups }
  const sums = columns.flatMap(() => Array.from({ length: groups }, () => new Float64Array(values)))
  for (const [k, column] of columns.entries())
    for (let e = 0; e < column.length; e++) sums[k * groups + group[e]][target[e]] += column[e]
  return { columns: sums, group: null, groups: 1 }
}

/** Whether each class has samples enough for coefficients of its own. */
export function ungrouped(design: Design, values: number): Design {
  const enough = values >= design.groups * design.columns.length + 4
  return enough ? design : { ...design, group: null, groups: 1 }
}

/** Each value from its columns. */
export function combine(
  data: ScoreReading,
  columns: readonly Float64Array[],
  of: (group: number) => readonly number[],
): Float64Array {
  const { target, group, groups } = data
  const factors = Array.from({ length: groups }, (_, g) => of(g))
  const out = new Float64Array(target ? target[target.length - 1] + 1 : group.length)
  for (let e = 0; e < group.length; e++) {
    let value = 0
    for (let k = 0; k < columns.length; k++) value += factors[group[e]][k] * columns[k][e]
    if (target) out[target[e]] += value
    else out[e] = value
  }
  return out
}
