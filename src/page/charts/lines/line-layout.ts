/** Where everything of a line chart goes, in pixels. */
import { greatest } from '../../../extremes.ts'
import { linearTicks, type Tick } from '../../../views/ticks.ts'
import { type PlacedTick, type Plot, X_AXIS_HEIGHT, Y_LABEL_HEIGHT } from '../kit/plot.ts'
import { type ChartScale, linearScale } from '../kit/scale.ts'
import { textWidth } from '../kit/text-size.ts'
import { withoutOverlap } from '../kit/ticks.ts'
import type { LineData, PlotAxis } from '../kit/types.ts'

export interface LineLayout {
  readonly width: number
  readonly height: number
  readonly plot: Plot
  readonly x: ChartScale
  readonly y: ChartScale
  readonly xTicks: readonly PlacedTick[]
  readonly yTicks: readonly PlacedTick[]
}

/** Half of the last label of the x axis stands out beyond the plot. */
const RIGHT = 20

/** Pixels an axis needs for each tick. */
const TICK_WIDTH = 64
const TICK_HEIGHT = 44

const HEIGHT = { least: 130, most: 260, toWidth: 0.56 }

export function layoutLines({ x, y }: LineData, width: number): LineLayout {
  const plotHeight = Math.min(HEIGHT.most, Math.max(HEIGHT.least, width * HEIGHT.toWidth))
  const yTicks = ticksOf(y, plotHeight / TICK_HEIGHT)
  const left =
    Math.ceil(
      greatest(
        yTicks.map(({ text }) => textWidth(text)),
        0,
      ),
    ) + 10
  const plot = { left, top: Y_LABEL_HEIGHT, width: Math.max(1, width - left - RIGHT), height: plotHeight }
  const xScale = linearScale(x.domain, [left, left + plot.width])
  const yScale = linearScale(y.domain, [plot.top + plotHeight, plot.top])
  const xTicks = withoutOverlap(ticksOf(x, plot.width / TICK_WIDTH), xScale.at)
  return {
    width,
    height: plot.top + plotHeight + X_AXIS_HEIGHT,
    plot,
    x: xScale,
    y: yScale,
    xTicks: xTicks.map(({ value, text }) => ({ at: xScale.at(value), text })),
    yTicks: yTicks.map(({ value, text }) => ({ at: yScale.at(value), text })),
  }
}

function ticksOf({ domain: [low, high], unit }: PlotAxis, room: number): Tick[] {
  const ticks = linearTicks(low, high, room, unit === 'share' ? 'share' : 'number')
  if (unit !== 'whole') return ticks
  return ticks.flatMap(({ value }) => (Number.isInteger(value) ? [{ value, text: `${value}` }] : []))
}
