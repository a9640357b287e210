/** One pass over a data set: rows in, margins out, block by block. */
import { InputError } from '../errors.ts'
import type { Selection, Table } from '../formats/table.ts'
import { createArrayMargins } from '../kernels/array-margins.ts'
import { reference } from '../kernels/reference.ts'
import { createGrouping, type Grouping, groupOf } from '../margin/grouping.ts'
import { CLAMP } from '../margin/margins.ts'
import type { Dataset } from '../reading/dataset.ts'
import { type Reading, sharesRow } from '../reading/reading.ts'
import { createAdjuster, movedTooFar } from '../reading/scores/adjusted.ts'
import { countMargins } from './margin-counts.ts'
import { type BadCell, describeBadCell } from './rows/bad-cell.ts'
import { createCollector } from './rows/collect.ts'
import { type ColumnLayout, planColumns, rowLimits } from './rows/layout.ts'
import type { PackedRows } from './rows/pack.ts'
import { readRows, type Sources } from './rows/rows.ts'
import type { Progress, SampleBlock, Scan, ScanCounts, ScanOptions } from './scan.ts'

/** Plans a pass. Nothing is read until `blocks` is iterated. */
export function createScan(dataset: Dataset, options: ScanOptions): Scan {
  const { reading } = dataset
  const grouping = createGrouping(reading.task, reading.codes.classes, options.perClass)
  const slices: string[] = reading.by === null ? [''] : []
  const counts: ScanCounts = { rows: 0, samples: 0, ignored: 0, skipped: 0, clamped: 0, held: 0 }
  const careful = { rows: 0 }
  const margins = countMargins(grouping)
  return {
    dataset,
    options,
    grouping,
    slices,
    counts,
    careful,
    margins: margins.counts,
    async *blocks() {
      for await (const block of scanBlocks(dataset, options, grouping, slices, counts, careful)) {
        margins.add(block)
        yield block
      }
    },
  }
}

async function* scanBlocks(
  dataset: Dataset,
  options: ScanOptions,
  grouping: Grouping,
  slices: string[],
  counts: ScanCounts,
  careful: { rows: number },
): AsyncGenerator<SampleBlock> {
  const { reading } = dataset
  const apart = dataset.labels !== dataset.scores
  const layout = planColumns(reading, apart, options.kept)
  const collect = createCollector(reading, layout, rowLimits(reading, options), slices)
  const computeMargins = createMarginMaker(reading, options.renormalize)
  const adjust = createAdjuster(reading, options.renormalize)
  let firstBad: BadCell | undefined
  let weighs = reading.weight === null
  for await (const row of readRows(sourcesOf(dataset, layout), reading.sides)) {
    const { packed, bad, isCareful } = collect(row, counts.rows)
    if (bad.length > 0 && options.onBadRow === 'fail') throw await describeBadCell(bad[0])
    firstBad ??= bad[0]
    counts.rows += row.scores.block.length
    if (isCareful) careful.rows += row.scores.block.length
    counts.skipped += bad.length
    counts.ignored += packed.ignored
    if (packed.length === 0) continue
    const clamped = adjust ? adjust(packed.scores, packed.cellClass) : 0
    if (clamped === null) throw movedTooFar(reading, dataset.name)
    counts.clamped += clamped
    const block = toSamples(packed, reading, computeMargins, grouping, counts)
    options.onProgress?.(progressOf(dataset, counts))
    counts.samples += block.length
    weighs ||= packed.weight?.some((weight) => weight > 0) ?? true
    yield block
  }
  if (counts.samples > 0 && weighs) return
  if (counts.samples > 0) throw weighsNothing(dataset)
  if (firstBad) {
    const { place, problem } = await describeBadCell(firstBad)
    throw new InputError(
      dataset.name,
      `every row is bad, so nothing is left to evaluate`,
      `the first: ${place}: ${problem}`,
    )
  }
  throw new InputError(dataset.name, 'no samples are left', 'every label is the one to ignore')
}

function weighsNothing({ name }: Dataset): InputError {
  return new InputError(
    name,
    'every weight is 0, so that there is nothing to average',
    'name another column with --weight, or say --weight none',
  )
}

export function sourcesOf({ scores, labels, beside }: Dataset, layout: ColumnLayout): Sources {
  const source = (tables: readonly Table[] | undefined, selection: Selection) =>
    tables ? { tables, selection } : null
  return {
    scores: { tables: scores, selection: layout.scores },
    labels: layout.labels && { tables: labels, selection: layout.labels },
    weight: source(beside.weight?.tables, { numbers: [0], texts: [] }),
    by: source(beside.by?.tables, { numbers: [], texts: [0] }),
  }
}

/** How far a pass has come, by the rows it has seen. */
export function progressOf({ scores, labels, beside }: Dataset, { rows }: ScanCounts): Progress {
  const own = [beside.weight, beside.by].flatMap((file) => file?.tables ?? [])
  const tables = [...scores, ...(labels === scores ? [] : labels), ...own]
  return {
    rows,
    expectedRows: scores.reduce((sum, table) => sum + table.expectedRows, 0),
    bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
  }
}

function toSamples(
  packed: PackedRows,
  reading: Reading,
  computeMargins: MarginMaker,
  grouping: Grouping,
  counts: ScanCounts,
): SampleBlock {
  const margin = new Float64Array(packed.length)
  counts.clamped += computeMargins(packed, margin)
  const held = findHeld(packed, reading, margin)
  counts.held += held.length
  return {
    length: packed.length,
    margin,
    group: groupIndices(packed, grouping),
    weight: packed.weight,
    held,
    row: packed.row,
    label: packed.label,
    cellClass: packed.cellClass,
    ids: packed.ids,
    kept: packed.kept,
    scores: packed.scores,
    scoreOf: scoreReader(packed, reading),
  }
}

/** The score of a sample as it stands in the file. */
export function scoreReader(
  { scores, label }: Pick<PackedRows, 'scores' | 'label'>,
  reading: Reading,
): (index: number) => number {
  if (!sharesRow(reading)) return (index) => scores[index]
  const truthOf = (index: number) => scores[index * reading.scores.length + label[index]]
  if (reading.task === 'softmax') return truthOf
  // That of the positive one of two classes, which is a logit against the other.
  return reading.from === 'probs'
    ? (index) => scores[2 * index + 1]
    : (index) => scores[2 * index + 1] - scores[2 * index]
}

/** The samples whose truth has a probability of 0. One of e^-100 has their margin too. */
function findHeld(packed: PackedRows, reading: Reading, margin: Float64Array): readonly number[] {
  if (reading.from !== 'probs') return []
  const { scores, label } = packed
  const classes = reading.scores.length
  const impossible = sharesRow(reading)
    ? (i: number) => scores[i * classes + label[i]] === 0
    : (i: number) => scores[i] === (label[i] === 0 ? 1 : 0)
  const found: number[] = []
  for (let i = 0; i < margin.length; i++) if (margin[i] === -CLAMP && impossible(i)) found.push(i)
  return found
}

/** From packed rows to their margins; returns how many probabilities were clamped. */
type MarginMaker = (packed: PackedRows, margin: Float64Array) => number

function createMarginMaker(reading: Reading, renormalize: boolean): MarginMaker {
  const classes = reading.scores.length
  const isRow = sharesRow(reading)
  if (isRow && reading.from === 'probs' && renormalize)
    return ({ scores, label }, margin) => reference.softmaxRenormalized(scores, classes, label, margin)
  const task = isRow ? 'softmax' : 'binary'
  const make = createArrayMargins({ task, from: reading.from, columns: isRow ? classes : 1 })
  return ({ scores, label }, margin) => make(scores, label, margin)
}

function groupIndices({ length, slice, label, cellClass }: PackedRows, grouping: Grouping): Int32Array {
  const group = new Int32Array(length)
  if (cellClass)
    for (let i = 0; i < length; i++) group[i] = groupOf(grouping, slice[i], label[i], cellClass[i])
  else for (let i = 0; i < length; i++) group[i] = groupOf(grouping, slice[i], label[i], undefined)
  return group
}
