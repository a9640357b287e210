/** Memory for the segments of a sketch, handed out and counted: whoever keeps many groups apart is told in time. */
import { MOMENTS } from './grid.ts'

/** Numbers of a segment: its moments c_0 to c_13, and how many samples it holds. */
export const COUNT_SLOT = MOMENTS
const SEGMENT_NUMBERS = MOMENTS + 1

/** Segments in one piece of memory, since a piece for each would take more than twice as much. */
const PIECE = 64

/**
 * Most segments of a sketch, those of squares included. One takes 220 bytes, and as much again when it is evaluated, so
 * that a command stays at some 1.2 GB.
 */
export const MAX_SEGMENTS = 2_500_000

export interface Store {
  /** The numbers of one more segment, all 0. Throws when there are as many as there may be. */
  take(): Float64Array
}

/** @param full makes the error that says what needs so many */
export function createStore(
  most = MAX_SEGMENTS,
  full = () => new Error(`it has more than ${most} segments`),
): Store {
  let [piece, taken] = [new Float64Array(0), 0]
  return {
    take() {
      if (taken === most) throw full()
      const at = (taken % PIECE) * SEGMENT_NUMBERS
      if (at === 0) piece = new Float64Array(PIECE * SEGMENT_NUMBERS)
      taken++
      return piece.subarray(at, at + SEGMENT_NUMBERS)
    },
  }
}
