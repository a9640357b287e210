/** Which way labels are written, told from a sample of them; refused where that is unclear. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { negativeWord } from '../column-names.ts'
import { MAX_ADVISED } from '../named-columns.ts'
import {
  canonical,
  checkDistinct,
  indexLabels,
  isIgnored,
  type LabelCodes,
  namedLabels,
  signedLabels,
  wordLabels,
  zeroOneLabels,
} from './codes.ts'

/** The labels as a detector sees them. */
export interface LabelEvidence {
  /** Where they stand, for messages. */
  readonly path: string
  readonly sample: readonly string[]
  /** Names as given by the user, in the order of the classes. */
  readonly names?: readonly string[]
  /** The label to leave out. */
  readonly ignore?: string
  /** The class that the one score of a row is named for. */
  readonly scored?: string
}

/** Longest label that advice repeats. */
const MAX_CELL = 40

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
export function binaryLabels({ path, sample, names, ignore, scored }: LabelEvidence): LabelCodes {
  const cells = labelCells(sample, ignore)
  if (names) {
    if (names.length !== 2)
      throw new InputError(path, 'binary labels need two class names', 'negative first: --class-names NO,YES')
    return areAmong(cells, names) || !mostlyPair(cells, ['0', '1'])
      ? namedLabels(path, names, ignore)
      : zeroOneLabels(names, ignore, '0/1')
  }
  const distinct = [...new Set(cells)]
  if (scored !== undefined && distinct.length === 2 && distinct.includes(scored) && !distinct.every(isNumber))
    return namedLabels(path, [distinct.find((label) => label !== scored)!, scored], ignore)
  if (scored !== undefined && negativeWord(scored)) throw ofNegative(path, scored, distinct)
  const pairs = [['0', '1'], ['-1', '1'], ...WORD_PAIRS]
  const words = cells.map((cell) => cell.toLowerCase())
  const pair =
    pairs.find((known) => areAmong(words, known)) ?? pairs.find((known) => mostlyPair(words, known))
  if (!pair) throw unclearBinaryLabels(path, distinct)
  if (pair === pairs[0]) return zeroOneLabels(pair, ignore, '0/1')
  return pair === pairs[1] ? signedLabels(ignore) : wordLabels(pair, ignore)
}

/** The score of the negative class is that of the positive one when the classes are named the other way round. */
function ofNegative(path: string, scored: string, distinct: readonly string[]): InputError {
  const negatives = distinct.filter(negativeWord)
  const [negative] = negatives
  const positive = distinct.find((label) => label !== negative)
  const turned = distinct.length === 2 && negatives.length === 1 ? [positive!, negative] : null
  return new InputError(
    path,
    `the scores are those of the class "${scored}" by their name, which is the negative one`,
    turned
      ? `say ${writeFlag('--class-names', joinNames(turned), 'LIST')}, which takes it for the positive one, or give the scores of the other class`
      : 'give the scores of the positive class',
  )
}

/** Whether labels are the two words of a pair, both of them, save for a few bad cells. */
function mostlyPair(cells: readonly string[], pair: readonly string[]): boolean {
  return mostlyAmong(cells, pair) && areAmong(pair, cells)
}

function mostlyAmong(cells: readonly string[], names: readonly string[]): boolean {
  const isKnown = among(names)
  const strays = cells.filter((cell) => !isKnown(cell))
  return areFew(strays, cells)
}

/**
 * Few enough to be bad cells, which are reported one by one with their lines, and no sign of another kind
 * of label.
 */
function areFew(strays: readonly string[], cells: readonly string[]): boolean {
  return strays.length <= Math.max(1, cells.length / 20) && strays.length < cells.length / 2
}

function unclearBinaryLabels(path: string, distinct: readonly string[]): InputError {
  const shown = distinct.slice(0, 4).map((label) => `"${label}"`)
  if (distinct.length === 2) {
    return new InputError(
      path,
      `the labels are ${shown.join(' and ')}, and it is unclear which is the positive class`,
      `name the negative class first: ${adviseNames(distinct)} or ${adviseNames(distinct.toReversed())}`,
    )
  }
  if (distinct.length === 1)
    return new InputError(
      path,
      `all labels seen are ${shown[0]}, and it is unclear which class that is`,
      'name both classes: --class-names NEGATIVE,POSITIVE',
    )
  const numbers = distinct.map(parseNumber)
  if (numbers.every((value) => value >= 0 && value <= 1)) {
    return new InputError(
      path,
      `the labels lie between 0 and 1 (${shown.join(', ')}, …), and soft labels are not supported`,
      'give hard labels, or name the right column with --label',
    )
  }
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
  const cells = labelCells(sample, ignore)
  const distinct = [...new Set(cells)]
  if (names) {
    if (names.length !== classes) {
      throw new InputError(path, `--class-names gives ${names.length} names for ${classes} columns of scores`)
    }
    checkDistinct(path, names)
    // Names that are numbers are given to say what the numbers in the labels mean.
    if (names.every(isNumber)) return namedLabels(path, names, ignore)
    return !areAmong(distinct, names) && mostlyIndices(cells, classes)
      ? indexLabels(names, ignore)
      : namedLabels(path, names, ignore)
  }
  const asIndices = isIndexed(distinct, classes)
  const known = headers ?? Array.from({ length: classes }, (_, index) => `${index}`)
  // The numbers that columns are named for count, whatever other numbers could be indices.
  if (headers !== null && areAmong(distinct, headers)) return namedOrIndex(path, headers, ignore)
  if (asIndices && isRenumbered(known)) throw indexOrName(path, distinct, known)
  if (asIndices && lackZero(cells, classes)) throw fromOneOrZero(path, cells, classes)
  if (asIndices) return indexLabels(known, ignore)
  const nearIndices = mostlyIndices(cells, classes)
  const nearNames = headers !== null && mostlyAmong(cells, headers) && !countFromOne(cells, classes)
  if (nearIndices && !(nearNames && isRenumbered(known))) return indexLabels(known, ignore)
  if (nearNames && !nearIndices) return namedLabels(path, known, ignore)
  throw unknownSoftmaxLabel(path, distinct, known, headers)
}

/** Names that are the indices of their columns are read as these. */
function namedOrIndex(path: string, headers: readonly string[], ignore?: string): LabelCodes {
  const areIndices = headers.every((name, index) => canonical(name) === `${index}`)
  return areIndices ? indexLabels(headers, ignore) : namedLabels(path, headers, ignore)
}

/** Labels of each class that must be expected before it tells something that one of them never occurs. */
const ENOUGH_LABELS = 5

/** Whether no label is 0 among so many that it would be there, so that classes may count from 1 and the last be absent. */
function lackZero(cells: readonly string[], classes: number): boolean {
  return cells.length >= ENOUGH_LABELS * classes && cells.every((label) => parseNumber(label) !== 0)
}

function fromOneOrZero(path: string, cells: readonly string[], classes: number): InputError {
  return new InputError(
    path,
    `none of the first ${cells.length} labels is 0, so that classes may count from 0 or from 1`,
    `say ${adviseNumbers(1, classes)} if they count from 1, ${adviseNumbers(0, classes)} if from 0`,
  )
}

/** Labels from 1 to K are no indices with a bad one among them. */
function mostlyIndices(cells: readonly string[], classes: number): boolean {
  const strays = cells.filter((cell) => !isIndexed([cell], classes))
  return strays.length === 0 || (areFew(strays, cells) && !countFromOne(cells, classes))
}

function countFromOne(distinct: readonly string[], classes: number): boolean {
  return distinct.every((label) => isIndexed([`${parseNumber(label) - 1}`], classes))
}

/** Whether a number among the names is not the index of its column, as in p_1, p_2, p_3. */
function isRenumbered(headers: readonly string[]): boolean {
  return headers.some((name, index) => isNumber(name) && parseNumber(name) !== index)
}

function indexOrName(path: string, distinct: readonly string[], headers: readonly string[]): InputError {
  const shown = `${headers.slice(0, 3).join(',')}${headers.length > 3 ? ',…' : ''}`
  const isName = among(headers)
  const stray = distinct.find((label) => !isName(label)) ?? distinct[0]
  return new InputError(
    path,
    `the label ${stray} is none of the numbers that the columns are named for (${shown})`,
    `say ${adviseNumbers(0, headers.length)} if labels are indices from 0${ignoring(stray)}`,
  )
}

function adviseNames(names: readonly string[]): string {
  return names.length > MAX_ADVISED
    ? '--class-names with all of them, in the order of the columns,'
    : writeFlag('--class-names', joinNames(names), 'LIST')
}

/** As many numbers, written out or as a shell counts them. */
function adviseNumbers(first: number, count: number): string {
  return count > MAX_ADVISED
    ? `--class-names "$(seq ${first} ${first + count - 1} | paste -sd, -)"`
    : writeFlag('--class-names', Array.from({ length: count }, (_, index) => first + index).join(','))
}

function unknownSoftmaxLabel(
  path: string,
  distinct: readonly string[],
  known: readonly string[],
  headers: readonly string[] | null,
): InputError {
  const isIndex = (label: string) => isIndexed([label], known.length)
  const isName = among(headers ?? [])
  const stray = distinct.find((label) => !isIndex(label) && !isName(label))
  const range = `(0 to ${known.length - 1})`
  const names = `(${known.slice(0, 4).join(', ')}${known.length > 4 ? ', …' : ''})`
  const problem =
    stray === undefined
      ? `some labels are class indices ${range} and others the columns' names ${names}`
      : headers === null
        ? `the label "${stray}" is no class index ${range}`
        : `the label "${stray}" is neither a class index ${range} nor one of the columns' names ${names}`
  const fromOne = countFromOne(distinct, known.length)
  return new InputError(
    path,
    problem,
    fromOne
      ? `if classes count from 1, say ${adviseNumbers(1, known.length)}`
      : `say --class-names in the order of the columns${stray === undefined ? '' : ignoring(stray)}`,
  )
}

function ignoring(label: string): string {
  return label.length > MAX_CELL ? '' : `, or ${writeFlag('--ignore-label', label)} to leave it out`
}

/** Cells of a one-hot or multi-label matrix. */
export function matrixLabels(classes: readonly string[], ignore?: string): LabelCodes {
  return zeroOneLabels(classes, ignore, '0/1 a class')
}

/** Labels without blanks around them; empty cells and labels to ignore tell nothing. */
function labelCells(sample: readonly string[], ignore?: string): string[] {
  return sample.map((cell) => cell.trim()).filter((label) => label !== '' && !isIgnored(label, ignore))
}

function among(names: readonly string[]): (label: string) => boolean {
  const known = new Set(names.map(canonical))
  return (label) => known.has(canonical(label))
}

function areAmong(labels: readonly string[], names: readonly string[]): boolean {
  return labels.every(among(names))
}

function isIndexed(distinct: readonly string[], classes: number): boolean {
  return distinct.every((label) => {
    const value = parseNumber(label)
    return Number.isInteger(value) && value >= 0 && value < classes
  })
}
