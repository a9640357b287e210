/** Columns that are named alike and are several sets of classes: of several models, or of several tasks. */
import { InputError } from '../../errors.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { scoreFamily } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { listNames } from '../named-columns.ts'
import { adviseScores } from './advice.ts'
import { roundingOf } from './rounding.ts'

/** The first labels, and how many a row has. */
interface Labels {
  readonly cells: readonly string[]
  readonly width: number
}

/** Throws an InputError where columns are sets of classes, by their names or by their sums. */
export function refuseSets(table: Table, family: readonly number[], labels: Labels): void {
  refuseSetsByName(table, family)
  if (labels.width === 1) refuseSetsBySums(table, family, labels.cells)
}

/** old_0, old_1 beside new_0, new_1: each class comes once for each word before it, as with the scores of several models. */
function refuseSetsByName(table: Table, family: readonly number[]): void {
  const parts = family.map((index) => /^(.*[_.\- ])(\d+)$/.exec(scoreFamily(table.columns[index])!.member))
  const sets = new Map<string, string[]>()
  for (const part of parts) if (part) sets.set(part[1], [...(sets.get(part[1]) ?? []), part[2]])
  const [first, ...others] = sets.values()
  const areAlike = first?.length > 1 && others.every((numbers) => numbers.join() === first.join())
  if (!areAlike || others.length === 0 || !parts.every((part) => part !== null)) return
  const ofFirst = family.slice(0, first.length)
  throw new InputError(
    table.path,
    `${listNames(family.map((index) => table.columns[index]))} are ${sets.size} columns for each class, as those of several models are`,
    `say ${adviseScores(table, ofFirst)} for one of them`,
  )
}

/** Columns side by side of which every row sums to 1, and the next ones again: the classes of two tasks. */
function refuseSetsBySums(table: Table, family: readonly number[], labels: readonly string[]): void {
  const sets = setsOf(
    table,
    family.toSorted((one, other) => one - other),
  )
  if (sets.length < 2) return
  const fits = new Map(sets.map((set) => [set, fitOf(table, set, labels)]))
  const [likely] = sets.toSorted((one, other) => fits.get(other)! - fits.get(one)!)
  throw new InputError(
    table.path,
    `${listNames(family.map((index) => table.columns[index]))} are ${sets.length} sets of classes: each row sums to 1 in every one of them, as the scores of several tasks do`,
    `say ${adviseScores(table, likely)} if the labels are of that task, or the columns of another one`,
  )
}

/** None where the last columns do not sum to 1 as well. */
function setsOf(table: Table, columns: readonly number[]): readonly (readonly number[])[] {
  const { rowSum } = roundingOf(table, columns, false)
  const sums = new Float64Array(table.sample.length)
  const sets: number[][] = []
  let set: number[] = []
  for (const column of columns) {
    const numbers = columnNumbers(table, column)
    for (let row = 0; row < sums.length; row++) sums[row] += numbers[row]
    set.push(column)
    if (set.length < 2 || !sums.every((sum) => Math.abs(sum - 1) <= rowSum)) continue
    sets.push(set)
    set = []
    sums.fill(0)
  }
  return set.length === 0 ? sets : []
}

/** How well the labels are classes of a set: the share that its names hold, or that are its indices; the smaller one first. */
function fitOf(table: Table, set: readonly number[], labels: readonly string[]): number {
  const names = new Set(set.map((column) => scoreFamily(table.columns[column])!.member))
  const isClass = (label: string) => names.has(label.trim()) || parseNumber(label) < set.length
  return labels.filter(isClass).length / labels.length - set.length / table.columns.length / labels.length
}
