/** What the first rows tell of scores that nobody has named: that they are not those of the classes. */

import { InputError } from '../../errors.ts'
import { greatest, least } from '../../extremes.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { columnNumbers, numberRows } from '../first-numbers.ts'
import { canonical } from '../labels/codes.ts'
import { saysDecision, saysNumber, saysOther, saysPredictedClass, saysVersion } from '../name-words.ts'
import { listNames, MAX_ADVISED, sampleOf, writeColumns } from '../named-columns.ts'

/** Rows from which on it is no chance that all of them are alike. */
const ENOUGH_ROWS = 16

/**
 * Rows that fall from column to column, all of them, are lists of the best classes: 1/K! of them would by chance. A model
 * that says the same of every sample is none.
 */
export function refuseSortedRows(table: Table, columns: readonly number[]): void {
  if (columns.length < 3 || table.sample.length < ENOUGH_ROWS) return
  const falls = (scores: readonly number[]) => {
    return scores[0] > scores.at(-1)! && scores.every((score, c) => c === 0 || score <= scores[c - 1])
  }
  const first = new Set(table.sample.map((row) => row[columns[0]]))
  const rows = numberRows(table, columns).filter((row) => row.every(Number.isFinite))
  if (first.size < table.sample.length / 2 || !rows.every(falls)) return
  const names = columns.map((column) => table.columns[column])
  throw new InputError(
    table.path,
    `${listNames(names)} fall from column to column in every row, as those of the best few classes do, which are others in each row`,
    `write the score of each class into a column of its own; if these are, say ${columns.length > MAX_ADVISED ? '--score and their columns' : writeFlag('--score', writeColumns(table, columns), 'LIST')}`,
  )
}

/** Whether the cells of a column are classes of the labels, and more than one of them. */
export function holdsClasses(table: Table, column: number, classes: ReadonlySet<string>): boolean {
  const cells = new Set(sampleOf(table, column).map((cell) => canonical(cell.trim())))
  return cells.size > 1 && [...cells].every((cell) => classes.has(cell))
}

/** Labels and the only numbers beside them that are classes too are truth and prediction, of which no loss can be computed. */
export function refusePredictedClasses(table: Table, score: number, labels: readonly string[]): void {
  const classes = labels.map(parseNumber)
  const values = columnNumbers(table, score).filter(Number.isFinite)
  const [first, last] = [least(classes), greatest(classes)]
  const distinct = [...new Set(values)]
  const areWithin = (lowest: number, highest: number) =>
    distinct.every((value) => Number.isInteger(value) && value >= lowest && value <= highest)
  // Of 0 and 1 it is asked with their scale.
  const areBits = first === 0 && last === 1
  const areSeen = last > first && !areBits && areWithin(first, last)
  // A class that is predicted may be none of the first labels.
  const isCalledSo = saysDecision(table.columns[score]) && greatest(distinct) > 1
  const areCounted = first >= 0 && last > 1 && classes.every(Number.isInteger)
  const areNext = isCalledSo && areCounted && areWithin(0, 2 * last)
  const areNamed = isCalledSo && areWithin(0, MOST_CLASSES) && haveNames(table, score)
  if (distinct.length < 2 || !(areSeen || areNext || areNamed)) return
  const shown = distinct.slice(0, 3).join(', ')
  throw new InputError(
    table.path,
    `${table.named ? `"${table.columns[score]}"` : `column ${score}`} holds classes that were predicted (${shown}${distinct.length > 3 ? ', …' : ''}) and no scores`,
    'a loss needs the probability or the logit of each class: write these',
  )
}

/** Classes that a column of their names tells from percentages. */
const MOST_CLASSES = 1e4

/** Percentages that are rounded to as much, such as 0, 20 and 40, number no classes. */
const STEP = 5

/** Whether a column of predictions has a word for each of these numbers, and another one for each: predicted_classes beside predictions. */
function haveNames(table: Table, column: number): boolean {
  const numbers = columnNumbers(table, column)
  if (numbers.every((number) => number % STEP === 0 && number <= 100)) return false
  return table.columns.some((name, other) => {
    if (other === column || !saysDecision(name)) return false
    const cells = sampleOf(table, other)
    const pairs = new Set(cells.map((cell, row) => `${numbers[row]} ${cell}`))
    const areWords = !cells.some((cell) => Number.isFinite(parseNumber(cell)))
    return areWords && pairs.size === new Set(numbers).size && pairs.size === new Set(cells).size
  })
}

/** Rows from which on it is no chance that each has all whole numbers once. */
const ENOUGH_ORDERS = 4

/** Columns of which every row has the numbers of all classes, in an order of its own: the likeliest first, as those of the best few are. */
export function refuseOrders(table: Table, columns: readonly number[]): void {
  const begin = columns.map((column) => columnNumbers(table, column)[0])
  const first = least(begin)
  if (table.sample.length < ENOUGH_ORDERS || (first !== 0 && first !== 1)) return
  const isOrder = (row: readonly number[]) =>
    new Set(row).size === row.length &&
    row.every((x) => Number.isInteger(x) && x >= first && x < first + row.length)
  // Wide rows are made where the first one is an order.
  if (!isOrder(begin)) return
  const rows = numberRows(table, columns)
  if (!rows.every(isOrder) || rows.every((row) => row.join() === rows[0].join())) return
  throw new InputError(
    table.path,
    `${listNames(columns.map((column) => table.columns[column]))} hold the numbers ${first} to ${first + columns.length - 1} once in each row, as classes in an order do, and no scores`,
    'a loss needs the probability or the logit of each class: write these',
  )
}

/** A column of whole numbers among fractions is an index, a label or a fold; nameless, it would be taken for a class. */
export function refuseWholeAmongFractions(table: Table, columns: readonly number[]): void {
  const isWhole = (column: number) => columnNumbers(table, column).every(Number.isInteger)
  const whole = columns.filter(isWhole)
  const values = whole.flatMap((column) => columnNumbers(table, column))
  // A probability may be 0 or 1 in every row that was seen.
  if (whole.length === 0 || whole.length === columns.length || values.every((x) => x === 0 || x === 1)) return
  const others = columns.filter((column) => !whole.includes(column))
  throw new InputError(
    table.path,
    `column ${table.columns[whole[0]]} holds whole numbers and the others do not, as an index or a label would`,
    `say ${writeFlag('--score', writeColumns(table, others), 'LIST')} to leave it out, or name all columns of scores`,
  )
}

/** A column of numbers is no score whose name says so, be it by its words or the only one there is. */
export function refuseOtherName(table: Table, column: number): void {
  const name = table.columns[column]
  // Predicted classes are told as these by their values.
  const isClass = saysPredictedClass(name) && columnNumbers(table, column).every(Number.isInteger)
  const isNumber = saysNumber(name) && columnNumbers(table, column).every((x) => Number.isInteger(x))
  const isVersion = saysVersion(name) && !columnNumbers(table, column).some((x) => x < 1)
  if (!table.named || isClass || !(saysOther(name) || isVersion || isNumber)) return
  throw new InputError(
    table.path,
    `"${name}" seems to hold the scores, and by its name it holds none`,
    `say ${writeFlag('--score', writeColumns(table, [column]))} if it is the score of the positive class`,
  )
}

/** Columns of what `lossctl samples` writes. */
const OF_SAMPLES = ['row', 'positive', 'score', 'pt', 'margin', 'difficulty']

/** Of a row of several classes lossctl's own list of samples has the score of the true one alone. */
export function refuseOwnSamples(table: Table): void {
  if (!OF_SAMPLES.every((name) => table.columns.includes(name))) return
  const hasSigns = sampleOf(table, table.columns.indexOf('positive')).some((cell) => cell.trim() !== '')
  if (hasSigns) return
  throw new InputError(
    table.path,
    'is a list of samples by lossctl, with one score of the several that each row had',
    'give the predictions it was made from',
  )
}
