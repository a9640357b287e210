/** Where the parts of stacked bars go. */
import { greatest, least } from '../../../extremes.ts'
import { linearTicks } from '../../../views/ticks.ts'
import { type PlacedTick, type Plot, X_AXIS_HEIGHT } from '../kit/plot.ts'
import { type ChartScale, linearScale } from '../kit/scale.ts'
import { textWidth } from '../kit/text-size.ts'
import type { StackedData, StackedRow } from '../kit/types.ts'

/** A part between two shares. */
export interface Stacked {
  readonly from: number
  readonly to: number
}

export interface StackedLayout {
  readonly height: number
  readonly plot: Plot
  readonly x: ChartScale
  readonly xTicks: readonly PlacedTick[]
  /** Names stand beside the bars or, where it is narrow, above them. */
  readonly isNarrow: boolean
  /** Top of each bar. */
  readonly tops: readonly number[]
}

/** Pixels. */
export const BAR = 22
export const SAMPLE = 26
const GAP = 10
const NAME = 20
const NARROW = 520
const RIGHT = 20
const TICK_WIDTH = 64

/** Names take no more than this part of the width. */
const NAMES = 0.32

/** Parts side by side from 0 to the right; those below 0 to the left, since some losses can be negative. */
export function stack(parts: StackedRow['parts']): Stacked[] {
  let [low, high] = [0, 0]
  return parts.map(({ share }) => {
    if (share === null) return { from: high, to: high }
    if (share < 0) {
      low += share
      return { from: low, to: low - share }
    }
    high += share
    return { from: high - share, to: high }
  })
}

export function layoutStack({ rows }: StackedData, width: number): StackedLayout {
  const isNarrow = width < NARROW
  const left = isNarrow ? 1 : namesWidth(rows, width)
  const step = BAR + GAP + (isNarrow ? NAME : 0)
  const plot = { left, top: 0, width: Math.max(1, width - left - RIGHT), height: rows.length * step }
  const [low, high] = domainOf(rows)
  const x = linearScale([low, high], [left, left + plot.width])
  const ticks = linearTicks(low, high, plot.width / TICK_WIDTH, 'share')
  return {
    height: plot.height + X_AXIS_HEIGHT / 2,
    plot,
    x,
    xTicks: ticks.map(({ value, text }) => ({ at: x.at(value), text })),
    isNarrow,
    tops: rows.map((_, i) => i * step + (isNarrow ? NAME : 0) + GAP / 2),
  }
}

function namesWidth(rows: readonly StackedRow[], width: number): number {
  const longest = greatest(
    rows.map(({ name }) => textWidth(name)),
    0,
  )
  return Math.ceil(Math.min(longest + SAMPLE + 26, width * NAMES))
}

function domainOf(rows: readonly StackedRow[]): readonly [number, number] {
  const ends = rows.flatMap(({ parts }) => stack(parts))
  return [
    least(
      ends.map(({ from }) => from),
      0,
    ),
    rounded(
      greatest(
        ends.map(({ to }) => to),
        1,
      ),
    ),
  ]
}

/** Shares of 1 add up to a little more at times, which must not make room for another tick. */
function rounded(share: number): number {
  return share < 1 + 1e-6 ? 1 : share
}
