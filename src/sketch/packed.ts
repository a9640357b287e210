/** A sketch as flat arrays, to be handed from thread to thread: one block's part of the whole. */
import { BIN_STRIDE, groupAt, PAGE_BINS, type Sketch } from './sketch.ts'

/** Numbers a page. */
const PAGE_LENGTH = PAGE_BINS * BIN_STRIDE

export interface PackedSketch {
  /** group x pagesPerGroup + page of each page that holds samples. */
  readonly pageIds: Int32Array
  readonly pagesPerGroup: number
  /** The pages, one behind the other. */
  readonly pages: Float64Array
  /** Eight numbers a group: the six below the grid, the two above. */
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
  for (let index = 0; index < tails.length / 8; index++) {
    const tail = tails.subarray(8 * index, 8 * index + 8)
    if (tail[0] === 0 && tail[6] === 0) continue
    const group = groupAt(sketch.groups, index)
    add(group.below, tail.subarray(0, 6))
    add(group.above, tail.subarray(6))
  }
}

function add(target: Float64Array, other: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] += other[i]
}
