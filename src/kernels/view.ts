/** A view in the memory of the kernels; src/kernels/assembly/lens.ts reads it. */
import type { Lens, View } from '../sketch/lens.ts'
import type { Exports } from './exports.ts'
import type { Layout } from './layout.ts'

/** Where it stands. */
export interface ViewLayout {
  readonly sides: number
  readonly groups: number
  readonly size: number
  readonly lenses: number
  readonly depth: number
}

function depthOf({ lenses }: View): number {
  return lenses.reduce((most, { length }) => Math.max(most, length), 0)
}

/** Doubles of a lens. */
function lengthOf({ starts }: Lens): number {
  return 2 + 2 * starts.length
}

/** Bytes that it takes. */
export function viewBytes(view: View): number {
  const { lenses, sides } = view
  const tables = 8 * sides.length + 4 * lenses.length * depthOf(view) + 8
  return tables + lenses.flat().reduce((sum, lens) => sum + 8 * lengthOf(lens), 0)
}

/** Writes it, from an address that is a multiple of 8. */
export function writeView(memory: ArrayBuffer, at: number, view: View): ViewLayout {
  const { lenses, sides, groups } = view
  const [size, depth] = [sides.length, depthOf(view)]
  new Int32Array(memory, at, size).set(sides)
  new Int32Array(memory, at + 4 * size, size).set(groups)
  const table = at + 8 * size
  const addresses = new Int32Array(memory, table, lenses.length * depth).fill(0)
  let next = Math.ceil((table + addresses.byteLength) / 8) * 8
  for (const [side, before] of lenses.entries()) {
    for (const [k, lens] of before.entries()) {
      addresses[side * depth + k] = next
      writeLens(new Float64Array(memory, next, lengthOf(lens)), lens)
      next += 8 * lengthOf(lens)
    }
  }
  return { sides: at, groups: at + 4 * size, size, lenses: table, depth }
}

function writeLens(target: Float64Array, { floor, starts, cells }: Lens): void {
  target[0] = floor
  for (let i = 0; i < starts.length; i++) {
    target[2 + 2 * i] = starts[i]
    target[3 + 2 * i] = cells[i]
  }
}

/** Leaves in the memory what is looked at; returns how many samples that is, -1 when one of all is not valid. */
export function lookThrough(
  exports: Exports,
  { margins, weights }: Layout,
  view: ViewLayout,
  samples: number,
  own: number,
  weighted: boolean,
): number {
  const { sides, groups, size, lenses, depth } = view
  return exports.look(margins, own, weighted ? weights : 0, samples, sides, groups, size, lenses, depth)
}
