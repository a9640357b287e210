/** Whether scores are logits or probabilities. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import type { Task } from '../../losses/task.ts'
import { readingInName } from '../column-names.ts'
import { numberRows } from '../first-numbers.ts'
import { wordsIn } from '../name-words.ts'
import { numberHint } from '../number-hints.ts'
import { formOf, type OtherScale } from './changed.ts'
import { beyond, type Rounding, roundingOf } from './rounding.ts'

export type Scale = 'logits' | 'probs'

/** What a file may hold instead: ln p, or 100 p. */
export type FileScale = Scale | OtherScale

/**
 * Logits of a standard normal all fall into [0, 1] with a chance of 0.34 each: 16 of them once in 10^7
 * files.
 */
const ENOUGH_VALUES = 16

/** Logits lie outside [0, 1] more often than not; a few values out there are faults among probabilities. */
const FEW_OUTSIDE = 0.25

/** A few rows at odds with all others are bad ones, and are told as such. */
export const FEW_ROWS = 0.05

export interface DetectedScale {
  readonly scale: Scale
  /** What the file holds, where that is neither. */
  readonly form: OtherScale | null
  /** Whether the sampled rows of scores sum to 1. */
  readonly sumsToOne: boolean
  readonly rounding: Rounding
}

/** What is said of scores, beside what they are. */
export interface SaidOfScores {
  readonly from?: FileScale
  /** How far probabilities may be off. */
  readonly probTolerance?: number
  /** Whether rows are divided by their sum. */
  readonly renormalize?: boolean
}

/** The scores as they are told from their first rows. */
interface Seen {
  readonly table: Table
  readonly columns: readonly number[]
  readonly task: Task | null
  readonly rounding: Rounding
  readonly sumsToOne: boolean
}

/**
 * By flag, by the columns' or the file's names where the values do not contradict them, by the values; an InputError that
 * asks for --from otherwise.
 */
export function detectScale(
  table: Table,
  columns: readonly number[],
  task: Task | null,
  { from: said, probTolerance, renormalize = false }: SaidOfScores,
  reasons: string[],
): DetectedScale {
  const carries = carryPercent(table, columns, said)
  const from = said ?? (carries ? 'percent' : undefined)
  const name = table.named ? table.columns[columns[0]] : fileName(table.path)
  const named = from ? undefined : scaleInName(name)
  const rounding = roundingOf(table, columns, (from ?? named) === 'percent', probTolerance)
  const isDivided = renormalize && task === 'softmax'
  const sums = (scale: FileScale) => isDivided || rowsSumToOne(table, columns, scale, rounding)
  const sumsToOne = sums(from ?? 'probs')
  const found = (scale: FileScale): DetectedScale => {
    if (scale === 'logits' || scale === 'probs') return { scale, form: null, sumsToOne, rounding }
    const { becomes } = formOf(scale, task ?? 'multilabel')
    return { scale: becomes, form: scale, sumsToOne: sums(scale), rounding }
  }
  if (from) {
    reasons.push(`scores are ${from}, as ${said ? '--from says' : 'each carries a %'}`)
    return found(from)
  }
  if (named) {
    refuseOtherValues({ table, columns, task, rounding, sumsToOne }, name, named)
    reasons.push(`scores are ${named}, by the name "${name}"`)
    return found(named)
  }
  return found(scaleOfValues({ table, columns, task, rounding, sumsToOne }, reasons))
}

/** Whether all scores carry a %. Throws an InputError where only some do, or where they are said to be something else. */
function carryPercent(table: Table, columns: readonly number[], said: FileScale | undefined): boolean {
  const marked = columns.filter((column) => table.percent?.has(table.columns[column]))
  if (marked.length === 0) return false
  const bare = columns.find((column) => !marked.includes(column))
  if (bare !== undefined)
    throw new InputError(
      table.path,
      `the scores in "${table.columns[marked[0]]}" carry a % and those in "${table.columns[bare]}" do not`,
      'name columns of one kind with --score',
    )
  if (said === undefined || said === 'percent') return true
  throw new InputError(
    table.path,
    `the scores in "${table.columns[marked[0]]}" carry a %, and --from ${said} says that they are none`,
    'leave --from out, or say --from percent',
  )
}

function scaleInName(name: string): FileScale | undefined {
  if (
    /(?:^|[^a-z])log[_ .-]?(?:p|prob(?:s|abilit(?:y|ies))?|softmax|sigmoid|likelihood)(?:[^a-z]|$)/i.test(
      name,
    )
  )
    return 'log-probs'
  return wordsIn(name).some((word) => PERCENT.has(word)) ? 'percent' : readingInName(name)
}

const PERCENT = new Set(['percent', 'pct', 'percentage', 'percentages'])

/** Values that contradict the name of their column, all or most of them. */
function refuseOtherValues(seen: Seen, name: string, named: FileScale): void {
  const { table, columns, sumsToOne } = seen
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
  if (named === 'percent' && finite.some((value) => value < 0 || value > 100))
    refuse('some lie outside 0 to 100', 'say what they are: --from logits or --from probs')
  if (named === 'percent' && isSpread && finite.every((value) => value <= 1))
    refuse('none is above 1, as probabilities are', 'say --from probs, or --from percent if they are')
  if (named !== 'probs' || !isMany) return
  if (finite.every((value) => value >= 0 && value <= 100))
    refuse('many are above 1, as percentages are', 'say --from percent')
  if (finite.every((value) => value <= 0))
    refuse('none is above 0, as logarithms are', 'say --from log-probs, or --from logits')
}

/** Whether the rows of the sample that hold numbers only all sum to 1, as what they hold. */
export function rowsSumToOne(
  table: Table,
  columns: readonly number[],
  scale: FileScale = 'probs',
  { rowSum }: Pick<Rounding, 'rowSum'> = roundingOf(table, columns, scale === 'percent'),
): boolean {
  const probabilityOf =
    scale === 'logits' || scale === 'probs' ? (cell: number) => cell : formOf(scale, 'softmax').probabilityOf
  const sums = numberRows(table, columns)
    .map((row) => row.reduce((sum, cell) => sum + probabilityOf(cell), 0))
    .filter(Number.isFinite)
  const far = sums.filter((sum) => !(Math.abs(sum - 1) <= rowSum))
  return columns.length > 1 && sums.length > 0 && far.length <= FEW_ROWS * sums.length
}

function finiteScores({ table, columns }: Seen): readonly number[] {
  return numberRows(table, columns).flat().filter(Number.isFinite)
}

/** Whether a score is too far outside [0, 1] for a rounded probability. */
function isOutside(value: number, { task, rounding: { outside, rowSum } }: Seen): boolean {
  return beyond(value) > (task === 'softmax' && value > 1 ? Math.max(outside, rowSum) : outside)
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

function scaleOfValues(seen: Seen, reasons: string[]): FileScale {
  const { table, columns, task, sumsToOne } = seen
  const finite = finiteScores(seen)
  if (finite.length === 0) throw noNumbers(table, columns[0])
  const outside = finite.filter((value) => isOutside(value, seen))
  if (outside.length > FEW_OUTSIDE * finite.length) {
    refusePercentages(table, columns, finite, task)
    if (task === null && finite.every((value) => value <= 0) && rowsSumToOne(table, columns, 'log-probs')) {
      reasons.push('scores are log-probs, since those of each row are the logarithms of what sums to 1')
      return 'log-probs'
    }
    refuseOneSign(table, finite, task)
    reasons.push('scores are logits, since some lie outside 0 to 1')
    return 'logits'
  }
  if (outside.length === 0 && (task === 'softmax' ? sumsToOne : finite.length >= ENOUGH_VALUES)) {
    refuseDecisions(table, finite)
    reasons.push(`scores are probs, since ${sumsToOne ? 'rows of them sum to 1' : 'all lie within 0 to 1'}`)
    return 'probs'
  }
  throw unclearScale(table, finite, outside, task)
}

/** Logits lie on both sides of 0, where they are not compared with each other. */
function refusePercentages(
  table: Table,
  columns: readonly number[],
  finite: readonly number[],
  task: Task | null,
): void {
  const positive = finite.every((value) => value >= 0)
  if (!positive || (task === 'softmax' && !rowsSumToOne(table, columns, 'percent'))) return
  throw new InputError(
    table.path,
    'no score is below 0 and many are above 1, as percentages are',
    'say --from percent if they are, or --from logits',
  )
}

/** Rows from which on it is no chance that all scores have one sign. */
const ENOUGH_ROWS = 16

/** Logits that are not compared with each other have either sign; where each is below 0, they may be logarithms. */
function refuseOneSign(table: Table, finite: readonly number[], task: Task | null): void {
  if (task === 'softmax' && table.sample.length >= ENOUGH_ROWS && finite.every((value) => value >= 0))
    throw new InputError(
      table.path,
      `no score of ${table.sample.length} rows is below 0, which logits would be`,
      'say --from logits if they are, --from percent, or write probabilities',
    )
  if (task === 'softmax' || finite.some((value) => value > 0)) return
  throw new InputError(
    table.path,
    'no score is above 0, as with logarithms of probabilities',
    'say --from log-probs if they are, or --from logits',
  )
}

/** A classifier that is sure of everything is more likely a column of predicted classes. */
function refuseDecisions(table: Table, finite: readonly number[]): void {
  if (finite.some((value) => value !== 0 && value !== 1)) return
  throw new InputError(
    table.path,
    'every score is exactly 0 or 1, as predicted classes are',
    'name the column of scores with --score, or say --from probs',
  )
}

function unclearScale(
  table: Table,
  finite: readonly number[],
  outside: readonly number[],
  task: Task | null,
): InputError {
  const problem =
    outside.length > 0
      ? `${outside.length} of ${finite.length} scores lie outside 0 to 1 (${outside[0]}), few for logits and too many for probabilities`
      : task === 'softmax'
        ? 'the scores lie within 0 to 1 but rows of them do not sum to 1'
        : `${finite.length} score${finite.length === 1 ? ' is' : 's are'} too few to tell probabilities from logits`
  return new InputError(table.path, problem, 'say --from probs or --from logits')
}

function noNumbers(table: Table, column: number): InputError {
  const cell = table.sample[0][column]
  return new InputError(
    table.path,
    `"${table.columns[column]}" is to hold the scores and holds "${cell.slice(0, 40)}", which is not a number`,
    numberHint(cell) ?? 'name the column of scores with --score',
  )
}
