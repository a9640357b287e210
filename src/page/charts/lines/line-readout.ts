/** The values of the lines at one place, in words and digits. */

import { formatBounded, formatRatio, formatShare, formatShort } from '../../../views/words/numbers.ts'
import { clean, cleanLine } from '../../../words/clean.ts'
import { valueAt } from '../kit/path.ts'
import type { ChartSeries, LineData, PlotAxis } from '../kit/types.ts'

export interface LineReading {
  readonly series: ChartSeries
  /** Null where the line does not reach. */
  readonly value: number | null
  readonly text: string
}

/** Places at which a reader can stop: those of the first line, where its values are exact and not between two points. */
export function stopsOf({ series }: LineData): readonly number[] {
  return series.length > 0 ? series[0].points.map(([x]) => x) : []
}

export function readLines({ series, y }: LineData, x: number | null): LineReading[] {
  return series.map((one) => {
    const value = x === null ? null : valueAt(one.points, x)
    return { series: one, value, text: x === null ? '' : textAt(one, y, x, value) }
  })
}

/** The value, or its bounds where it is a share that is not known exactly. */
function textAt({ points, bounds }: ChartSeries, axis: PlotAxis, x: number, value: number | null): string {
  const known = bounds?.[points.findIndex(([place]) => place === x)]
  if (value === null || !known || axis.unit !== 'share') return formatOn(axis, value)
  return formatBounded({ value, low: known[0], high: known[1] })
}

/** pt 0.305. */
export function placeText({ x }: LineData, place: number): string {
  return x.unit === 'pt' ? `pt ${formatShort(place, 4)}` : `${cleanLine(x.label)} ${formatOn(x, place)}`
}

function formatOn({ unit }: PlotAxis, value: number | null): string {
  if (unit === 'whole') return `${value}`
  return unit === 'share' ? formatShare(value) : formatRatio(value)
}

/** All of it in one sentence, for who hears it. */
export function readingText(data: LineData, place: number): string {
  const values = readLines(data, place).map(({ series, text }) => `${clean(series.name)} ${text}`)
  return `${placeText(data, place)}: ${values.join(', ')}`
}

/** What is seen, in a sentence a line. */
export function describeLines(data: LineData): string {
  const { title, x, y, series } = data
  const lines = series.map(({ name, points }) => {
    const ends = [points[0], points.at(-1)]
    const [first, last] = ends.map((point) => (point ? formatOn(y, finite(point[1])) : ''))
    return `${clean(name)} goes from ${first} to ${last}.`
  })
  const range = `${cleanLine(x.label)} from ${formatOn(x, x.domain[0])} to ${formatOn(x, x.domain[1])}`
  return `${cleanLine(title)}. ${cleanLine(y.label)} over ${range}. ${lines.join(' ')}`
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
