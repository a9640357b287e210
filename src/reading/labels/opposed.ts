/** Scores that are named for the opposite of what labels are named for: p_retained beside churned. */
import { InputError } from '../../errors.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { fileName } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { subjectWords } from '../name-words.ts'
import { sampleOf } from '../named-columns.ts'
import { rankError } from '../rank-sum.ts'
import { namesModel } from '../scores/model-words.ts'
import { canonical, type LabelCodes } from './codes.ts'
import { adviseNames } from './evidence.ts'
import { areOpposite, isMostlyNegative, isSurelyNegative } from './opposites.ts'

/** Standard errors of the rank sum from which on it is no chance that one class scores higher: one useless model in a thousand. */
export const SURE = 3

/** The one score of a row and its label. */
export interface Named {
  readonly scores: Table
  readonly score: number
  readonly labels: Table
  readonly label: number
}

/** What a column is called; where columns have no names, its file is. */
export function nameOf({ named, columns, path }: Table, column: number): string {
  return named ? columns[column] : fileName(path).replace(/\.[a-z]{1,12}(?:\.(?:gz|zst))?$/i, '')
}

const NEGATIONS = new Set(
  'not non no never without pas kein keine keinen nicht ohne geen niet nao não'.split(' '),
)

export function isNegation(word: string): boolean {
  return NEGATIONS.has(word)
}

/** Whether a name begins with a negation of what follows: pas_lamantin, prob_not_cat. */
function isNegated(name: string): boolean {
  const [first, second] = subjectWords(name)
  return first !== undefined && isNegation(first) && second !== undefined && second !== 'of'
}

/** Whether scores and labels are named for the same thing or for its opposite; null where names do not say. */
export function relationOf({ scores, score, labels, label }: Named): Relation | null {
  return relationOfNames(nameOf(scores, score), nameOf(labels, label))
}

type Relation = 'same' | 'opposite'

export function relationOfNames(scored: string, labelled: string): Relation | null {
  const [one, other] = [scored, labelled].map(subjectWords)
  const bare = [one, other].map((words) => words.filter((word) => !isNegation(word)))
  const negations = one.length - bare[0].length + other.length - bare[1].length
  const any = (are: (a: string, b: string) => boolean) => bare[0].some((a) => bare[1].some((b) => are(a, b)))
  const [isSame, isOpposite] = [any(areAlike), any(areOpposite)]
  if (isSame === isOpposite) return null
  return isSame === (negations % 2 === 0) ? 'same' : 'opposite'
}

/** churn and churned, fraud and fraudulent. */
export function areAlike(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return short === long || (short.length > 3 && long.startsWith(short))
}

/**
 * Throws an InputError where the score is named for the opposite of the label, or for what is not so, and is not plainly higher
 * beside the positive one; where it is named for what is nearly always the negative class, and lower beside the positive one; and
 * where it is plainly lower there, and named for anything but the label.
 */
export function refuseOpposed(named: Named, codes: LabelCodes, isJoined: boolean): void {
  const { scores, score, labels, label } = named
  const error = isJoined ? 0 : errorOfPositives(named, codes)
  const relation = relationOf(named)
  const [own, theirs] = [nameOf(scores, score), nameOf(labels, label)]
  const isClass = codes.classes.some((name) => subjectWords(name).join() === subjectWords(own).join())
  const isDenied = relation === null && isNegated(own) && !isClass
  const mayBe = isDenied ? error < SURE : mayBeOfNegative(own, theirs, relation, codes.classes[1], error)
  if (!mayBe) return
  const { cells, signs } = signsOf(named, codes)
  const [negative, positive] = codes.classes.map((name, sign) =>
    canonical(cells[signs.indexOf(sign)] ?? name),
  )
  throw new InputError(
    scores.path,
    relation === 'opposite'
      ? `the score "${own}" is named for the opposite of the label "${theirs}"${error <= -SURE ? `, and lower where the label is ${positive}` : ''}`
      : isDenied && error > -SURE
        ? `the score "${own}" is named for what is not so, which may be either label`
        : `the score "${own}" is lower where the label is ${positive}, as if it were that of the other class`,
    `say ${adviseNames([positive, negative])} if it is the score of the label ${negative}, ${adviseNames([negative, positive])} if of the label ${positive}`,
  )
}

/** Whether a score that is so much higher beside the positive label may by its name be that of the other one. */
function mayBeOfNegative(
  own: string,
  theirs: string,
  relation: Relation | null,
  positive: string,
  error: number,
): boolean {
  if (relation === 'same') return false
  const subject = subjectWords(own)
  if (relation === 'opposite' || subject.some(deniesAnother)) return error < SURE
  if (subject.some(isSurelyNegative)) return error <= -1
  if (error > -SURE) return false
  if (subjectWords(theirs).some(isMostlyNegative)) return true
  const ofPositive = subjectWords(positive)
  return subject.some(isThing) && !ofPositive.some((word) => subject.includes(word))
}

/** nonfraud, nontoxic */
function deniesAnother(word: string): boolean {
  return /^non\p{L}{3}/u.test(word)
}

/** What scores are called for, and says nothing of their class: a model, its version, a part of the data. */
const BESIDE_THINGS = new Set(
  'run seed fold exp experiment version ver base baseline old new ours final train dev holdout oof tta value values col column sample out net system method team'.split(
    ' ',
  ),
)

/** Whether a word of a name may be that of a class or of what is predicted. */
function isThing(word: string): boolean {
  return word.length > 2 && !namesModel(word) && !BESIDE_THINGS.has(word)
}

function signsOf({ labels, label }: Named, { numeric, classOf }: LabelCodes) {
  const cells = sampleOf(labels, label).map((cell) => cell.trim())
  return { cells, signs: cells.map((cell) => classOf(numeric ? parseNumber(cell) : cell)) }
}

/** By how many standard errors scores rank higher where the label is the positive one; 0 where labels are all of one kind. */
export function errorOfPositives(named: Named, codes: LabelCodes): number {
  const { signs } = signsOf(named, codes)
  const values = columnNumbers(named.scores, named.score)
  const of = (sign: number) => values.filter((value, row) => signs[row] === sign && Number.isFinite(value))
  const [ones, zeros] = [of(1), of(0)]
  return ones.length === 0 || zeros.length === 0 ? 0 : rankError(ones, zeros)
}
