/** Scores and their labels that are given as two files to compare, as if each were predictions. */
import { InputError } from '../errors.ts'
import { fileName } from '../reading/column-names.ts'
import { saysLabel } from '../reading/name-words.ts'
import { writeCommand } from '../words/shell.ts'
import { openModels } from './open-scan.ts'
import type { OptionRecord } from './options/option.ts'
import { wordsOf } from './options/option.ts'
import { READING, type ReadOptions } from './options/reading.ts'

/** The same error, with the command that reads the one file as the labels of the other where that can be done. */
export async function labelsAmong(
  error: unknown,
  files: readonly string[],
  options: ReadOptions,
): Promise<unknown> {
  const isLabels = (file: string) => saysLabel(fileName(file).replace(/\.[a-z]{1,12}(?:\.(?:gz|zst))?$/i, ''))
  const [labels, ...others] = files.filter(isLabels)
  const scores = files.find((file) => !isLabels(file))
  const isPair = files.length === 2 && others.length === 0 && labels !== undefined && scores !== undefined
  if (!(error instanceof InputError) || !isPair || options.labels !== undefined) return error
  const own = { ...options, labels }
  try {
    await openModels(scores, own)
  } catch {
    return error
  }
  const asked: readonly OptionRecord[] = READING
  return new InputError(
    error.place,
    error.problem,
    `if "${labels}" holds the labels, say ${writeCommand('compare', [scores], wordsOf(asked, own))}`,
    error.code,
  )
}
