/** A sketch as flat arrays, to be handed from thread to thread: one block's part of the whole. */
import { addNumbers, momentsAt } from './segments.ts'
import { ABOVE, BELOW, FAR, type GroupSketch, groupAt, type Sketch } from './sketch.ts'
import { COUNT_SLOT, type Store } from './store.ts'

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
  /** Where each of them begins among the numbers of all. */
  readonly starts: Int32Array
  readonly pages: Float64Array
  /** TAIL_LENGTH numbers per group. */
  readonly tails: Float64Array
}

/**
 * Adds a packed part. The order in which parts are added fixes the last bits of the result.
 *
 * @param groups those of a sketch or of its squares, which are then in units of 1
 * @param groupOf the number in the sketch of a group of the part
 */
export function addPacked(
  { store }: Sketch,
  groups: Sketch['groups'],
  { pageIds, pagesPerGroup, starts, pages, tails }: PackedSketch,
  groupOf = (index: number) => index,
): void {
  pageIds.forEach((id, index) => {
    const group = groupAt(groups, groupOf(Math.floor(id / pagesPerGroup)))
    addPage(store, group, (id % pagesPerGroup) * PAGE_SEGMENTS, pages, starts[index])
  })
  for (let index = 0; index < tails.length / TAIL_LENGTH; index++) {
    const tail = tails.subarray(TAIL_LENGTH * index, TAIL_LENGTH * (index + 1))
    if (tail.every((sum) => sum === 0)) continue
    const group = groupAt(groups, groupOf(index))
    addNumbers(group.below, tail.subarray(0, BELOW))
    addNumbers(group.above, tail.subarray(BELOW, BELOW + ABOVE))
    addNumbers(group.far, tail.subarray(BELOW + ABOVE))
  }
}

/**
 * Without a view of each segment: there are hundreds of them in each of hundreds of blocks.
 *
 * @param first number of the page's first segment
 * @param start where the page stands in `pages`
 */
function addPage(store: Store, group: GroupSketch, first: number, pages: Float64Array, start: number): void {
  for (let segment = 0; segment < PAGE_SEGMENTS; segment++) {
    const at = start + segment * STRIDE
    if (pages[at + COUNT_SLOT] > 0) addNumbers(momentsAt(store, group, first + segment), pages, at)
  }
}
