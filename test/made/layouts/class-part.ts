/** A score per class, and the label of the row or one per class. */
import { type ClassNames, columnName, drawClasses, drawPattern } from './classes.ts'
import { hasOneEach, type Known } from './classifier.ts'
import { drawLabelName, drawStyle } from './labels.ts'
import type { Part } from './part.ts'
import type { Random } from './random.ts'
import type { ScaleName } from './scale.ts'
import type { Scores } from './scores.ts'

const LABEL_PATTERNS = [
  'label_%',
  'true_%',
  'y_%',
  'gt_%',
  'target_%',
  '%_true',
  '%_label',
  'y_true_%',
  'label.%',
]

export function drawClassColumns(random: Random, known: Known, scores: Scores): Part {
  const names = drawClasses(random, known.classes)
  const style = drawStyle(random, names)
  const pattern = drawPattern(random, scores.scale)
  const isMatrix = known.task === 'multilabel' || random.chance(0.15)
  // Two columns of words in another order than labels of 0 and 1 are told by their scores, or asked about.
  const isFree = isMatrix || !/beside/.test(style.name) || (known.classes === 2 && names.kind !== 'stems')
  const order = drawClassOrder(random, names.names, isFree)
  const columns = order.map((c) => ({
    name: columnName(pattern, names.names[c]),
    cells: scores.cells.map((row) => row[c]),
  }))
  const part = {
    scores: columns,
    order,
    flags: [],
    isMoved: order.some((c, at) => c !== at),
    traits: [`${names.kind}`, `pattern ${pattern}`, `labels ${isMatrix ? 'matrix' : style.name}`],
  }
  if (isMatrix) return { ...part, ...drawMatrix(random, known, scores, names.names, order, pattern) }
  const cells = known.truth.map(([t]) => style.of[t])
  return {
    ...part,
    labels: [{ name: drawLabelName(random), cells }],
    words: style.of,
    doubts: [
      ...doubtsOfLabels(known.classes, names, cells, pattern === '%' ? scores.scale : null, scores.scale),
      ...(known.classes === 2 && names.kind === 'words' && /beside/.test(style.name)
        ? [order[0] === 0 ? 'words in either order' : 'words in another order']
        : []),
    ],
  }
}

/** @param bare the scale of scores whose columns bear nothing but the names of classes */
function doubtsOfLabels(
  classes: number,
  { kind, names }: ClassNames,
  cells: readonly string[],
  bare: ScaleName | null,
  scale: ScaleName,
): readonly string[] {
  const matches = cells.every((cell) => names.includes(cell))
  const lacks = new Set(cells).size < classes
  const areWords = kind !== 'numbers' && kind !== 'from-1'
  return [
    ...(matches || cells.includes('0') ? [] : ['labels from 0 or from 1']),
    ...(bare === 'logits' && !matches ? ['logits that nothing calls scores'] : []),
    ...(bare === 'logits' && lacks && areWords ? ['a class that never occurs'] : []),
    ...(classes === 2 && !matches && kind === 'words' && !/prob/.test(scale)
      ? ['two classes or two models']
      : []),
  ]
}

/** A label of 0 or 1 a class. */
function drawMatrix(
  random: Random,
  known: Known,
  { scale }: Scores,
  names: readonly string[],
  order: readonly number[],
  ofScores: string,
): Pick<Part, 'labels' | 'words' | 'doubts'> {
  const pattern = random.pick(ofScores === '%' ? LABEL_PATTERNS : [...LABEL_PATTERNS, '%'])
  const isOne = (row: readonly number[], c: number) =>
    known.task === 'softmax' ? row[0] === c : row[c] === 1
  const moved = random.chance(0.8) ? order : drawClassOrder(random, names, true)
  const isUnclear = known.task === 'multilabel' ? scale !== 'probs' : scale === 'logits'
  return {
    labels: moved.map((c) => ({
      name: columnName(pattern, names[c]),
      cells: known.truth.map((row) => `${Number(isOne(row, c))}`),
    })),
    words: names,
    doubts: hasOneEach(known) && isUnclear ? ['one label each, and logits'] : [],
  }
}

/** As numbered, as strings sort, or shuffled where the names say which is which. */
function drawClassOrder(random: Random, names: readonly string[], isFree: boolean): readonly number[] {
  const order = names.map((_, c) => c)
  if (!isFree || random.chance(0.5)) return order
  return random.chance(0.5) ? order.toSorted((a, b) => (names[a] < names[b] ? -1 : 1)) : random.shuffle(order)
}
