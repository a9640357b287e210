/** Columns of labels that several people, or a person and a model, gave of one class: human_label beside model_label. */
import { InputError } from '../../errors.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { labelFamily } from '../column-names.ts'
import { numberRows } from '../first-numbers.ts'
import { saysTruth, wordsIn } from '../name-words.ts'
import { listNames } from '../named-columns.ts'
import { classesOf } from '../scores/classes.ts'

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Those who know. */
const KNOWING = set(
  'real human expert manual doctor physician radiologist pathologist clinician consensus majority adjudicated final',
)
/** And those who say as well. */
const SAYING = set(
  'model llm gpt bert cnn ai machine system classifier auto automatic algorithm annotator annotated rater reviewer coder student teacher',
)

/** The likeliest truth first. */
export function likeliestTruth(table: Table, columns: readonly number[]): number {
  const knows = (column: number) =>
    saysTruth(table.columns[column]) || wordsIn(table.columns[column]).some((word) => KNOWING.has(word))
  return columns.find(knows) ?? columns[0]
}

/**
 * Throws an InputError where columns that are called alike as labels are named for those who gave them, or for nothing that scores are
 * named for: as a matrix of one class per column they would give a number without meaning.
 */
export function refuseOtherPeople(
  scores: Table,
  scoreColumns: readonly number[],
  labels: Table,
  labelColumns: readonly number[],
): void {
  if (labelColumns.length < 2 || !labels.named) return
  const names = labelColumns.map((column) => labels.columns[column])
  const members = names.map((name) => labelFamily(name)?.member ?? '')
  if (members.some((member) => member === '' || isNumber(member))) return
  const isSaid = members.some((member) =>
    wordsIn(member).some((word) => KNOWING.has(word) || SAYING.has(word)),
  )
  const scoreNames = scores.named ? scoreColumns.map((column) => scores.columns[column]) : []
  const classes = classesOf(scoreNames)
  const areStrangers =
    classes.length > 1 && classes.every((name) => wordsIn(name).length > 0) && !beginAlike(members, classes)
  if (!(isSaid || areStrangers) || areNamed(members, scoreNames)) return
  const isOneHot = numberRows(labels, labelColumns).every(
    (row) => row.reduce((sum, bit) => sum + bit, 0) === 1,
  )
  if (isOneHot) return
  const one = writeFlag('--label', joinNames([labels.columns[likeliestTruth(labels, labelColumns)]]))
  const each = `, or ${writeFlag('--label', joinNames(names))} if each is of the class of the score in its place`
  throw new InputError(
    labels.path,
    `it is unclear whether ${listNames(names)} are labels of a class each, or what several said of one class`,
    `say ${one} if that is the truth${scoreColumns.length === names.length ? each : ''}`,
  )
}

/** Whether one of the labels is named in a score. */
function areNamed(members: readonly string[], scoreNames: readonly string[]): boolean {
  const said = scoreNames.map((name) => ` ${wordsIn(name).join(' ')} `)
  return members.some((member) => said.some((name) => name.includes(` ${wordsIn(member).join(' ')} `)))
}

/** tox beside toxic: short for the same, place by place. */
function beginAlike(members: readonly string[], classes: readonly string[]): boolean {
  return members.every(
    (member, i) => member.slice(0, 2).toLowerCase() === classes[i]?.slice(0, 2).toLowerCase(),
  )
}
