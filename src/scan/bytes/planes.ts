/** Rows of an array whose elements stand in planes, one of each column: read plane by plane, and turned into rows by the kernels. */
import type { Exports } from '../../kernels/exports.ts'

export interface Planes {
  readonly columns: number
  /** Rows of a plane. */
  readonly plane: number
  /** Of an element. */
  readonly bytes: number
}

/**
 * Bytes of a plane that are read at once at least, so that little time goes into finding them. Of fewer, whoever reads more rows
 * at a time is quicker.
 */
const LEAST_READ = 1 << 12

/** Whether it repays to read so many rows at a time. */
export function areLong({ bytes }: Planes, rows: number): boolean {
  return rows * bytes >= LEAST_READ
}

/**
 * Writes rows to an address. Returns false where the file ends before them.
 *
 * @param read fills memory from a byte of the array on; false where there is less
 * @param from address of as much room, for the planes
 */
export function readPlanes(
  { columns, plane, bytes }: Planes,
  { memory, turn }: Pick<Exports, 'memory' | 'turn'>,
  read: (position: number, target: Uint8Array) => boolean,
  first: number,
  rows: number,
  from: number,
  to: number,
): boolean {
  const load = (element: number, count: number, at: number) =>
    read(element * bytes, new Uint8Array(memory.buffer, from + at * bytes, count * bytes))
  for (let row = first; row < first + rows; ) {
    const left = first + rows - row
    const inside = row % plane
    const start = (row - inside) * columns
    // Blocks of which all rows are wanted are read as they stand.
    const blocks = inside === 0 ? Math.floor(left / plane) : 0
    const height = blocks > 0 ? plane : Math.min(left, plane - inside)
    if (blocks > 0) {
      if (!load(start, blocks * plane * columns, 0)) return false
    } else {
      for (let c = 0; c < columns; c++)
        if (!load(start + c * plane + inside, height, c * height)) return false
    }
    turn(from, Math.max(1, blocks), columns, height, bytes, to + (row - first) * columns * bytes)
    row += Math.max(1, blocks) * height
  }
  return true
}
