/** Commands that advice of diagnose spells out. */
import type { Dataset } from '../reading/dataset.ts'
import { writeColumns } from '../reading/named-columns.ts'
import { flagWords, writeCommand } from '../words/shell.ts'
import { type DiagnoseOptions, OF_VALUES } from './options/diagnose.ts'
import { wordsOf } from './options/option.ts'
import { READING } from './options/reading.ts'

/** A question that can be asked of the file. */
export function writeExample(file: string, options: DiagnoseOptions): string {
  const words = [...wordsOf(READING, options), ...flagWords('--loss-column', options.lossColumn ?? 'loss')]
  return writeCommand('diagnose', [file], words)
}

/** What computes a library's loss of the file. */
export function writeComputing(
  file: string,
  loss: string,
  library: string,
  options: DiagnoseOptions,
): string {
  const words = [
    ...wordsOf(READING, options),
    ...flagWords('--loss', loss),
    ...flagWords('--compat', library),
  ]
  return writeCommand('compare', [file], words)
}

/** The same question of a printed value. A column of losses is known to hold no scores or labels, and is so no more. */
export function writePrinted(
  file: string,
  options: DiagnoseOptions,
  { scores, labels, reading }: Dataset,
  value: number,
): string {
  const columns = {
    score: writeColumns(scores[0], reading.scores),
    label: writeColumns(labels[0], reading.labels),
  }
  const read = options.lossColumn === undefined ? options : { ...columns, ...options }
  const { classWeight, expect } = options
  const words = [...wordsOf(READING, read), ...wordsOf(OF_VALUES, { classWeight, expect, printed: value })]
  return writeCommand('diagnose', [file], words)
}
