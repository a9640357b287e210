/** From rows as they stand in files to packed arrays of valid samples: every cell is checked here, and only here. */
import { InputError } from '../../errors.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { RowBlock, Table } from '../../formats/table.ts'
import type { Texts } from '../../formats/texts.ts'
import { type DetectorLabels, detectorLabels } from '../../reading/labels/background.ts'
import { BACKGROUND, IGNORED, type LabelCodes, UNKNOWN } from '../../reading/labels/codes.ts'
import { sampleOf } from '../../reading/named-columns.ts'
import type { Reading } from '../../reading/reading.ts'
import { givenScale } from '../../reading/scores/adjusted.ts'
import { MAX_SLICES } from '../scan.ts'
import type { BadCell, Fault } from './bad-cell.ts'
import type { ColumnLayout, RowLimits } from './layout.ts'
import { createWriter, type PackedRows, type ValidRows } from './pack.ts'
import { packPlain } from './plain.ts'
import { type AlignedRows, type Part, partsOf } from './rows.ts'
import { scoreFault, toleranceFor } from './score-fault.ts'

export interface Collected {
  readonly packed: PackedRows
  /** The first fault of each bad row. */
  readonly bad: readonly BadCell[]
  /** Whether rows were looked at one by one. */
  readonly isCareful: boolean
}

/**
 * The function that checks and packs blocks of rows. New slice names are appended to `slices`.
 * Its second argument is the data set's row at which the block begins.
 */
export function createCollector(
  reading: Reading,
  layout: ColumnLayout,
  limits: RowLimits,
  slices: string[],
): (pair: AlignedRows, firstRow: number) => Collected {
  const slicesOf = createSliceReader(slices)
  const classesOf = createLabelReader(reading, layout)
  return (pair, firstRow) => {
    const { block } = pair.scores
    const labels = classesOf(pair.labels.block)
    const slicer = layout.by < 0 ? null : slicesOf(pair.by.block.texts[layout.by], pair.by.table)
    const plain = packPlain(pair, labels, reading, layout, limits, firstRow, slicer)
    if (plain) return { packed: plain, bad: [], isCareful: false }
    const writer = createWriter(block.length, reading, layout, limits.renormalize)
    const row = createRow(pair, labels, reading, layout, limits)
    const sliceOf = slicer ?? (() => 0)
    const ragged = new Set(partsOf(pair).flatMap(({ block }) => block.ragged))
    const bad: BadCell[] = []
    for (let i = 0; i < block.length; i++) {
      const fault = ragged.size > 0 && ragged.has(i) ? raggedRow(pair, i) : row.fault(i)
      if (fault) bad.push(fault)
      else writer.add(row, i, firstRow + i, sliceOf(i))
    }
    return {
      packed: writer.packed(
        layout.id < 0 ? null : block.texts[layout.id],
        layout.kept.map(({ side, at }) => pair[side].block.texts[at]),
      ),
      bad,
      isCareful: true,
    }
  }
}

function raggedRow(pair: AlignedRows, i: number): BadCell {
  const part = partsOf(pair).find(({ block }) => block.ragged.includes(i))!
  return { table: part.table, row: part.firstRow + i, column: 0, fault: 'ragged' }
}

/** From the cells of a block to the numbers of their slices: one that is new has its number when it is asked for. */
function createSliceReader(slices: string[]): (texts: Texts, table: Table) => (i: number) => number {
  const index = new Map(slices.map((name, at) => [name, at]))
  const numberOf = (name: string, table: Table): number => {
    const known = index.get(name)
    if (known !== undefined) return known
    if (slices.length >= MAX_SLICES) throw tooManySlices(table)
    index.set(name, slices.length)
    return slices.push(name) - 1
  }
  return (texts, table) => {
    const { codes, words } = texts
    if (!codes || !words) return (i) => numberOf(texts.at(i)!, table)
    const numbers = new Int32Array(words.length).fill(-1)
    return (i) => {
      const code = codes[i]
      if (numbers[code] < 0) numbers[code] = numberOf(words[code], table)
      return numbers[code]
    }
  }
}

function tooManySlices({ path }: Table): InputError {
  return new InputError(
    path,
    `the --by column has more than ${MAX_SLICES} values`,
    'name a column of few values',
  )
}

/** The cells of one row of a pair of blocks. */
interface Row extends ValidRows {
  /** What is wrong with row i. */
  fault(i: number): BadCell | undefined
}

/** @param labels the class of each label cell, row by row */
function createRow(
  pair: AlignedRows,
  labels: Int32Array,
  reading: Reading,
  layout: ColumnLayout,
  limits: RowLimits,
): Row {
  const { numbers } = pair.scores.block
  const stride = layout.scores.numbers.length
  const width = reading.labels.length
  const classOf = reading.oneClass
    ? (i: number, c: number) => isClass(labels[i], c)
    : (i: number, c: number) => labels[i * width + c]
  const cell = (part: Part, i: number, column: number, fault: Fault, detail?: string): BadCell => ({
    table: part.table,
    row: part.firstRow + i,
    column,
    fault,
    detail,
  })
  const classes = reading.scores.length
  const weightOf = createWeightReader(pair.weight.block, layout)
  /** What is wrong with the scores of a row; those beside a label to ignore are left alone. */
  const rowFault = (i: number) => {
    if (reading.task !== 'multilabel') return scoreFault(numbers, i * stride, classes, limits)
    for (let c = 0; c < classes; c++) {
      const found = classOf(i, c) === IGNORED ? undefined : scoreFault(numbers, i * stride + c, 1, limits)
      if (found) return { ...found, at: c }
    }
    return undefined
  }
  return {
    scores: numbers,
    stride,
    classOf,
    weightOf,
    fault(i) {
      const label = labelFault(reading, classOf, i)
      if (label >= 0) {
        const found = cell(pair.labels, i, reading.labels[label], 'label', knownLabels(reading))
        return { ...found, detector: detectorAt(pair.labels, i, reading, layout) }
      }
      const ones = reading.oneHot ? countOnes(reading, classOf, i) : 1
      if (ones !== 1) return cell(pair.labels, i, reading.labels[0], 'one-hot', `${ones}`)
      if (reading.labels.length === 1 && classOf(i, 0) === IGNORED) return undefined
      const score = rowFault(i)
      if (score) {
        const found = cell(pair.scores, i, reading.scores[score.at], score.fault, score.detail)
        return score.off === undefined
          ? found
          : { ...found, tolerance: toleranceFor(score.off, pair.scores.table, reading) }
      }
      const weight = weightOf(i)
      if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
        return cell(pair.weight, i, reading.weight!, 'weight')
      return undefined
    },
  }
}

function createWeightReader({ numbers, length }: RowBlock, { weight }: ColumnLayout): (i: number) => number {
  const stride = length > 0 ? numbers.length / length : 0
  return weight < 0 ? () => 1 : (i) => numbers[i * stride + weight]
}

/** What the labels of a detector are, where this one and the first ones look like them. */
function detectorAt(
  part: Part,
  i: number,
  reading: Reading,
  layout: ColumnLayout,
): DetectorLabels | undefined {
  const { codes, scores, labels, task, oneClass } = reading
  const isAlone = oneClass || (task === 'softmax' && givenScale(reading) === 'logits')
  if (!codes.numeric || codes.numbering !== 'index' || !isAlone) return undefined
  const value = part.block.numbers[(i * part.block.numbers.length) / part.block.length + layout.label]
  const first = sampleOf(part.table, labels[0]).filter(
    (label) => codes.classOf(parseNumber(label)) !== IGNORED,
  )
  return detectorLabels([...first, `${value}`], scores.length) ?? undefined
}

function knownLabels({ codes }: Reading): string {
  return codes.summary === 'names'
    ? `the classes are ${codes.classes.slice(0, 5).join(', ')}${codes.classes.length > 5 ? ', …' : ''}`
    : `labels are ${codes.summary}`
}

/** From a block to the class of each of its label cells, row by row. */
function createLabelReader(
  { codes, labels }: Reading,
  { label }: ColumnLayout,
): (block: RowBlock) => Int32Array {
  const classOfNumber = rememberNumbers(codes)
  return ({ numbers, texts, length }) => {
    const found = new Int32Array(length * labels.length)
    const stride = numbers.length / length
    for (let c = 0; c < labels.length; c++) {
      if (!codes.numeric) putWords(found, c, labels.length, texts[label + c], codes)
      else
        for (let i = 0; i < length; i++)
          found[i * labels.length + c] = classOfNumber(numbers[i * stride + label + c])
    }
    return found
  }
}

/** Numbers whose classes are kept in a table, once they were asked for. */
const REMEMBERED = 1 << 10

/** The same function, which asks once only for the numbers that most labels are. */
function rememberNumbers({ classOf }: LabelCodes): (value: number) => number {
  const known = new Int32Array(REMEMBERED)
  const isKnown = new Uint8Array(REMEMBERED)
  return (value) => {
    if (!(value >= 0 && value < REMEMBERED && Math.floor(value) === value)) return classOf(value)
    if (isKnown[value] === 0) {
      known[value] = classOf(value)
      isKnown[value] = 1
    }
    return known[value]
  }
}

/** Writes the classes of words into one of the columns of `found`. */
function putWords(
  found: Int32Array,
  column: number,
  width: number,
  texts: Texts,
  { classOf }: LabelCodes,
): void {
  const { codes, words } = texts
  const classes = words && Int32Array.from(words, classOf)
  for (let i = 0, to = column; i < texts.length; i++, to += width)
    found[to] = codes && classes ? classes[codes[i]] : classOf(texts.at(i)!)
}

/** 1 in the cell of the class that the row is of, 0 in all others. */
function isClass(found: number, c: number): number {
  if (found === BACKGROUND) return 0
  return found < 0 ? found : Number(found === c)
}

/** Index of the first label of a row that is none, -1 when all are fine. */
function labelFault(reading: Reading, classOf: Row['classOf'], i: number): number {
  for (let c = 0; c < reading.labels.length; c++) if (classOf(i, c) === UNKNOWN) return c
  return -1
}

/** A one-hot row has exactly one 1. */
function countOnes(reading: Reading, classOf: Row['classOf'], i: number): number {
  let ones = 0
  for (let c = 0; c < reading.labels.length; c++) if (classOf(i, c) === 1) ones++
  return ones
}
