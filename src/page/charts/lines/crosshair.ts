/** Asks a line chart for its values: an upright line that follows the pointer, or the arrow keys as a slider does. */
import { cleanLine } from '../../../words/clean.ts'
import { addSvg, change, createSvgPool } from '../kit/brush.ts'
import { strokeSeries } from '../kit/paint.ts'
import { boxOf } from '../kit/plot.ts'
import { leaves, pointIn } from '../kit/pointer.ts'
import { moveByKey, nearestIndex } from '../kit/snap.ts'
import type { LineData } from '../kit/types.ts'
import type { LineLayout } from './line-layout.ts'
import { type LineReading, placeText, readingText, stopsOf } from './line-readout.ts'
import { createUpright } from './upright.ts'

/** Stops that PageUp leaps over. */
const LEAP = 10

export interface Crosshair {
  draw(data: LineData, layout: LineLayout, asked: number | null, readings: readonly LineReading[]): void
}

/** `onAsk` is called with another place, or with null when nobody asks any more. */
export function createCrosshair(svg: SVGSVGElement, onAsk: (x: number | null) => void): Crosshair {
  const group = addSvg(svg, 'g', { class: 'crosshair', role: 'slider', tabindex: 0 })
  const ring = addSvg(group, 'rect', { class: 'ring' })
  const line = createUpright(group, 'asked')
  const dots = createSvgPool(group, 'circle', { r: 3.5, class: 'series' })
  let stops: readonly number[] = []
  let place = 0
  let scale: LineLayout['x'] | undefined
  const stopAt = (index: number | undefined) => {
    if (index !== undefined && stops.length > 0) onAsk(stops[index])
    return index !== undefined
  }
  followPointer(svg, (x) => {
    if (x === null) onAsk(null)
    else if (scale) stopAt(nearestIndex(stops, scale.valueAt(x)))
  })
  followKeys(group, (key) => stopAt(moveByKey(key, nearestIndex(stops, place), stops.length, LEAP)))
  group.addEventListener('focus', () => stopAt(nearestIndex(stops, place)))
  group.addEventListener('blur', () => onAsk(null))
  return {
    draw(data, layout, asked, readings) {
      stops = stopsOf(data)
      place = asked ?? restOf(data, stops)
      scale = layout.x
      change(ring, boxOf(layout.plot))
      describe(group, data, place)
      if (asked === null) line.hide()
      else line.draw(layout, asked, placeText(data, asked), data.y.label)
      drawDots(dots, layout, asked, readings)
    },
  }
}

/** Where the keys begin: at the stop nearest to the mark, or to the middle. */
function restOf({ x, mark }: LineData, stops: readonly number[]): number {
  const rest = mark?.x ?? (x.domain[0] + x.domain[1]) / 2
  return stops[nearestIndex(stops, rest)] ?? rest
}

function followPointer(svg: SVGSVGElement, onPlace: (x: number | null) => void): void {
  const point = (event: PointerEvent) => onPlace(pointIn(svg, event).x)
  svg.addEventListener('pointerdown', point)
  svg.addEventListener('pointermove', point)
  svg.addEventListener('pointerleave', (event) => {
    if (leaves(event)) onPlace(null)
  })
}

/** Keys that move something do nothing else, such as scrolling the page. */
function followKeys(group: SVGGElement, onKey: (key: string) => boolean): void {
  group.addEventListener('keydown', (event) => {
    if (onKey(event.key)) event.preventDefault()
  })
}

function describe(group: SVGGElement, data: LineData, place: number): void {
  change(group, {
    'aria-label': `Read the values at ${cleanLine(data.x.label)}`,
    'aria-valuemin': data.x.domain[0],
    'aria-valuemax': data.x.domain[1],
    'aria-valuenow': place,
    'aria-valuetext': readingText(data, place),
  })
}

/** None where a line has no value or is out of sight. */
function drawDots(
  dots: (count: number) => SVGCircleElement[],
  { plot, x, y }: LineLayout,
  asked: number | null,
  readings: readonly LineReading[],
): void {
  if (asked === null) {
    dots(0)
    return
  }
  const seen = readings.flatMap(({ series, value }) => {
    const at = value === null ? Number.NaN : y.at(value)
    return at >= plot.top && at <= plot.top + plot.height ? [{ series, at }] : []
  })
  dots(seen.length).forEach((dot, i) => {
    change(dot, { cx: x.at(asked), cy: seen[i].at })
    strokeSeries(dot, seen[i].series.series, false)
  })
}
