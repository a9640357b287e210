/** Rows of one class each, several for a sample, where each row would be taken for a sample. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { nameSome } from '../../words/names.ts'
import { namesRows } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { canonical } from '../labels/codes.ts'
import { saysClass } from '../name-words.ts'
import { sampleOf } from '../named-columns.ts'

/** Samples from which on it is no chance that all have their rows in such a way; most classes, and those that are named. */
const ENOUGH_SAMPLES = 16
const MAX_CLASSES = 100
const MAX_SHOWN = 3

/** How far from 1 the probabilities of a sample may sum to: they are rounded. */
const ROUNDED = 0.01

/**
 * Throws an InputError where each sample has a row for each class: another column says of each row whether it is the true one,
 * or of all rows of a sample which one is, or the scores of a sample, which an id names, sum to 1.
 */
export function refuseLongRows(table: Table, score: number): void {
  if (!table.named || table.sample.length < 2 * ENOUGH_SAMPLES) return
  const free = table.columns.map((_, column) => column).filter((column) => column !== score)
  const id = free.find((column) => namesRows(table.columns[column]) && comesAgain(table, column))
  for (const column of free.filter((one) => one !== id)) {
    const classes = [...new Set(cellsOf(table, column))]
    if (classes.length < 2 || classes.length > MAX_CLASSES) continue
    const samples = samplesOf(table, column, classes.length, id)
    if (samples === null) continue
    const isTruth = (other: number) =>
      other !== column && other !== id && tellsTruth(table, samples, column, other)
    if (free.some(isTruth) || (id !== undefined && sumToOne(table, samples, score)))
      throw longRows(table, column, classes)
  }
}

function cellsOf(table: Table, column: number): readonly string[] {
  return sampleOf(table, column).map((cell) => canonical(cell.trim()))
}

function comesAgain(table: Table, column: number): boolean {
  return new Set(cellsOf(table, column)).size <= table.sample.length / 2
}

/** The rows of each sample, of which each has another class, and all of them occur; null where they are not so. */
function samplesOf(
  table: Table,
  column: number,
  classes: number,
  id: number | undefined,
): readonly (readonly number[])[] | null {
  const cells = cellsOf(table, column)
  const names = id === undefined ? null : cellsOf(table, id)
  const samples = new Map<string, number[]>()
  for (const row of cells.keys()) {
    const name = names ? names[row] : `${Math.floor(row / classes)}`
    const rows = samples.get(name)
    if (rows) rows.push(row)
    else samples.set(name, [row])
  }
  const all = [...samples.values()]
  const whole = all.filter(
    (rows) => rows.length === classes && new Set(rows.map((row) => cells[row])).size === classes,
  )
  // The last one may go on behind the first rows.
  return whole.length >= Math.max(ENOUGH_SAMPLES, all.length - 1) ? whole : null
}

/** Whether a column has one 1 among zeros for each sample, or one of the classes for all rows of it. */
function tellsTruth(
  table: Table,
  samples: readonly (readonly number[])[],
  column: number,
  other: number,
): boolean {
  const [classes, cells] = [cellsOf(table, column), cellsOf(table, other)]
  const areBits = new Set(cells).size === 2 && cells.every((cell) => cell === '0' || cell === '1')
  const isOneEach = samples.every((rows) => rows.filter((row) => cells[row] === '1').length === 1)
  const truths = new Set(samples.map((rows) => classes[rows.find((row) => cells[row] === '1') ?? rows[0]]))
  if (areBits && isOneEach && truths.size > 1) return true
  const isOneOfAll = samples.every((rows) => rows.every((row) => cells[row] === cells[rows[0]]))
  const known = new Set(classes)
  const areClasses = new Set(cells).size > 1 && cells.every((cell) => known.has(cell))
  return isOneOfAll && areClasses && saysClass(table.columns[column])
}

function sumToOne(table: Table, samples: readonly (readonly number[])[], score: number): boolean {
  const values = columnNumbers(table, score)
  return samples.every((rows) => Math.abs(rows.reduce((sum, row) => sum + values[row], 0) - 1) <= ROUNDED)
}

function longRows(table: Table, column: number, classes: readonly string[]): InputError {
  return new InputError(
    table.path,
    `each sample has a row for each "${table.columns[column]}": ${nameSome(classes.slice(0, MAX_SHOWN), classes.length)}`,
    'write one row per sample, with a column of scores for each class; or say --task binary if each row is a sample of its own',
  )
}
