/** The sums of a block in the memory of the kernels: cleared, added to, copied out. Weighted samples have two sheets of them. */
import { PAGE_LENGTH, type PackedSketch, TAIL_LENGTH } from '../sketch/packed.ts'
import type { Exports } from './exports.ts'
import { type Layout, PAGES } from './layout.ts'
import type { BlockShape } from './shape.ts'

export function clearSheets({ memory }: Exports, layout: Layout, groups: number, weighted: boolean): void {
  const { ignored, table, tails, squareTable, squareTails, largest } = layout
  new Int32Array(memory.buffer, ignored, 1).fill(0)
  const sheet = (pages: number, ends: number) => {
    new Int32Array(memory.buffer, pages, groups * PAGES).fill(0)
    new Float64Array(memory.buffer, ends, groups * TAIL_LENGTH).fill(0)
  }
  sheet(table, tails)
  if (!weighted) return
  sheet(squareTable, squareTails)
  new Float64Array(memory.buffer, largest, groups).fill(0)
}

/** Adds samples to the sums, and to those of squares; false when a margin or a weight is none. */
export function createSheets(exports: Exports, layout: Layout, { weighted, from, view }: BlockShape) {
  const { margins, weights, squares, held, table, tails, isSplit, squareTable, squareTails } = layout
  // Under lenses nobody asks for them.
  const keepsHeld = from === 'probs' && !view
  return (samples: number, own: number): boolean => {
    if (keepsHeld) exports.addHeld(held, own, weighted ? weights : 0, tails)
    if (!weighted) return exports.accumulate(margins, own, samples, table, tails, isSplit) < 0
    if (!exports.squareWeights(own, weights, samples, squares, layout.largest)) return false
    if (exports.accumulateWeighted(margins, own, weights, samples, table, tails, isSplit) >= 0) return false
    if (view) return true
    if (keepsHeld) exports.addHeld(held, own, squares, squareTails)
    return exports.accumulateWeighted(margins, own, squares, samples, squareTable, squareTails, isSplit) < 0
  }
}

/** Copies out the pages in use. */
export function packSheet({ memory }: Exports, table: number, tails: number, groups: number): PackedSketch {
  const addresses = new Int32Array(memory.buffer, table, groups * PAGES)
  const used: number[] = []
  for (let id = 0; id < addresses.length; id++) if (addresses[id] !== 0) used.push(id)
  const pages = new Float64Array(used.length * PAGE_LENGTH)
  for (const [index, id] of used.entries()) {
    pages.set(new Float64Array(memory.buffer, addresses[id], PAGE_LENGTH), index * PAGE_LENGTH)
  }
  return {
    pageIds: Int32Array.from(used),
    pagesPerGroup: PAGES,
    pages,
    tails: new Float64Array(memory.buffer, tails, groups * TAIL_LENGTH).slice(),
  }
}
