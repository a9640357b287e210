/** The hardest samples of a pass of the kernels, which see margins and classes; ids are found when it is known whose. */
import type { HardestOfBlock } from '../kernels/hardest.ts'
import type { Reading } from '../reading/reading.ts'
import type { Scan } from './scan.ts'

/** A sample as the kernels see it. */
export interface HardestCell {
  /** Row of the data set, from 0. */
  readonly row: number
  /** Class of the cell with multi-label data, null otherwise. */
  readonly cellClass: number | null
  /** 1 for positives and 0 for negatives. */
  readonly label: number
  readonly margin: number
  readonly weight: number
}

/** What a pass is asked for. */
export interface HardestAsked {
  readonly most: number
  /** Is handed them once, hardest first, if the kernels can tell them. */
  take(cells: readonly HardestCell[]): void
}

/** Takes the hardest of each block, in the order of blocks: of equal ones the earlier stay before. */
export function createHardestOfAll({ task, scores }: Reading, most: number) {
  const cells = task === 'multilabel' ? scores.length : 1
  let kept: readonly HardestCell[] = []
  return {
    add({ places, margins, classes, weights }: HardestOfBlock, firstRow: number): void {
      const found = Array.from(places, (place, i) => ({
        row: firstRow + Math.floor(place / cells),
        cellClass: task === 'multilabel' ? place % cells : null,
        label: classes[i],
        margin: margins[i],
        weight: weights?.[i] ?? 1,
      }))
      kept = [...kept, ...found].sort((a, b) => a.margin - b.margin).slice(0, most)
    },
    take: () => kept,
  }
}

/** The ids of rows, from a pass over their column alone. Undefined where there is no such column. */
export async function idsOfRows(
  { dataset }: Scan,
  rows: Iterable<number>,
): Promise<ReadonlyMap<number, string> | undefined> {
  const { id } = dataset.reading
  if (id === null) return undefined
  const wanted = [...new Set(rows)].sort((a, b) => a - b)
  const found = new Map<number, string>()
  let [first, next] = [0, 0]
  for (const table of dataset.scores) {
    for await (const { length, texts } of table.read({ numbers: [], texts: [id] })) {
      for (; next < wanted.length && wanted[next] < first + length; next++)
        found.set(wanted[next], texts[0].at(wanted[next] - first)!)
      first += length
      if (next === wanted.length) return found
    }
  }
  return found
}
