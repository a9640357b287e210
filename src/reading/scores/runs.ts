/** Columns that are named for a model and for a class, logits_a_0 and logits_b_0, where they would be taken for as many classes. */
import { InputError } from '../../errors.ts'
import { greatest } from '../../extremes.ts'
import type { Table } from '../../formats/table.ts'
import { withoutScoreEnding } from '../column-names.ts'
import { listNames } from '../named-columns.ts'
import { adviseScores } from './advice.ts'
import { areNumbers, classesOf, inClassOrder } from './classes.ts'
import { rowsSumToOne } from './seen-scores.ts'

/** The first labels, and how many a row has. */
interface Labels {
  readonly cells: readonly string[]
  readonly width: number
}

/**
 * Throws an InputError where each of several groups of columns has the same classes, and labels are numbers of no more
 * classes than a group has, or the names of these: all columns together may be those of several models.
 */
export function refuseRuns(table: Table, columns: readonly number[], { cells, width }: Labels): void {
  const found = width === 1 ? gridOf(table, columns) : null
  if (found === null || rowsSumToOne(table, columns)) return
  const { groups, names } = found
  const classes = names.length
  // Classes may be counted from 1.
  const isOfGroup = (cell: string) => Number.isInteger(Number(cell)) && Number(cell) <= classes
  if (!cells.every((cell) => isOfGroup(cell) || names.includes(cell.trim()))) return
  const [one, other] = groups.map((group) => inClassOrder(group, (column) => table.columns[column]))
  const model = adviseScores(table, one)
  throw new InputError(
    table.path,
    `${listNames(columns.map((column) => table.columns[column]))} may be the scores of ${groups.length} models on ${classes} classes, or of ${columns.length} classes`,
    `say ${model} for one model or ${model} ${adviseScores(table, other, '--score-b')} for two with lossctl diff or, if each is of a class, ${adviseScores(table, columns)}`,
  )
}

interface Grid {
  /** The columns of each model. */
  readonly groups: readonly (readonly number[])[]
  /** The classes of each. */
  readonly names: readonly string[]
}

/** Null where there is not a column for each model and class. */
function gridOf(table: Table, columns: readonly number[]): Grid | null {
  // Scores may be called so behind their class: raw_c0_prob
  const parts = columns.map((column) => partsOf(withoutScoreEnding(table.columns[column])))
  const [heads, tails] = [0, 1].map((side) => [...new Set(parts.map((part) => part[side]))])
  if (heads.length < 2 || tails.length < 2 || heads.length * tails.length !== columns.length) return null
  const groupsBy = (side: number) =>
    [heads, tails][side].map((name) => columns.filter((_, at) => parts[at][side] === name))
  const [sumsByHead, sumsByTail] = [0, 1].map((side) =>
    groupsBy(side).some((group) => rowsSumToOne(table, group)),
  )
  // Classes come first in logits_0_a, logits_1_a, and in prob_junk_xgb where the sums of a model are 1.
  const isTail =
    sumsByTail !== sumsByHead ? sumsByTail : areNumbers(classesOf(heads)) && !areNumbers(classesOf(tails))
  const side = isTail ? 1 : 0
  return { groups: groupsBy(side), names: [tails, heads][side] }
}

const MARKS = ['_', '.', ':', '-', ' ', '[', '('] as const

/** What stands before the last mark of a name and behind it: `logits_a` and `0` of `logits_a_0` or `logits_a[0]`. */
export function partsOf(name: string): readonly [head: string, tail: string] {
  const at = greatest(MARKS.map((mark) => name.lastIndexOf(mark)))
  const tail = name.slice(at + 1)
  return [name.slice(0, Math.max(0, at)), /[\])]$/.test(tail) ? tail.slice(0, -1) : tail]
}
