/** How label cells become class indices: one constructor for each way they are written. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'

/** What a label cell may turn out to be besides a class index. */
export const IGNORED = -1
export const UNKNOWN = -2
/** A row of zeros, where classes stand each for itself. */
export const BACKGROUND = -3

/** The labels to leave out: one, several, or none. */
export type Ignore = string | readonly string[]

export interface LabelCodes {
  /** Names of the classes; [negative, positive] for binary labels. */
  readonly classes: readonly string[]
  /** Whether label cells are read as numbers. */
  readonly numeric: boolean
  /** Class index of a cell, IGNORED, BACKGROUND or UNKNOWN. Numbers go in when `numeric`, text otherwise. */
  readonly classOf: (cell: number | string) => number
  /** Whether numbers are the class indices themselves, -1 and +1 (`signed`), or neither. */
  readonly numbering: 'index' | 'signed' | null
  /** The number to leave out, NaN for none. */
  readonly ignored: number
  /** In a few words: "0/1", "-1/+1", "class index 0..9", "names". */
  readonly summary: string
}

/** Whether 0 and 1 are the first and the second class, however cells are read and whichever of them are left out. */
export function areIndexed({ numeric, classOf }: LabelCodes): boolean {
  const found = [0, 1].map((index) => classOf(numeric ? index : `${index}`))
  return found.some((index) => index >= 0) && found.every((index, i) => index === i || index === IGNORED)
}

export function zeroOneLabels(
  classes: readonly string[],
  ignore: Ignore | undefined,
  summary: string,
): LabelCodes {
  return numericLabels(classes, (x) => (x === 0 || x === 1 ? x : UNKNOWN), ignore, summary)
}

export function signedLabels(ignore: Ignore | undefined): LabelCodes {
  const classOf = (x: number) => (x === 1 ? 1 : x === -1 ? 0 : UNKNOWN)
  return numericLabels(['-1', '+1'], classOf, ignore, '-1/+1', 'signed')
}

export function indexLabels(classes: readonly string[], ignore?: Ignore): LabelCodes {
  const last = classes.length - 1
  const classOf = (x: number) => (Number.isInteger(x) && x >= 0 && x <= last ? x : UNKNOWN)
  return numericLabels(classes, classOf, ignore, `class indices 0..${last}`)
}

/** Classes that are numbered from 1. */
export function fromOneLabels(classes: readonly string[], ignore?: Ignore): LabelCodes {
  const { classOf } = indexLabels(classes)
  const summary = `class indices 1..${classes.length}`
  return numericLabels(classes, (x) => classOf(x - 1), ignore, summary, null)
}

/** Labels that are text. */
const UNNUMBERED = { numbering: null, ignored: Number.NaN } as const

export function numericLabels(
  classes: readonly string[],
  classOf: (value: number) => number,
  ignore: Ignore | undefined,
  summary: string,
  numbering: LabelCodes['numbering'] = 'index',
): LabelCodes {
  const labels = listIgnored(ignore)
  if (!labels.every(isNumber)) {
    // A word such as NA among numbers: cells have to be read as text to know it.
    const read = (cell: string) => (isIgnored(cell, ignore) ? IGNORED : classOf(parseNumber(cell)))
    return { classes, numeric: false, classOf: (cell) => read(String(cell)), ...UNNUMBERED, summary }
  }
  const numbers = new Set(labels.map(parseNumber))
  const [ignored = Number.NaN] = numbers
  return {
    classes,
    numeric: true,
    classOf: (cell) => (numbers.has(cell as number) ? IGNORED : classOf(cell as number)),
    // The quick way knows one number to leave out.
    numbering: numbers.size > 1 ? null : numbering,
    ignored,
    summary,
  }
}

function listIgnored(ignore: Ignore | undefined): readonly string[] {
  return ignore === undefined ? [] : typeof ignore === 'string' ? [ignore] : ignore
}

export function namedLabels(path: string, classes: readonly string[], ignore?: Ignore): LabelCodes {
  checkDistinct(path, classes)
  if (classes.every(isNumber)) return renumberedLabels(classes, ignore)
  const indices = new Map(classes.map((name, index) => [name, index]))
  // A class may be the one to ignore.
  for (const label of listIgnored(ignore)) indices.set(label, IGNORED)
  const classOf = (cell: number | string) => {
    const label = String(cell)
    return indices.get(label) ?? (isIgnored(label, ignore) ? IGNORED : UNKNOWN)
  }
  return { classes, numeric: false, classOf, ...UNNUMBERED, summary: 'names' }
}

export function checkDistinct(path: string, classes: readonly string[]): void {
  const seen = new Set<string>()
  const twice = classes.find((name) => seen.size === seen.add(name).size)
  if (twice === undefined) return
  throw new InputError(
    path,
    `two classes have the name "${twice}"`,
    'say --class-names and give each its own',
  )
}

/** Names that are numbers, such as 1,2,3: compared as numbers, so that 1.0 is 1. */
function renumberedLabels(classes: readonly string[], ignore?: Ignore): LabelCodes {
  const indices = new Map(classes.map((name, index) => [parseNumber(name), index]))
  return numericLabels(
    classes,
    (x) => indices.get(x) ?? UNKNOWN,
    ignore,
    `numbers ${summarize(classes)}`,
    null,
  )
}

/** `1, 2, 4`; `1 to 12`; `1, 5, 7, 12, …`. */
function summarize(numbers: readonly string[]): string {
  if (numbers.length <= 4) return numbers.join(', ')
  const first = parseNumber(numbers[0])
  const counts = numbers.every((number, i) => parseNumber(number) === first + i)
  return counts ? `${numbers[0]} to ${numbers.at(-1)}` : `${numbers.slice(0, 4).join(', ')}, …`
}

/** Words that are matched whatever their case. */
export function wordLabels(
  words: readonly string[],
  ignore?: Ignore,
  summary: string = words.join('/'),
): LabelCodes {
  const indices = new Map(words.map((word, index) => [word.toLowerCase(), index]))
  const classOf = (cell: number | string) =>
    isIgnored(String(cell), ignore) ? IGNORED : (indices.get(String(cell).toLowerCase()) ?? UNKNOWN)
  return { classes: words, numeric: false, classOf, ...UNNUMBERED, summary }
}

/** Labels that name no class: those to leave out, and that of the background. */
export function namesOfNone(ignore: Ignore | undefined, background: string | undefined): Ignore {
  return [...listIgnored(ignore), ...(background === undefined ? [] : [background])]
}

export function isIgnored(label: string, ignore?: Ignore): boolean {
  return listIgnored(ignore).some((one) => canonical(label) === canonical(one))
}

/** 1.0 and 1 are the same label, and so are nan and NaN. */
export function canonical(label: string): string {
  if (isNumber(label)) return String(parseNumber(label))
  return /^nan$/i.test(label) ? 'nan' : label
}

/** Cells of a one-hot or multi-label matrix. */
export function matrixLabels(classes: readonly string[], ignore?: Ignore): LabelCodes {
  return zeroOneLabels(classes, ignore, '0/1 per class')
}
