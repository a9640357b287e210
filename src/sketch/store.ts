/** Memory for the segments of a sketch, handed out and counted: whoever keeps many groups apart is stopped in time. */
import { MOMENTS } from './grid.ts'

/** Numbers of a segment: its moments c_0 to c_13, and how many samples it holds. */
export const COUNT_SLOT = MOMENTS
const SEGMENT_NUMBERS = MOMENTS + 1

/** Segments in one piece of memory, since a piece for each would take more than twice as much. */
const PIECE = 64

/** Bytes of memory that a segment takes, its place in a Map included. */
export const SEGMENT_MEMORY = 220

/** Most segments of a sketch, those of squares included: 550 MB. Answers for 10,000 slices take twice as much again. */
export const MAX_SEGMENTS = 2_500_000

/** Most groups: they are numbered, and every number is looked at. */
export const MAX_GROUPS = 2 ** 24

/** Thrown by what fills a sketch; who knows what is kept apart there makes an InputError of it. */
export class SketchFull extends Error {
  override readonly name = 'SketchFull'

  constructor(
    readonly what: 'segments' | 'groups',
    readonly most: number,
  ) {
    super(`it has more than ${most} ${what}`)
  }
}

export interface Store {
  /** The numbers of one more segment, all 0. Throws SketchFull when there are as many as there may be. */
  take(): Float64Array
}

export function createStore(most = MAX_SEGMENTS): Store {
  let [piece, taken] = [new Float64Array(0), 0]
  return {
    take() {
      if (taken === most) throw new SketchFull('segments', most)
      const at = (taken % PIECE) * SEGMENT_NUMBERS
      if (at === 0) piece = new Float64Array(PIECE * SEGMENT_NUMBERS)
      taken++
      return piece.subarray(at, at + SEGMENT_NUMBERS)
    },
  }
}
