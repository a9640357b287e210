/** Where everything of a histogram goes: a panel a class, one under the other, over one axis. */
import { greatest, least } from '../../../extremes.ts'
import type { Tick } from '../../../views/ticks.ts'
import { type PlacedTick, type Plot, X_AXIS_HEIGHT } from '../kit/plot.ts'
import { type ChartScale, countScale, linearScale } from '../kit/scale.ts'
import { textWidth } from '../kit/text-size.ts'
import { countTicks, logOddsTicks, withoutOverlap } from '../kit/ticks.ts'
import type { Bin, HistogramData } from '../kit/types.ts'

/** Each class has an axis of counts of its own: on a common one, a class of a thousandth could not be seen. */
export interface HistogramHalf {
  readonly plot: Plot
  readonly count: ChartScale
  readonly ticks: readonly PlacedTick[]
}

export interface HistogramLayout {
  readonly height: number
  /** The panels together. */
  readonly plot: Plot
  /** Of margins. */
  readonly x: ChartScale
  readonly xTicks: readonly PlacedTick[]
  readonly panels: readonly HistogramHalf[]
  /** Where the threshold can stand. */
  readonly places: readonly number[]
}

/** Pixels. Above each panel is the name of its class; above the first, between the two, the label of the threshold. */
const TOP = 54
const HEADING = 26
const BETWEEN = 10
const RIGHT = 20
const PANEL_HEIGHT = { alone: 200, several: 112 }
const TICK_HEIGHT = 34

export function layoutHistogram(data: HistogramData, width: number): HistogramLayout {
  const bins = [...data.bins, ...(data.overlay?.bins ?? [])]
  const counts = data.kinds.map((_, kind) => ticksOf(bins, kind, data.logCount, panelHeight(data)))
  const left =
    Math.ceil(
      greatest(
        counts.flatMap(({ ticks }) => ticks.map(labelWidth)),
        0,
      ),
    ) + 10
  const plotWidth = Math.max(1, width - left - RIGHT)
  const panels = counts.map(({ most, ticks }, kind) => {
    const top = TOP + kind * (panelHeight(data) + HEADING + BETWEEN)
    return layoutPanel({ left, top, width: plotWidth, height: panelHeight(data) }, most, ticks, data.logCount)
  })
  const bottom = greatest(
    panels.map(({ plot: { top, height } }) => top + height),
    TOP,
  )
  const domain = rangeOf(bins, data.candidates)
  const x = linearScale(domain, [left, left + plotWidth])
  return {
    height: bottom + X_AXIS_HEIGHT,
    plot: { left, top: TOP, width: plotWidth, height: bottom - TOP },
    x,
    xTicks: place(withoutOverlap(logOddsTicks(...domain), x.at), x),
    panels,
    places: data.candidates,
  }
}

function panelHeight({ kinds }: HistogramData): number {
  return kinds.length > 1 ? PANEL_HEIGHT.several : PANEL_HEIGHT.alone
}

function ticksOf(bins: readonly Bin[], kind: number, isLog: boolean, height: number) {
  const most = greatest(
    bins.map(({ counts }) => counts[kind] ?? 0),
    1,
  )
  return { most, ticks: countTicks(most, isLog, height / TICK_HEIGHT) }
}

function layoutPanel(plot: Plot, most: number, ticks: readonly Tick[], isLog: boolean): HistogramHalf {
  const range = [plot.top + plot.height, plot.top] as const
  const count = isLog ? countScale(most, range) : linearScale([0, most], range)
  return { plot, count, ticks: place(ticks, count) }
}

function place(ticks: readonly Tick[], scale: ChartScale): PlacedTick[] {
  return ticks.map(({ value, text }) => ({ at: scale.at(value), text }))
}

function labelWidth({ text }: Tick): number {
  return textWidth(text)
}

/** From the first bin to the last, and so far that the line can be seen wherever it stands; never without a width. */
function rangeOf(bins: readonly Bin[], candidates: readonly number[]): readonly [number, number] {
  const ends = [...bins.flatMap(({ from, to }) => [from, to]), ...candidates]
  const [low, high] = [least(ends), greatest(ends)]
  return low < high ? [low, high] : [Math.min(-1, low), Math.max(1, high)]
}
