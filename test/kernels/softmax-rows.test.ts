/** Softmax rows go through the kernels two at a time: each has the margin that it has alone. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { reference } from '../../src/kernels/reference.ts'
import { createRoom } from '../../src/kernels/room.ts'
import { draws } from '../made/draws.ts'
import { uniforms } from '../made/uniforms.ts'

const room = createRoom()
const start = room.end()

/** Margins of all rows at once, f4 or f8; a negative label is one to ignore. */
function marginsOf(scores: Float32Array | Float64Array, columns: number, labels: Int32Array): Float64Array {
  room.clear(start)
  const [at, classes] = [room.put(scores), room.put(labels)]
  const [margins, row] = [room.take(8 * labels.length), room.take(2 * 8 * (columns + 2))]
  const { softmaxLogits, memory } = room.exports
  // What stood there before is no part of a row.
  new Uint8Array(memory.buffer, row, 2 * 8 * (columns + 2)).fill(0x7f)
  softmaxLogits(at, Number(scores instanceof Float32Array), columns, classes, labels.length, margins, row)
  return new Float64Array(memory.buffer, margins, labels.length).slice()
}

const anyRows = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  columns: fc.oneof(fc.integer({ min: 2, max: 24 }), fc.constant(257)),
  single: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
  size: fc.constantFrom(1, 20, 900),
})

it('whatever their number, beside rows to ignore and such as are none', () => {
  fc.assert(
    fc.property(anyRows, ({ rows, columns, single, seed, size }) => {
      const next = uniforms(seed)
      const scores = new (single ? Float32Array : Float64Array)(rows * columns)
      for (let i = 0; i < scores.length; i++) scores[i] = size * (next() - 0.5)
      const labels = Int32Array.from({ length: rows }, () => Math.floor(next() * columns))
      const isOne = Array.from({ length: rows }, () => next() < 0.7)
      for (const [row, fine] of isOne.entries()) {
        if (fine) continue
        if (next() < 0.5) labels[row] = -1 - Math.floor(next() * 2)
        else
          scores[row * columns + Math.floor(next() * columns)] = [Number.NaN, Infinity, -Infinity][
            Math.floor(next() * 3)
          ]
      }
      const found = marginsOf(scores, columns, labels)
      for (const [row, fine] of isOne.entries()) {
        const own = Float64Array.from(scores.subarray(row * columns, (row + 1) * columns))
        const alone = new Float64Array(1)
        if (fine) reference.softmaxLogits(own, columns, labels.subarray(row, row + 1), alone)
        expect(found[row]).toBe(fine ? alone[0] : Number.NaN)
      }
    }),
    { numRuns: draws(4000) },
  )
})
