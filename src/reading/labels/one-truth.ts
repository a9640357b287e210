/** Columns of labels beside one another: of one truth, each in its words, as label and label_name; of another version of it; of its opposite. */
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { negativeWord, positiveWord } from '../column-names.ts'
import { saysClass, wordsIn } from '../name-words.ts'
import { sampleOf } from '../named-columns.ts'

/** Rows from which on it is no chance that two columns go together. */
const ENOUGH_ROWS = 16

/** What labels of the same samples are called that somebody has mended, or spoilt. */
const VERSIONS = new Set(
  'clean cleaned noisy corrected correct fixed revised relabeled relabelled verified weak distant silver'.split(
    ' ',
  ),
)

/** Columns that hold the labels of another version, with the same words, and not the same in all rows: clean_label beside label. */
export function otherVersions(table: Table, column: number, free: readonly number[]): readonly number[] {
  const cells = sampleOf(table, column)
  const known = new Set(cells)
  return free.filter((other) => {
    const words = wordsIn(table.columns[other])
    if (other === column || !words.some((word) => VERSIONS.has(word)) || !saysClass(table.columns[other]))
      return false
    const own = sampleOf(table, other)
    return own.every((cell) => known.has(cell)) && own.some((cell, row) => cell !== cells[row])
  })
}

/** Whether yes stands beside no, and rows have both of them or none: they are two labels. */
export function hasOpposite(table: Table, column: number, twos: readonly number[]): boolean {
  const cells = sampleOf(table, column)
  const isOther = (other: number) =>
    positiveWord(table.columns[column]) &&
    negativeWord(table.columns[other]) &&
    sampleOf(table, other).some((cell, row) => cell.trim() === cells[row].trim())
  return twos.some((other) => other !== column && isOther(other))
}

/** Whether several columns of two values have the same one in every row, as no two classes do. */
export function areTheSame(table: Table, columns: readonly number[]): boolean {
  const [first, ...others] = columns.map((column) => sampleOf(table, column))
  const isSame = (other: readonly string[]) => other.every((cell, row) => cell === first[row])
  return others.length > 0 && first.length >= ENOUGH_ROWS && new Set(first).size === 2 && others.every(isSame)
}

/**
 * Of columns that say the same, each in its words, the one whose words other columns are named for, or else the first of
 * numbers; undefined where they do not.
 * @param isNamedFor whether other columns are named for what a column holds
 */
export function ofOneTruth(
  table: Table,
  columns: readonly number[],
  isNamedFor: (column: number) => boolean,
): number | undefined {
  if (
    table.sample.length < ENOUGH_ROWS ||
    new Set(columns.map((c) => table.columns[c])).size < columns.length
  )
    return undefined
  const [first, ...others] = columns.map((column) => sampleOf(table, column))
  const pairs = (other: readonly string[]) =>
    new Set(first.map((cell, row) => JSON.stringify([cell, other[row]]))).size
  const isSame = (other: readonly string[]) =>
    [new Set(first).size, new Set(other).size].every((size) => size > 1 && size === pairs(other))
  if (!others.every(isSame)) return undefined
  return columns.find(isNamedFor) ?? columns.find((column) => sampleOf(table, column).every(isNumber))
}
