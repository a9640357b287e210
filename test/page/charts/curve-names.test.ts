import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LineData } from '../../../src/page/charts/kit/types.ts'
import { placeNames, placesOf } from '../../../src/page/charts/lines/curve-names.ts'
import { type LineLayout, layoutLines } from '../../../src/page/charts/lines/line-layout.ts'

type Point = readonly [number, number]

/** A line of text: from its top to where letters stand, and its height. */
const [ASCENT, HEIGHT] = [11, 14]

function dataOf(curves: readonly (readonly Point[])[], names = curves.map((_, i) => `curve ${i}`)): LineData {
  const axis = { label: '', unit: 'number', domain: [0, 1] } as const
  return {
    title: '',
    x: axis,
    y: axis,
    series: curves.map((points, i) => ({ name: names[i], series: i, points })),
  }
}

const curveOf = (f: (x: number) => number) =>
  Array.from({ length: 101 }, (_, i) => [i / 100, f(i / 100)] as const)

/** Whether any place of the curve in the plot, looked at each tenth of a pixel, is in the box. */
function isCrossed(
  points: readonly Point[],
  { plot, x, y }: LineLayout,
  [left, top, right, bottom]: readonly number[],
): boolean {
  const pixels = points.map(([a, b]) => [x.at(a), y.at(b)] as const)
  return pixels.slice(1).some(([bx, by], i) => {
    const [ax, ay] = pixels[i]
    const steps = Math.ceil(10 * Math.hypot(bx - ax, by - ay)) + 1
    return Array.from({ length: steps + 1 }, (_, k) => k / steps).some((t) => {
      const [px, py] = [ax + t * (bx - ax), ay + t * (by - ay)]
      return py >= plot.top && px > left && px < right && py > top && py < bottom
    })
  })
}

describe('names of curves', () => {
  it('stand on no curve, on no upright line and on no other name, and in the frame', () => {
    const curve = fc
      .tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -0.8, max: 0.8, noNaN: true }),
        fc.double({ min: 0, max: 0.2, noNaN: true }),
        fc.integer({ min: 1, max: 5 }),
      )
      .map(([from, slope, wave, times]) =>
        curveOf((x) => from + slope * x + wave * Math.sin(times * x * Math.PI)),
      )
    let seen = 0
    fc.assert(
      fc.property(
        fc.array(curve, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 250, max: 700 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (curves, width, marked) => {
          const data = { ...dataOf(curves), mark: { x: marked, label: '' } }
          const layout = layoutLines(data, width)
          const { plot } = layout
          const boxes = placeNames(data, layout, new Map()).map(({ text, x, y }) => {
            const top = y - ASCENT
            // Letters are narrower than they are taken to be.
            return [x, top, x + text.length * 12 * 0.58, top + HEIGHT]
          })
          seen += boxes.length
          for (const [i, box] of boxes.entries()) {
            const mark = layout.x.at(marked)
            expect(mark <= box[0] || mark >= box[2]).toBe(true)
            for (const points of curves) expect(isCrossed(points, layout, box)).toBe(false)
            expect(box[0]).toBeGreaterThanOrEqual(plot.left)
            expect(box[1]).toBeGreaterThanOrEqual(plot.top)
            expect(box[2]).toBeLessThanOrEqual(plot.left + plot.width)
            expect(box[3]).toBeLessThanOrEqual(plot.top + plot.height)
            for (const other of boxes.slice(i + 1))
              expect(box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]).toBe(
                false,
              )
          }
        },
      ),
      { numRuns: 60 },
    )
    expect(seen).toBeGreaterThan(20)
  })

  it('are all there where curves are apart, and missing where two are one', () => {
    const apart = dataOf([curveOf((x) => 0.9 - 0.1 * x), curveOf(() => 0.5), curveOf((x) => 0.1 * x)])
    const namesIn = (data: LineData) =>
      placeNames(data, layoutLines(data, 500), new Map()).map(({ text }) => text)
    expect(namesIn(apart).sort()).toEqual(['curve 0', 'curve 1', 'curve 2'])
    const same = dataOf([curveOf(() => 0.5), curveOf(() => 0.5 + 1e-3), curveOf(() => 0.1)])
    expect(namesIn(same)).toEqual(['curve 2'])
  })

  it('are nearer to their own curve than to any other', () => {
    const data = dataOf([curveOf((x) => 0.8 - 0.3 * x), curveOf((x) => 0.3 + 0.1 * x)])
    const layout = layoutLines(data, 420)
    const heights = (points: readonly Point[], from: number, to: number) =>
      points.filter(([x]) => layout.x.at(x) >= from && layout.x.at(x) <= to).map(([, y]) => layout.y.at(y))
    for (const { series, x, y, text } of placeNames(data, layout, new Map())) {
      const middle = y - ASCENT + HEIGHT / 2
      const far = data.series.map(({ points }) =>
        Math.min(...heights(points, x, x + text.length * 6).map((height) => Math.abs(height - middle))),
      )
      expect(far[series.series]).toBe(Math.min(...far))
    }
  })

  it('stay where they were, if that is nearly as good', () => {
    const data = dataOf([curveOf(() => 0.5)])
    const layout = layoutLines(data, 500)
    const [{ x }] = placeNames(data, layout, new Map([[0, 300]]))
    expect(Math.abs(x - 300)).toBeLessThan(5)
  })

  it('remember the places of our own curves, and not those of another file, which have the same series', () => {
    const own = { name: 'ce', series: 0, points: [] }
    const other = { name: 'before.csv: ce', series: 0, points: [], faint: true }
    const nameOf = (series: typeof own, x: number) => ({ series, text: series.name, x, y: 0 })
    for (const names of [
      [nameOf(own, 40), nameOf(other, 200)],
      [nameOf(other, 200), nameOf(own, 40)],
    ])
      expect([...placesOf(names)]).toEqual([[0, 40]])
  })
})
