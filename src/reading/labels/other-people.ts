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

/** The share of the rows with any label of 1 that has all of them, from which on it is no chance of two classes. */
const AGREED = 0.3

/** Whether columns of 0 and 1 mostly say the same of a row, as people do, and classes of which a row has one do not. */
export function mostlyAgree(table: Table, columns: readonly number[]): boolean {
  const ones = numberRows(table, columns).map((row) => row.filter((bit) => bit === 1).length)
  const any = ones.filter((count) => count > 0).length
  return any > 0 && ones.filter((count) => count === columns.length).length >= AGREED * any
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
  const scoreNames = scores.named ? scoreColumns.map((column) => scores.columns[column]) : []
  const classes = classesOf(scoreNames)
  const people = members.filter(isPerson).length
  // Two may agree by chance where they are people, and of two of a hundred classes one may be called so.
  const mayBePeople =
    people === members.length ||
    ((areStrange(members, classes) || (people > 0 && members.length === 2)) &&
      mostlyAgree(labels, labelColumns))
  if (!mayBePeople || areNamed(members, classes)) return
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

/** human, expert2: nothing but a word for who labels. */
function isPerson(member: string): boolean {
  const words = wordsIn(member)
  return words.length > 0 && words.every((word) => KNOWING.has(word) || SAYING.has(word))
}

/** Whether one is short for the other: tox for toxic. */
function isShort(one: string, other: string | undefined): boolean {
  const beginning = (name: string | undefined) => name?.slice(0, 2).toLowerCase()
  return beginning(one) === beginning(other)
}

/** Whether all of both are words, and none is even short for that in its place. */
function areStrange(members: readonly string[], classes: readonly string[]): boolean {
  return (
    classes.length > 1 &&
    classes.every((name) => wordsIn(name).length > 0) &&
    !members.some((member, i) => isShort(member, classes[i]))
  )
}

/** Whether one of the labels is named in a score, or one of the scores in a label; short for it, place by place, too. */
function areNamed(members: readonly string[], classes: readonly string[]): boolean {
  const within = (names: readonly string[], others: readonly string[]) => {
    const said = others.map((name) => ` ${wordsIn(name).join(' ')} `)
    return names.some((name) => {
      const words = wordsIn(name).join(' ')
      return words !== '' && said.some((other) => other.includes(` ${words} `))
    })
  }
  const areShort =
    classes.length === members.length && members.every((member, i) => isShort(member, classes[i]))
  return within(members, classes) || within(classes, members) || areShort
}
