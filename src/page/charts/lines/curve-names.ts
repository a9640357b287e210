/** Finds room for the names of curves beside them, quickly enough to do so in each frame of a drag. */
import { clean } from '../../../words/clean.ts'
import { valueAt } from '../kit/path.ts'
import { textWidth } from '../kit/text-size.ts'
import type { ChartSeries, LineData } from '../kit/types.ts'
import type { LineLayout } from './line-layout.ts'

export interface CurveName {
  readonly series: ChartSeries
  readonly text: string
  /** Where its first letter begins, on the line it stands on. */
  readonly x: number
  readonly y: number
}

/** Pixels: between the places at which curves are looked at, of a line of text, from its top to where letters stand, and to the curve. */
const STEP = 4
const HEIGHT = 14
const ASCENT = 11
const GAP = 4

/** Pixels that another curve is away at least, from the name and from the place of the curve that it is nearest to. */
const CLEAR = 6

/** Pixels a name moves rather than make the eye look for it. */
const STICKY = 0.05

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
}

interface Candidate extends Box {
  readonly cost: number
}

/**
 * Of the curves that have a place for their name; one that is too near to others is better told by a legend.
 *
 * @param last where names were, of the same series, so that they stay about there
 */
export function placeNames(
  { series, mark }: LineData,
  layout: LineLayout,
  last: ReadonlyMap<number, number>,
): readonly CurveName[] {
  // An upright line runs through the whole plot.
  const marked = mark ? layout.x.at(mark.x) : Number.NEGATIVE_INFINITY
  const drawn = series.filter(({ points }) => points.length > 0)
  const curves = drawn.map((one) => heightsOf(one, layout))
  const options = drawn.map(({ name, series: index, faint }, i) =>
    candidatesOf(curves, i, textWidth(clean(name)), layout, faint ? undefined : last.get(index)).filter(
      ({ left, right }) => left - GAP > marked || right + GAP < marked,
    ),
  )
  const taken: Box[] = []
  const placed = new Map<ChartSeries, Candidate>()
  // Whoever has the least choice chooses first.
  const order = drawn.map((_, i) => i).sort((a, b) => options[a].length - options[b].length)
  for (const i of order) {
    const free = options[i].filter((one) => taken.every((other) => areApart(one, other)))
    if (free.length === 0) continue
    const best = free.reduce((a, b) => (b.cost < a.cost ? b : a))
    taken.push(best)
    placed.set(drawn[i], best)
  }
  return [...placed].map(([one, { left, top }]) => ({
    series: one,
    text: clean(one.name),
    x: left,
    y: top + ASCENT,
  }))
}

/** Where names are now, for the next time; those of another file have the series of ours, and keep no place. */
export function placesOf(names: readonly CurveName[]): ReadonlyMap<number, number> {
  return new Map(names.flatMap(({ series, x }) => (series.faint ? [] : [[series.series, x] as const])))
}

/** Of a curve at each place across the plot; not a number where it cannot be seen. */
function heightsOf({ points }: ChartSeries, { plot, x, y }: LineLayout): Float64Array {
  const heights = new Float64Array(Math.floor(plot.width / STEP) + 1)
  for (let i = 0; i < heights.length; i++) {
    const at = y.at(valueAt(points, x.valueAt(plot.left + i * STEP)) ?? Number.NaN)
    heights[i] = at >= plot.top && at <= plot.top + plot.height ? at : Number.NaN
  }
  return heights
}

/** Above the curve and below it, all along. */
function candidatesOf(
  curves: readonly Float64Array[],
  own: number,
  width: number,
  { plot }: LineLayout,
  last: number | undefined,
): readonly Candidate[] {
  const found: Candidate[] = []
  const heights = curves[own]
  const span = Math.ceil(width / STEP)
  for (let from = 1; from + span < heights.length; from++) {
    const [highest, lowest] = endsOf(heights, from, from + span)
    if (Number.isNaN(highest)) continue
    for (const [near, top] of [
      [highest, heights[highest] - GAP - HEIGHT],
      [lowest, heights[lowest] + GAP],
    ]) {
      if (top < plot.top || top + HEIGHT > plot.top + plot.height) continue
      const room = roomBeside(curves, own, from, from + span, near, top)
      if (room < CLEAR) continue
      const left = plot.left + from * STEP
      // Beside a flat stretch, with much room around.
      const steepness = heights[lowest] - heights[highest]
      const moved = last === undefined ? 0 : Math.abs(left - last) * STICKY
      found.push({
        left,
        right: left + width,
        top,
        cost: 0.4 * steepness + Math.max(0, 24 - room) + moved,
      })
    }
  }
  return found
}

/** Where it is highest and lowest on the screen; not numbers where part of it cannot be seen. */
function endsOf(heights: Float64Array, from: number, to: number): readonly [highest: number, lowest: number] {
  let [highest, lowest] = [from, from]
  for (let i = from; i <= to; i++) {
    if (Number.isNaN(heights[i])) return [Number.NaN, Number.NaN]
    if (heights[i] < heights[highest]) highest = i
    if (heights[i] > heights[lowest]) lowest = i
  }
  return [highest, lowest]
}

/** Pixels to the nearest other curve, from the name and from the place it is nearest to; 0 where one crosses it. */
function roomBeside(
  curves: readonly Float64Array[],
  own: number,
  from: number,
  to: number,
  near: number,
  top: number,
): number {
  let room = Number.POSITIVE_INFINITY
  for (let other = 0; other < curves.length; other++) {
    if (other === own) continue
    const heights = curves[other]
    const apart = Math.abs(heights[near] - curves[own][near])
    if (apart < room) room = apart
    let [highest, lowest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let i = from; i <= to; i++) {
      if (heights[i] < highest) highest = heights[i]
      if (heights[i] > lowest) lowest = heights[i]
    }
    if (lowest === Number.NEGATIVE_INFINITY) continue
    room = Math.min(room, Math.max(0, top - lowest, highest - top - HEIGHT))
  }
  return room
}

function areApart(a: Box, b: Box): boolean {
  return a.right + STEP < b.left || b.right + STEP < a.left || Math.abs(a.top - b.top) >= HEIGHT
}
