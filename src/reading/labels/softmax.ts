/** How the labels of several classes are written, told from a sample of them; refused where that is unclear. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { negativeWord, positiveWord } from '../column-names.ts'
import { MAX_ADVISED } from '../named-columns.ts'
import { withoutCommonWords } from '../scores/classes.ts'
import { adviseBackground, type DetectorLabels, detectorLabels } from './background.ts'
import {
  canonical,
  checkDistinct,
  fromOneLabels,
  type Ignore,
  indexLabels,
  type LabelCodes,
  namedLabels,
  wordLabels,
} from './codes.ts'
import {
  type AllLabels,
  adviseNames,
  adviseNumbers,
  adviseStray,
  among,
  areAmong,
  areAmongAnyCase,
  areFew,
  ignoring,
  isIndexed,
  type LabelEvidence,
  labelCells,
  mostlyAmong,
} from './evidence.ts'
import { isMore } from './highest.ts'

/**
 * How the labels of K softmax columns are written: class indices, or the names in the columns' headers.
 * @param headers names of the K score columns without their common prefix; null where there are none
 */
export function softmaxLabels(
  evidence: LabelEvidence,
  classes: number,
  headers: readonly string[] | null,
): LabelCodes {
  const { path, sample, names, ignore, isDistribution } = evidence
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
  const bare = withoutCommonWords(known)
  if (!distinct.some(isNumber) && areAmong(distinct, bare)) return namedLabels(path, bare, ignore)
  // Of rows that are sorted the first ones show one class, and of some the case of the others is unknown.
  const inAnyCase = headers && [headers, bare].find((words) => areAmongAnyCase(distinct, words))
  if (inAnyCase && distinct.length > 0) return wordLabels(inAnyCase, ignore, 'names, whatever their case')
  if (asIndices && isRenumbered(known))
    throw classes === 2 ? whichOfTwo(evidence, known) : indexOrName(path, distinct, known)
  const from = firstNumber(evidence, cells, known) ?? (evidence.countsFromZero ? 0 : undefined)
  if (from === undefined) throw fromOneOrZero(evidence, cells, known)
  if (from === 1 && !headers?.some(isNumber)) return fromOneLabels(known, ignore)
  if (asIndices) return indexLabels(known, ignore)
  const nearIndices = mostlyIndices(cells, classes)
  const nearNames = headers !== null && mostlyAmong(cells, headers) && !countFromOne(cells, classes)
  if (nearIndices && !(nearNames && isRenumbered(known))) return indexLabels(known, ignore)
  if (nearNames && !nearIndices) return namedLabels(path, known, ignore)
  const detector = isDistribution || countFromOne(distinct, classes) ? null : detectorLabels(cells, classes)
  throw unknownSoftmaxLabel(evidence, distinct, known, headers, detector)
}

/** Names that are the indices of their columns are read as these. */
function namedOrIndex(path: string, headers: readonly string[], ignore?: Ignore): LabelCodes {
  const areIndices = headers.every((name, index) => canonical(name) === `${index}`)
  return areIndices ? indexLabels(headers, ignore) : namedLabels(path, headers, ignore)
}

/** Labels of each class that must be expected before it tells something that one of them never occurs. */
const ENOUGH_LABELS = 5

/** Standard errors that come up by chance once in 30,000 files. */
const SURE = 4

/** Rows on one side, and none on the other, from which on that is no chance. Classes mostly count from 0. */
const ENOUGH_ROWS = { zero: 10, one: 20 } as const

/**
 * Whether classes count from 0 or from 1, where no label is 0; undefined where nothing tells. They count from 1 where the
 * last of so many classes occurs and the first does not, and from wherever the highest scores are those of the labels.
 */
function firstNumber(
  { best, all, ...evidence }: LabelEvidence,
  cells: readonly string[],
  names: readonly string[],
): 0 | 1 | undefined {
  const classes = names.length
  if (cells.length === 0 || !countFromOne(cells, classes)) return 0
  const last = `${classes}`
  const others = cells.filter((cell) => canonical(cell) !== last)
  if (others.length < cells.length) {
    const occur = new Set(cells.map(canonical)).size
    if (isWithoutZero(occur, others.length, classes)) return 1
    return all ? (numberByAll(all, classes) ?? 0) : undefined
  }
  // One label alone stands beside one score in all rows, whichever it is of, unless a word says which is the positive one.
  const areSides = !isNumber(names[0]) && negativeWord(names[0]) && positiveWord(names[1])
  const areSeveral = new Set(cells.map(canonical)).size > 1
  const highest = areSeveral || areSides ? (best?.() ?? []) : []
  const labels = evidence.sample.map(parseNumber)
  const [zero, one] = [0, 1].map((first) => ({
    hits: countHits(labels, highest, first),
    errors: errorsAbove(labels, highest, first, classes),
  }))
  if (isMore(zero.hits, one.hits, ENOUGH_ROWS.zero) && zero.errors >= one.errors) return 0
  // Where 1 is all there is, it may be the positive one, which a model missed in most rows; and a model that says one class too
  // often hits many that it does not know.
  const isOne = areSeveral && isMore(one.hits, zero.hits, ENOUGH_ROWS.one)
  return isOne && one.errors >= Math.max(SURE, zero.errors) ? 1 : all && numberByAll(all, classes)
}

/** Whether it is no chance that none of so many labels is 0: all others occur, or would many times. */
function isWithoutZero(occur: number, labels: number, classes: number): boolean {
  return occur === classes || labels >= ENOUGH_LABELS * classes
}

/** A 0 among all labels says from where they count, and the last class of so many that none is 0. */
function numberByAll({ rows, distinct }: AllLabels, classes: number): 0 | 1 | undefined {
  if (distinct.has(0)) return 0
  return distinct.has(classes) && isWithoutZero(distinct.size, rows, classes) ? 1 : undefined
}

/** Rows whose highest score is that of their label. */
function countHits(labels: readonly number[], best: readonly number[], first: number): number {
  return best.filter((at, row) => labels[row] - first === at).length
}

/** By how many standard errors there are more hits than if the same labels stood beside the same scores in any order; 0 where all orders are alike. */
function errorsAbove(
  labels: readonly number[],
  best: readonly number[],
  first: number,
  classes: number,
): number {
  const rows = best.flatMap((at, row) => (at >= 0 && Number.isInteger(labels[row]) ? [row] : []))
  const n = rows.length
  const sharesOf = (placeOf: (row: number) => number) => {
    const counts = new Float64Array(classes)
    for (const row of rows) if (placeOf(row) >= 0 && placeOf(row) < classes) counts[placeOf(row)]++
    return counts.map((count) => count / n)
  }
  const saidOf = sharesOf((row) => best[row])
  const trueOf = sharesOf((row) => labels[row] - first)
  const placesIn = (shares: Float64Array) => Array.from(shares.keys()).filter((place) => shares[place] > 0)
  // Of many classes few occur in a few rows.
  const [said, truths] = [placesIn(saidOf), placesIn(trueOf)]
  const expected = truths.reduce((sum, place) => sum + saidOf[place] * trueOf[place], 0)
  // The variance of a sum over a permutation (Hoeffding 1951): what rows and columns do not explain of a table of ones on its diagonal.
  const none = 1 - trueOf.reduce((sum, x) => sum + x, 0)
  const ofTruth = (truth: number, weight: number) =>
    said.reduce((sum, place) => {
      const rest = Number(place === truth) - (saidOf[truth] ?? 0) - trueOf[place] + expected
      return sum + weight * saidOf[place] * rest * rest
    }, 0)
  const variance = truths.reduce((sum, truth) => sum + ofTruth(truth, trueOf[truth]), ofTruth(-1, none))
  const deviation = n * Math.sqrt(Math.max(0, variance) / Math.max(1, n - 1))
  return deviation > 1e-9 ? (countHits(labels, best, first) - n * expected) / deviation : 0
}

function fromOneOrZero(
  evidence: LabelEvidence,
  cells: readonly string[],
  known: readonly string[],
): InputError {
  const { path, all } = evidence
  const classes = known.length
  const bearWords = !known.some(isNumber) && !known.some((name) => negativeWord(name) || positiveWord(name))
  if (classes === 2 && bearWords && areAmong(cells, ['1'])) return whichOfTwo(evidence, known, 'first-number')
  return new InputError(
    path,
    `none of the ${all ? all.rows : `first ${cells.length}`} labels is 0, so that classes may count from 0 or from 1`,
    `say ${adviseNumbers(1, classes)} if they count from 1, ${adviseNumbers(0, classes)} if from 0`,
    'first-number',
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

/** Two columns, of which either may be that of the label 1: that which is mostly the higher one there is named first. */
function whichOfTwo(
  { path, sample, best }: LabelEvidence,
  known: readonly string[],
  code?: 'first-number',
): InputError {
  const highest = best?.() ?? []
  const hits = countHits(sample.map(parseNumber), highest, 0)
  const misses = countHits(
    sample.map((cell) => 1 - parseNumber(cell)),
    highest,
    0,
  )
  const ways = [
    `${adviseNames(['1', '0'])} if it is that of "${known[0]}"`,
    `${adviseNames(['0', '1'])} if it is that of "${known[1]}"`,
  ]
  return new InputError(
    path,
    `columns are named for "${known[0]}" and "${known[1]}", and the labels are numbers from 0: it is unclear which is the score of the label 1`,
    `say ${(hits > misses ? ways.toReversed() : ways).join(', ')}`,
    code,
  )
}

/** As many numbers as columns go up with them, or down where the first column is the positive one by its word. */
function adviseInOrder(distinct: readonly string[], known: readonly string[]): string {
  const numbers = distinct.toSorted((a, b) => parseNumber(a) - parseNumber(b))
  const goesDown = positiveWord(known[0]) || negativeWord(known.at(-1)!)
  const order = goesDown ? numbers.toReversed() : numbers
  return `say ${writeFlag('--class-names', joinNames(order))} if ${order[0]} is the label of ${known[0]}, ${order[1]} that of ${known[1]} and so on`
}

/** As many words as columns without names are their classes, in an order that only a person knows. */
function areWords(distinct: readonly string[], classes: number): boolean {
  return distinct.length === classes && classes <= MAX_ADVISED && !distinct.some(isNumber)
}

function unknownSoftmaxLabel(
  { path, isDistribution }: LabelEvidence,
  distinct: readonly string[],
  known: readonly string[],
  headers: readonly string[] | null,
  detector: DetectorLabels | null,
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
  const areAll = distinct.length === known.length && distinct.every(isNumber) && known.length <= MAX_ADVISED
  if (detector) return new InputError(path, problem, adviseBackground(detector))
  return new InputError(
    path,
    problem,
    fromOne
      ? `if classes count from 1, say ${adviseNumbers(1, known.length)}`
      : areAll
        ? adviseInOrder(distinct, known)
        : stray === undefined
          ? 'say --class-names in the order of the columns'
          : headers === null && areWords(distinct, known.length)
            ? `say the classes in the order of the columns, as in ${writeFlag('--class-names', joinNames(distinct.toSorted()))} if that is the order`
            : adviseStray(stray, !isDistribution),
  )
}
