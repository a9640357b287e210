/** Numbers that a script printed, as a list, or where they stand in its log. */
import { InputError, UsageError } from '../errors.ts'
import { readTextIfThere } from '../sources/text.ts'
import { isStandardInput, sayPath } from '../words/standard-input.ts'
import type { DiagnoseOptions } from './options/diagnose.ts'

/** The number that stands after the word loss, at most a few characters on; of several in a line the first. */
const AFTER_LOSS = /loss[^\d\n]{0,20}?([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)(?![\w.])/i

/** A line that is a number. */
const ALONE = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)$/i

const LIST = /^[-+.\deE,\s]+$/

/** The list that --printed gives, or that is found in the file or the pipe that it names. */
export async function readPrintedList({
  printed,
  printedPattern,
}: Pick<DiagnoseOptions, 'printed' | 'printedPattern'>): Promise<string | undefined> {
  if (printed === undefined) return undefined
  const isList = !isStandardInput(printed) && LIST.test(printed)
  const log = isList ? null : await readTextIfThere(printed)
  if (log !== null) return findNumbers(log, printed, printedPattern).join(',')
  if (printedPattern !== undefined)
    throw new UsageError(
      '--printed-pattern goes with a log',
      'name it with --printed, as in --printed log.txt',
    )
  return printed
}

function findNumbers(log: string, path: string, pattern: string | undefined): readonly string[] {
  const lines = log.split(/\r\n|[\r\n]/)
  const found = (of: RegExp) => lines.flatMap((line) => numberIn(line.trim(), of) ?? [])
  const tried = pattern === undefined ? [AFTER_LOSS, ALONE] : [compile(pattern)]
  const numbers = tried.map(found).find((some) => some.length > 0)
  if (numbers) return numbers
  throw new InputError(
    sayPath(path),
    pattern === undefined
      ? 'has no number after the word loss'
      : `has no number where --printed-pattern ${pattern} is`,
    "say where it stands, as in --printed-pattern 'train: (\\S+)'",
  )
}

/** What the first group holds, or all that was found. */
function numberIn(line: string, of: RegExp): string | undefined {
  const match = of.exec(line)
  const text = match?.[1] ?? match?.[0]
  return text !== undefined && ALONE.test(text) ? text : undefined
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern)
  } catch {
    throw new UsageError(`--printed-pattern: ${pattern} is no regular expression`)
  }
}
