/** How a row is told to sum up the others: by a word that stands alone among numbers or file names, or by its scores. */
import { greatest, least } from '../../extremes.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import { precisionIn, SAMPLE_CELLS, SAMPLE_ROWS, type Table } from '../../formats/table.ts'
import type { Precision } from '../../losses/task.ts'
import { namesRows } from '../column-names.ts'
import { writtenDecimals } from '../scores/decimals.ts'
import { saysOnlySummary, saysSummary } from './words.ts'

/** First and last rows that are looked at. */
const FIRST_ROWS = 8
const LAST_ROWS = 16

/** Of the other cells of the column, those that are no words like it. */
const NEARLY_ALL = 0.95

/** Rows from which on it is no chance that one is what the others sum up to. */
const ENOUGH_ROWS = 4

type Rows = readonly (readonly string[])[]

/** The first and the last rows of a table. */
export interface Ends {
  readonly first: Rows
  readonly last: Rows
}

export async function endsOf(table: Table): Promise<Ends> {
  const last = (await table.last?.()) ?? (isWhole(table) ? table.sample : [])
  const whole = last.filter((row) => row.length === table.columns.length)
  return { first: table.sample.slice(0, FIRST_ROWS), last: whole.slice(-LAST_ROWS) }
}

/** A column, and those of the scores. */
interface Seen {
  readonly table: Table
  readonly column: number
  readonly ends: Ends
  readonly scores: readonly number[]
}

/** The cells of a column by which rows sum up the others. */
export function summariesIn(seen: Seen): readonly string[] {
  const { table, column, ends } = seen
  const cellOf = (row: readonly string[]) => row[column].trim()
  const cells = new Set([...ends.first, ...ends.last].map(cellOf))
  const words = [...cells].filter((cell) => isNone(cell) || saysSummary(cell))
  if (words.length === 0) return []
  // One that comes again is a slice or a model.
  const isOnce = (cell: string) =>
    [table.sample, ends.last].every((rows) => rows.filter((row) => cellOf(row) === cell).length <= 1)
  const found = words.filter(isOnce)
  const others = table.sample.filter((row) => !found.includes(cellOf(row)))
  if (others.length < found.length) return []
  const isSure = standAlone(others.map(cellOf)) || endsNames(seen, others)
  const isSummary = sumsUp(seen, others)
  // A row without a name says nothing but by its scores.
  const areNames = nameEach(others.map(cellOf))
  return found.filter((cell) => (isNone(cell) ? areNames && isSummary(cell) : isSure || isSummary(cell)))
}

/** No name, as text and as a number. */
export function isNone(cell: string): boolean {
  return cell === '' || cell === 'NaN'
}

/** Whether each of the others has a name of its own: a measure that one lacks is none. */
function nameEach(others: readonly string[]): boolean {
  const isFraction = (cell: string) => !Number.isInteger(parseNumber(cell)) && isNumber(cell)
  return new Set(others).size === others.length && !others.some(isFraction)
}

/** Whether the first or the last of many names is a word that is hardly a name. */
function endsNames({ table, column, ends }: Seen, others: Rows): boolean {
  const isWord = [ends.first[0], ends.last.at(-1)].some((row) => row && saysOnlySummary(row[column]))
  const names = new Set(others.map((row) => row[column].trim()))
  return isWord && namesRows(table.columns[column]) && names.size === others.length
}

/** Whether the sample is of all rows. */
function isWhole({ sample, columns }: Table): boolean {
  return sample.length < Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns.length))
}

/** Whether the others are numbers, file names, dates: nearly all have a digit, or nothing in them. */
function standAlone(others: readonly string[]): boolean {
  return others.filter((cell) => /\d/.test(cell) || cell.trim() === '').length >= NEARLY_ALL * others.length
}

/** What adding up numbers of a type may do to a sum of as many as are looked at. */
const UNITS: Readonly<Record<Precision, number>> = { float16: 2 ** -7, float32: 2 ** -18, float64: 2 ** -44 }

const STATISTICS: readonly ((values: readonly number[]) => number)[] = [
  (values) => sum(values) / values.length,
  sum,
  least,
  greatest,
  (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)],
]

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}

/** Whether the scores beside a cell are the mean, the sum, the least, the highest or the middle of all others. */
function sumsUp({ table, column, ends, scores }: Seen, others: Rows): (cell: string) => boolean {
  const precision = precisionIn(table, scores)
  const isSummary = (row: readonly string[]) =>
    STATISTICS.some((statistic) =>
      scores.every((score) => {
        const values = others.map((other) => parseNumber(other[score])).filter(Number.isFinite)
        const found = parseNumber(row[score])
        const rounding = 0.51 * 10 ** -writtenDecimals(row[score]) + UNITS[precision] * Math.abs(found)
        return Math.abs(statistic(values) - found) <= rounding
      }),
    )
  const isTold = isWhole(table) && scores.length > 0 && others.length >= ENOUGH_ROWS
  return (cell) =>
    isTold && [...ends.first, ...ends.last].some((row) => row[column].trim() === cell && isSummary(row))
}
