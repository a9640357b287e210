/**
 * A cell that cannot be used: noted cheaply in the loop, put into words only when somebody will read them.
 */
import { InputError } from '../../errors.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Cell, Table } from '../../formats/table.ts'
import { readingInName } from '../../reading/column-names.ts'
import { columnNumbers } from '../../reading/first-numbers.ts'
import { adviseBackground, type DetectorLabels } from '../../reading/labels/background.ts'
import { numberHint } from '../../reading/number-hints.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'

/** Longest piece of a cell that a message repeats. */
const MAX_CELL = 40

export type Fault =
  | 'ragged'
  | 'number'
  | 'probability'
  | 'row-sum'
  | 'label'
  | 'one-hot'
  | 'weight'
  | 'margin'

export interface BadCell {
  readonly table: Table
  /** Row of the table, from 0. */
  readonly row: number
  /** Column of the table. */
  readonly column: number
  readonly fault: Fault
  /** More words where the cell alone does not say it: what labels there are, what a row sums to. */
  readonly detail?: string
  /** The --prob-tolerance that takes it, and all of the first rows. */
  readonly tolerance?: number
  /** The label, where others around it are those of a detector. */
  readonly detector?: DetectorLabels
}

/** The error for a bad cell: finds the cell again, for its line and its text. */
export async function describeBadCell({
  table,
  row,
  column,
  fault,
  detail,
  tolerance,
  detector,
}: BadCell): Promise<InputError> {
  const cell = await table.locate(row, column)
  const isName = table.named && row > 0 && cell.text.trim() === table.columns[column].trim()
  const [problem, hint] =
    cell.fault ?? (isName ? REPEATED : WORDS[fault](cell, table, detail ?? '', tolerance, column))
  return new InputError(cell.place, problem, detector ? adviseBackground(detector) : hint)
}

type Words = (
  cell: Cell,
  table: Table,
  detail: string,
  tolerance: number | undefined,
  column: number,
) => readonly [problem: string, hint: string]

/** Whoever rounds is off by less. */
const MOST_ROUNDED = 0.05

const MEND = 'mend the cell, or leave such rows out with --on-bad-row skip'

/** Files that were put one behind the other, each with its names. */
const REPEATED = [
  'the row repeats the names of the columns',
  'take it out, or leave such rows out with --on-bad-row skip',
] as const

const WORDS: Readonly<Record<Fault, Words>> = {
  ragged: (cell, table) => [
    `the row has ${cell.width} cell${cell.width === 1 ? '' : 's'} and there are ${table.columns.length} columns`,
    'mend the row, or leave such rows out with --on-bad-row skip',
  ],
  number: ({ text }) => [notANumber('score', text), numberHint(text) ?? MEND],
  probability: ({ text }, table, _detail, tolerance = 1, column) => [
    `"${shorten(text)}" is not a probability (0 to 1)`,
    areScaled(table, column)
      ? 'divide the scores by the number that stands for 1'
      : areOnceOutside(table, column)
        ? `${MEND}${rounding(tolerance)}`
        : ofOtherScale(table, column, tolerance),
  ],
  'row-sum': (_cell, _table, sum, tolerance = 1) => [
    `the probabilities of the row sum to ${sum}`,
    `say --renormalize to divide by it,${tolerance < 1 ? ` --prob-tolerance ${tolerance} to accept it,` : ''} or --task multilabel if each stands for itself`,
  ],
  label: ({ text }, _table, known) => notALabel(text.trim(), known),
  'one-hot': (_cell, _table, ones) => [
    `the row has ${ones} labels of 1 and should have one`,
    'mend the row, leave such rows out with --on-bad-row skip, or say --task multilabel if each label stands for itself',
  ],
  weight: ({ text }) => [
    Number(text) < 0 ? `the weight "${shorten(text)}" is below 0` : notANumber('weight', text),
    MEND,
  ],
  margin: ({ text }) => [`the logits around "${shorten(text)}" differ by more than a double holds`, MEND],
}

const rounding = (tolerance: number) =>
  tolerance > MOST_ROUNDED ? '' : `; for rounding, say --prob-tolerance ${tolerance}`

/** Logits are outside of 0 to 1 more often than once: read as such, probabilities would give a wrong number. */
function areOnceOutside(table: Table, column: number): boolean {
  const values = columnNumbers(table, column).filter(Number.isFinite)
  const outside = values.filter((x) => x < 0 || x > 1).length
  return values.length > 3 && outside <= Math.max(1, values.length / 20)
}

/** Percentages are never below 0, nor above 100, most of rare classes are below 1, and no logits where they are called probabilities. */
function ofOtherScale(table: Table, column: number, tolerance: number): string {
  const logits = `if the column holds logits, say --from logits${rounding(tolerance)}`
  const values = columnNumbers(table, column).filter(Number.isFinite)
  if (!values.some((x) => x > 1) || values.some((x) => x < 0 || x > 100)) return logits
  const percent = 'if the column holds percentages, say --from percent'
  return readingInName(table.columns[column]) === 'probs' ? percent : `${percent}; ${logits}`
}

/** Thousandths, bytes and counts of votes are never below 0, which logits are. */
function areScaled(table: Table, column: number): boolean {
  const values = columnNumbers(table, column).filter(Number.isFinite)
  return values.every((x) => x >= 0) && values.filter((x) => x > 1).length > values.length / 2
}

function notANumber(what: string, text: string): string {
  const word = text.trim()
  if (word === '') return `the ${what} is empty`
  if (/^[+-]?(nan|inf|infinity)$/i.test(word)) return `the ${what} is ${word}`
  // Such as 0.05 in a column of percentages that carry their sign.
  if (Number.isFinite(parseNumber(word)))
    return `the ${what} "${shorten(word)}" is written in another way than the first ones`
  return `the ${what} "${shorten(word)}" is not a number`
}

function notALabel(text: string, known: string): readonly [problem: string, hint: string] {
  if (text === '') return ['the label is empty', MEND]
  const problem = `"${shorten(text)}" is no label (${known})`
  if (isFraction(text)) return [`${problem}, and soft labels are not supported`, 'give hard labels']
  const leaving =
    text.length > MAX_CELL ? '' : `leave it out with ${writeFlag('--ignore-label', joinNames([text]))} or `
  return [problem, `${leaving}name the classes with --class-names if it is one of them`]
}

function isFraction(text: string): boolean {
  const value = Number(text)
  return value > 0 && value < 1
}

function shorten(text: string): string {
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text
}
