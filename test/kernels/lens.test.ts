import fc from 'fast-check'
import { expect, it } from 'vitest'
import { viewBytes, writeView } from '../../src/kernels/view.ts'
import { instantiate } from '../../src/kernels/wasm.ts'
import { binOf, LOWEST } from '../../src/sketch/grid.ts'
import { BELOW_GRID, createLens, look, type View } from '../../src/sketch/lens.ts'

const kernels = instantiate()

const OUTER = createLens(
  [
    { bin: BELOW_GRID, cells: 8 },
    { bin: binOf(-0.125), cells: 16 },
    { bin: binOf(3), cells: 64 },
  ],
  -200,
)
const INNER = createLens(
  [
    { bin: 30, cells: 128 },
    { bin: 2, cells: 4 },
  ],
  LOWEST,
)

/** Three groups: one of the first side, two of the second, which has two lenses. */
const VIEW: View = {
  lenses: [[OUTER], [OUTER, INNER]],
  sides: Int32Array.of(0, 1, 1),
  groups: Int32Array.of(2, 0, 1),
  size: 3,
}

/** What the kernels look at; null when they find a margin that is none. */
function lookFast(view: View, margin: Float64Array, group: Int32Array) {
  const [margins, groups] = [1024, 1024 + margin.byteLength]
  const at = Math.ceil((groups + group.byteLength) / 128) * 128
  const missing = Math.ceil((at + viewBytes(view) - kernels.memory.buffer.byteLength) / 65536)
  if (missing > 0) kernels.memory.grow(missing)
  const { buffer } = kernels.memory
  new Float64Array(buffer, margins, margin.length).set(margin)
  new Int32Array(buffer, groups, group.length).set(group)
  const { sides, groups: under, size, lenses, depth } = writeView(buffer, at, view)
  const length = kernels.look(margins, groups, 0, margin.length, sides, under, size, lenses, depth)
  if (length < 0) return null
  return {
    margin: new Float64Array(buffer, margins, length).slice(),
    group: new Int32Array(buffer, groups, length).slice(),
  }
}

const anyMargin = fc.oneof(
  fc.double({ min: -0.125, max: 0, noNaN: true }),
  fc.double({ min: 3, max: 3.125, noNaN: true }),
  fc.double({ min: -1000, max: 900, noNaN: true }),
  fc.constantFrom(-64, 768, 0, -0, 3.125, -1e300),
)

it('looks through lenses to the same bits as the reference, whatever the sides and groups', () => {
  // Groups of several slices; -1 is a label to ignore.
  const anySample = fc.tuple(anyMargin, fc.integer({ min: -1, max: 8 }))
  const property = fc.property(fc.array(anySample, { maxLength: 300 }), (samples) => {
    const margin = Float64Array.from(samples, ([s]) => s)
    const group = Int32Array.from(samples, ([, own]) => own)
    const fast = lookFast(VIEW, margin, group)!
    const length = look(VIEW, margin, group, null, margin.length)
    expect(fast.margin).toEqual(margin.slice(0, length))
    expect(fast.group).toEqual(group.slice(0, length))
  })
  fc.assert(property, { numRuns: 300 })
})

it('finds a margin that is no finite number, though nobody looks at it', () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    expect(lookFast(VIEW, Float64Array.of(1, bad), Int32Array.of(0, 0))).toBeNull()
  expect(lookFast(VIEW, Float64Array.of(1, Number.NaN), Int32Array.of(0, -1))!.margin).toHaveLength(0)
})
