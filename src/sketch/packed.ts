/** A sketch as flat arrays, to be handed from thread to thread: one block's part of the whole. */
import { ABOVE, BELOW, BIN_STRIDE, FAR, groupAt, PAGE_BINS, type Sketch } from './sketch.ts'

/** Numbers a page. */
const PAGE_LENGTH = PAGE_BINS * BIN_STRIDE

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
    const group = groupAt(sketch.groups, Math.floor(id / pagesPerGroup))
    const page = pages.subarray(index * PAGE_LENGTH, (index + 1) * PAGE_LENGTH)
    const own = group.pages[id % pagesPerGroup]
    if (own) add(own, page)
    else group.pages[id % pagesPerGroup] = page.slice()
  })
  for (let index = 0; index < tails.length / TAIL_LENGTH; index++) {
    const tail = tails.subarray(TAIL_LENGTH * index, TAIL_LENGTH * (index + 1))
    if (tail[0] === 0 && tail[BELOW] === 0) continue
    const group = groupAt(sketch.groups, index)
    add(group.below, tail.subarray(0, BELOW))
    add(group.above, tail.subarray(BELOW, BELOW + ABOVE))
    add(group.far, tail.subarray(BELOW + ABOVE))
  }
}

function add(target: Float64Array, other: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] += other[i]
}
