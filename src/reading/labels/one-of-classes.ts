/** Labels of two values beside the scores of several classes, of which they are one: is_cat beside prob_cat, prob_dog, prob_owl. */
import { InputError } from '../../errors.ts'
import { greatest } from '../../extremes.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { negativeWord, positiveWord } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { subjectWords } from '../name-words.ts'
import { areOneList, listNames, MAX_ADVISED, sampleOf, writeColumns } from '../named-columns.ts'
import { rankError, SURE_OF_PAIRS } from '../rank-sum.ts'
import { areNumbers, classesOf } from '../scores/classes.ts'
import { areAllShares } from '../scores/likely.ts'
import { rowsSumToOne } from '../scores/seen-scores.ts'
import { canonical } from './codes.ts'
import { highestOf } from './highest.ts'
import { areAlike } from './opposed.ts'

/** Rows from which on values tell, how often the labels must change so that no sorted file is meant, and how many rows are of other classes. */
const ENOUGH = { rows: 6, changes: 5, others: 3 } as const

/** Rows of which so many are expected in other classes have none by a chance of one in a thousand. */
const LOG_RARE = Math.log(1000)

/** Columns of scores, and the column of labels beside them or in another file. */
export interface Labelled {
  readonly scores: Table
  readonly columns: readonly number[]
  readonly labels: Table
  readonly label: number
  readonly isJoined: boolean
}

/**
 * Throws an InputError where labels of two values are named for one class of several, or where they seem to count classes
 * of which the scores speak for others: they may be of one class, whose score alone is read then.
 */
export function refuseOneOfClasses(labelled: Labelled): void {
  const { scores, columns, labels, label } = labelled
  if (!scores.named || areOneList(scores, columns)) return
  const classes = classesOf(columns.map((column) => scores.columns[column]))
  const cells = sampleOf(labels, label).map((cell) => canonical(cell.trim()))
  const distinct = [...new Set(cells)].filter((cell) => cell !== '')
  const areBits = distinct.every((cell) => cell === '0' || cell === '1')
  const areSides = distinct.every((cell) => negativeWord(cell) || positiveWord(cell))
  if (areNumbers(classes) || !(areBits || areSides) || distinct.some((cell) => classes.includes(cell))) return
  const own = labels.named ? namesake(labels.columns[label], classes) : undefined
  if (own !== undefined) throw ofOne(labelled, classes, own, areBits)
  if (areBits && columns.length > 2 && !areIndices(labelled, cells)) throw unclear(labelled, classes, cells)
}

/** The one class whose name has most in common with that of the labels; undefined where there is none, or where it is their second. */
function namesake(name: string, classes: readonly string[]): number | undefined {
  const label = subjectWords(name)
  const all = classes.map(subjectWords)
  const shares = all.map((own) => {
    // What all are called tells none apart: low_risk, very_high_risk.
    const words = own.filter((word) => !all.every((other) => other.includes(word)))
    const both = words.filter((word) => label.some((other) => areAlike(word, other))).length
    const isWithin = both > 0 && (both === words.length || both === label.length)
    return isWithin ? both / (words.length + label.length - both) : 0
  })
  const most = greatest(shares)
  const [found, ...others] = [...shares.keys()].filter((at) => shares[at] === most)
  const isSecondOfTwo = classes.length === 2 && found === 1
  return most === 0 || others.length > 0 || isSecondOfTwo ? undefined : found
}

/** Whether the scores speak for no others than the first two classes, or the rows are too few or too sorted to tell. */
function areIndices({ scores, columns, isJoined }: Labelled, cells: readonly string[]): boolean {
  if (isJoined || cells.length < ENOUGH.rows) return true
  const changes = cells.filter((cell, row) => row > 0 && cell !== cells[row - 1]).length
  if (changes < ENOUGH.changes) return true
  const others = columns.slice(2)
  if (areAllShares(scores, columns) && rowsSumToOne(scores, columns)) {
    const expected = others.flatMap((column) => columnNumbers(scores, column)).reduce((sum, p) => sum + p, 0)
    return expected < Math.max(LOG_RARE, cells.length / 10)
  }
  const best = highestOf(scores, columns)
  const hits = best.filter((at, row) => at >= 0 && `${at}` === cells[row]).length
  const ofOthers = best.filter((at) => at > 1).length
  return ofOthers < Math.max(ENOUGH.others, best.length / 10) || 2 * hits >= best.length
}

function ofOne(
  { scores, columns, labels, label }: Labelled,
  classes: readonly string[],
  own: number,
  areBits: boolean,
) {
  const name = labels.columns[label]
  const say = (all: readonly number[]) =>
    writeFlag('--score', writeColumns(scores, all), all.length > 1 ? 'LIST' : undefined)
  const isPair = columns.length === 2
  const one = say(isPair ? columns.toReversed() : [columns[own]])
  const other = isPair ? say(columns) : sayClasses(classes)
  return new InputError(
    labels.path,
    `"${name}" has two values and is named for one class of several, "${scores.columns[columns[own]]}"`,
    areBits
      ? `say ${one} if it is of that class, ${other} if 0 and 1 count the classes`
      : `say ${one} if it is of that class`,
  )
}

/** The class that is higher where the label is 1 comes first. */
function unclear(
  { scores, columns, labels }: Labelled,
  classes: readonly string[],
  cells: readonly string[],
) {
  const of = (column: number, bit: string) =>
    columnNumbers(scores, column).filter((x, row) => cells[row] === bit && Number.isFinite(x))
  const errors = columns.map((column) => rankError(of(column, '1'), of(column, '0')))
  const likely = columns[errors.indexOf(greatest(errors))]
  const isLikely = greatest(errors) >= SURE_OF_PAIRS
  const one = isLikely
    ? `${writeFlag('--score', writeColumns(scores, [likely]))} if 1 is of that class`
    : '--score and the column of the class that 1 stands for'
  return new InputError(
    labels.path,
    `the labels are 0 and 1 beside ${columns.length} classes (${listNames(classes)}), and the scores speak for others than the first two: 1 may be one of them`,
    `say ${one}, or ${sayClasses(classes)} if 0 and 1 count the classes`,
  )
}

function sayClasses(classes: readonly string[]): string {
  return classes.length > MAX_ADVISED
    ? '--class-names and all of them'
    : writeFlag('--class-names', joinNames(classes), 'LIST')
}
