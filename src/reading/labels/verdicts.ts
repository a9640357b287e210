/** Words that scores decide in all rows, beside what may be the truth: verdict of p_disease and outcome of 0 and 1. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { isIdName, isLabelName, isWeightName, scoreFamily } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import {
  mentionsScore,
  mentionsTruth,
  saysConfidence,
  saysNumber,
  saysOther,
  saysPredicted,
  saysVersion,
  wordsIn,
} from '../name-words.ts'
import { listNames, sampleOf, writeColumns } from '../named-columns.ts'
import { canonical } from './codes.ts'
import { isHighest, isParted } from './decisions.ts'

/** Rows from which on scores that go with words in all of them are asked about, if there is another column of labels. */
const ENOUGH_ROWS = 8

/** Columns that a message names. */
const FEW = 3

/** Words in the names of columns of few values that tell samples apart, and no classes of them. */
const GROUPS = new Set(
  'sex gender split train test val fold set subset group cohort arm site batch source channel region country language lang device model llm teacher machine auto smoker married'.split(
    ' ',
  ),
)

/**
 * Throws an InputError where the words found as labels are those of the highest scores in all rows, as predictions are, and
 * another column may be the truth, which is not the same.
 */
export function refuseVerdict(table: Table, column: number, free: readonly number[]): void {
  const name = table.columns[column]
  const cells = cellsOf(table, column)
  if (mentionsTruth(name) || cells.length < ENOUGH_ROWS || cells.some(isNumber)) return
  const candidates = free.filter((other) => other !== column && mayBeTruth(table, other, column))
  const others = candidates.filter((other) => !sayTheSame(cells, cellsOf(table, other)))
  // Labels of the same words say more than an answer of yes and no about the sample.
  const isSure = isLabelName(name) && !/^(?:class|cls)$/i.test(name)
  const truths = (isSure ? others.filter((other) => areAmong(cellsOf(table, other), cells)) : others).slice(
    0,
    FEW,
  )
  if (truths.length === 0 || !followsScores(table, column, cells)) return
  const say = (one: number) => writeFlag('--label', writeColumns(table, [one]))
  const names = truths.map((other) => table.columns[other])
  throw new InputError(
    table.path,
    `"${name}" goes with the scores in all rows, as predictions do, and ${listNames(names)} may hold the labels`,
    `say ${truths.map(say).join(' or ')} if that is it, ${say(column)} if "${name}" holds the true classes`,
  )
}

/** Whether a column holds two values, the numbers of as many classes, or their names, shortened or not. */
function mayBeTruth(table: Table, other: number, column: number): boolean {
  const name = table.columns[other]
  const isOther = [saysPredicted, saysOther, saysNumber, saysVersion, saysConfidence, mentionsScore].some(
    (says) => says(name),
  )
  if (isOther || isIdName(name) || isWeightName(name) || wordsIn(name).some((word) => GROUPS.has(word)))
    return false
  const values = [...new Set(cellsOf(table, other))].filter((value) => value !== '')
  const classes = [...new Set(cellsOf(table, column))]
  const isClass = (value: string) => classes.some((one) => isShort(value, one) || isShort(one, value))
  if (values.length < 2) return false
  if (values.every(isNumber))
    return values.length === classes.length && values.every((value) => Number.isInteger(parseNumber(value)))
  return values.every(isClass) || (values.length === 2 && classes.length === 2)
}

/** neg of Negative */
function isShort(short: string, long: string): boolean {
  return short !== '' && long.toLowerCase().startsWith(short.toLowerCase())
}

/** Whether the columns of each class are the highest where it stands, or one score parts two of them. */
function followsScores(table: Table, column: number, cells: readonly string[]): boolean {
  const classes = [...new Set(cells)]
  if (classes.length < 2) return false
  const isFraction = (values: readonly number[]) =>
    values.every(Number.isFinite) && !values.every(Number.isInteger)
  const families = new Map<string, number[][]>()
  for (const [other, name] of table.columns.entries()) {
    const family = classes.includes(name) ? '' : (scoreFamily(name)?.family ?? null)
    const values =
      other === column || (family === null && !mentionsScore(name)) ? [] : [...columnNumbers(table, other)]
    if (values.length === 0 || !isFraction(values)) continue
    if (isParted(cells, classes, values)) return true
    if (family !== null) families.set(family, [...(families.get(family) ?? []), values])
  }
  return [...families.values()].some((scores) => isHighest(cells, classes.length, scores))
}

/** Whether two columns part the rows alike, whatever their words are. */
function sayTheSame(cells: readonly string[], others: readonly string[]): boolean {
  const pairs = new Set(cells.map((cell, row) => JSON.stringify([cell, others[row]])))
  return [new Set(cells).size, new Set(others).size].every((size) => size === pairs.size)
}

function areAmong(cells: readonly string[], known: readonly string[]): boolean {
  const all = new Set(known)
  return cells.every((cell) => all.has(cell))
}

function cellsOf(table: Table, column: number): readonly string[] {
  return sampleOf(table, column).map((cell) => canonical(cell.trim()))
}
