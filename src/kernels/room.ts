/** Memory of the kernels that is taken piece by piece, as much as there is need of. */
import type { Exports } from './exports.ts'
import { instantiate } from './wasm.ts'

export interface Room {
  readonly exports: Exports
  /** Takes so many bytes; returns where they stand. */
  take(bytes: number): number
  /** Takes what the values need, and writes them. */
  put(values: ArrayBufferView): number
  /** Where the next piece would stand; and gives back all that was taken from there on. */
  end(): number
  clear(end: number): void
}

const START = 1024
const PAGE = 65_536

/** Bytes that the kernels may read or write behind a piece. */
const SPARE = 32

export function createRoom(): Room {
  const exports = instantiate()
  let next = START
  const take = (bytes: number) => {
    const at = next
    next = Math.ceil((at + bytes + SPARE) / 16) * 16
    const missing = Math.ceil((next - exports.memory.buffer.byteLength) / PAGE)
    if (missing > 0) exports.memory.grow(missing)
    return at
  }
  return {
    exports,
    take,
    put({ buffer, byteOffset, byteLength }) {
      const at = take(byteLength)
      new Uint8Array(exports.memory.buffer, at).set(new Uint8Array(buffer, byteOffset, byteLength))
      return at
    },
    end: () => next,
    clear(end) {
      next = end
    },
  }
}
