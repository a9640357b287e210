/** A sketch as flat arrays, to be handed from thread to thread: one block's part of the whole. */
import { addNumbers, momentsAt } from './segments.ts'
import { ABOVE, BELOW, FAR, groupAt, type Sketch } from './sketch.ts'
import { COUNT_SLOT } from './store.ts'

/** Segments of a page: one unit of margin. The kernels make a page when its first sample comes. */
export const PAGE_SEGMENTS = 8

/** Numbers of a segment in a page: those of a sketch, and one to spare, so that it fills two cache lines. */
const STRIDE = 16
export const PAGE_LENGTH = PAGE_SEGMENTS * STRIDE

/** Numbers a group: those below the grid, above it, and far below. */
export const TAIL_LENGTH = BELOW + ABOVE + FAR

export interface PackedSketch {
  /** group x pagesPerGroup + page of each page that holds samples. */
  readonly pageIds: Int32Array
  readonly pagesPerGroup: number
  /** The pages, one behind the other. */
  readonly pages: Float64Array
  /** TAIL_LENGTH numbers a group. */
  readonly tails: Float64Array
}

/** Adds a packed part. The order in which parts are added fixes the last bits of the result. */
export function addPacked(sketch: Sketch, { pageIds, pagesPerGroup, pages, tails }: PackedSketch): void {
  pageIds.forEach((id, index) => {
    const page = pages.subarray(index * PAGE_LENGTH, (index + 1) * PAGE_LENGTH)
    addPage(sketch, Math.floor(id / pagesPerGroup), (id % pagesPerGroup) * PAGE_SEGMENTS, page)
  })
  for (let index = 0; index < tails.length / TAIL_LENGTH; index++) {
    const tail = tails.subarray(TAIL_LENGTH * index, TAIL_LENGTH * (index + 1))
    if (tail[0] === 0 && tail[BELOW] === 0) continue
    const group = groupAt(sketch.groups, index)
    addNumbers(group.below, tail.subarray(0, BELOW))
    addNumbers(group.above, tail.subarray(BELOW, BELOW + ABOVE))
    addNumbers(group.far, tail.subarray(BELOW + ABOVE))
  }
}

/** @param first number of the page's first segment */
function addPage({ store, groups }: Sketch, index: number, first: number, page: Float64Array): void {
  const group = groupAt(groups, index)
  for (let at = 0; at < PAGE_SEGMENTS; at++) {
    const numbers = page.subarray(at * STRIDE, (at + 1) * STRIDE)
    if (numbers[COUNT_SLOT] > 0) addNumbers(momentsAt(store, group, first + at), numbers)
  }
}
