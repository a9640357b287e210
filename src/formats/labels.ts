/** Labels: text or a number becomes a class once, here, and a class index from then on. */
import { InputError } from '../errors.ts'
import { isNumber, parseNumber } from './csv-dialect.ts'

/** What a label cell may turn out to be besides a class index. */
export const IGNORED = -1
export const UNKNOWN = -2

export interface LabelCodes {
  /** Names of the classes; [negative, positive] for binary labels. */
  readonly classes: readonly string[]
  /** Whether label cells are read as numbers. */
  readonly numeric: boolean
  /** Class index of a cell, IGNORED or UNKNOWN. Numbers go in when `numeric`, text otherwise. */
  readonly classOf: (cell: number | string) => number
  /** In a few words: "0/1", "-1/+1", "class index 0..9", "names". */
  readonly summary: string
}

/** The labels as a detector sees them. */
export interface LabelEvidence {
  /** Where they stand, for messages. */
  readonly path: string
  readonly sample: readonly string[]
  /** Names as given by the user, in the order of the classes. */
  readonly names?: readonly string[]
  /** The label to leave out. */
  readonly ignore?: string
}

/** Word pairs that say by themselves which class is the positive one. */
const WORD_PAIRS = [
  ['false', 'true'],
  ['no', 'yes'],
  ['negative', 'positive'],
  ['neg', 'pos'],
  ['background', 'foreground'],
] as const

/**
 * How binary labels are written, told from a sample of them; `names` are [negative, positive].
 * @throws InputError when the sample does not say which class is the positive one
 */
export function binaryLabels({ path, sample, names, ignore }: LabelEvidence): LabelCodes {
  const distinct = distinctLabels(sample, ignore)
  if (names) {
    if (names.length !== 2)
      throw new InputError(path, 'binary labels need two class names', 'negative first: --class-names NO,YES')
    return namedLabels(path, names, ignore)
  }
  if (distinct.every(isNumber)) {
    const values = new Set(distinct.map(parseNumber))
    if (isSubset(values, [0, 1]))
      return numericLabels(['0', '1'], (x) => (x === 0 || x === 1 ? x : UNKNOWN), ignore, '0/1')
    if (isSubset(values, [-1, 1])) {
      return numericLabels(['-1', '+1'], (x) => (x === 1 ? 1 : x === -1 ? 0 : UNKNOWN), ignore, '-1/+1')
    }
  }
  const pair = WORD_PAIRS.find((words) =>
    distinct.every((label) => words.some((word) => word === label.toLowerCase())),
  )
  if (pair) return wordLabels(pair, ignore)
  throw unclearBinaryLabels(path, distinct)
}

function unclearBinaryLabels(path: string, distinct: readonly string[]): InputError {
  const shown = distinct.slice(0, 4).map((label) => `"${label}"`)
  if (distinct.length === 2) {
    return new InputError(
      path,
      `the labels are ${shown.join(' and ')}, and it is unclear which is the positive class`,
      `say --class-names ${distinct.join(',')} (negative first)`,
    )
  }
  if (distinct.length === 1)
    return new InputError(
      path,
      `all labels seen are ${shown[0]}`,
      'name both classes: --class-names NEGATIVE,POSITIVE',
    )
  return new InputError(
    path,
    `binary labels are 0 and 1, and these are ${shown.join(', ')}${distinct.length > 4 ? ', …' : ''}`,
    'name the right column with --label, or leave labels out with --ignore-label',
  )
}

/**
 * How the labels of K softmax columns are written: class indices, or the names in the columns' headers.
 * @param headers names of the K score columns without their common prefix; null where there are none
 */
export function softmaxLabels(
  { path, sample, names, ignore }: LabelEvidence,
  classes: number,
  headers: readonly string[] | null,
): LabelCodes {
  if (names) {
    if (names.length !== classes) {
      throw new InputError(path, `--class-names gives ${names.length} names for ${classes} columns of scores`)
    }
    return isIndexed(distinctLabels(sample, ignore), classes)
      ? indexLabels(names, ignore)
      : namedLabels(path, names, ignore)
  }
  const distinct = distinctLabels(sample, ignore)
  const known = headers ?? Array.from({ length: classes }, (_, index) => `${index}`)
  const asNames = headers !== null && isSubset(new Set(distinct), headers)
  const asIndices = isIndexed(distinct, classes)
  if (asNames && asIndices && distinct.some((label) => known[Number(label)] !== label)) {
    throw new InputError(
      path,
      `labels such as ${distinct[0]} may be class indices or the names in the headers (${known.slice(0, 3).join(', ')}, …)`,
      `say --class-names ${known.slice(0, 3).join(',')}${classes > 3 ? ',…' : ''} for the names`,
    )
  }
  if (asIndices) return indexLabels(known, ignore)
  if (asNames) return namedLabels(path, known, ignore)
  throw unknownSoftmaxLabel(path, distinct, known, headers)
}

function unknownSoftmaxLabel(
  path: string,
  distinct: readonly string[],
  known: readonly string[],
  headers: readonly string[] | null,
): InputError {
  const stray = distinct.find((label) => !known.includes(label)) ?? distinct[0]
  const range = `0 to ${known.length - 1}`
  return new InputError(
    path,
    `the label "${stray}" is neither a class index (${range})${headers ? ` nor one of the columns' names (${known.slice(0, 4).join(', ')}${known.length > 4 ? ', …' : ''})` : ''}`,
    'say --class-names in the order of the columns, or --ignore-label to leave it out',
  )
}

/** Cells of a one-hot or multi-label matrix. */
export function matrixLabels(classes: readonly string[], ignore?: string): LabelCodes {
  return numericLabels(classes, (x) => (x === 0 || x === 1 ? x : UNKNOWN), ignore, '0/1 a class')
}

function distinctLabels(sample: readonly string[], ignore?: string): string[] {
  const distinct = [...new Set(sample.map((cell) => cell.trim()))]
  return distinct.filter((label) => label !== '' && !isIgnored(label, ignore))
}

function isIgnored(label: string, ignore?: string): boolean {
  if (ignore === undefined) return false
  return (
    label === ignore || (isNumber(label) && isNumber(ignore) && parseNumber(label) === parseNumber(ignore))
  )
}

function isIndexed(distinct: readonly string[], classes: number): boolean {
  return distinct.every((label) => {
    const value = parseNumber(label)
    return Number.isInteger(value) && value >= 0 && value < classes
  })
}

function isSubset<T>(values: ReadonlySet<T>, allowed: readonly T[]): boolean {
  return [...values].every((value) => allowed.includes(value))
}

function indexLabels(classes: readonly string[], ignore?: string): LabelCodes {
  const last = classes.length - 1
  const classOf = (x: number) => (Number.isInteger(x) && x >= 0 && x <= last ? x : UNKNOWN)
  return numericLabels(classes, classOf, ignore, `class indices 0..${last}`)
}

function numericLabels(
  classes: readonly string[],
  classOf: (value: number) => number,
  ignore: string | undefined,
  summary: string,
): LabelCodes {
  const ignored = ignore === undefined ? Number.NaN : parseNumber(ignore)
  return {
    classes,
    numeric: true,
    classOf: (cell) => (cell === ignored ? IGNORED : classOf(cell as number)),
    summary,
  }
}

function namedLabels(path: string, classes: readonly string[], ignore?: string): LabelCodes {
  const indices = new Map(classes.map((name, index) => [name, index]))
  if (indices.size < classes.length)
    throw new InputError(path, 'two classes have the same name', 'say --class-names')
  if (classes.every(isNumber)) return renumberedLabels(classes, ignore)
  const classOf = (cell: number | string) => {
    const label = String(cell)
    return indices.get(label) ?? (isIgnored(label, ignore) ? IGNORED : UNKNOWN)
  }
  return { classes, numeric: false, classOf, summary: 'names' }
}

/** Names that are numbers, such as 1,2,3: compared as numbers, so that 1.0 is 1. */
function renumberedLabels(classes: readonly string[], ignore?: string): LabelCodes {
  const indices = new Map(classes.map((name, index) => [parseNumber(name), index]))
  return numericLabels(
    classes,
    (x) => indices.get(x) ?? UNKNOWN,
    ignore,
    `numbers ${classes.slice(0, 4).join(', ')}`,
  )
}

function wordLabels(words: readonly string[], ignore?: string): LabelCodes {
  const classOf = (cell: number | string) => {
    const index = words.indexOf(String(cell).toLowerCase())
    return index >= 0 ? index : isIgnored(String(cell), ignore) ? IGNORED : UNKNOWN
  }
  return { classes: words, numeric: false, classOf, summary: words.join('/') }
}
