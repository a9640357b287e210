import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Box, freeBox, type Point, placeLabels } from '../../../src/views/drawings/curve-labels.ts'
import { draws } from '../../made/draws.ts'

const FRAME = { x: 60, y: 40, width: 560, height: 360 }
const LETTER = 12
const STEPS = 400

type Shape = (at: number) => number

/** A curve in the frame, drawn from left to right. */
const curveOf = (shape: Shape): readonly Point[] =>
  Array.from({ length: STEPS + 1 }, (_, i) => [
    FRAME.x + (FRAME.width * i) / STEPS,
    FRAME.y + FRAME.height * (1 - shape(i / STEPS)),
  ])

const isIn = ({ x, y, width, height }: Box, [px, py]: Point) =>
  px > x && px < x + width && py > y && py < y + height

const shapes = fc
  .tuple(fc.double({ min: 0.1, max: 8, noNaN: true }), fc.boolean())
  .map(([power, isFalling]): Shape => (isFalling ? (at) => (1 - at) ** power : (at) => at ** power))

describe('names of curves', () => {
  it('stand in the frame, on no curve and on no other name, and lines from them end on their own', () => {
    let placed = 0
    fc.assert(
      fc.property(fc.array(shapes, { minLength: 1, maxLength: 7 }), (all) => {
        const curves = all.map(curveOf)
        const result = placeLabels(
          curves,
          curves.map(() => [70, LETTER] as const),
          { frame: FRAME, letter: LETTER },
        )
        if (result === null) return
        placed++
        expect(result.labels).toHaveLength(curves.length)
        result.labels.forEach(({ box, leader }, index) => {
          expect([box.x >= FRAME.x, box.y >= FRAME.y]).toEqual([true, true])
          expect(box.x + box.width).toBeLessThanOrEqual(FRAME.x + FRAME.width)
          expect(box.y + box.height).toBeLessThanOrEqual(FRAME.y + FRAME.height)
          expect(curves.flat().filter((point) => isIn(box, point))).toEqual([])
          for (const { box: other } of result.labels.slice(index + 1))
            expect(
              box.x < other.x + other.width &&
                other.x < box.x + box.width &&
                box.y < other.y + other.height &&
                other.y < box.y + box.height,
            ).toBe(false)
          if (!leader) return
          const [start] = leader
          // Points of the curve are at most a step apart, along which it climbs no more than its steepest part.
          const steps = curves[index]
            .slice(1)
            .map(([x, y], i) => Math.hypot(x - curves[index][i][0], y - curves[index][i][1]))
          const nearest = Math.min(...curves[index].map(([x, y]) => Math.hypot(x - start[0], y - start[1])))
          expect(nearest).toBeLessThanOrEqual(Math.max(...steps))
        })
      }),
      { numRuns: draws(200) },
    )
    expect(placed).toBeGreaterThan(0)
  })

  it('have no place beside curves that nobody can tell apart, nor where there is no curve', () => {
    const close = Array.from({ length: 9 }, (_, i) => curveOf((at) => at * (1 + i * 1e-4)))
    const sizes = close.map(() => [70, LETTER] as const)
    expect(placeLabels(close, sizes, { frame: FRAME, letter: LETTER })).toBeNull()
    expect(placeLabels([[]], [[70, LETTER]], { frame: FRAME, letter: LETTER })).toBeNull()
    const wide = [[FRAME.width + 1, LETTER]] as const
    expect(placeLabels([curveOf((at) => at)], wide, { frame: FRAME, letter: LETTER })).toBeNull()
  })
})

it('a free box is the first that no curve passes and no name covers', () => {
  const box = (y: number) => ({ x: 200, y, width: 100, height: 30 })
  const flat = curveOf(() => 1 - (60 - FRAME.y) / FRAME.height)
  expect(freeBox([box(50), box(100), box(150)], [flat], [box(110)])).toEqual(box(150))
  expect(freeBox([box(50)], [flat], [])).toBeNull()
})
