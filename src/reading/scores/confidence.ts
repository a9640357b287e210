/** The one score of a row that is the probability of the class that was predicted, whichever that is, and not of the positive one. */
import { InputError } from '../../errors.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { negativeWord } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { canonical } from '../labels/codes.ts'
import {
  mentionsScore,
  saysConfidence,
  saysDecision,
  saysPredicted,
  saysPredictedClass,
  saysProbable,
} from '../name-words.ts'
import { sampleOf, writeColumns } from '../named-columns.ts'
import { lowerWherePositive } from './likely.ts'
import { partnersOf } from './partners.ts'
import { ROUNDING } from './restated.ts'
import { FEW_OUTSIDE, type FileScale } from './seen-scores.ts'
import { holdsClasses } from './suspicions.ts'

/** Rows from which on it is no chance that none is below what the highest of all classes has at least. */
const ENOUGH_ROWS = 16

/** Rows that make a confidence likely where it is called so. */
const FEW_ROWS_OF_NAME = 5

/** Labels and predictions of one table, beside the one score of a row. */
export interface LoneScore {
  readonly table: Table
  readonly score: number
  /** Of the first rows, without those to leave out. */
  readonly labels: readonly string[]
  /** Columns that hold neither labels nor the score. */
  readonly others: readonly number[]
  /** What is said of the score and of the classes. */
  readonly from?: FileScale
  readonly classNames?: readonly string[]
}

/** The same, with what a score of 1 is written as: 1 or 100. */
interface Scaled extends LoneScore {
  readonly whole: number
}

/**
 * The confidence of the class that was predicted is never below one in as many as there are classes, which the probability
 * of one class is as often as not. Known where all classes occur, or where a column of predicted classes stands beside it.
 */
export function refuseConfidence(lone: LoneScore): void {
  const { table, score, labels, others } = lone
  const scores = columnNumbers(table, score).filter(Number.isFinite)
  const seen = new Set(labels.map((label) => canonical(label.trim())).filter((label) => label !== ''))
  const whole = wholeOf(lone, scores)
  if (whole === null || seen.size === 0) return
  const scaled = { ...lone, whole }
  refuseMoreClasses(table, score, seen, others)
  refuseSureOfNegatives(scaled, scores)
  refuseLesser(scaled)
  const classes = withPredicted(table, seen, others)
  if (classes.size < 2) return
  const candidates = others.filter((column) => holdsClasses(table, column, classes))
  const [predicted] = partnersOf(table, score, candidates, others)
  if (predicted !== undefined && saysDecision(table.columns[predicted]))
    refuseUnordered(scaled, predicted, classes.size)
  const isVaried = new Set(scores).size > 2
  if (!isVaried || scores.some((p) => p < whole / classes.size)) return
  const isNamed = saysConfidence(table.columns[score])
  if (predicted === undefined && scores.length < (isNamed ? FEW_ROWS_OF_NAME : ENOUGH_ROWS)) return
  const ofWhich = predicted === undefined ? '' : `, "${table.columns[predicted]}"`
  throw new InputError(
    table.path,
    `no "${table.columns[score]}" is below ${shareOf(whole, classes.size)} though ${classes.size} classes occur, ${asIfOf(whole)}${ofWhich}`,
    wayOut(scaled, classes.size, predicted),
  )
}

/** 1 for probabilities and 100 for percentages, be it by what is said, by a %, or by their values; null for what may be neither. */
function wholeOf({ table, score, from }: LoneScore, scores: readonly number[]): number | null {
  const name = table.columns[score]
  const areWithin = (whole: number) => scores.every((p) => p >= 0 && p <= whole)
  if (from === 'percent' || table.percent?.has(name)) return areWithin(100) ? 100 : null
  if (areWithin(1)) return 1
  const areMany = scores.filter((p) => p > 1).length > FEW_OUTSIDE * scores.length
  // An age is as often above 50.
  const isCalledSo = mentionsScore(name) || saysProbable(name) || saysConfidence(name)
  return areWithin(100) && areMany && isCalledSo ? 100 : null
}

function shareOf(whole: number, classes: number): string {
  if (classes === 2) return whole === 1 ? 'a half' : '50'
  return `${whole}/${classes}`
}

function asIfOf(whole: number): string {
  return `as if it were the ${whole === 1 ? 'probability' : 'percentage'} of the class that was predicted`
}

/** Where no row is predicted to be positive, no probability of that class is above a half in all of them: it is that of the other one. */
function refuseSureOfNegatives(lone: Scaled, scores: readonly number[]): void {
  const { table, score, others, whole, classNames } = lone
  const isNegative = (cell: string) =>
    classNames === undefined ? negativeWord(cell) || cell === '-1' : cell === canonical(classNames[0])
  const candidates = others.filter((column) => {
    const cells = new Set(sampleOf(table, column).map((cell) => canonical(cell.trim())))
    return saysDecision(table.columns[column]) && [...cells].every(isNegative)
  })
  const [predicted] = partnersOf(table, score, candidates, others)
  const isAbove = scores.every((p) => p >= whole / 2) && scores.some((p) => p > whole / 2)
  if (predicted === undefined || !isAbove) return
  const [cell] = sampleOf(table, predicted)
  throw new InputError(
    table.path,
    `no "${table.columns[score]}" is below ${shareOf(whole, 2)} though "${table.columns[predicted]}" is ${cell.trim()} in all of the first rows, ${asIfOf(whole)}`,
    `say ${writeFlag('--score', writeColumns(table, [score]))} ${ofPredicted(lone, predicted)}, or ${ofPositive(lone)}`,
  )
}

/** What a confidence always leaves of 1, and is lower where the label is 1, is hardly the score of that label but that of the class that was not predicted. */
function refuseLesser(lone: Scaled): void {
  const { table, score, labels, others, whole } = lone
  const values = columnNumbers(table, score)
  const isLeft = (p: number, row: number) => Math.abs(whole - p - values[row]) <= whole * ROUNDING
  const confidence = others.find(
    (column) => saysConfidence(table.columns[column]) && columnNumbers(table, column).every(isLeft),
  )
  const isLesser = confidence !== undefined && values.every((p) => p <= whole / 2)
  if (!isLesser || !lowerWherePositive(table, labels)(score)) return
  throw new InputError(
    table.path,
    `"${table.columns[score]}" is what "${table.columns[confidence]}" leaves of ${whole}, and lower where the label is 1, as if it were that of the class that was not predicted`,
    `write the probability of the positive class, or say ${ofPositive(lone)}`,
  )
}

/** The only class of the first labels, with the other one that predictions beside it name. */
function withPredicted(
  table: Table,
  labels: ReadonlySet<string>,
  others: readonly number[],
): ReadonlySet<string> {
  if (labels.size > 1) return labels
  const [only] = labels
  const cells = others
    .filter((column) => saysDecision(table.columns[column]))
    .map((column) => new Set(sampleOf(table, column).map((cell) => canonical(cell.trim()))))
  return cells.find((found) => found.size === 2 && found.has(only)) ?? labels
}

/** Predictions of a class that is none of the first labels: one score per row is not that of either of two. */
function refuseMoreClasses(
  table: Table,
  score: number,
  labels: ReadonlySet<string>,
  others: readonly number[],
): void {
  // Labels -1 and 1 beside predictions 0 and 1 are the same two classes.
  const areSigned = [...labels].every((label) => label === '-1' || label === '1')
  const sideOf = (label: string) => (areSigned && label === '-1' ? '0' : label)
  const known = new Set([...labels].map(sideOf))
  for (const column of others) {
    const cells = sampleOf(table, column).map((cell) => sideOf(canonical(cell.trim())))
    const predicted = new Set(cells.filter((cell) => cell !== ''))
    const all = new Set([...known, ...predicted])
    const name = table.columns[column]
    // Words that are labels too are classes whatever else predictions are called, and however many there are.
    const areWords = !cells.some(isNumber) && saysPredicted(name)
    const areFew = areWords || (saysPredictedClass(name) && all.size <= Math.max(3, cells.length / 4))
    const areClasses = areFew && [...predicted].some((cell) => known.has(cell))
    if (!areClasses || all.size < 3 || all.size === labels.size) continue
    throw new InputError(
      table.path,
      `${all.size} classes occur in the labels and in "${table.columns[column]}", and there is one score per row, "${table.columns[score]}"`,
      OF_TRUTH,
    )
  }
}

const OF_TRUTH =
  'a loss needs the score of the true class, which is this one only where the prediction is right: write one column per class'

/** The probability of one of two classes is higher where that class is predicted; that of the predicted one is not. */
function refuseUnordered(lone: Scaled, predicted: number, classes: number): void {
  const { table, score, whole } = lone
  const cells = sampleOf(table, predicted).map((cell) => canonical(cell.trim()))
  const [first] = cells
  const ordered = columnNumbers(table, score)
    .map((p, i) => ({ p, is: cells[i] === first }))
    .filter(({ p }) => Number.isFinite(p))
    .sort((a, b) => a.p - b.p)
  const inFirst = ordered.filter(({ is }) => is).length
  // Where one class ends and the other begins, in either order: rows on the wrong side.
  const wrong = (low: boolean) => {
    const split = low ? inFirst : ordered.length - inFirst
    return ordered.filter(({ is }, i) => is !== (low ? i < split : i >= split)).length
  }
  if (Math.min(wrong(true), wrong(false)) <= ordered.length / 5) return
  throw new InputError(
    table.path,
    `"${table.columns[score]}" is no higher for one class in "${table.columns[predicted]}" than for the other, ${asIfOf(whole)}`,
    wayOut(lone, classes, predicted),
  )
}

function wayOut(lone: Scaled, classes: number, predicted: number | undefined): string {
  if (classes > 2) return OF_TRUTH
  if (predicted !== undefined) return `say ${ofPredicted(lone, predicted)}, or ${ofPositive(lone)}`
  return `name the column of predicted classes with --predicted, or say ${ofPositive(lone)}`
}

function ofPredicted(lone: Scaled, predicted: number): string {
  return `${writeFlag('--predicted', writeColumns(lone.table, [predicted]))}${scaleOf(lone)}`
}

/** Of percentages the scale says nothing of whose they are. */
function ofPositive(lone: Scaled): string {
  const flags = lone.whole === 1 ? '--from probs' : `--task binary${scaleOf(lone)}`
  return `${flags} if it is that of the positive class`
}

/** A flag is said once. */
function scaleOf({ whole, from }: Scaled): string {
  return whole === 1 || from === 'percent' ? '' : ' --from percent'
}
