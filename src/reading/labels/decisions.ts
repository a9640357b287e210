/** Columns of classes that are what scores say, and no truth: catboost's Class beside Label and Probability. */
import { greatest, least } from '../../extremes.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { columnNumbers } from '../first-numbers.ts'
import { saysPredicted, saysTruth, saysWhatWasDone, wordsIn } from '../name-words.ts'
import { sampleOf } from '../named-columns.ts'
import { canonical } from './codes.ts'

/** Rows from which on it is no chance that scores go with a class. */
const ENOUGH_ROWS = 16

/** Of several columns that may hold the labels the one that is left when those are that scores decide, or that alone says truth of the same classes. */
export function exceptDecisions(table: Table, columns: readonly number[]): number | undefined {
  const scores = fractions(table, columns)
  // Of a model that is always right the truth is decided too: Class alone is what programs call what they decide.
  const isDecision = (column: number) =>
    /^(?:class|cls)$/i.test(table.columns[column]) && isDecided(cellsOf(table, column), scores)
  const left = columns.filter((column) => !isDecision(column))
  if (left.length === 1) return left[0]
  const truths = columns.filter((column) => saysTruth(table.columns[column]))
  return truths.length === 1 && columns.every((column) => areAmong(table, column, truths[0]))
    ? truths[0]
    : undefined
}

/** Whether a column of classes is what another column of numbers decides: of these the highest, or above and below a limit. */
export function isWhatScoresSay(table: Table, column: number): boolean {
  return isDecided(cellsOf(table, column), fractions(table, [column]))
}

/** Of the columns that may be scores the one that predictions in the file follow: above 1/2, or above 0, and nowhere else. */
export function decidedScore(table: Table, candidates: readonly number[]): number | undefined {
  const decisions = decisionsOf(table, candidates)
  const follows = (column: number) => {
    const values = columnNumbers(table, column)
    const middle = values.every((value) => value >= 0 && value <= 1) ? 0.5 : 0
    return decisions.some((cells) => cells.every((cell, row) => values[row] > middle === (cell === '1')))
  }
  const [found, ...others] = candidates.filter(follows)
  return found === undefined || others.length > 0 || haveTheirOwn(table, found, candidates)
    ? undefined
    : found
}

/** Of two columns the one first that predictions in the file say 1 for where it is the higher one, in all rows. */
export function higherFirst(table: Table, columns: readonly number[]): readonly number[] {
  if (columns.length !== 2) return columns
  const [one, other] = columns.map((column) => columnNumbers(table, column))
  const isOther = (cells: readonly string[]) =>
    cells.every((cell, row) => (cell === '1' ? other[row] > one[row] : one[row] > other[row]))
  return decisionsOf(table, columns).some(isOther) ? columns.toReversed() : columns
}

/** Rows of predictions, and of each of two classes among them, that are parted by a score by no chance. */
export const PARTED = { rows: 10, ofEach: 3 } as const

/** Of the two words that labels are the one that predictions say where the score is above all others: real of label, score, prediction. */
export function classAbove(table: Table, score: number, labels: readonly string[]): string | undefined {
  const words = [...new Set(labels)]
  const values = columnNumbers(table, score)
  if (words.length !== 2 || words.some(isNumber) || !values.every(Number.isFinite)) return undefined
  // What is never below a half, or 50 %, may be the confidence of either class.
  const mayBeConfidence = [1, 100].some((whole) => least(values) >= whole / 2 && greatest(values) <= whole)
  if (mayBeConfidence) return undefined
  const above = table.columns.flatMap((name, column) => {
    if (column === score || !saysPredicted(name) || saysWhatWasDone(name)) return []
    const cells = cellsOf(table, column)
    const areWords = cells.length >= PARTED.rows && cells.every((cell) => words.includes(cell))
    const of = words.map((word) => values.filter((_, row) => cells[row] === word))
    if (!areWords || of.some((rows) => rows.length < PARTED.ofEach)) return []
    const [one, other] = of
    return least(one) > greatest(other) ? [words[0]] : least(other) > greatest(one) ? [words[1]] : []
  })
  return above.length === 1 ? above[0] : undefined
}

/** The cells of each column of predictions that are 0 and 1. */
function decisionsOf(table: Table, but: readonly number[]): readonly (readonly string[])[] {
  return table.columns.flatMap((name, column) => {
    if (but.includes(column) || !saysPredicted(name)) return []
    const cells = cellsOf(table, column)
    const areBits = new Set(cells).size === 2 && cells.every((cell) => /^[01]$/.test(cell))
    return cells.length >= ENOUGH_ROWS && areBits ? [cells] : []
  })
}

/** Whether predictions are called for another of the candidates: pred_new of score_new beside score_old, which those of pred_old follow. */
function haveTheirOwn(table: Table, found: number, candidates: readonly number[]): boolean {
  const own = new Set(wordsIn(table.columns[found]))
  const said = table.columns.filter((name, column) => saysPredicted(name) && !candidates.includes(column))
  return candidates.some((column) => {
    const words = wordsIn(table.columns[column]).filter((word) => !own.has(word))
    return words.length > 0 && said.some((name) => words.every((word) => wordsIn(name).includes(word)))
  })
}

function cellsOf(table: Table, column: number): readonly string[] {
  return sampleOf(table, column).map((cell) => canonical(cell.trim()))
}

/** Whether all cells of a column are among those of another. */
function areAmong(table: Table, column: number, other: number): boolean {
  const known = new Set(cellsOf(table, other))
  return cellsOf(table, column).every((cell) => known.has(cell))
}

/** The other columns of numbers of which some are fractions. */
function fractions(table: Table, columns: readonly number[]): readonly (readonly number[])[] {
  const others = table.columns.map((_, column) => column).filter((column) => !columns.includes(column))
  return others
    .map((column) => columnNumbers(table, column))
    .filter((values) => values.every(Number.isFinite) && !values.every(Number.isInteger))
}

function isDecided(cells: readonly string[], scores: readonly (readonly number[])[]): boolean {
  const classes = [...new Set(cells)]
  if (cells.length < ENOUGH_ROWS || classes.length < 2) return false
  return scores.some((values) => isParted(cells, classes, values)) || isHighest(cells, classes.length, scores)
}

/** Whether all scores of one of two classes are above those of the other. */
export function isParted(
  cells: readonly string[],
  classes: readonly string[],
  values: readonly number[],
): boolean {
  if (classes.length !== 2) return false
  const [one, other] = classes.map((name) => values.filter((_, row) => cells[row] === name))
  return least(one) > greatest(other) || least(other) > greatest(one)
}

/** Whether each class has a column of its own, which is the highest in all of its rows. */
export function isHighest(
  cells: readonly string[],
  classes: number,
  scores: readonly (readonly number[])[],
): boolean {
  if (scores.length < classes) return false
  const highest = cells.map((_, row) => {
    const values = scores.map((column) => column[row])
    return values.indexOf(greatest(values))
  })
  const pairs = new Set(cells.map((cell, row) => `${highest[row]} ${cell}`))
  return pairs.size === classes && new Set(highest).size === classes
}
