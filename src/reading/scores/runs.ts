/** Columns that are named for a model and for a class, logits_a_0 and logits_b_0, where they would be taken for as many classes. */
import { InputError } from '../../errors.ts'
import { greatest } from '../../extremes.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { withoutScoreEnding } from '../column-names.ts'
import { orderOfLabels, TOGETHER } from '../labels/align.ts'
import { listNames, MAX_ADVISED } from '../named-columns.ts'
import { adviseScores } from './advice.ts'
import { areNumbers, classesOf, inClassOrder } from './classes.ts'
import { rowsSumToOne } from './seen-scores.ts'

/** The first labels, how many a row has, and the names of their columns. */
interface Labels {
  readonly cells: readonly string[]
  readonly width: number
  readonly names: readonly string[]
}

/**
 * Throws an InputError where each of several groups of columns has the same classes, and labels are numbers of no more
 * classes than a group has, the names of these, or as many per row: all columns together may be those of several models.
 */
export function refuseRuns(table: Table, columns: readonly number[], labels: Labels): void {
  if (rowsSumToOne(table, columns)) return
  const found = labels.width > 1 ? gridOfMatrix(table, columns, labels) : gridOfNames(table, columns, labels)
  if (found === undefined) return
  const { groups, names } = found
  const classes = names.length
  const [one, other] = groups.map((group) => inClassOrder(group, (column) => table.columns[column]))
  const model = adviseScores(table, one)
  const all = listNames(columns.map((column) => table.columns[column]))
  const models = `${groups.length} models on ${classes} classes`
  const both = `${model} ${adviseScores(table, other, '--score-b')}${adviseClasses(table, one, other, found)}`
  const ofOne = `say ${model} for one model or ${both} for two with lossctl diff`
  // A row of labels says how many classes there are.
  throw labels.width > 1
    ? new InputError(
        table.path,
        `${all} seem to be the scores of ${models}`,
        pairingOf(table, found, labels) === null ? TOGETHER : ofOne,
      )
    : new InputError(
        table.path,
        `${all} may be the scores of ${models}, or of ${columns.length} classes`,
        `${ofOne} or, if each is of a class, ${adviseScores(table, columns)}`,
      )
}

/** Names of the classes, where those of the columns are more than these and differ from model to model: lr_cat, rf_cat. */
function adviseClasses(
  table: Table,
  one: readonly number[],
  other: readonly number[],
  { classOf }: Grid,
): string {
  const [ours, theirs] = [one, other].map((group) => classesOf(group.map((column) => table.columns[column])))
  if (ours.join() === theirs.join()) return ''
  return one.length > MAX_ADVISED
    ? ' --class-names with all of them,'
    : ` ${writeFlag('--class-names', joinNames(one.map(classOf)), 'LIST')}`
}

function gridOfNames(table: Table, columns: readonly number[], { cells }: Labels): Grid | undefined {
  // Classes may be counted from 1, where no label is 0.
  const after = cells.some((cell) => Number(cell) === 0) ? 1 : 0
  return gridsOf(table, columns).find(({ names }) => {
    const isOfGroup = (cell: string) => Number.isInteger(Number(cell)) && Number(cell) + after <= names.length
    return cells.every((cell) => isOfGroup(cell) || names.includes(cell.trim()))
  })
}

/** Labels a, b beside m1_a, m1_b, m2_a, m2_b: as many models as classes, of which their names tell which is which. */
function gridOfMatrix(table: Table, columns: readonly number[], labels: Labels): Grid | undefined {
  const grids = gridsOf(table, columns).filter(({ names }) => names.length === labels.width)
  const pairings = grids.map((grid) => pairingOf(table, grid, labels))
  const best = [pairings.indexOf('by name'), pairings.indexOf('by place')].find((at) => at >= 0)
  return grids[best ?? 0]
}

/** How labels go with the scores of each model; null where they do not. */
function pairingOf(table: Table, { groups }: Grid, { names }: Labels): 'by name' | 'by place' | null {
  const orders = groups.map((group) => {
    try {
      const scores = group.map((column) => table.columns[column])
      return orderOfLabels(table.path, scores, names) === undefined ? 'by place' : 'by name'
    } catch (error) {
      if (error instanceof InputError) return null
      throw error
    }
  })
  if (orders.includes(null)) return null
  return orders.includes('by place') ? 'by place' : 'by name'
}

interface Grid {
  /** The columns of each model. */
  readonly groups: readonly (readonly number[])[]
  /** The classes of each. */
  readonly names: readonly string[]
  readonly classOf: (column: number) => string
}

/** The likelier one first; none where there is not a column for each model and class. */
function gridsOf(table: Table, columns: readonly number[]): readonly Grid[] {
  // Scores may be called so behind their class: raw_c0_prob
  const names = columns.map((column) => withoutScoreEnding(table.columns[column]))
  // A class may be two words: raw_new york
  return [partsOf, partsAtFirst].flatMap((split) => gridsOfParts(table, columns, names.map(split)))
}

function gridsOfParts(
  table: Table,
  columns: readonly number[],
  parts: readonly (readonly [head: string, tail: string])[],
): readonly Grid[] {
  const [heads, tails] = [0, 1].map((side) => [...new Set(parts.map((part) => part[side]))])
  if (heads.length < 2 || tails.length < 2 || heads.length * tails.length !== columns.length) return []
  const groupsBy = (side: number) =>
    [heads, tails][side].map((name) => columns.filter((_, at) => parts[at][side] === name))
  const [sumsByHead, sumsByTail] = [0, 1].map((side) =>
    groupsBy(side).some((group) => rowsSumToOne(table, group)),
  )
  const [byHead, byTail] = [0, 1].map((side) => ({
    groups: groupsBy(side),
    names: [tails, heads][side],
    classOf: (column: number) => parts[columns.indexOf(column)][1 - side],
  }))
  // Classes come first in prob_junk_xgb where the sums of a model are 1.
  if (sumsByTail !== sumsByHead) return sumsByTail ? [byTail] : [byHead]
  // And in logits_0_a, logits_1_a, but not in m1_cat, m2_cat: labels tell.
  const isTail = areNumbers(classesOf(heads)) && !areNumbers(classesOf(tails))
  return isTail ? [byTail, byHead] : [byHead, byTail]
}

const MARKS = ['_', '.', ':', '-', ' ', '[', '('] as const

/** What stands before the first mark of a name and behind it: `raw` and `new york` of `raw_new york`. */
function partsAtFirst(name: string): readonly [head: string, tail: string] {
  const [head, tail = ''] = /^([^_.:\- [(]*)[_.:\- [(](.*)$/s.exec(name)?.slice(1) ?? [name]
  return [head, tail]
}

/** What stands before the last mark of a name and behind it: `logits_a` and `0` of `logits_a_0` or `logits_a[0]`. */
export function partsOf(name: string): readonly [head: string, tail: string] {
  const at = greatest(MARKS.map((mark) => name.lastIndexOf(mark)))
  const tail = name.slice(at + 1)
  return [name.slice(0, Math.max(0, at)), /[\])]$/.test(tail) ? tail.slice(0, -1) : tail]
}
