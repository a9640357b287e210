/**
 * Sketches columns that are decoded, and stand in no file as the kernels would have them, with the kernels all the same: in
 * the blocks of arrays, so that the same numbers give the same bits.
 */
import { createSketcher, type Sketcher } from '../kernels/simd.ts'
import { IGNORED } from '../reading/labels/codes.ts'
import type { Reading } from '../reading/reading.ts'
import { createAdjuster, givenScale } from '../reading/scores/adjusted.ts'
import { addPacked } from '../sketch/packed.ts'
import type { Sums } from './bytes/parallel.ts'
import { type Look, rowsOfBlock, shapeOf } from './bytes/plan.ts'
import { type ColumnLayout, planColumns } from './rows/layout.ts'
import { type AlignedRows, readRows } from './rows/rows.ts'
import { sourcesOf } from './samples.ts'
import type { Scan } from './scan.ts'

/** Rows that are handed to the kernels at once, and scores. */
const PIECE_ROWS = 1 << 14
const PIECE_SCORES = 1 << 18

/** Whether no row must be looked at by itself: slices, and labels that are one row's in another sense, are left to others. */
export function areColumns({ dataset, options }: Scan): boolean {
  const { by, oneHot, oneClass, adjustment } = dataset.reading
  // Probabilities are looked at before they become logits.
  const isReady = adjustment === null || givenScale(dataset.reading) === 'logits'
  return isReady && !options.renormalize && by === null && !oneHot && !oneClass
}

/** Returns false at a row that is no sample; the sums are then of no use, and rows must be read one by one. */
export async function sketchColumns(
  scan: Scan,
  { sketch, counts, addTop, addHardest }: Pick<Sums, 'sketch' | 'counts' | 'addTop' | 'addHardest'>,
  edges: readonly number[],
  look: Look,
  onMerged: () => void,
): Promise<boolean> {
  const { reading, labels, scores } = scan.dataset
  const layout = planColumns({ ...reading, id: null }, labels !== scores)
  const add = createAdder(scan, layout, edges, look)
  let filled = 0
  const merge = () => {
    const result = add.finish()
    if (!result) return false
    addPacked(sketch, sketch.groups, result.sketch)
    if (sketch.squares && result.squares) addPacked(sketch, sketch.squares, result.squares)
    if (result.top) addTop?.(result.top)
    if (result.hardest) addHardest?.(result.hardest, counts.rows - filled)
    counts.samples += result.samples
    counts.ignored += result.ignored
    counts.clamped += result.clamped
    counts.held += result.held
    onMerged()
    return true
  }
  const size = rowsOfBlock(reading)
  for await (const rows of readRows(sourcesOf(scan.dataset, layout), reading.sides)) {
    const { length } = rows.scores.block
    for (let from = 0; from < length; ) {
      const count = Math.min(add.most, length - from, size - filled)
      if (!add.rows(rows, from, count)) return false
      from += count
      filled += count
      counts.rows += count
      if (filled < size) continue
      if (!merge()) return false
      filled = 0
    }
  }
  return filled === 0 || merge()
}

function createAdder(scan: Scan, layout: ColumnLayout, edges: readonly number[], look: Look) {
  const { reading } = scan.dataset
  const shape = shapeOf(scan, edges)
  const most = Math.max(1, Math.min(PIECE_ROWS, Math.floor(PIECE_SCORES / reading.scores.length)))
  const sketcher = createSketcher({
    ...shape,
    single: false,
    labelType: 'f8',
    // What is written there are the classes themselves.
    signed: false,
    numbers: null,
    ignore: IGNORED,
    samples: most * shape.cells,
    ...look,
  })
  sketcher.begin()
  const adjust = createAdjuster(reading, false)
  return {
    most,
    rows(rows: AlignedRows, from: number, count: number): boolean {
      if ([rows.scores, rows.labels, rows.weight].some(({ block }) => block.ragged.length > 0)) return false
      put(sketcher, rows, reading, layout, from, count)
      const { exports, layout: at } = sketcher
      const written = new Float64Array(exports.memory.buffer, at.scores, count * reading.scores.length)
      // It may stand beside a label to ignore, which the other way leaves out first.
      if (adjust?.(written, null) === null) return false
      return sketcher.add(count * shape.cells)
    },
    finish() {
      const result = sketcher.finish()
      sketcher.begin()
      return result
    },
  }
}

/** Writes rows where the kernels look for them. */
function put(
  { exports, layout: at }: Sketcher,
  { scores, labels, weight }: AlignedRows,
  { scores: columns, labels: labelColumns, codes }: Reading,
  layout: ColumnLayout,
  from: number,
  count: number,
): void {
  const { buffer } = exports.memory
  copyColumns(scores.block, 0, columns.length, from, count, new Float64Array(buffer, at.scores))
  if (layout.weight >= 0)
    copyColumns(weight.block, layout.weight, 1, from, count, new Float64Array(buffer, at.rowWeights))
  const found = new Float64Array(buffer, at.labels, count * labelColumns.length)
  const { numbers, texts, length } = labels.block
  const width = numbers.length / length
  for (let row = 0, to = 0; row < count; row++)
    for (let c = 0; c < labelColumns.length; c++, to++)
      found[to] = codes.classOf(
        codes.numeric
          ? numbers[(from + row) * width + layout.label + c]
          : texts[layout.label + c].at(from + row)!,
      )
}

/** Some columns of some rows, side by side. */
function copyColumns(
  { numbers, length }: AlignedRows['scores']['block'],
  first: number,
  columns: number,
  from: number,
  count: number,
  out: Float64Array,
): void {
  const width = numbers.length / length
  if (columns === width) out.set(numbers.subarray(from * width, (from + count) * width))
  else
    for (let row = 0; row < count; row++) {
      const at = (from + row) * width + first
      for (let c = 0; c < columns; c++) out[row * columns + c] = numbers[at + c]
    }
}
