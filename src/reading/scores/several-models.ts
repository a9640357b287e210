/** Columns that are named alike and are scores of one thing under several models: prob_lr, prob_rf, prob_xgb. */
import { InputError } from '../../errors.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { isScoreName, negativeWord, positiveWord, readingInName } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { canonical } from '../labels/codes.ts'
import { mentionsScore, numberedWords } from '../name-words.ts'
import { listNames, MAX_ADVISED, unclear, writeColumns } from '../named-columns.ts'
import { areNumbers, classesOf } from './classes.ts'
import { holdsFractions } from './fractions.ts'
import { areAllShares, likelyFirst } from './likely.ts'
import { isComputed, isSpread, namedFor, namesModel, withoutSpread } from './model-words.ts'
import { ENOUGH_VALUES, rowsSumToOne } from './seen-scores.ts'

/** The first labels, and how many a row has. */
interface Labels {
  readonly cells: readonly string[]
  readonly width: number
  /** Of their columns. */
  readonly names: readonly string[]
  readonly areSeveral?: boolean
}

/** Asks which of several models is meant; a question that compares them needs no answer where they can be nothing else. */
export class SeveralModels extends InputError {
  /** The column of each as `--score` takes it: all that are called as scores are, but for those that hold nothing but decisions. */
  readonly scores: readonly string[]
  readonly namedFor: ReturnType<typeof namedFor>

  constructor(table: Table, problem: string, hint: string, columns: readonly number[]) {
    super(table.path, problem, hint)
    const models = [...table.columns.keys()].filter(
      (column) => isScore(table, column) && (columns.includes(column) || isAlso(table, column)),
    )
    this.scores = models.map((column) => writeColumns(table, [column]))
    // One that is called so too, and holds something else than probabilities, would be left out without a word.
    const isLost = table.columns.some(
      (name, column) => !models.includes(column) && namesModel(name) && holdsFractions(table, [column]),
    )
    const named = (isModel: boolean) =>
      table.columns.filter((_, column) => models.includes(column) === isModel)
    this.namedFor = isLost ? null : namedFor(named(true), named(false))
  }
}

/** Whether a column is called as scores are, and may be one. */
function isAlso(table: Table, column: number): boolean {
  const name = table.columns[column]
  return mentionsScore(name) && !isComputed(name) && areAllShares(table, [column])
}

function isScore(table: Table, column: number): boolean {
  return readingInName(table.columns[column]) === 'probs' || holdsFractions(table, [column])
}

export function areNamedForModels(table: Table, columns: readonly number[]): boolean {
  return namedFor(columns.map((column) => table.columns[column])) === 'models'
}

/** Scores of several models on two classes are no scores of several classes, unless their names or their sums say so. */
export function refuseModels(table: Table, family: readonly number[], labels: Labels): void {
  refuseThirdLabel(table, family, labels)
  if (!mayBeOfModels(table, family, labels)) return
  if (areProbabilities(table, family)) throw notOfClasses(table, family, labels.names)
  const all = listNames(family.map((index) => table.columns[index]))
  // One that says the same of all rows is hardly the one that is meant.
  const models = likelyFirst(table, family, family)
  throw new InputError(
    table.path,
    `${all} may be the scores of several models or of several classes`,
    `say ${adviseModels(table, models)} or ${writeFlag('--score', writeColumns(table, family.slice(0, MAX_ADVISED)), 'LIST')} if each is of a class and that of the label 0 is first`,
  )
}

/**
 * Likewise of columns that are said to be the scores: of logits that answers the question, and of probabilities their rows do.
 *
 * @param areSaid whether they are said to be probabilities; without it their names must say so
 */
export function refuseSaidModels(
  table: Table,
  said: readonly number[],
  labels: Labels,
  areSaid: boolean,
): void {
  const areNamed = said.every((column) => readingInName(table.columns[column]) === 'probs')
  if ((areSaid || areNamed) && areProbabilities(table, said) && mayBeOfModels(table, said, labels))
    throw notOfClasses(table, said, labels.names)
}

function mayBeOfModels(table: Table, family: readonly number[], labels: Labels): boolean {
  if (!areOfTwoClasses(labels)) return false
  const known = new Set(labels.cells.map((label) => label.trim()))
  const names = classesOf(family.map((index) => table.columns[index]))
  // score1 and score2 count models as well as classes, unless one of two is of the class 0: pred_0 to pred_4 are those of folds.
  const areClasses = areNumbers(names)
    ? (names.includes('0') && family.length === 2) ||
      names.every((name) => known.has(name)) ||
      !areProbabilities(table, family)
    : names.some((name) => known.has(name) || negativeWord(name) || positiveWord(name))
  return !areClasses && !rowsSumToOne(table, family) && !rowsSumToOne(table, family, 'percent')
}

/** Models that have one score each beside labels of which two are 0 and 1: the third one is no class of theirs. */
function refuseThirdLabel(
  table: Table,
  family: readonly number[],
  { cells, width, areSeveral }: Labels,
): void {
  const distinct = [...new Set(cells.map((label) => canonical(label.trim())))].filter((label) => label !== '')
  const [third, ...others] = distinct.filter((label) => label !== '0' && label !== '1')
  const isThird = distinct.length === 3 && others.length === 0 && isNumber(third)
  if (areSeveral || width !== 1 || !isThird || !areNamedForModels(table, family)) return
  if (!areProbabilities(table, family) || rowsSumToOne(table, family)) return
  const ignore = third.startsWith('-') ? `--ignore-label=${third}` : `--ignore-label ${third}`
  throw new InputError(
    table.path,
    `${listNames(family.map((index) => table.columns[index]))} are the scores of several models by their names, one for each row, and the labels are 0, 1 and ${third}`,
    `say ${ignore} if ${third} marks rows without a label`,
  )
}

/** The error for probabilities of one thing, as often as there are models. */
export function notOfClasses(
  table: Table,
  columns: readonly number[],
  labels: readonly string[],
): SeveralModels {
  // `prob` beside prob_lower and prob_upper is the likeliest of them.
  const called = [...table.columns.keys()].filter(
    (column) => !columns.includes(column) && isAlso(table, column),
  )
  const all = [...called.filter((column) => isScoreName(table.columns[column])), ...columns]
  const own = ofNumber(table, all, labels)
  return new SeveralModels(
    table,
    `${listNames(all.map((index) => table.columns[index]))} may be the scores of several models: rows of them do not sum to 1, as those of classes do`,
    `say ${adviseModels(table, own.length > 0 ? own : likelyFirst(table, all, all))}`,
    all,
  )
}

/** Of prob_m6 and prob_m12 beside y_m12 the latter. */
function ofNumber({ columns }: Table, all: readonly number[], labels: readonly string[]): readonly number[] {
  const known = new Set(labels.flatMap(numberedWords))
  return all.filter((column) => numberedWords(columns[column]).some((word) => known.has(word)))
}

/** Whether columns are called probabilities, and are none of classes: word_p_spam, char_p_spam. */
export function areOfModels(table: Table, columns: readonly number[]): boolean {
  const names = columns.map((index) => table.columns[index])
  const areProbable =
    names.every((name) => readingInName(name) === 'probs') && areProbabilities(table, columns)
  return areProbable && new Set(names).size === names.length && !rowsSumToOne(table, columns)
}

/** Whether all labels are words, or numbers as two classes have them, and no more than two. */
export function areOfTwoClasses({ cells, width, areSeveral }: Labels): boolean {
  const labels = new Set(withoutLastWord(cells.map((label) => label.trim())).filter((label) => label !== ''))
  return (
    !areSeveral &&
    width === 1 &&
    labels.size > 0 &&
    labels.size <= 2 &&
    [...labels].every((label) => !isNumber(label) || /^(?:[+-]?1|0|2)(?:\.0*)?$/.test(label))
  )
}

/** A table may end with a row of its own, `mean`, which is told where it is read. */
function withoutLastWord(cells: readonly string[]): readonly string[] {
  const above = cells.slice(0, -1)
  return above.length > 1 && above.every(isNumber) && !isNumber(cells.at(-1)!) ? above : cells
}

/** By their names, or by rows enough, of which none is of logits. */
function areProbabilities(table: Table, columns: readonly number[]): boolean {
  const named = readingInName(table.columns[columns[0]])
  if (named === 'logits' || (named === undefined && table.sample.length < ENOUGH_VALUES)) return false
  return columns.every((column) => columnNumbers(table, column).every((value) => !(value < 0 || value > 1)))
}

/** One of several columns, or two of them side by side. */
export function adviseModels(table: Table, columns: readonly number[]): string {
  const meant = columns.filter((column) => !isComputed(table.columns[column]) || isTooLarge(table, column))
  if (meant.length === 1) return writeFlag('--score', writeColumns(table, meant))
  if (meant.length > 0 && meant.length < columns.length) return adviseModels(table, meant)
  const one = writeFlag('--score', writeColumns(table, [columns[0]]))
  return `${one} for one model or ${adviseTwo(table, columns)} for two with lossctl diff`
}

/** No deviation of probabilities is as large as this, which is that of 0 and 1. */
const MOST_SPREAD = Math.SQRT1_2

/** Whether a column that is called a deviation is none: std may be short for standard, where no other has the rest of its name. */
function isTooLarge(table: Table, column: number): boolean {
  if (!isSpread(table.columns[column])) return false
  const [rest, ...others] = [column, ...table.columns.keys()].map((one) => withoutSpread(table.columns[one]))
  const isOfAnother = others.some((other, one) => one !== column && other === rest)
  return !isOfAnother && columnNumbers(table, column).some((value) => value > MOST_SPREAD)
}

function adviseTwo(table: Table, [one, other]: readonly number[]): string {
  return `${writeFlag('--score', writeColumns(table, [one]))} ${writeFlag('--score-b', writeColumns(table, [other]))}`
}

/** The error for columns that are all called as scores are, of one thing. */
export function severalScores(table: Table, columns: readonly number[]): InputError {
  const { place, problem, hint } = unclear(table, columns, 'scores', '--score')
  const names = columns.map((column) => table.columns[column])
  if (new Set(names).size < names.length) return new InputError(place, problem, hint)
  const wayOut = `${hint}, or ${adviseTwo(table, columns)} with lossctl diff for two models`
  return areAllShares(table, columns)
    ? new SeveralModels(table, problem, wayOut, columns)
    : new InputError(place, problem, wayOut)
}
