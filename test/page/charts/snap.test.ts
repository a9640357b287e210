import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveInGrid } from '../../../src/page/charts/kit/grid-keys.ts'
import { moveByKey, nearestIndex } from '../../../src/page/charts/kit/snap.ts'

describe('the nearest place', () => {
  it('is as near as any other', () => {
    const places = fc.uniqueArray(fc.double({ min: -64, max: 64, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(places, fc.double({ min: -70, max: 70, noNaN: true }), (unsorted, value) => {
        const sorted = unsorted.sort((a, b) => a - b)
        const least = Math.min(...sorted.map((place) => Math.abs(place - value)))
        expect(Math.abs(sorted[nearestIndex(sorted, value)] - value)).toBeCloseTo(least, 9)
      }),
    )
  })

  it('is the lower one of two as near', () => {
    expect(nearestIndex([0, 1], 0.5)).toBe(0)
  })

  it('is the first where there is none', () => {
    expect(nearestIndex([], 3)).toBe(0)
  })
})

describe('keys of a slider', () => {
  const from = (key: string, index: number) => moveByKey(key, index, 20, 8)

  it('step, leap and go to the ends', () => {
    expect(['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown'].map((key) => from(key, 10))).toEqual([
      11, 11, 9, 9,
    ])
    expect(['PageUp', 'PageDown', 'Home', 'End'].map((key) => from(key, 10))).toEqual([18, 2, 0, 19])
  })

  it('stop at the ends', () => {
    expect([from('ArrowLeft', 0), from('PageUp', 15)]).toEqual([0, 19])
  })

  it('leave other keys alone', () => {
    expect(from('Tab', 10)).toBeUndefined()
  })
})

describe('keys of a grid', () => {
  const from = (key: string, row: number, column: number, ctrlKey = false) =>
    moveInGrid({ key, ctrlKey }, { row, column }, 3, 5)

  it('go to the neighbours', () => {
    expect(from('ArrowDown', 1, 2)).toEqual({ row: 2, column: 2 })
    expect(from('ArrowLeft', 1, 2)).toEqual({ row: 1, column: 1 })
  })

  it('stay inside', () => {
    expect(from('ArrowUp', 0, 0)).toEqual({ row: 0, column: 0 })
    expect(from('ArrowRight', 2, 4)).toEqual({ row: 2, column: 4 })
  })

  it('go to the ends of the row, with Ctrl of the grid', () => {
    expect([from('Home', 1, 2), from('End', 1, 2)]).toEqual([
      { row: 1, column: 0 },
      { row: 1, column: 4 },
    ])
    expect(from('End', 1, 2, true)).toEqual({ row: 2, column: 4 })
  })

  it('leave other keys and an empty grid alone', () => {
    expect(from('Enter', 1, 2)).toBeNull()
    expect(moveInGrid({ key: 'End', ctrlKey: false }, { row: 0, column: 0 }, 0, 0)).toBeNull()
  })
})
