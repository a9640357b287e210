/** Labels of 0 and 1 in a column per class. */
import { InputError } from '../../errors.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import {
  isLabelName,
  labelFamily,
  listFamily,
  listName,
  scoreFamily,
  withoutScoreEnding,
} from '../column-names.ts'
import { mentionsScore } from '../name-words.ts'
import { findColumns, groupFamilies, sampleOf } from '../named-columns.ts'
import { classesOf, withoutCommonWords } from '../scores/classes.ts'

/** Whether a cell is 0, 1 or to be left out. */
export type CellTest = (cell: string) => boolean

/** Columns of 0 and 1 that are named alike, such as label_cat, label_dog; undefined when there are none. */
export function findLabelFamily(
  table: Table,
  free: readonly number[],
  isBit: CellTest,
): readonly number[] | undefined {
  const candidates = free.filter((index) => holdsBits(table, index, isBit))
  const named = groupFamilies(table, candidates, labelFamily)
  // Lists of 0 and 1 alone are labels whatever their column is called.
  const bits = candidates.filter((index) => sampleOf(table, index).every((cell) => isBit(cell.trim())))
  const found = named.length > 0 ? named : groupFamilies(table, bits, listFamily)
  const called = found.filter(([, [first]]) => isLabelName(listName(table.columns[first])))
  if (called.length === 1) return called[0][1]
  return found.length === 1 ? found[0][1] : undefined
}

/** Most of the cells will do, so that a bad one is told as what it is. */
function holdsBits(table: Table, column: number, isBit: CellTest): boolean {
  const cells = sampleOf(table, column)
  return cells.filter((cell) => isBit(cell.trim()) || isBit(`${parseNumber(cell)}`)).length > cells.length / 2
}

/**
 * Columns of 0 and 1 that bear the names of the classes alone: cat, dog beside prob_cat, prob_dog, or beside cat, dog elsewhere.
 * @param said the scores, where `--score` says them
 */
export function findBare(
  table: Table,
  free: readonly number[],
  isBit: CellTest,
  scores: Table,
  said: string | undefined,
): readonly number[] | undefined {
  const others = scores === table ? free : scores.columns.map((_, column) => column)
  const families = groupFamilies(scores, others, scoreFamily).flatMap(([, members]) => {
    const names = members.map((column) => scores.columns[column])
    // Of `Class 0_prob` the label may be 0 or Class 0, which is called as scores are itself.
    // pred_lr, pred_rf beside prob_lr, prob_rf are what models predict, and no classes; class_0 may be a label.
    const bare = names.map(withoutScoreEnding).filter((name, i) => name !== names[i] || !mentionsScore(name))
    return [names.map((name) => scoreFamily(name)!.member), [...new Set(bare)]]
  })
  const columns = said === undefined ? [] : findColumns(scores, said, '--score')
  const names = columns.map((column) => scores.columns[column])
  if (columns.length > 1) families.push([...classesOf(names)], withoutCommonWords(names).map(withoutBracket))
  const sets = scores === table ? families : [...families, scores.columns]
  for (const names of sets) {
    // Rows of the labels that are to be left out have -1 in all of them.
    const sought = new Set(names)
    const found = free.filter(
      (index) =>
        sought.has(table.columns[index]) && holdsBits(table, index, (cell) => cell === '-1' || isBit(cell)),
    )
    const isAll =
      sets.indexOf(names) < families.length ? found.length === names.length : found.length === free.length
    if (found.length > 1 && isAll) {
      if (said === undefined) refuseOneMore(table, found, free, isBit, scores)
      return found
    }
  }
  return undefined
}

/** raw beside raw_score, which is called as a score is whatever its class: it is none of the family cooked_score, fried_score. */
function refuseOneMore(
  table: Table,
  found: readonly number[],
  free: readonly number[],
  isBit: CellTest,
  scores: Table,
): void {
  const scoreOf = (column: number) => {
    const name = table.columns[column]
    return scores.columns.find((other) => other !== name && withoutScoreEnding(other) === name)
  }
  const isMore = (column: number) => scoreOf(column) !== undefined && holdsBits(table, column, isBit)
  const more = free.filter((column) => !found.includes(column) && isMore(column))
  if (more.length === 0) return
  const all = free.filter((column) => found.includes(column) || more.includes(column))
  const names = all.map(scoreOf)
  if (names.includes(undefined)) return
  const said = (flag: string, columns: readonly string[]) => writeFlag(flag, joinNames(columns))
  throw new InputError(
    table.path,
    `it is unclear whether "${table.columns[more[0]]}" is a class too, of which "${scoreOf(more[0])}" is the score`,
    `say ${said('--score', names as string[])} ${said(
      '--label',
      all.map((column) => table.columns[column]),
    )} if it is`,
  )
}

/** `cat` of `cat)`, which stood in brackets. */
function withoutBracket(name: string): string {
  return name.replace(/[)\]]$/, '')
}
