/** What is named as the scores of classes are, and is none: predicted classes, the highest of a row, its entropy. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { isScoreName, scoreFamily } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { saysConfidence, saysPredicted, saysPredictedClass } from '../name-words.ts'
import { listNames, MAX_ADVISED, writeColumns } from '../named-columns.ts'
import { holdsFractions } from './fractions.ts'
import { isHighest } from './restated.ts'

/** Without a column of the classes that were predicted: pred_label beside pred_score_0, pred_score_1. */
export function withoutDecisions(table: Table, columns: readonly number[]): readonly number[] {
  const isDecision = (column: number) =>
    (saysPredictedClass(table.columns[column]) || isStem(table, column, columns)) &&
    columnNumbers(table, column).every(Number.isInteger)
  const others = columns.filter((column) => !isDecision(column))
  return others.length > 1 && holdsFractions(table, others) ? others : columns
}

/** Columns of 0 and 1 that are called predictions, beside fractions that are called as scores are: rule_prediction beside rule_score. */
export function predictedBits(table: Table, columns: readonly number[]): readonly number[] {
  const isBits = (column: number) => {
    const values = new Set(columnNumbers(table, column).filter(Number.isFinite))
    return values.size === 2 && values.has(0) && values.has(1)
  }
  const called = columns.filter((column) => {
    const name = table.columns[column]
    return isScoreName(name) || scoreFamily(name) !== undefined
  })
  return holdsFractions(table, called)
    ? called.filter((column) => saysPredicted(table.columns[column]) && isBits(column))
    : []
}

/** Whether all others are named for it and for a class: churn_PREDICTION beside churn_0_PREDICTION and churn_1_PREDICTION. */
function isStem(table: Table, column: number, columns: readonly number[]): boolean {
  const memberOf = (one: number) => scoreFamily(table.columns[one])?.member ?? ''
  return columns.every((other) => other === column || memberOf(other).startsWith(`${memberOf(column)}_`))
}

/** What is computed of the scores of a row, and is none of them. */
const SUMMARIES =
  /^(?:max|min|mean|avg|sum|std|var|total|entropy|margin|argmax|top\d*|pred|predicted|prediction|label|true|truth|target|class|correct|error|loss|rank|threshold|conf|confidence|certainty|score|prob|proba|probability)$/i

/** Whether a word among names of classes stands for what is computed of all of them, unless a label says so. */
function isSummary(member: string, labels: readonly string[]): boolean {
  return SUMMARIES.test(member) && !labels.some((label) => label.trim() === member)
}

/** Without what is called so and is the highest probability of the others: pred_conf beside pred_cat, pred_dog. */
export function withoutConfidence(
  table: Table,
  columns: readonly number[],
  labels: readonly string[],
): readonly number[] {
  const isCalledSo = (column: number) => isSummary(scoreFamily(table.columns[column])?.member ?? '', labels)
  const others = columns.filter((column) => !isCalledSo(column))
  if (others.length < 2) return columns
  return columns.filter((column) => !isCalledSo(column) || !isHighest(table, column, others))
}

/** Without groups of nothing but confidences, where there are others: clarity_conf, evasion_conf beside prob_clear, prob_vague. */
export function withoutConfidences(
  table: Table,
  groups: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const others = groups.filter((columns) => !columns.every((column) => saysConfidence(table.columns[column])))
  return others.length > 0 ? others : groups
}

/** Among prob_0, prob_1, ... a prob_max is no class, nor is it among prob_cat, prob_dog, unless a label says so. */
export function refuseStranger(table: Table, family: readonly number[], labels: readonly string[]): void {
  const names = family.map((index) => table.columns[index])
  const members = names.map((name) => scoreFamily(name)!.member)
  const isIndexed = (member: string) => /^-?\d+$/.test(member)
  const anyIndexed = members.some(isIndexed)
  const isStrange = (member: string) =>
    (anyIndexed && !isIndexed(member)) || isSummary(member, labels) || isCopy(member, members)
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
