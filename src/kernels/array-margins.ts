/** Margins of samples that stand in arrays, and are known to be valid. */
import { createGrid } from '../sketch/grid.ts'
import { layOut } from './layout.ts'
import { computeMargins, type MarginShape } from './margins.ts'
import { instantiate } from './wasm.ts'

/** Writes the margins of samples with these scores and labels; returns how many probabilities were clamped. */
export type ArrayMargins = (scores: Float64Array, labels: Int32Array, margins: Float64Array) => number

/** Scores, and samples, that are handed over at once. */
const PIECE_SCORES = 1 << 18
const PIECE_ROWS = 1 << 14

export function createArrayMargins(read: Pick<MarginShape, 'task' | 'from' | 'columns'>): ArrayMargins {
  const { columns } = read
  // Probabilities and their rows have been looked at.
  const shape = { ...read, single: false, outside: 0, rowSum: Number.POSITIVE_INFINITY }
  const samples = Math.max(1, Math.min(PIECE_ROWS, Math.floor(PIECE_SCORES / columns)))
  const exports = instantiate()
  const room = { samples, columns, scoreBytes: 8 * samples * columns, labelBytes: 0, viewBytes: 0 }
  const none = { cells: 1, groups: 0, weighted: false, rowClasses: 0, numbers: 0 }
  const layout = layOut(exports, { ...room, ...none }, createGrid([]))
  const { buffer } = exports.memory
  return (scores, labels, margins) => {
    let clamped = 0
    for (let first = 0; first < labels.length; first += samples) {
      const end = Math.min(first + samples, labels.length)
      new Float64Array(buffer, layout.scores).set(scores.subarray(first * columns, end * columns))
      new Int32Array(buffer, layout.classes).set(labels.subarray(first, end))
      clamped += computeMargins(exports, layout, shape, end - first)
      margins.set(new Float64Array(buffer, layout.margins, end - first), first)
    }
    return clamped
  }
}
