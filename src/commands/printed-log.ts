/** Numbers that a script printed, as a list, or where they stand in its log. */
import { InputError, UsageError } from '../errors.ts'
import { readTextIfThere } from '../sources/text.ts'
import { writeFlag } from '../words/shell.ts'
import { isStandardInput, sayPath } from '../words/standard-input.ts'
import type { DiagnoseOptions } from './options/diagnose.ts'

const NUMBER = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?`
const NOT_FINITE = '[-+]?(?:nan|inf(?:inity)?)'

/** No part of a longer word, and not what another number is called by, as 3 in `loss_step 3: 0.54`. */
const VALUE = String.raw`(${NUMBER}|${NOT_FINITE})(?![\w.#])(?!\/?\d{0,9}[)\]]?\s{0,4}[:=])`

/** Of what name: the word itself and its ending, but no scale of it. */
const NAME = String.raw`loss(?![\s_-]?(?:scal|weight))[\w/.]{0,20}(?![\w.])["')\]]{0,2}`

/** Which loss it is: a word or two, and a step or an epoch; never a word that stands for no number. */
const OF = String.raw`(?:\s{1,4}(?:on|of|for|at|after|in|per))?(?:[\s([]{1,4}(?!n/?a\b|none\b|null\b|nan\b|inf)[a-z_]{1,12}[)\]]?)?(?:[\s([#]{1,4}\d[\d/]{0,11}[)\]]?)?`

/** A minus belongs to the number unless a space follows it. */
const SEPARATOR = String.raw`\s{0,8}(?:[:=|,~>→]|-(?=[\s>])){1,3}`

const OPENED = String.raw`\s{0,8}(?:(?:tensor|array|(?:np\.)?float\d{0,2})\()?["'([]{0,2}`

/** The number that is said to be the loss; of several in a line the first. All runs are bounded, so that its time is too. */
const AFTER_LOSS = new RegExp(`${NAME}(?:(?:\\s{1,4}(?:is|was))?|${OF}${SEPARATOR})${OPENED}${VALUE}`, 'i')

/**
 * The losses of a line, and what stands before their numbers, from the words before on. Words begin where they do, and part at
 * a sign: a run of letters is read in one way only.
 */
const NAMED_LOSSES = new RegExp(
  `((?<![a-z])(?:[a-z]{1,12}(?:_\\d{1,2})?(?:'s)?[\\s_/.-]){0,2}[a-z]{0,12}?${NAME}(?:(?:\\s{1,4}(?:is|was))?|${OF}${SEPARATOR})${OPENED})${VALUE}`,
  'gi',
)

/** A line that is a number, or what stands for one that is not finite. */
const ALONE = new RegExp(`^(${NUMBER}|${NOT_FINITE})$`, 'i')

const IS_FINITE = new RegExp(`^${NUMBER}$`, 'i')

/** What losses of samples are called by that a model does not learn from; by its first letters which samples these are. */
const HELD = /(?<![a-z])(?:(val)(?:id|idation)?|(eval)(?:uation)?|(test)|(dev))(?![a-z])/i

const LIST = /^[-+.\deE,\s]+$/

/** What was printed, and for what came from a log the line of each value. */
export interface Printed {
  readonly list: string
  readonly lines?: readonly { readonly at: number; readonly text: string }[]
}

/** The list that --printed gives, or that is found in the file or the pipe that it names. */
export async function readPrintedList({
  printed,
  printedPattern,
}: Pick<DiagnoseOptions, 'printed' | 'printedPattern'>): Promise<Printed | undefined> {
  if (printed === undefined) return undefined
  const isList = !isStandardInput(printed) && LIST.test(printed)
  const log = isList ? null : await readTextIfThere(printed)
  if (log !== null) return findNumbers(log, printed, printedPattern)
  if (printedPattern !== undefined)
    throw new UsageError(
      '--printed-pattern goes with a log',
      'name it with --printed, as in --printed log.txt',
    )
  refuseMissing(printed)
  return { list: printed }
}

/** What is no list and looks like no number names a file. */
function refuseMissing(printed: string): void {
  const looksLikeNumbers =
    printed.includes(',') || !Number.isNaN(Number(printed)) || /^[-+]?(?:nan|inf)$/i.test(printed)
  if (!looksLikeNumbers)
    throw new InputError(
      printed,
      'there is no such file',
      '--printed takes a log, or the numbers themselves, as in --printed 0.0421,0.0399',
    )
}

function findNumbers(log: string, path: string, pattern: string | undefined): Printed {
  // A bar that is drawn over itself returns within its line.
  const lines = log
    .split(/\r\n|\n/)
    .flatMap((whole, i) => whole.split('\r').map((text) => ({ text: text.trim(), at: i + 1 })))
  const found = (of: RegExp) =>
    lines.flatMap(({ text, at }) => {
      const number = numberIn(text, of)
      return number === undefined ? [] : [{ number, at, text }]
    })
  const tried = pattern === undefined ? [AFTER_LOSS, ALONE] : [compile(pattern)]
  const some = tried.map(found).find(({ length }) => length > 0)
  if (pattern === undefined) for (const { text, at } of some ?? []) refuseBothSplits(text, sayPath(path), at)
  const bad = some?.find(({ number }) => !IS_FINITE.test(number))
  if (bad)
    throw new InputError(
      sayPath(path),
      `line ${bad.at}: the loss is not a finite number (${bad.number})`,
      'a NaN or infinite loss has no explanation here: look for overflow, or log(0)',
    )
  if (some) return { list: some.map(({ number }) => number).join(','), lines: some }
  throw new InputError(
    sayPath(path),
    pattern === undefined
      ? 'has no number after the word loss'
      : `has no number where --printed-pattern ${pattern} is`,
    "say where it stands, as in --printed-pattern 'train: (\\S+)'",
  )
}

/** A line with losses of validation and of training, or of a test, does not say which of them these samples have. */
function refuseBothSplits(line: string, place: string, at: number): void {
  const losses = [...line.matchAll(NAMED_LOSSES)].map(([, name]) => {
    const split = HELD.exec(name)
      ?.slice(1)
      .find((word) => word !== undefined)
    return { name, split: split?.toLowerCase() }
  })
  const held = losses.find(({ split }) => split !== undefined)
  if (!held || losses.every(({ split }) => split === held.split)) return
  const name = held.name
    .trimStart()
    .replace(/[.*+?^$()[\]{}|\\]/g, '\\$&')
    .replaceAll("'", '.')
  const pattern = `${name.replace(/\d+/g, '\\d+').replace(/\s+/g, '\\s+')}([-+.\\w]+)`
  throw new InputError(
    place,
    `line ${at} has the loss of two sets of samples`,
    `say which, as in ${writeFlag('--printed-pattern', pattern, 'PATTERN')}`,
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
