import { describe, expect, it } from 'vitest'
import { linePath, stepPath, valueAt } from '../../../src/page/charts/kit/path.ts'
import { linearScale } from '../../../src/page/charts/kit/scale.ts'

const x = linearScale([0, 1], [0, 100])
const y = linearScale([0, 1], [50, 0])

describe('the path of a line', () => {
  it('runs through its points in tenths of a pixel', () => {
    const points = [
      [0, 0],
      [1 / 3, 0.5],
      [1, 1],
    ] as const
    expect(linePath(points, x, y)).toBe('M0,50L33.3,25L100,0')
  })

  it('breaks where a value is not finite', () => {
    const points = [
      [0, Number.POSITIVE_INFINITY],
      [0.5, 0.5],
      [0.6, Number.NaN],
      [1, 1],
    ] as const
    expect(linePath(points, x, y)).toBe('M50,25M100,0')
  })
})

describe('the path of bars', () => {
  it('is one outline on the base line', () => {
    const steps = [
      { from: 10, to: 20, top: 5 },
      { from: 20, to: 30, top: 15 },
    ]
    expect(stepPath(steps, 50)).toBe('M10,50H10V5H20H20V15H30V50')
  })

  it('is nothing without bars', () => {
    expect(stepPath([], 50)).toBe('')
  })
})

describe('the value of a line', () => {
  const points = [
    [0, Number.POSITIVE_INFINITY],
    [0.5, 2],
    [1, 4],
  ] as const

  it('is exact at its points and even between them', () => {
    expect([valueAt(points, 0.5), valueAt(points, 0.75), valueAt(points, 1)]).toEqual([2, 3, 4])
  })

  it('is unknown beyond them and beside one that is not finite', () => {
    expect([-0.1, 1.1, 0, 0.25].map((place) => valueAt(points, place))).toEqual([null, null, null, null])
  })
})
