/** A cell that cannot be used: noted cheaply in the loop, put into words only when somebody will read them. */
import { InputError } from '../errors.ts'
import type { Cell, Table } from '../formats/table.ts'

export type Fault = 'ragged' | 'number' | 'probability' | 'row-sum' | 'label' | 'weight' | 'margin'

export interface BadCell {
  readonly table: Table
  /** Row of the table, from 0. */
  readonly row: number
  /** Column of the table. */
  readonly column: number
  readonly fault: Fault
  /** More words where the cell alone does not say it: what labels there are, what a row sums to. */
  readonly detail?: string
}

/** The error for a bad cell: finds the cell again, for its line and its text. */
export async function describeBadCell({ table, row, column, fault, detail }: BadCell): Promise<InputError> {
  const cell = await table.locate(row, column)
  const [problem, hint] = WORDS[fault](cell, table, detail ?? '')
  return new InputError(cell.place, problem, hint)
}

type Words = (cell: Cell, table: Table, detail: string) => readonly [problem: string, hint: string]

const WORDS: Readonly<Record<Fault, Words>> = {
  ragged: (cell, table) => [
    `the row has ${cell.width} cells and there are ${table.columns.length} columns`,
    'mend the row, or leave such rows out with --on-bad-row skip',
  ],
  number: (cell) => [notANumber(cell.text), 'mend the cell, or leave such rows out with --on-bad-row skip'],
  probability: (cell) => [
    `"${shorten(cell.text)}" is not a probability (0 to 1)`,
    'if the column holds logits, say --from logits; for rounding, --prob-tolerance 1e-6',
  ],
  'row-sum': (_cell, _table, sum) => [
    `the probabilities of the row sum to ${sum}`,
    'say --renormalize to divide by it, --prob-tolerance to accept it, or --task multilabel if each stands for itself',
  ],
  label: (cell, _table, known) => [
    `"${shorten(cell.text)}" is no label (${known})${isFraction(cell.text) ? ', and soft labels are not supported' : ''}`,
    isFraction(cell.text)
      ? 'give hard labels'
      : `leave it out with --ignore-label ${shorten(cell.text)}, or name the classes with --class-names`,
  ],
  weight: (cell) => [`"${shorten(cell.text)}" is not a weight (0 or more)`, 'mend the cell'],
  margin: (cell) => [
    `the logits around "${shorten(cell.text)}" differ by more than a double holds`,
    'mend the cell',
  ],
}

function notANumber(text: string): string {
  const word = text.trim()
  if (word === '') return 'the cell is empty'
  if (/^[+-]?(nan|inf|infinity)$/i.test(word)) return `the score is ${word}`
  return `"${shorten(word)}" is not a number`
}

function isFraction(text: string): boolean {
  const value = Number(text)
  return text.trim() !== '' && value > 0 && value < 1
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
