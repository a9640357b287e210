/** Descriptions of paths: lines through points, outlines of bins. In tenths of a pixel, which keeps them short. */
import { bisector } from 'd3-array'
import type { ChartScale } from './scale.ts'

type Point = readonly [number, number]

/** A line through points, broken where one is not finite. */
export function linePath(points: readonly Point[], x: ChartScale, y: ChartScale): string {
  let path = ''
  let pen = 'M'
  for (const [a, b] of points) {
    if (Number.isFinite(a) && Number.isFinite(b)) {
      path += `${pen}${tenth(x.at(a))},${tenth(y.at(b))}`
      pen = 'L'
    } else {
      pen = 'M'
    }
  }
  return path
}

/** A bar in pixels. */
export interface Step {
  readonly from: number
  readonly to: number
  readonly top: number
}

/** The common outline of bars side by side on a base line. */
export function stepPath(steps: readonly Step[], base: number): string {
  const last = steps.at(-1)
  if (!last) return ''
  const tops = steps.map(({ from, to, top }) => `H${tenth(from)}V${tenth(top)}H${tenth(to)}`).join('')
  return `M${tenth(steps[0].from)},${tenth(base)}${tops}V${tenth(base)}`
}

/** y at x between the points, which ascend in x; null beyond them and where one is not finite. */
export function valueAt(points: readonly Point[], x: number): number | null {
  const next = byPlace.left(points, x)
  if (next === points.length) return null
  const [b, after] = points[next]
  if (b === x) return finite(after)
  if (next === 0) return null
  const [a, before] = points[next - 1]
  return finite(before + ((x - a) / (b - a)) * (after - before))
}

const byPlace = bisector<Point, number>(([a]) => a)

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function tenth(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
