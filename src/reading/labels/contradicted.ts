/** Predictions beside a score that say 1 where it is low: it is the score of the other class. */
import { InputError } from '../../errors.ts'
import { greatest, least } from '../../extremes.ts'
import { negativeWord } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { saysDecision, saysWhatWasDone, subjectWords } from '../name-words.ts'
import { sampleOf } from '../named-columns.ts'
import { partnersOf } from '../scores/partners.ts'
import { canonical, type LabelCodes } from './codes.ts'
import { adviseNames } from './evidence.ts'
import { errorOfPositives, type Named, nameOf, relationOf, relationOfNames, SURE } from './opposed.ts'
import { isMostlyNegative } from './opposites.ts'
import { predictedClass } from './predicted-classes.ts'

/** Rows of predictions, and ways to put as many ones among as many zeros: a useless model has the worst of them by chance. */
const ENOUGH_ROWS = 8
const ENOUGH_WAYS = 50

/**
 * Throws an InputError where a column of predicted classes is the positive one in all rows whose score is below some limit and in
 * no other, as it is where the score is that of the negative one, and where labels do not surely say otherwise.
 */
export function refuseContradicted(named: Named, codes: LabelCodes, isJoined: boolean): void {
  const { scores, score, labels, label } = named
  const others = [...scores.columns.keys()].filter(
    (column) => column !== score && (labels !== scores || column !== label),
  )
  const isOfLabel = relationOf(named) === 'same'
  const decisions = others.filter((column) => mayBePredicted(scores.columns[column], isOfLabel))
  const values = columnNumbers(scores, score)
  const predictions = partnersOf(scores, score, decisions, others).map((column) => ({
    column,
    signs: sampleOf(scores, column).map((cell) => predictedClass(codes, cell)),
  }))
  const found = predictions.find(
    ({ column, signs }) =>
      isParted(values, signs, 1) && !isOfNegative(scores.columns[column], nameOf(labels, label)),
  )
  // Of predictions of each class, or of several models, some say what the score says.
  if (found === undefined || predictions.some(({ signs }) => isParted(values, signs, 0))) return
  if (!isJoined && errorOfPositives(named, codes) >= SURE) return
  const cells = sampleOf(scores, found.column)
  const written = cells[found.signs.indexOf(1)].trim()
  const [negative, positive] = codes.numbering === 'signed' ? ['-1', '1'] : codes.classes.map(canonical)
  throw new InputError(
    scores.path,
    `the score "${nameOf(scores, score)}" is lower where "${scores.columns[found.column]}" is ${written}, as if it were that of the other class`,
    `say ${adviseNames([positive, negative])} if it is the score of the label ${negative}, ${adviseNames([negative, positive])} if of the label ${positive}`,
  )
}

/** Whether a column seems to hold predicted classes; what was done of a score need not be named as the label is where that names the score. */
function mayBePredicted(name: string, isOfLabel: boolean): boolean {
  return saysDecision(name) && !(isOfLabel && saysWhatWasDone(name))
}

/** Whether all rows of one sign have lower scores than those of the other, rows at the limit between them aside, by no chance. */
function isParted(values: readonly number[], signs: readonly number[], below: number): boolean {
  const rows = values
    .map((value, row) => ({ value, sign: signs[row] }))
    .filter(({ value }) => Number.isFinite(value))
  if (!rows.every(({ sign }) => sign === 0 || sign === 1)) return false
  const of = (isBelow: boolean) =>
    rows.filter(({ sign }) => (sign === below) === isBelow).map(({ value }) => value)
  const [low, high] = [of(true), of(false)]
  const limit = greatest(low)
  if (low.length === 0 || high.length === 0 || limit > least(high)) return false
  const isTied = limit === least(high)
  const [lower, higher] = [low, high].map(
    (side) => (isTied ? side.filter((value) => value !== limit) : side).length,
  )
  return lower + higher >= ENOUGH_ROWS && waysOf(lower, lower + higher) >= ENOUGH_WAYS
}

/** Ways to take k of n, as far as it matters. */
function waysOf(k: number, n: number): number {
  let ways = 1
  for (let i = 1; i <= Math.min(k, n - k) && ways < ENOUGH_WAYS; i++) ways = (ways * (n - i + 1)) / i
  return ways
}

/** pred_0, predicted_normal: predictions that are 1 where the label is 0. */
function isOfNegative(name: string, label: string): boolean {
  const all = name.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  const [own, theirs] = [name, label].map(subjectWords)
  return (
    all.some(negativeWord) ||
    own.some((word) => isMostlyNegative(word) && !theirs.includes(word)) ||
    relationOfNames(name, label) === 'opposite'
  )
}
