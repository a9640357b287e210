import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binOf, HIGHEST, LOWEST } from '../../src/sketch/grid.ts'
import { BELOW_GRID, createLens, type Lens, lookAt, type View, wayBack } from '../../src/sketch/lens.ts'

const CELLS = 64

/** A view of one side through these lenses. */
const viewThrough = (lenses: readonly Lens[]): View => ({
  lenses: [lenses],
  sides: Int32Array.of(0),
  groups: Int32Array.of(0),
  size: 1,
})

/** Margins under the lenses of those that are looked at. */
function seen(lenses: readonly Lens[], margins: readonly number[]): readonly number[] {
  const margin = Float64Array.from(margins)
  const block = { length: margin.length, margin, group: new Int32Array(margin.length), weight: null }
  const { length, margin: moved } = lookAt(viewThrough(lenses), block)
  return [...moved.subarray(0, length)]
}

const binUnder = (moved: number) => (moved < LOWEST ? BELOW_GRID : binOf(moved))

const LENS = createLens(
  [
    { bin: binOf(3), cells: CELLS },
    { bin: BELOW_GRID, cells: 8 },
    { bin: binOf(-0.125), cells: 16 },
  ],
  -1000,
)

const anyMargin = fc.oneof(
  fc.double({ min: -0.125, max: 0, noNaN: true }),
  fc.double({ min: 3, max: 3.125, noNaN: true }),
  fc.double({ min: -1000, max: 900, noNaN: true }),
)
const isLookedAt = (s: number) => s < LOWEST || (s >= -0.125 && s < 0) || (s >= 3 && s < 3.125)

describe('a lens', () => {
  it('shows the bins that are looked at, and no others', () => {
    const property = fc.property(fc.array(anyMargin), (margins) => {
      expect(seen([LENS], margins)).toHaveLength(margins.filter(isLookedAt).length)
    })
    fc.assert(property)
    expect(seen([LENS], [2.9999999, 3.125, 0, -0.1250001, HIGHEST, 1e300, -768])).toEqual([])
  })

  it('keeps samples in order, and in the part of the grid that is their bin’s', () => {
    const property = fc.property(fc.array(anyMargin, { minLength: 1 }), (margins) => {
      const ascending = margins.filter(isLookedAt).sort((a, b) => a - b)
      const moved = seen([LENS], ascending)
      expect([...moved].sort((a, b) => a - b)).toEqual(moved)
      for (const [i, s] of ascending.entries()) {
        const bin = binUnder(moved[i])
        if (s < LOWEST) expect(bin).toBeLessThan(8)
        else if (s < 0) expect([bin >= 8, bin < 24]).toEqual([true, true])
        else expect([bin >= 24, bin < 24 + CELLS]).toEqual([true, true])
      }
    })
    fc.assert(property)
  })

  it('has a way back, to what rounding of the grid leaves of a margin', () => {
    const property = fc.property(anyMargin.filter(isLookedAt), (s) => {
      const [moved] = seen([LENS], [s])
      const { start, scale } = wayBack([LENS], binUnder(moved))
      // Half a unit in the last place of 768, drawn back, and some of the margin itself.
      const rounding = 2 ** -41 * scale + 4 * Number.EPSILON * Math.abs(s)
      expect(Math.abs(start + scale * moved - s)).toBeLessThanOrEqual(rounding)
    })
    fc.assert(property)
  })

  it('shows one bin under another lens, and leads back through both', () => {
    const margins = Array.from({ length: 1000 }, (_, i) => 3 + i / 8000)
    const first = seen([LENS], margins)
    const bin = binUnder(first[500])
    const second = createLens([{ bin, cells: 256 }], LOWEST)
    const wanted = margins.filter((_, i) => binUnder(first[i]) === bin)
    const moved = seen([LENS, second], margins)
    expect(moved).toHaveLength(wanted.length)
    for (const [i, s] of moved.entries()) {
      const { start, scale } = wayBack([LENS, second], binUnder(s))
      expect(start + scale * s).toBeCloseTo(wanted[i], 14)
    }
  })

  it('leaves below the grid what lies below its floor', () => {
    expect(seen([LENS], [-1e6, -1001]).map(binUnder)).toEqual([BELOW_GRID, BELOW_GRID])
    expect(seen([LENS], [-999, -768.001]).map(binUnder)).toEqual([0, 7])
    const { start, scale } = wayBack([LENS], BELOW_GRID)
    expect(start + scale * seen([LENS], [-1e6])[0]).toBeCloseTo(-1e6, 6)
  })
})
