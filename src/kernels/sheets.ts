/** The sums of a block in the memory of the kernels: cleared, added to, copied out. Weighted samples have two sheets of them. */
import { PAGE_LENGTH, type PackedSketch, TAIL_LENGTH } from '../sketch/packed.ts'
import type { Exports } from './exports.ts'
import { type Layout, MANY_GROUPS, PAGES } from './layout.ts'

export interface SheetShape {
  readonly weighted: boolean
  /** Whether squares of weights are summed up, and samples whose truth has a probability of 0. */
  readonly hasSquares: boolean
  readonly keepsHeld: boolean
}

export function clearSheets({ memory }: Exports, layout: Layout, groups: number, weighted: boolean): void {
  const { ignored, table, tails, squareTails, largest } = layout
  const clearTails = (at: number) => new Float64Array(memory.buffer, at, groups * TAIL_LENGTH).fill(0)
  new Int32Array(memory.buffer, ignored, 1).fill(0)
  new Int32Array(memory.buffer, table, groups * PAGES).fill(0)
  clearTails(tails)
  if (!weighted) return
  clearTails(squareTails)
  new Float64Array(memory.buffer, largest, groups).fill(0)
}

/**
 * Adds samples, of which there are so many groups, to the sums, and to those of squares; false when a margin or a weight is
 * none.
 */
export function createSheets(
  exports: Exports,
  layout: Layout,
  { weighted, hasSquares, keepsHeld }: SheetShape,
) {
  const { margins, weights, held, table, tails, splits, squareTails, sorted } = layout
  const asTheyAre = { margins, weights }
  const sort = (samples: number, groups: number, groupCount: number) =>
    exports.sortByGroup(
      groups,
      margins,
      weighted ? weights : 0,
      samples,
      groupCount,
      sorted.ends,
      sorted.groups,
      sorted.margins,
      sorted.weights,
    )
  const accumulate = (at: Pick<Layout, 'margins' | 'weights'>, groups: number, count: number): boolean => {
    if (!weighted) return exports.accumulate(at.margins, groups, count, table, tails, splits) < 0
    if (!hasSquares)
      return exports.accumulateWeighted(at.margins, groups, at.weights, count, table, tails, splits) < 0
    const end = [count, table, tails, squareTails, splits] as const
    return exports.accumulateSquared(at.margins, groups, at.weights, ...end) < 0
  }
  return (samples: number, groups: number, groupCount: number): boolean => {
    if (keepsHeld) exports.addHeld(held, groups, weighted ? weights : 0, tails, 0)
    if (weighted && !exports.areWeights(groups, weights, samples, layout.largest)) return false
    if (keepsHeld && weighted) exports.addHeld(held, groups, weights, squareTails, 1)
    if (groupCount < MANY_GROUPS) return accumulate(asTheyAre, groups, samples)
    const count = sort(samples, groups, groupCount)
    return accumulate(sorted, sorted.groups, count)
  }
}

/** Which number of a page has its address in the table. */
const SPARE = 15

/** Copies out the pages in use, which stand one behind the other; behind each is that of squares. */
export function packSheets(
  exports: Exports,
  { table, tails, squareTails, arena }: Layout,
  groups: number,
  hasSquares: boolean,
): { readonly sketch: PackedSketch; readonly squares: PackedSketch | null } {
  const { buffer } = exports.memory
  const length = hasSquares ? 2 * PAGE_LENGTH : PAGE_LENGTH
  const pages = new Float64Array(buffer, arena, (exports.arenaEnd() - arena) / 8).slice()
  const words = new Uint32Array(pages.buffer)
  const starts = Int32Array.from({ length: pages.length / length }, (_, index) => index * length)
  const pageIds = starts.map((start) => (words[2 * (start + SPARE)] - table) / 4)
  const tailsAt = (at: number) => new Float64Array(buffer, at, groups * TAIL_LENGTH).slice()
  const sketch = { pageIds, pagesPerGroup: PAGES, starts, pages, tails: tailsAt(tails) }
  if (!hasSquares) return { sketch, squares: null }
  const behind = starts.map((start) => start + PAGE_LENGTH)
  return { sketch, squares: { ...sketch, starts: behind, tails: tailsAt(squareTails) } }
}
