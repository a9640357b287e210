/** Whether a data set can be sketched from its bytes as they stand, and how: plain data that any thread can act on. */

import { greatest } from '../../extremes.ts'
import type { Checksum } from '../../formats/arrays/checksum.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { RawArray, Table } from '../../formats/table.ts'
import { ELEMENT_TYPES, type LabelType } from '../../kernels/exports.ts'
import { mostLines } from '../../kernels/lines.ts'
import type { BlockShape } from '../../kernels/shape.ts'
import type { TextShape } from '../../kernels/text.ts'
import { type Reading, sharesRow } from '../../reading/reading.ts'
import type { SeenFile } from '../../sources/file.ts'
import { rowLimits } from '../rows/layout.ts'
import type { Scan } from '../scan.ts'
import { areLong, type Planes } from './planes.ts'

/** Scores and elements of one block. Fixed, whatever the number of threads: it decides the last bits of every sum. */
const BLOCK_SCORES = 1 << 18
const BLOCK_ELEMENTS = 1 << 20

/** Bytes of text in one block, and how far its last line may reach beyond. */
export const TEXT_BYTES = 1 << 22
export const TEXT_TAIL = 1 << 18

/** Rows of text parsed at once. */
const TEXT_ROWS = 1 << 13

/** Groups of a block that slices may make; each takes some 6 kB of its table. */
const MAX_BLOCK_GROUPS = 20_000

/** Where an array's bytes are. */
export interface RawFile {
  readonly file: SeenFile
  readonly offset: number
  readonly bytesPerRow: number
  /** How the rows stand where it is not one behind the other; null where it is. */
  readonly planes: Planes | null
  /** What is to be found true of them before the result is believed; null where the file says nothing. */
  readonly check: Checksum | null
}

/** Scores and labels in two arrays. */
export interface ArrayPlan {
  readonly kind: 'array'
  readonly shape: BlockShape
  readonly scores: RawFile
  readonly labels: RawFile
  readonly rows: number
  readonly rowsPerBlock: number
  /** 1, or the classes of a multi-label row. */
  readonly samplesPerRow: number
}

/** Scores and labels in one text. */
export interface TextPlan {
  readonly kind: 'text'
  readonly shape: BlockShape
  readonly text: TextShape
  readonly file: SeenFile
  readonly offset: number
  readonly size: number
}

export type RawPlan = ArrayPlan | TextPlan

/** The plans of all files, or null where rows must be looked at one by one. */
export function planRaw(scan: Scan, edges: readonly number[]): readonly RawPlan[] | null {
  const { dataset, options } = scan
  const { reading, scores, labels } = dataset
  if (options.renormalize || reading.adjustment || reading.oneHot || scores.length !== labels.length)
    return null
  const plans = scores.map((table, i) =>
    table.raw?.kind === 'text'
      ? planText(scan, edges, table, labels[i])
      : planArrays(scan, edges, table, labels[i]),
  )
  return plans.every((plan) => plan !== null) ? plans : null
}

/** What a pass looks at other than all margins as they are, or beside them. */
export type Look = Pick<BlockShape, 'view' | 'top' | 'hardest'>

/** The same plan for a pass that looks at something else. */
export function planLook(plan: RawPlan, look: Look): RawPlan {
  return { ...plan, shape: { ...plan.shape, ...look } }
}

function planArrays(scan: Scan, edges: readonly number[], scores: Table, labels: Table): ArrayPlan | null {
  const { reading } = scan.dataset
  // Weights and slices stand in no array that is read so.
  if (!reading.codes.numeric || reading.weight !== null || reading.by !== null) return null
  const [scoreArray, labelArray] = [wholeArray(scores, reading.scores), wholeArray(labels, reading.labels)]
  if (!scoreArray || !labelArray || scoreArray.rows !== labelArray.rows) return null
  if (!['f4', 'f8'].includes(scoreArray.code) || !isLabelType(labelArray.code)) return null
  const samplesPerRow = samplesOf(reading)
  const rowsPerBlock = rowsOfBlock(reading)
  // Room for the rows that there are.
  const most = Math.min(rowsPerBlock, scoreArray.rows)
  const sides = { scores: rawFile(scoreArray), labels: rawFile(labelArray) }
  const turned = [sides.scores, sides.labels].filter(({ planes }) => planes !== null)
  if (turned.some(({ planes }) => !areLong(planes!, rowsPerBlock))) return null
  return {
    kind: 'array',
    shape: {
      ...shapeOf(scan, edges),
      single: scoreArray.code === 'f4',
      labelType: labelArray.code,
      samples: most * samplesPerRow,
      planeBytes: greatest(
        turned.map(({ bytesPerRow }) => most * bytesPerRow),
        0,
      ),
    },
    ...sides,
    rows: scoreArray.rows,
    rowsPerBlock,
    samplesPerRow,
  }
}

/** Rows of a block of numbers. */
export function rowsOfBlock(reading: Reading): number {
  const most = Math.min(BLOCK_SCORES / samplesOf(reading), BLOCK_ELEMENTS / reading.scores.length)
  return Math.max(1, Math.floor(most))
}

/** The array of a reading that takes all of its columns in their order. */
function wholeArray({ raw }: Table, columns: readonly number[]): RawArray | null {
  const arrays = raw?.kind === 'array' ? [{ firstColumn: 0, raw }] : raw?.kind === 'arrays' ? raw.arrays : []
  const found = arrays.find(({ firstColumn }) => firstColumn === columns[0])
  if (found?.raw.columns !== columns.length) return null
  return columns.every((column, index) => column === columns[0] + index) ? found.raw : null
}

function isLabelType(code: string): code is LabelType {
  return (ELEMENT_TYPES as readonly string[]).includes(code)
}

function rawFile({ file, offset, columns, plane, code, check }: RawArray): RawFile {
  const bytes = Number(code[1])
  const planes = plane > 1 ? { columns, plane, bytes } : null
  return { file, offset, bytesPerRow: columns * bytes, planes, check }
}

function planText(scan: Scan, edges: readonly number[], table: Table, labels: Table): TextPlan | null {
  const { raw, path, at, state, columns } = table
  if (raw?.kind !== 'text' || labels !== table) return null
  const { reading } = scan.dataset
  const classOf = wordsOf(scan, table)
  if (!hasPlainColumns(reading, classOf !== null)) return null
  const most = Math.max(1, Math.floor(TEXT_ROWS / reading.scores.length))
  const rows = Math.min(most, mostLines(raw.size, columns.length))
  const shape = shapeOf(scan, edges)
  return {
    kind: 'text',
    shape: { ...shape, single: false, labelType: 'f8', samples: rows * shape.cells },
    text: {
      separator: raw.separator,
      columns: columns.length,
      scores: reading.scores,
      labels: reading.labels,
      weight: reading.weight,
      by: reading.by,
      classOf,
      bytes: Math.min(TEXT_BYTES + TEXT_TAIL + 1, raw.size),
      rows,
    },
    file: { path, at, state },
    offset: raw.offset,
    size: raw.size,
  }
}

/** Whether weights and slices stand beside the scores, no column is a number and a word, and no number is two things. */
function hasPlainColumns({ scores, labels, weight, by, sides }: Reading, areWords: boolean): boolean {
  if ((weight !== null && sides.weight === 'own') || (by !== null && sides.by === 'own')) return false
  const numbers = [...scores, ...(areWords ? [] : labels), ...(weight === null ? [] : [weight])]
  const texts = [...(areWords ? labels : []), ...(by === null ? [] : [by])]
  return new Set(numbers).size === numbers.length && !texts.some((column) => numbers.includes(column))
}

/**
 * The classes of all words that a label may be, where labels are no numbers, or samples are sliced by them. Null where they
 * are, or stand in several columns.
 */
function wordsOf({ dataset }: Scan, table: Table): ReadonlyMap<string, number> | null {
  const { codes, labels, by } = dataset.reading
  const [column] = labels
  if (labels.length > 1 || (codes.numeric && by !== column)) return null
  const classOf = (word: string) => codes.classOf(codes.numeric ? parseNumber(word) : word)
  const spelled = codes.classes.flatMap((name, i) => [name, ...SPELLINGS.map((spell) => spell(name)), `${i}`])
  const seen = table.sample.map((row) => row[column].trim())
  const words = [...new Set([...spelled, ...seen, ...[...spelled, ...seen].map((word) => `${word}.0`)])]
  return new Map(words.map((word) => [word, classOf(word)]))
}

/** Numbers that a label may be besides class indices: -100, 255, 1000. */
const FARTHEST_LABEL = 1024

/** The classes of numbers, where they are no class indices or several are to be ignored, or there is background. */
function numbersOf({ codes, oneClass }: Reading): BlockShape['numbers'] {
  if (!codes.numeric || (codes.numbering !== null && !oneClass)) return null
  const first = -FARTHEST_LABEL
  const last = Math.max(FARTHEST_LABEL, codes.classes.length + 1)
  return { first, classes: Array.from({ length: last - first }, (_, i) => codes.classOf(first + i)) }
}

/** How a word may be written further down than the first rows. */
const SPELLINGS: readonly ((word: string) => string)[] = [
  (word) => word.toUpperCase(),
  (word) => word.toLowerCase(),
  (word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase(),
]

function samplesOf({ task, scores }: Reading): number {
  return task === 'multilabel' ? scores.length : 1
}

/** Slices that are kept apart in a block. */
function mostSlices({ grouping }: Scan): number {
  return Math.max(1, Math.floor(MAX_BLOCK_GROUPS / grouping.size))
}

/** Groups of a block. */
export function mostGroups(scan: Scan): number {
  return scan.dataset.reading.by === null ? scan.grouping.size : mostSlices(scan) * scan.grouping.size
}

export function shapeOf(scan: Scan, edges: readonly number[]) {
  const { reading } = scan.dataset
  const { options } = scan
  const { outside, rowSum } = rowLimits(reading, options)
  const isRow = sharesRow(reading)
  const columns = isRow ? reading.scores.length : 1
  return {
    task: isRow ? ('softmax' as const) : ('binary' as const),
    from: reading.from,
    columns,
    signed: reading.codes.numbering === 'signed',
    ignore: reading.codes.ignored,
    classes: isRow ? columns : 2,
    numbers: numbersOf(reading),
    cells: samplesOf(reading),
    oneClass: reading.oneClass,
    // Negatives and positives are always kept apart.
    perClass: options.perClass || reading.task === 'binary',
    slices: reading.by === null ? 1 : mostSlices(scan),
    weighted: reading.weight !== null,
    outside,
    rowSum,
    edges,
  }
}

/** Blocks of a plan. */
export function blockCount(plan: RawPlan): number {
  if (plan.kind === 'array') return Math.ceil(plan.rows / plan.rowsPerBlock)
  return Math.ceil((plan.size - plan.offset) / TEXT_BYTES)
}

/** Bytes to be read. */
export function planBytes(plan: RawPlan): number {
  if (plan.kind === 'text') return plan.size - plan.offset
  return plan.rows * (plan.scores.bytesPerRow + plan.labels.bytesPerRow)
}

/** The files a reader of blocks takes, in its order. */
export function planFiles(plan: RawPlan): readonly SeenFile[] {
  return plan.kind === 'text' ? [plan.file] : [plan.scores.file, plan.labels.file]
}
