/** Scores that are not what their names or their values make them out to be, and what to say of them instead. */
import { InputError } from '../../errors.ts'
import { greatest, least } from '../../extremes.ts'
import type { Table } from '../../formats/table.ts'
import type { Task } from '../../losses/task.ts'
import { nameSome } from '../../words/names.ts'
import { listName } from '../column-names.ts'
import { columnNumbers, numberRows } from '../first-numbers.ts'
import { numberHint } from '../number-hints.ts'
import { refusePartsOfSums } from './logarithms.ts'
import {
  ENOUGH_VALUES,
  FEW_OUTSIDE,
  type FileScale,
  finiteScores,
  isOutside,
  rowsSumToOne,
  type Seen,
} from './seen-scores.ts'

const NO_LOGIT = 'write p, or its logit ln p - ln(1 - p); where the name misleads, --from says what they are'

/** Odds, and logarithms that are not natural ones, are called what they are. */
export function refuseOtherNumbers(path: string, name: string): void {
  const words = name.toLowerCase()
  const base = /(?:^|[^a-z])(?:log_?(10|2)(?!\d)|lods?(?![a-z]))/.exec(words)
  if (base)
    throw new InputError(
      path,
      `the scores are called "${name}", as logarithms to base ${base[1] ?? 10} are`,
      NO_LOGIT,
    )
  if (/(?:^|[^a-z])odds(?:[^a-z]|$)/.test(words) && !/log/.test(words))
    throw new InputError(path, `the scores are called "${name}", as p / (1 - p) is and no logit`, NO_LOGIT)
}

/**
 * Values that contradict the name of their column, all or most of them.
 * @param labels of the first rows, where each has one
 */
export function refuseOtherValues(
  seen: Seen,
  name: string,
  named: FileScale,
  labels: readonly string[],
): void {
  const { table, columns, task, sumsToOne } = seen
  const finite = finiteScores(seen)
  const outside = finite.filter((value) => isOutside(value, seen))
  const isMany = finite.length >= ENOUGH_VALUES && outside.length > FEW_OUTSIDE * finite.length
  const refuse = (problem: string, hint: string): never => {
    throw new InputError(table.path, `the scores are called "${name}" and ${problem}`, hint)
  }
  if (named === 'logits' && sumsToOne && outside.length === 0 && table.sample.length > 2)
    refuse('each row of them sums to 1', 'say --from probs, or --from logits if they are')
  // A few values, or many around one, may be logits all the same.
  const isSpread = outside.length === 0 && new Set(finite).size >= ENOUGH_VALUES
  if (named === 'logits' && columns.length === 1 && isSpread && finite.some((value) => value > 0.75))
    refuse('all of them lie within 0 to 1', 'say --from probs, or --from logits if they are')
  if (named === 'log-probs' && finite.some((value) => value > 0))
    refuse(
      'some are above 0, as no logarithm of a probability is',
      'say what they are: --from logits or --from probs',
    )
  if (named === 'log-probs' && task === 'softmax' && finite.length > 0) refusePartsOfSums(seen, name, labels)
  if (named === 'percent' && finite.some((value) => value < 0 || value > 100))
    refuse('some lie outside 0 to 100', 'say what they are: --from logits or --from probs')
  if (named === 'percent' && isSpread && finite.every((value) => value <= 1))
    refuse('none is above 1, as probabilities are', 'say --from probs, or --from percent if they are')
  if (named !== 'probs' || !isMany) return
  if (columns.length === 1) refuseRatings(table, columns, finite)
  if (finite.every((value) => value >= 0 && value <= 100))
    refuse('many are above 1, as percentages are', 'say --from percent')
  if (finite.every((value) => value <= 0))
    refuse('none is above 0, as logarithms are', 'say --from log-probs, or --from logits')
}

/** Logits lie on both sides of 0, where they are not compared with each other. */
export function refusePercentages(
  table: Table,
  columns: readonly number[],
  finite: readonly number[],
  task: Task | null,
): void {
  const positive = finite.every((value) => value >= 0)
  if (!positive || (task === 'softmax' && !rowsSumToOne(table, columns, 'percent'))) return
  if (columns.length === 1) refuseRatings(table, columns, finite)
  throw new InputError(
    table.path,
    `no score${placeIn(table, columns)} is below 0 and many are above 1, as percentages are`,
    'say --from percent if they are, or --from logits',
  )
}

/** Most columns that a message names. */
const MAX_NAMED = 3

/** Where the scores stand, which nobody may have named; lists are named once for all of their places. */
function placeIn({ named, columns }: Table, scores: readonly number[]): string {
  if (!named) return ''
  const names = [...new Set(scores.map((column) => listName(columns[column])))]
  return ` in ${nameSome(names.slice(0, MAX_NAMED), names.length)}`
}

/** The greatest rating, and different ones from which on it is no chance that none is a fraction. */
const MOST_OF_RATINGS = 10
const ENOUGH_RATINGS = 4

/** Whole numbers up to 10, as a person or a language model gives them: percentages go on, and logits are none. */
function refuseRatings(table: Table, columns: readonly number[], finite: readonly number[]): void {
  const areWhole = finite.every((value) => Number.isInteger(value) && value >= 0 && value <= MOST_OF_RATINGS)
  if (!areWhole || new Set(finite).size < ENOUGH_RATINGS) return
  const [low, high] = [least(finite), greatest(finite)]
  throw new InputError(
    table.path,
    `all scores${placeIn(table, columns)} are whole numbers from ${low} to ${high}, as ratings are, and neither percentages nor logits`,
    'write a column with the probability that each rating stands for, such as rating / 10; --from says what they are where they are no ratings',
  )
}

/** Rows from which on it is no chance that all scores have one sign. */
const ENOUGH_ROWS = 16

/** Logits that are not compared with each other have either sign; where each is below 0, they may be logarithms. */
export function refuseOneSign(
  table: Table,
  columns: readonly number[],
  finite: readonly number[],
  task: Task | null,
): void {
  if (task === 'softmax' && table.sample.length >= ENOUGH_ROWS && finite.every((value) => value >= 0))
    throw new InputError(
      table.path,
      `no score${placeIn(table, columns)} of ${table.sample.length} rows is below 0, which logits would be`,
      `say --from logits if they are,${finite.some((value) => value > 100) ? '' : ' --from percent,'} or write probabilities`,
    )
  if (task === 'softmax' || finite.some((value) => value > 0)) return
  throw new InputError(
    table.path,
    `no score${placeIn(table, columns)} is above 0, as with logarithms of probabilities`,
    'say --from log-probs if they are, or --from logits',
  )
}

/** Scores from which on it is no chance that none is beyond 1, and how near they come to it. */
const ENOUGH_COSINES = 100
const NEAR_ONE = 0.9

/** What is called so lies within -1 to 1: polarity of a text, VADER's compound, a similarity. */
const WITHIN_ONE =
  /(?:^|[^a-z])(?:compound|polarity|sentiment|valence|vader|cosine|cos|similarity|sim|correlation|corr)(?:[^a-z]|$)/i

/** Logits go on where a cosine, a correlation and tanh end. */
export function refuseCosines(table: Table, columns: readonly number[], finite: readonly number[]): void {
  const name = table.columns[columns[0]]
  if (columns.length === 1 && WITHIN_ONE.test(name) && finite.every((value) => Math.abs(value) <= 1))
    throw new InputError(
      table.path,
      `"${name}" lies within -1 to 1, as what is called so does and no logit`,
      'write a column with the probability of the class, such as (1 + x) / 2 if that is meant, or say --from logits if they are logits',
    )
  // Nearly always the first ones tell.
  if (finite.length < ENOUGH_COSINES || finite.some((value) => Math.abs(value) > 1)) return
  const farthest = greatest(finite.map(Math.abs))
  if (farthest < NEAR_ONE) return
  throw new InputError(
    table.path,
    `all scores${placeIn(table, columns)} lie within -1 to 1 and reach ${farthest}, as cosines do`,
    'say --from logits if they are logits',
  )
}

/** Numbers that stand for a missing one, and by how much they are larger than all others. */
const MISSING = new Set([99, 999, 9999, 99999, 999999])
const FAR = 5

/** Rows whose scores are all such a number. */
export function refuseMissing(table: Table, columns: readonly number[]): void {
  // Of wide files the rows are many cells, which are put together only where one may be such a row.
  if (!columnNumbers(table, columns[0]).some((x) => MISSING.has(Math.abs(x)))) return
  const rows = numberRows(table, columns)
  const isMissing = (row: readonly number[]) =>
    MISSING.has(Math.abs(row[0])) && row.every((x) => x === row[0])
  const missing = rows.filter(isMissing)
  const others = rows
    .filter((row) => !isMissing(row))
    .flat()
    .filter(Number.isFinite)
  if (missing.length === 0 || missing.length > rows.length / 2) return
  if (greatest(others.map(Math.abs)) * FAR > Math.abs(missing[0][0])) return
  throw new InputError(
    table.path,
    `${missing.length} of the first ${rows.length} rows have ${missing[0][0]} for a score, as missing ones are written`,
    'leave these rows out of the file, or say --from logits if that is a logit',
  )
}

/** A classifier that is sure of everything is more likely a column of predicted classes. */
export function refuseDecisions(table: Table, columns: readonly number[], finite: readonly number[]): void {
  if (finite.some((value) => value !== 0 && value !== 1)) return
  throw new InputError(
    table.path,
    `every score${placeIn(table, columns)} is exactly 0 or 1, as predicted classes are`,
    'name the column of scores with --score, or say --from probs',
  )
}

export function unclearScale(
  { table, columns, task }: Pick<Seen, 'table' | 'columns' | 'task'>,
  finite: readonly number[],
  outside: readonly number[],
): InputError {
  const placeOf = (score: number) => {
    const column = columns.find((one) => columnNumbers(table, one).includes(score))!
    return `row ${columnNumbers(table, column).indexOf(score)} of "${table.columns[column]}"`
  }
  const problem =
    outside.length > 0
      ? `${outside.length} of ${finite.length} scores lie${outside.length === 1 ? 's' : ''} outside 0 to 1 (${outside[0]} in ${placeOf(outside[0])}), few for logits and too many for probabilities`
      : task === 'softmax'
        ? `the scores${placeIn(table, columns)} lie within 0 to 1 but rows of them do not sum to 1`
        : `${finite.length} ${finite.length === 1 ? 'score' : 'scores'}${placeIn(table, columns)} ${finite.length === 1 ? 'is' : 'are'} too few to tell probabilities from logits`
  return new InputError(table.path, problem, 'say --from probs or --from logits')
}

export function noNumbers(table: Table, column: number): InputError {
  const cell = table.sample[0][column]
  return new InputError(
    table.path,
    `"${table.columns[column]}" is to hold the scores and holds "${cell.slice(0, 40)}", which is not a number`,
    numberHint(cell) ?? 'name the column of scores with --score',
  )
}
