/** Planes turned into rows by the kernels stand where their places say. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRoom } from '../../src/kernels/room.ts'
import { draws } from '../made/draws.ts'

const room = createRoom()
const start = room.end()

/** The same in plain TypeScript, byte by byte. */
function turned(
  source: Uint8Array,
  blocks: number,
  classes: number,
  rows: number,
  bytes: number,
): Uint8Array {
  const out = new Uint8Array(source.length)
  for (let block = 0; block < blocks; block++)
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < classes; c++)
        for (let byte = 0; byte < bytes; byte++)
          out[((block * rows + row) * classes + c) * bytes + byte] =
            source[((block * classes + c) * rows + row) * bytes + byte]
  return out
}

const anyPlanes = fc.record({
  bytes: fc.constantFrom(1, 2, 4, 8),
  blocks: fc.integer({ min: 1, max: 3 }),
  classes: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 90 })),
  rows: fc.oneof(fc.integer({ min: 1, max: 18 }), fc.integer({ min: 19, max: 200 })),
  shifts: fc.tuple(fc.nat(15), fc.nat(15)),
  seed: fc.nat(),
})

it('of any element, any number of classes and rows, wherever they begin, and writes nothing beside them', () => {
  fc.assert(
    fc.property(anyPlanes, ({ bytes, blocks, classes, rows, shifts: [before, behind], seed }) => {
      room.clear(start)
      const size = blocks * classes * rows * bytes
      const from = room.take(size + 16) + before
      const to = room.take(size + 32) + behind
      const memory = new Uint8Array(room.exports.memory.buffer)
      let state = seed
      // None of them is the 0xee that stands around.
      for (let i = 0; i < size; i++) {
        state = (state * 1_103_515_245 + 12_345) % 2 ** 31
        memory[from + i] = (state >> 16) % 238
      }
      const source = memory.slice(from, from + size)
      memory.fill(0xee, to - behind, to + size + 32 - behind)
      room.exports.turn(from, blocks, classes, rows, bytes, to)
      expect(memory.slice(to, to + size)).toEqual(turned(source, blocks, classes, rows, bytes))
      const around = [...memory.slice(to - behind, to), ...memory.slice(to + size, to + size + 32 - behind)]
      expect(around.every((byte) => byte === 0xee)).toBe(true)
      expect(memory.slice(from, from + size)).toEqual(source)
    }),
    { numRuns: draws(600) },
  )
})
