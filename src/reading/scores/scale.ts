/** Whether scores are logits or probabilities. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import type { Task } from '../../losses/task.ts'
import { fileName, readingInName } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { wordsIn } from '../name-words.ts'
import { formOf, type OtherScale } from './changed.ts'
import { refuseOtherBase } from './logarithms.ts'
import { type Rounding, roundingOf } from './rounding.ts'
import {
  ENOUGH_VALUES,
  FEW_OUTSIDE,
  type FileScale,
  finiteScores,
  isOutside,
  rowsSumToOne,
  type Scale,
  type Seen,
} from './seen-scores.ts'
import {
  noNumbers,
  refuseCosines,
  refuseDecisions,
  refuseMissing,
  refuseOneSign,
  refuseOtherNumbers,
  refuseOtherValues,
  refusePercentages,
  unclearScale,
} from './wrong-scale.ts'

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

/**
 * By flag, by the columns' or the file's names where the values do not contradict them, by the values; an InputError that
 * asks for --from otherwise.
 *
 * @param labels those of the first rows, where each has one
 */
export function detectScale(
  table: Table,
  columns: readonly number[],
  task: Task | null,
  { from: said, probTolerance, renormalize = false }: SaidOfScores,
  labels: () => readonly string[],
  reasons: string[],
): DetectedScale {
  const carries = carryPercent(table, columns, said)
  const name = table.named ? table.columns[columns[0]] : fileName(table.path)
  const ofName = scaleInName(name)
  const areShares = !said && !carries && isHundredfold(table, columns, ofName)
  const from = said ?? (carries || areShares ? 'percent' : undefined)
  const named = from ? undefined : ofName
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
    const why = areShares
      ? 'since rows of them sum to 100'
      : `as ${said ? '--from says' : 'each carries a %'}`
    reasons.push(`scores are ${from}, ${why}`)
    return found(from)
  }
  if (!from) {
    refuseOtherNumbers(table.path, name)
    refuseMissing(table, columns)
    refuseOtherBase({ table, columns, task, rounding, sumsToOne }, ofName === 'log-probs')
  }
  if (named) {
    refuseOtherValues({ table, columns, task, rounding, sumsToOne }, name, named, labels())
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

/** Rows of scores that are not below 0 and sum to 100, whatever they are called: no logits do. */
function isHundredfold(table: Table, columns: readonly number[], named: FileScale | undefined): boolean {
  if (named !== undefined && named !== 'probs') return false
  const areNone = columns.some((column) => columnNumbers(table, column).some((score) => score < 0))
  return !areNone && rowsSumToOne(table, columns, 'percent')
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

function scaleOfValues(seen: Seen, reasons: string[]): FileScale {
  const { table, columns, task, sumsToOne } = seen
  const finite = finiteScores(seen)
  if (finite.length === 0) throw noNumbers(table, columns[0])
  const outside = finite.filter((value) => isOutside(value, seen))
  // Of probabilities near 0 some round to more than 0: where none does, they are logarithms of what is near 1.
  const areBelow = finite.every((value) => value <= 0) && finite.some((value) => value < 0)
  if (areBelow || outside.length > FEW_OUTSIDE * finite.length) {
    refusePercentages(table, columns, finite, task)
    if (task === null && finite.every((value) => value <= 0) && rowsSumToOne(table, columns, 'log-probs')) {
      reasons.push('scores are log-probs, since those of each row are the logarithms of what sums to 1')
      return 'log-probs'
    }
    refuseOneSign(table, columns, finite, task)
    refuseCosines(table, columns, finite)
    reasons.push('scores are logits, since some lie outside 0 to 1')
    return 'logits'
  }
  if (outside.length === 0 && (task === 'softmax' ? sumsToOne : finite.length >= ENOUGH_VALUES)) {
    refuseDecisions(table, columns, finite)
    reasons.push(`scores are probs, since ${sumsToOne ? 'rows of them sum to 1' : 'all lie within 0 to 1'}`)
    return 'probs'
  }
  throw unclearScale(seen, finite, outside)
}
