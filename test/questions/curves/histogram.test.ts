import { describe, expect, it } from 'vitest'
import { countMargins } from '../../../src/questions/curves/histogram.ts'
import { BINARY, madeUp, SOFTMAX } from '../../made/contents.ts'
import { sketchedOf } from '../../made/sketched.ts'

const ALL = [-64, 768] as const

describe('the histogram', () => {
  it('counts every sample once, by class', () => {
    const { bins, below, above } = countMargins(madeUp(BINARY), ALL, 1)
    const totals = [0, 1].map((kind) => bins.reduce((sum, { counts }) => sum + counts[kind], 0))
    expect(totals[0] + totals[1]).toBe(400)
    expect([below, above]).toEqual([0, 0])
    expect(countMargins(madeUp(SOFTMAX), ALL, 1).bins[0].counts).toHaveLength(1)
  })

  it('has bins side by side, of one width, around 0', () => {
    const { bins } = countMargins(madeUp(BINARY), ALL, 4)
    for (const [i, { from, to }] of bins.entries()) {
      expect(to - from).toBe(0.5)
      if (i > 0) expect(from).toBe(bins[i - 1].to)
    }
    expect(bins.some(({ from }) => from === 0)).toBe(true)
  })

  it('parts a bin where the sketch is parted', () => {
    const margin = Float64Array.of(0.01, 0.06, 0.07)
    const data = sketchedOf({ margin, positive: new Int32Array(3), weight: null }, 0.5125)
    const { bins } = countMargins(data, ALL, 1)
    const edge = data.sketch.grid.edges[0]
    expect(bins.map(({ from, to, counts }) => [from, to, counts[0]])).toEqual([
      [0, edge, 1],
      [edge, 0.125, 2],
    ])
  })

  it('says how many samples lie outside', () => {
    const margin = Float64Array.of(-1000, -50, -1, 1, 50, 60, 1000)
    const data = sketchedOf({ margin, positive: new Int32Array(7), weight: null }, 0.5)
    const { bins, below, above } = countMargins(data, [-30, 30], 1)
    expect(bins.reduce((sum, { counts }) => sum + counts[0], 0)).toBe(2)
    expect([below, above]).toEqual([2, 3])
  })
})
