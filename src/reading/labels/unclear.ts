/** What is said where it is unclear which column holds the labels. */
import { InputError } from '../../errors.ts'
import { greatest } from '../../extremes.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinMember } from '../../sources/member.ts'
import { writeFlag } from '../../words/shell.ts'
import { isIdName, isLabelName, isScoreName, listName } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { mentionsScore, saysOther, saysPredicted, saysTruth } from '../name-words.ts'
import { listColumns, listNames, sampleOf, writeColumns } from '../named-columns.ts'
import { rankError } from '../rank-sum.ts'
import { possibleScores } from '../scores/likely.ts'
import { isClassOfBoxes } from './boxes.ts'
import { canonical } from './codes.ts'
import { isWhatScoresSay } from './decisions.ts'
import { adviseMatrix, labelMatrices } from './one-of-matrix.ts'

/** @param widths how many scores a row may have, so that a matrix as wide is named whole */
export function unclearLabels(
  table: Table,
  likely: readonly number[] = [],
  widths: ReadonlySet<number> = new Set(),
): InputError {
  const beside = labelsBeside(table)
  if (beside !== undefined && !table.named)
    return new InputError(
      table.path,
      'holds scores and no labels',
      `say ${writeFlag('--labels', beside, 'FILE')}, or --label NAME if a column of it holds them`,
    )
  const all = table.columns.map((_, column) => column)
  const matrix = labelMatrices(table, all).find(
    ({ columns }) => widths.has(columns.length) && columns.includes(likely[0]),
  )
  const one = () => writeFlag('--label', writeColumns(table, [likely[0]]))
  const label =
    likely.length > 0 ? `${matrix ? adviseMatrix(table, matrix) : one()} if that is it` : '--label NAME'

  return new InputError(
    table.path,
    'it is unclear which column holds the labels',
    `say ${label}, or --labels FILE if they stand elsewhere; the columns are ${listColumns(table)}`,
  )
}

/** Columns called truth that hold amounts are of a regression. */
export function refuseAmounts(table: Table, free: readonly number[]): void {
  const isAmount = (column: number) =>
    saysTruth(table.columns[column]) &&
    mayBeAmount(table, column) &&
    new Set(sampleOf(table, column)).size > table.sample.length / 2
  const column = free.find(isAmount)
  if (column === undefined) return
  const shown = sampleOf(table, column).slice(0, 2).join(', ')
  throw new InputError(
    table.path,
    `"${table.columns[column]}" holds amounts (${shown}, …), as the truth of a regression does, and no classes`,
    `say --label NAME if another column holds the classes, or --labels FILE if they stand elsewhere; the columns are ${listColumns(table)}`,
  )
}

/**
 * Columns that are called as labels are, one for each score, and hold shares of classes.
 * @param columns in which no cell is but from 0 to 1
 */
export function refuseSoft(
  table: Table,
  columns: readonly number[] | undefined,
  widths: () => ReadonlySet<number>,
): void {
  if (!columns?.some((column) => mayBeAmount(table, column)) || !widths().has(columns.length)) return
  const names = columns.map((column) => table.columns[column])
  // Called as scores are, they are these, and the labels are elsewhere.
  if (names.every((name) => mentionsScore(listName(name)))) return
  throw new InputError(
    table.path,
    `${listNames(names)} hold fractions, as soft labels are, and these are not supported`,
    'give the class of each row, or --label NAME if another column holds it',
  )
}

/** Fractions that stand alone are scores, or nothing at all: no labels, unless their name calls them so. */
export function refuseFractionsAlone(table: Table, column: number): void {
  const name = table.columns[column]
  if (!mayBeAmount(table, column) || isLabelName(name) || saysTruth(name)) return
  const what = table.named ? `"${name}" holds` : 'its one column holds'
  const beside = labelsBeside(table)
  throw new InputError(
    table.path,
    `has no labels: ${what} fractions, as scores do`,
    `give the labels of its rows with ${beside === undefined ? '--labels FILE' : writeFlag('--labels', beside, 'FILE')}`,
  )
}

/** Classes that were predicted, and beside them nothing that may be the truth or a score. */
export function refusePredictionsAlone(table: Table, free: readonly number[]): void {
  const isPrediction = (column: number) => {
    const cells = sampleOf(table, column).map((cell) => cell.trim())
    return saysPredicted(table.columns[column]) && (cells.every(isWhole) || !cells.some(isNumber))
  }
  const scores = possibleScores(table, free)
  const predictions = free.filter(isPrediction)
  const isAlone = scores.every(isPrediction) && likelyLabels(table, free).length === 0
  if (predictions.length === 0 || !isAlone) return
  throw new InputError(
    table.path,
    `"${table.columns[predictions[0]]}" holds classes that were predicted, and there are neither scores nor labels`,
    'write the probability or the logit of each class beside the labels',
  )
}

/** Words that scores are named for, under a name that says who wrote them. */
export function nothingButPredictions(table: Table, column: number): InputError {
  return new InputError(
    table.path,
    `has no labels: "${table.columns[column]}" holds the classes that were predicted, by its name`,
    `say --labels FILE if they stand elsewhere, or ${writeFlag('--label', writeColumns(table, [column]))} if it holds the true ones`,
  )
}

function isWhole(cell: string): boolean {
  return Number.isInteger(parseNumber(cell))
}

/** The array of labels in the file of which the table is one array; undefined where there is none or several may be. */
function labelsBeside({ partOf, expectedRows }: Table): string | undefined {
  const found = partOf?.arrays.filter(
    ({ name, shape, fault }) => fault === null && shape?.[0] === expectedRows && isLabelName(name),
  )
  return found?.length === 1 ? joinMember(partOf!.path, found[0].name) : undefined
}

/** expected_churn, y_final_churn: what is so, or what a model says of it. */
const OF_A_MODEL = /(?:^|[^a-z])(?:expected|model|final)(?:[^a-z]|$)/i

/**
 * Columns of few values that come again, those of two first, and numbers before words; of these the one that goes most with
 * what is called a score. Words that a score decides, such as High and Low, are no truth.
 */
export function likelyLabels(table: Table, free: readonly number[]): readonly number[] {
  const isWorded = (column: number) => !sampleOf(table, column).some(isNumber)
  const values = (column: number) =>
    new Set(sampleOf(table, column).map((cell) => canonical(cell.trim()))).size
  const isLikely = (column: number) => {
    const name = table.columns[column]
    const isOther = isIdName(name) || saysOther(name) || saysPredicted(name) || isScoreName(name)
    if (isClassOfBoxes(table, column)) return false
    const count = values(column)
    return (
      !isOther && !mayBeAmount(table, column) && count > 1 && count <= Math.max(2, table.sample.length / 4)
    )
  }
  // A score that is as sure as a prediction has two values too, and so has one of another name that the score decides.
  const rank = (column: number) =>
    8 * Number(OF_A_MODEL.test(table.columns[column]) && isWhatScoresSay(table, column)) +
    4 * Number(mentionsScore(table.columns[column])) +
    2 * Number(values(column) > 2) +
    Number(isWorded(column))
  return free
    .filter((column) => isLikely(column) && !(isWorded(column) && isWhatScoresSay(table, column)))
    .sort((a, b) => rank(a) - rank(b) || relationToScores(table, b) - relationToScores(table, a))
}

/** By how many standard errors a score is higher beside one of two numbers than beside the other, whichever: of all that are called so the most. */
function relationToScores(table: Table, column: number): number {
  const bits = columnNumbers(table, column)
  const first = bits[0]
  const relations = table.columns.map((name, other) => {
    const values = columnNumbers(table, other)
    if (other === column || !mentionsScore(name) || !values.every(Number.isFinite)) return 0
    const [ones, zeros] = [true, false].map((is) => values.filter((_, row) => (bits[row] === first) === is))
    return ones.length === 0 || zeros.length === 0 ? 0 : Math.abs(rankError(ones, zeros))
  })
  return greatest(relations)
}

/** A coordinate or an amount may be called y or target. */
export function mayBeAmount(table: Table, column: number): boolean {
  return columnNumbers(table, column).some((value) => !Number.isNaN(value) && !Number.isInteger(value))
}
