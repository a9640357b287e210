/** The rules by which labels are found where no flag says them: names, families, what stands beside them. */
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { isIdName, isLabelName, labelFamily, scoreFamily } from '../column-names.ts'
import {
  factOf,
  mayBeLabel,
  mentionsScore,
  saysPredicted,
  saysTruth,
  subjectOf,
  subjectWords,
  wordsIn,
} from '../name-words.ts'
import { listNames, sampleOf, unclear } from '../named-columns.ts'
import { labelsInNames } from '../words-in-names.ts'
import { type Ignore, isIgnored, namesOfNone } from './codes.ts'
import { exceptDecisions } from './decisions.ts'
import { loneOutcome, loneTruth } from './lone.ts'
import { type CellTest, findBare, findLabelFamily } from './matrix.ts'
import { labelMatrices, refuseThirdOfMatrix } from './one-of-matrix.ts'
import { areTheSame, hasOpposite, ofOneTruth, otherVersions } from './one-truth.ts'
import { isNegation, relationOfNames } from './opposed.ts'
import { mayBeAmount } from './unclear.ts'

/** Where labels are looked for. */
export interface Seen {
  readonly table: Table
  /** Columns that hold nothing else. */
  readonly free: readonly number[]
  readonly isBit: CellTest
  readonly scores: Table
  /** Which columns hold these, where that is said. */
  readonly score?: string
  readonly ignoreLabel?: Ignore
  /** How many scores a row may have. */
  readonly widths: () => ReadonlySet<number>
}

interface Found {
  readonly columns: readonly number[]
  /** What they are, and by what that is known; absent where there is no other. */
  readonly reason?: string
}

/** One after the other, the first that finds them; each throws an InputError where it finds several. */
export const RULES: readonly ((seen: Seen) => Found | undefined)[] = [
  byLabelName,
  byFamily,
  byScoreNames,
  byClassNames,
  withoutThird,
  byNamesake,
  byTwin,
  byTwoValues,
  besideDecisions,
  byTruth,
  besideIds,
  byOutcome,
]

export function bitsBut(ignore?: Ignore): CellTest {
  return (cell) => cell === '0' || cell === '1' || isIgnored(cell, ignore)
}

function byLabelName({ table, free }: Seen): Found | undefined {
  const named = free.filter((index) => isLabelName(table.columns[index]))
  const columns = named.length > 1 ? named.filter((index) => !mayBeAmount(table, index)) : named
  if (columns.length === 0) return undefined
  const versions = columns.length === 1 ? otherVersions(table, columns[0], free) : []
  if (versions.length > 0) throw unclear(table, [...columns, ...versions], 'labels', '--label')
  if (columns.length === 1) return { columns, reason: `"${table.columns[columns[0]]}", by its name` }
  const one = ofOneTruth(table, columns, (column) => holdsClassNames(table, column))
  const left = one ?? exceptDecisions(table, columns)
  if (left === undefined) throw unclear(table, columns, 'labels', '--label')
  if (one === undefined)
    return { columns: [left], reason: `"${table.columns[left]}", and the others called so are predictions` }
  return {
    columns: [one],
    reason: `"${table.columns[one]}", and the others called so say the same in other words`,
  }
}

function byFamily({ table, free, isBit }: Seen): Found | undefined {
  const columns = findLabelFamily(table, free, isBit)
  if (columns === undefined) return undefined
  const names = columns.map((index) => table.columns[index])
  // y_true_lr and y_true_rf: each model has its own.
  if (names.every(saysTruth) && areTheSame(table, columns))
    return { columns: [columns[0]], reason: `"${names[0]}", and the others called so say the same` }
  return {
    columns,
    reason: `the ${columns.length} columns ${listNames(names)}, one per class, by their names`,
  }
}

function byScoreNames({ table, free, isBit, scores, score }: Seen): Found | undefined {
  const columns = findBare(table, free, isBit, scores, score)
  return (
    columns && {
      columns,
      reason: `the ${columns.length} columns of 0 and 1 that those of the scores are named for`,
    }
  )
}

function byClassNames({ table, free }: Seen): Found | undefined {
  const worded = free.filter((index) => holdsClassNames(table, index))
  const columns = worded.filter((index) => !saysPredicted(table.columns[index]))
  if (columns.length !== 1) return undefined
  return {
    columns,
    reason: `"${table.columns[columns[0]]}", whose cells are the classes that the scores are named for`,
  }
}

/** A matrix as wide as the scores is one with a third number in it as well, of which a column may seem to be the labels. */
function withoutThird(seen: Seen): undefined {
  const { table, free, ignoreLabel } = seen
  const found = labelMatrices(table, free, ignoreLabel)
  const widths = found.length > 0 ? seen.widths() : new Set()
  const matrices = found.filter(({ columns }) => widths.has(columns.length))
  refuseThirdOfMatrix(
    table,
    matrices,
    (third) => byFamily({ ...seen, isBit: bitsBut(namesOfNone(ignoreLabel, third)) })?.columns,
  )
}

/** The column of two values that scores are named for: Churn beside Churn_Prob, churned beside churn_score. */
function byNamesake({ table, free }: Seen): Found | undefined {
  const isCalled = (column: number, isOf: (subject: string, name: string) => boolean) =>
    free.some((other) => {
      const subject = subjectOf(table.columns[other])
      return subject !== '' && isOf(subject, table.columns[column])
    })
  const twos = free.filter((index) => holdsTwo(table, index) && !isPrediction(table.columns[index]))
  const isFact = (subject: string, name: string) =>
    subject === factOf(name) ||
    subject === wordsOfY(name) ||
    (saysTruth(name) && !isExpected(name) && subject === subjectWords(name).join(' '))
  // Of rows that are sorted the first may all be of one class.
  const ones = free.filter((index) => holdsOneBit(table, index) && !isPrediction(table.columns[index]))
  const named = [...twos, ...ones].filter((column) => isCalled(column, isFact))
  const bare = twos.filter((column) => !mentionsScore(table.columns[column]))
  const related = bare.filter((column) =>
    isCalled(column, (subject, name) => relationOfBare(subject, name) === 'same'),
  )
  // What is named for the opposite may be another fact: active beside exited and churn_prob.
  const opposed =
    bare.length === 1 && isCalled(bare[0], (subject, name) => relationOfBare(subject, name) !== null)
  const columns = [named, related, opposed ? bare : []].find((found) => found.length > 0) ?? []
  if (columns.length !== 1 || hasOpposite(table, columns[0], twos)) return undefined
  return { columns, reason: `"${table.columns[columns[0]]}", which the scores are named for` }
}

/** Whether a name is of what a model says: not predictions.y_true, which is of what stands in an object of that name. */
function isPrediction(name: string): boolean {
  return saysPredicted(name) && !isLabelName(name.split('.').at(-1)!)
}

/** What y is of and nothing beside it: `churn` of y_churn. That of y_hat_churn or of y_model_churn is a prediction. */
function wordsOfY(name: string): string | undefined {
  const [first, ...others] = wordsIn(name)
  return first === 'y' ? others.join(' ') : undefined
}

/** What is so, or what a model expects. */
function isExpected(name: string): boolean {
  return wordsIn(name).includes('expected')
}

/** Of a label that is called by one word and no more. */
function relationOfBare(subject: string, name: string): ReturnType<typeof relationOfNames> {
  const words = subjectWords(name).filter((word) => !isNegation(word))
  return words.length === 1 ? relationOfNames(subject, name) : null
}

/** actual_left beside predicted_left of the same values: what is so, and what was said of it. */
function byTwin({ table, free }: Seen): Found | undefined {
  const subjectIn = (column: number) => subjectWords(table.columns[column]).join(' ')
  const valuesIn = (column: number) => new Set(sampleOf(table, column).map((cell) => cell.trim()))
  const decided = free.filter((column) => saysPredicted(table.columns[column]))
  const isTwin = (column: number, other: number) => {
    const known = valuesIn(column)
    const said = [...valuesIn(other)]
    // Where all rows are of one class, that which is predicted as well is the other one.
    const areTwo = new Set([...known, ...said]).size <= 2
    return subjectIn(other) === subjectIn(column) && (areTwo || said.every((value) => known.has(value)))
  }
  const columns = free.filter(
    (column) =>
      saysTruth(table.columns[column]) &&
      subjectIn(column) !== '' &&
      !mayBeAmount(table, column) &&
      decided.some((other) => isTwin(column, other)),
  )
  if (columns.length !== 1) return undefined
  return { columns, reason: `"${table.columns[columns[0]]}", by its name and the predictions beside it` }
}

function byTwoValues({ table, free }: Seen): Found | undefined {
  const columns = free.filter((index) => mayBeLabel(table.columns[index]) && holdsTwo(table, index))
  if (columns.length !== 1) return undefined
  return { columns, reason: `"${table.columns[columns[0]]}", by its name and its two values` }
}

/** What caret calls the truth beside pred, and others may call a row. */
const OBSERVED = /^obs$/i

/** fraud_label of two values beside predicted_label of the same; obs beside pred. */
function besideDecisions({ table, free }: Seen): Found | undefined {
  const valuesOf = (column: number) => [...new Set(sampleOf(table, column).map((cell) => cell.trim()))].sort()
  const decided = free.filter((index) => saysPredicted(table.columns[index]))
  const isObserved = (index: number) =>
    OBSERVED.test(table.columns[index]) && 2 * valuesOf(index).length <= table.sample.length
  const columns = free.filter(
    (index) =>
      !isPrediction(table.columns[index]) &&
      ((labelFamily(table.columns[index]) !== undefined && holdsTwo(table, index)) || isObserved(index)) &&
      decided.some((other) => valuesOf(other).join() === valuesOf(index).join()),
  )
  if (columns.length !== 1) return undefined
  return { columns, reason: `"${table.columns[columns[0]]}", by its name and the predictions beside it` }
}

function byTruth({ table, free }: Seen): Found | undefined {
  const column = loneTruth(table, free)
  if (column === undefined) return undefined
  return { columns: [column], reason: `"${table.columns[column]}", which alone is called what is so` }
}

function byOutcome({ table, free, scores }: Seen): Found | undefined {
  const column = scores === table ? loneOutcome(table, free) : undefined
  if (column === undefined) return undefined
  return {
    columns: [column],
    reason: `"${table.columns[column]}", the only one of 0 and 1 that scores go with`,
  }
}

/** An index or an id beside one other column. */
function besideIds({ table, free }: Seen): Found | undefined {
  const columns = free.filter(
    (index) =>
      !isIdName(table.columns[index]) &&
      !saysPredicted(table.columns[index]) &&
      !(mentionsScore(table.columns[index]) && mayBeAmount(table, index)),
  )
  return free.length === 2 && columns.length === 1 ? { columns } : undefined
}

/** Whether all cells are 0, or all 1. */
function holdsOneBit(table: Table, column: number): boolean {
  const [first, ...others] = new Set(sampleOf(table, column).map((cell) => cell.trim()))
  return others.length === 0 && (first === '0' || first === '1')
}

function holdsTwo(table: Table, column: number): boolean {
  const values = new Set(sampleOf(table, column).map((cell) => cell.trim()))
  values.delete('')
  return values.size === 2
}

/**
 * Whether the cells of a column are words that other columns are named for: cat, dog beside prob_cat,
 * prob_dog.
 */
function holdsClassNames(table: Table, column: number): boolean {
  const classes = new Set(table.columns.map((name) => scoreFamily(name)?.member ?? name))
  const cells = sampleOf(table, column).map((cell) => cell.trim())
  if (cells.some(isNumber)) return false
  const scores = table.columns.filter((name, index) => index !== column && mentionsScore(name))
  return cells.every((cell) => classes.has(cell)) || labelsInNames(scores, [...new Set(cells)]) !== null
}
