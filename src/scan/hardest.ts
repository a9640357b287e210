/** The hardest samples of a pass of the kernels, as a block of samples: ids are found when it is known whose. */
import type { Texts } from '../formats/texts.ts'
import type { HardestOfBlock } from '../kernels/hardest.ts'
import { groupOf } from '../margin/grouping.ts'
import { type Reading, sharesRow } from '../reading/reading.ts'
import { scoreReader } from './samples.ts'
import type { SampleBlock, Scan } from './scan.ts'

/** A sample as the kernels see it. */
export interface HardestCell {
  /** Row of the data set, from 0. */
  readonly row: number
  /** Class of the cell with multi-label data, null otherwise. */
  readonly cellClass: number | null
  /** Class index with softmax, else 1 for positives and 0 for negatives. */
  readonly label: number
  readonly margin: number
  readonly weight: number
  readonly scores: Float64Array
}

/** Scores that are kept of them: of rows of very many classes whoever reads batches sees no more. */
const MOST_SCORES = 1 << 16

/** Whether the kernels tell so many, and all that a block has of them. */
export function tellHardest({ dataset: { reading }, options }: Scan, most: number): boolean {
  return most * scoresOf(reading) <= MOST_SCORES && (options.kept ?? []).length === 0
}

function scoresOf(reading: Reading): number {
  return sharesRow(reading) ? reading.scores.length : 1
}

/** Takes the hardest of each block, in the order of blocks: of equal ones the earlier stay before. */
export function createHardestOfAll(reading: Reading, most: number) {
  const isMultilabel = reading.task === 'multilabel'
  const cells = isMultilabel ? reading.scores.length : 1
  const columns = scoresOf(reading)
  let kept: readonly HardestCell[] = []
  return {
    add({ places, margins, classes, weights, scores }: HardestOfBlock, firstRow: number): void {
      const found = Array.from(places, (place, i) => ({
        row: firstRow + Math.floor(place / cells),
        cellClass: isMultilabel ? place % cells : null,
        label: classes[i],
        margin: margins[i],
        weight: weights?.[i] ?? 1,
        scores: scores.slice(i * columns, (i + 1) * columns),
      }))
      kept = [...kept, ...found].sort((a, b) => a.margin - b.margin).slice(0, most)
    },
    take: () => kept,
  }
}

/** In the order of the data set, so that of equal ones the earlier come first. Their slices are not told. */
export async function blockOfHardest(scan: Scan, found: readonly HardestCell[]): Promise<SampleBlock> {
  const { grouping, dataset } = scan
  const { reading } = dataset
  const cells = found.toSorted((a, b) => a.row - b.row || (a.cellClass ?? 0) - (b.cellClass ?? 0))
  const row = Float64Array.from(cells, (cell) => cell.row)
  const label = Int32Array.from(cells, (cell) => cell.label)
  const scores = Float64Array.from(cells.flatMap((cell) => [...cell.scores]))
  return {
    length: cells.length,
    margin: Float64Array.from(cells, ({ margin }) => margin),
    group: Int32Array.from(cells, (cell) => groupOf(grouping, 0, cell.label, cell.cellClass ?? undefined)),
    weight: reading.weight === null ? null : Float64Array.from(cells, ({ weight }) => weight),
    row,
    label,
    cellClass: reading.task === 'multilabel' ? Int32Array.from(cells, (cell) => cell.cellClass!) : null,
    ids: await idsOfRows(scan, row),
    kept: [],
    scores,
    scoreOf: scoreReader({ scores, label }, reading),
  }
}

/** The ids of rows, ascending, from a pass over their column alone. Null where there is no such column. */
async function idsOfRows({ dataset }: Scan, rows: Float64Array): Promise<Texts | null> {
  const { id } = dataset.reading
  if (id === null) return null
  const found: string[] = []
  let first = 0
  for (const table of dataset.scores) {
    for await (const { length, texts } of table.read({ numbers: [], texts: [id] })) {
      while (found.length < rows.length && rows[found.length] < first + length)
        found.push(texts[0].at(rows[found.length] - first)!)
      first += length
      if (found.length === rows.length) return found
    }
  }
  return found
}
