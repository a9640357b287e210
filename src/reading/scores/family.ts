/** The columns of scores that are named alike, one per class, and what among them is none. */
import { InputError } from '../../errors.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { negativeWord, positiveWord, scoreFamily } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { saysPredictedClass } from '../name-words.ts'
import { groupFamilies, listNames, MAX_ADVISED, unclear, writeColumns } from '../named-columns.ts'
import { adviseScores } from './advice.ts'
import { areNumbers, classesOf, inClassOrder } from './classes.ts'
import { refuseRuns } from './runs.ts'
import { rowsSumToOne } from './seen-scores.ts'

/** The first labels, and how many a row has in columns of which names. */
export interface LabelSample {
  readonly cells: readonly string[]
  readonly width: number
  readonly names: readonly string[]
}

/** Columns named alike, such as prob_0, prob_1, ..., in the order of their classes; undefined when there are none. */
export function findFamily(
  table: Table,
  numeric: readonly number[],
  labels: LabelSample,
): readonly number[] | undefined {
  const all = groupFamilies(table, numeric, scoreFamily).map(([, members]) => members)
  const fractional = all.filter((members) => holdsFractions(table, members))
  const found = fractional.length > 0 ? fractional : all
  if (found.length > 1) {
    const first = (members: readonly number[]) => table.columns[members[0]]
    throw new InputError(
      table.path,
      `several groups of columns may hold the scores: ${found.map((members) => `${first(members)} …`).join(', ')}`,
      `say ${adviseScores(table, found[0])} or whichever it is`,
    )
  }
  if (found.length === 0) return undefined
  const family = byClass(table, withoutDecisions(table, found[0]))
  refuseCopies(table, family)
  refuseRuns(table, family, labels)
  refuseModels(table, family, labels)
  refuseStranger(table, family, labels)
  return family
}

/** Without a column of the classes that were predicted: pred_label beside pred_score_0, pred_score_1. */
function withoutDecisions(table: Table, columns: readonly number[]): readonly number[] {
  const isDecision = (column: number) =>
    (saysPredictedClass(table.columns[column]) || isStem(table, column, columns)) &&
    columnNumbers(table, column).every(Number.isInteger)
  const others = columns.filter((column) => !isDecision(column))
  return others.length > 1 && holdsFractions(table, others) ? others : columns
}

/** Whether all others are named for it and for a class: churn_PREDICTION beside churn_0_PREDICTION and churn_1_PREDICTION. */
function isStem(table: Table, column: number, columns: readonly number[]): boolean {
  const memberOf = (one: number) => scoreFamily(table.columns[one])?.member ?? ''
  return columns.every((other) => other === column || memberOf(other).startsWith(`${memberOf(column)}_`))
}

/** Those with fractions among their first cells, where there are any. */
export function withFractions(table: Table, columns: readonly number[]): number[] {
  const found = columns.filter((index) => columnNumbers(table, index).some(isFraction))
  return found.length > 0 ? found : [...columns]
}

function isFraction(value: number): boolean {
  return !Number.isNaN(value) && !Number.isInteger(value)
}

function holdsFractions(table: Table, columns: readonly number[]): boolean {
  return withFractions(table, columns).some((index) => columnNumbers(table, index).some(isFraction))
}

export function byClass(table: Table, columns: readonly number[]): number[] {
  return [...inClassOrder(columns, (index) => table.columns[index])]
}

function refuseCopies(table: Table, family: readonly number[]): void {
  const names = family.map((index) => table.columns[index])
  const twice = family.filter((index, at) => names.indexOf(table.columns[index]) !== at)
  if (twice.length > 0)
    throw unclear(
      table,
      family.filter((index) => table.columns[index] === table.columns[twice[0]]),
      'scores',
      '--score',
    )
}

/** What is computed of the scores of a row, and is none of them. */
const SUMMARIES =
  /^(?:max|min|mean|avg|sum|std|var|total|entropy|margin|argmax|top\d*|pred|predicted|prediction|label|true|truth|target|class|correct|error|loss|rank|threshold)$/i

/** Among prob_0, prob_1, ... a prob_max is no class, nor is it among prob_cat, prob_dog, unless a label says so. */
function refuseStranger(table: Table, family: readonly number[], { cells }: LabelSample): void {
  const names = family.map((index) => table.columns[index])
  const members = names.map((name) => scoreFamily(name)!.member)
  const labels = new Set(cells.map((label) => label.trim()))
  const isIndexed = (member: string) => /^-?\d+$/.test(member)
  const anyIndexed = members.some(isIndexed)
  const isStrange = (member: string) =>
    (anyIndexed && !isIndexed(member)) ||
    (SUMMARIES.test(member) && !labels.has(member)) ||
    isCopy(member, members)
  const strangers = names.filter((_, i) => isStrange(members[i]))
  if (strangers.length === 0 || strangers.length === names.length) return
  const others = family.filter((_, i) => !isStrange(members[i]))
  throw new InputError(
    table.path,
    `it is unclear whether ${listNames(strangers)} beside ${listNames(others.map((index) => table.columns[index]))} is a class`,
    others.length > MAX_ADVISED
      ? 'say --score and the columns of scores'
      : `say --score and the columns of scores, as in ${writeFlag('--score', writeColumns(table, others), 'LIST')}`,
  )
}

/** pandas calls a second column `ant` `ant.1`. */
function isCopy(member: string, members: readonly string[]): boolean {
  const dot = member.lastIndexOf('.')
  return dot > 0 && /^\d+$/.test(member.slice(dot + 1)) && members.includes(member.slice(0, dot))
}

/** Scores of several models on two classes are no scores of several classes, unless their names or their sums say so. */
function refuseModels(table: Table, family: readonly number[], { cells, width }: LabelSample): void {
  const labels = new Set(cells.map((label) => label.trim()).filter((label) => label !== ''))
  const isPair =
    labels.size <= 2 &&
    [...labels].every((label) => !isNumber(label) || /^(?:[+-]?1|0)(?:\.0*)?$/.test(label))
  if (width > 1 || !isPair) return
  const names = classesOf(family.map((index) => table.columns[index]))
  const areClasses =
    areNumbers(names) || names.some((name) => labels.has(name) || negativeWord(name) || positiveWord(name))
  if (areClasses || rowsSumToOne(table, family)) return
  const one = writeFlag('--score', writeColumns(table, [family[0]]))
  throw new InputError(
    table.path,
    `${listNames(family.map((index) => table.columns[index]))} may be the scores of several models or of several classes`,
    `say ${one} for one model or ${one} ${writeFlag('--score-b', writeColumns(table, [family[1]]))} for two with lossctl diff or ${writeFlag('--score', writeColumns(table, family.slice(0, MAX_ADVISED)), 'LIST')} if each is of a class and that of the label 0 is first`,
  )
}
