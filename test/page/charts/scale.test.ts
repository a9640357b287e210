import { describe, expect, it } from 'vitest'
import { countScale, linearScale } from '../../../src/page/charts/kit/scale.ts'

describe('a linear scale', () => {
  it('maps the ends of its domain to those of its range, which may run downwards', () => {
    const { at } = linearScale([0, 5], [100, 0])
    expect([at(0), at(5), at(2.5)]).toEqual([100, 0, 50])
  })

  it('goes back from places to values', () => {
    const { at, valueAt } = linearScale([-3, 7], [20, 340])
    for (const value of [-3, 0, 1.5, 7]) expect(valueAt(at(value))).toBeCloseTo(value, 12)
  })

  it('puts a domain of no width in the middle', () => {
    const { at, valueAt } = linearScale([2, 2], [0, 100])
    expect([at(2), valueAt(30)]).toEqual([50, 2])
  })
})

describe('a scale of counts', () => {
  it('gives each power of ten as much room', () => {
    const { at } = countScale(1000, [300, 0])
    expect(at(10) - at(100)).toBeCloseTo(at(100) - at(1000), 10)
  })

  it('lets a single sample stand clear of the base line, on which none lies', () => {
    const { at } = countScale(1000, [300, 0])
    expect(at(0)).toBe(300)
    expect(at(1)).toBeLessThan(290)
  })
})
