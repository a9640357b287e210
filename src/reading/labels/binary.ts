/** How binary labels are written, told from a sample of them; refused where that is unclear. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { negativeWord } from '../column-names.ts'
import { type LabelCodes, namedLabels, signedLabels, wordLabels, zeroOneLabels } from './codes.ts'
import { adviseNames, areAmong, type LabelEvidence, labelCells, mostlyAmong } from './evidence.ts'
import { areOpposite } from './opposites.ts'

/** Word pairs that say by themselves which class is the positive one. */
const WORD_PAIRS = [
  ['false', 'true'],
  ['no', 'yes'],
  ['negative', 'positive'],
  ['neg', 'pos'],
  ['background', 'foreground'],
  ['absent', 'present'],
  ['off', 'on'],
  ['n', 'y'],
  ['f', 't'],
] as const

/**
 * How binary labels are written, told from a sample of them; `names` are [negative, positive].
 * @throws InputError when the sample does not say which class is the positive one
 */
export function binaryLabels({ path, sample, names, ignore, scored, predicted }: LabelEvidence): LabelCodes {
  const cells = labelCells(sample, ignore)
  if (names) {
    if (names.length !== 2)
      throw new InputError(path, 'binary labels need two class names', 'negative first: --class-names NO,YES')
    if (scored !== undefined && !isNumber(scored) && scored.toLowerCase() === names[0].toLowerCase())
      throw ofOther(path, scored, names)
    if (scored !== undefined && isContraryOfOne(cells, scored, names)) throw ofOther(path, scored, names)
    return areAmong(cells, names) || !mostlyPair(cells, ['0', '1'])
      ? namedLabels(path, names, ignore)
      : zeroOneLabels(names, ignore, '0/1')
  }
  const distinct = [...new Set(cells)]
  // A number is the class of labels 1 and 2, or of a model.
  const isNumbered = scored !== undefined && isNumber(scored) && !areAmong([scored], ['0', '1'])
  if (isNumbered && areAmong(distinct, ['1'])) throw unclearBinaryLabels(path, distinct)
  if (
    scored !== undefined &&
    distinct.length === 2 &&
    distinct.includes(scored) &&
    (isNumbered || !distinct.every(isNumber))
  )
    return namedLabels(path, [distinct.find((label) => label !== scored)!, scored], ignore)
  if (scored !== undefined && deniesClass(scored)) throw ofNegative(path, scored, distinct)
  if (scored !== undefined && distinct.length === 1 && areContrary(scored, distinct[0]))
    throw ofNegativeAlone(path, scored, distinct[0])
  const words = cells.map((cell) => cell.toLowerCase())
  const pairs = [['0', '1'], ['-1', '1'], ...WORD_PAIRS, ...markedPairs(words)]
  const pair =
    pairs.find((known) => areAmong(words, known)) ?? pairs.find((known) => mostlyPair(words, known))
  if (!pair && distinct.length === 1) throw ofOneLabel(path, distinct[0], predicted)
  if (!pair) throw unclearBinaryLabels(path, distinct)
  if (pair === pairs[0]) return zeroOneLabels(pair, ignore, '0/1')
  return pair === pairs[1] ? signedLabels(ignore) : wordLabels(pair, ignore)
}

function areContrary(scored: string, label: string): boolean {
  return areOpposite(scored.toLowerCase(), label.toLowerCase())
}

/** Whether of two names the first is that of no label, and the other, of all of them, the contrary of what the scores are named for: OTHER and benign beside malignant_probability. */
function isContraryOfOne(cells: readonly string[], scored: string, names: readonly string[]): boolean {
  return !areAmong([names[0]], cells) && areAmong(cells, [names[1]]) && areContrary(scored, names[1])
}

function ofNegativeAlone(path: string, scored: string, label: string): InputError {
  return new InputError(
    path,
    `all labels seen are "${label}", and the scores are those of "${scored}" by their name`,
    `say ${adviseNames([label, scored])}, which takes "${label}" for the negative class`,
    'one-label',
  )
}

/** HER2- and HER2+, or the marks alone: words that differ by nothing but a sign at their end. */
function markedPairs(words: readonly string[]): readonly (readonly [string, string])[] {
  const stems = new Set(words.filter((word) => /[+-]$/.test(word)).map((word) => word.slice(0, -1)))
  return [...stems].map((stem) => [`${stem}-`, `${stem}+`])
}

/** Whoever puts the class of the scores first takes the names for those of columns. */
function ofOther(path: string, scored: string, names: readonly string[]): InputError {
  return new InputError(
    path,
    `the scores are those of the class "${scored}" by their name, and --class-names, negative first, has "${names[1]}" for the positive one`,
    `say ${adviseNames(names.toReversed())}, or rename the column if its name misleads`,
  )
}

/** A word for the negative class, or that says that it is not the other one: not_spam, non-toxic. */
function deniesClass(scored: string): boolean {
  return negativeWord(scored) || /^(?:not|non|no)[_ -]./i.test(scored)
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

/** The likelier negative one first: that of a word for it, or the smaller number. */
function inOrder(labels: readonly string[]): readonly string[] {
  const rank = (label: string) => (negativeWord(label) ? -1 : 0)
  return labels.toSorted((a, b) => rank(a) - rank(b) || parseNumber(a) - parseNumber(b) || 0)
}

function unclearBinaryLabels(path: string, seen: readonly string[]): InputError {
  const distinct = seen.length === 2 ? inOrder(seen) : seen
  const shown = distinct.slice(0, 4).map((label) => `"${label}"`)
  const numbers = distinct.map(parseNumber)
  const areShares = numbers.every((value) => value >= 0 && value <= 1)
  if (areShares && distinct.length === 2 && !numbers.every(Number.isInteger))
    return ofSmoothed(path, distinct, numbers)
  if (distinct.length === 2) {
    return new InputError(
      path,
      `the labels are ${shown.join(' and ')}, and it is unclear which is the positive class`,
      `name the negative class first: ${adviseNames(distinct)} or ${adviseNames(distinct.toReversed())}`,
    )
  }
  if (distinct.length === 1) return ofOneLabel(path, distinct[0], undefined)
  if (areShares) return softLabels(path, distinct)
  return new InputError(
    path,
    `binary labels are 0 and 1, and these are ${shown.join(', ')}${distinct.length > 4 ? ', …' : ''}`,
    'name the right column with --label, or leave labels out with --ignore-label',
  )
}

/** Predictions name the other class, which is any other where there are none. */
function ofOneLabel(path: string, label: string, predicted: LabelEvidence['predicted']): InputError {
  const { name, others = [] } = predicted ?? {}
  const other = others[0] ?? 'OTHER'
  const say = (names: readonly string[]) =>
    others.length === 0
      ? adviseNames(names)
      : `${adviseNames(names)} ${writeFlag('--predicted', joinNames([name!]))}`
  return new InputError(
    path,
    `all labels seen are "${label}", and it is unclear which class that is`,
    others.length > 1
      ? `"${name}" names ${others.length + 1} classes, of each of which a loss needs the score: write one column per class`
      : `name both classes: say ${say([other, label])} if it is the positive one, ${say([label, other])} if not`,
    'one-label',
  )
}

export function softLabels(path: string, distinct: readonly string[]): InputError {
  const shown = distinct.slice(0, 4).map((label) => `"${label}"`)
  return new InputError(
    path,
    `the labels lie between 0 and 1 (${shown.join(', ')}, …), and soft labels are not supported`,
    'give hard labels, or name the right column with --label',
  )
}

/** 0.05 and 0.95, which are no other classes than 0 and 1; what they are of is a loss of its own where they are as far from these. */
function ofSmoothed(path: string, labels: readonly string[], [low, high]: readonly number[]): InputError {
  const hard = `${adviseNames(labels)} to take them for 0 and 1`
  const smoothing = Number((1 + low - high).toPrecision(12))
  const isEven = Math.abs(low + high - 1) < 1e-9 && low < high
  return new InputError(
    path,
    `the labels are ${labels.join(' and ')}, as label smoothing writes them, and soft labels are not supported`,
    isEven
      ? `say ${hard}, and --loss label-smooth:smoothing=${smoothing} for the loss of the smoothed ones`
      : `say ${hard}`,
  )
}
