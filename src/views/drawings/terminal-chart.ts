/** Draws curves in characters. Each has a mark of its own, so that they can be told apart without colour. */

import plot from 'simple-ascii-chart'
import { greatest } from '../../extremes.ts'
import { cleanLine } from '../../words/clean.ts'
import { wrap } from '../../words/wrap.ts'
import type { ChartAxis, ChartBlock, ChartPanel, Series } from '../document.ts'
import { type Ink, paintMark } from '../series.ts'

/** Lines of the one panel, and of each of several. */
const TALL = 17
const LOW = 12

/** Fewest columns that show the shape of a curve. */
const MIN_COLUMNS = 24

/** Lines of the chart, panel below panel. */
export function drawTerminalChart(chart: ChartBlock, ink: Ink, width: number): string[] {
  const { title, panels, isKeyed } = chart
  const height = panels.length > 1 ? LOW : TALL
  return [
    ...wrap(title, width)
      .split('\n')
      .map((line) => ink.bold(line)),
    ...(isKeyed ? [keyOf(panels[0], ink)] : []),
    ...panels.flatMap((panel) => ['', ...drawPanel(chart, panel, ink, width, height)]),
  ]
}

function keyOf({ series }: ChartPanel, ink: Ink): string {
  return series.map(({ name }, index) => `  ${paintMark(index, ink)} ${cleanLine(name)}`).join('')
}

function drawPanel(chart: ChartBlock, panel: ChartPanel, ink: Ink, width: number, height: number): string[] {
  const { x, y } = chart
  const { title } = panel
  const series = panel.series.map((one) => (x.isLog ? logarithmic(one) : one))
  const [xTicks, yTicks] = [ticksOf(x), ticksOf(y)]
  const ticks = { x: xTicks, y: yTicks }
  const labels = greatest(y.domain.map((value) => yTicks.format(value).length))
  // Two spaces to the left, as tables have, and the axis with its end.
  const columns = Math.max(MIN_COLUMNS, width - labels - 5)
  const drawn = plot(framed(series, x.isLog ? logarithmicAxis(x) : x, y), {
    width: columns,
    height,
    customXAxisTicks: xTicks.values,
    customYAxisTicks: yTicks.values,
    formatter: (value, { axis }) => ticks[axis].format(value),
    lineFormatter: createPen(ink),
    // Axes without arrows: they end where the values do.
    symbols: { axis: { n: '│', e: '─' } },
  })
  const indent = '  '
  const lines = drawn.split('\n').filter((line) => line.trim() !== '')
  const heading = title === '' ? y.label : `${title}: ${y.label}`
  return [
    `${indent}${ink.dim(heading)}`,
    ...lines.map((line) => `${indent}${line}`.trimEnd()),
    ink.dim(x.label.padStart(indent.length + labels + columns + 1)),
  ]
}

/** The series behind one that spans both domains: the library fits its axes to the data. */
function framed(series: readonly Series[], x: ChartAxis, y: ChartAxis): [number, number][][] {
  const frame: [number, number][] = [
    [x.domain[0], y.domain[0]],
    [x.domain[1], y.domain[1]],
  ]
  return [frame, ...series.map(({ points }) => points.map(([a, b]): [number, number] => [a, b]))]
}

interface Place {
  readonly x: number
  readonly y: number
}

/** Puts marks where points are, and on the way from one to the next. The frame leaves no trace. */
function createPen(ink: Ink) {
  let series = -2
  let last: Place | undefined
  return ({ plotX, plotY, index }: { plotX: number; plotY: number; index: number }) => {
    // The library does not say which series it draws, but it begins each with point 0.
    if (index === 0) [series, last] = [series + 1, undefined]
    if (series < 0) return []
    const here = { x: plotX, y: plotY }
    const symbol = paintMark(series, ink)
    const marks = [...between(last ?? here, here), here].map((place) => ({ ...place, symbol }))
    last = here
    return marks
  }
}

/** The places on the way from one to the other. */
function between(a: Place, b: Place): Place[] {
  const steps = Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y))
  const part = (from: number, to: number, i: number) => Math.round(from + ((to - from) * i) / steps)
  return Array.from({ length: Math.max(0, steps - 1) }, (_, i) => ({
    x: part(a.x, b.x, i + 1),
    y: part(a.y, b.y, i + 1),
  }))
}

function logarithmic({ name, points }: Series): Series {
  return { name, points: points.map(([a, b]) => [Math.log10(a), b] as const) }
}

function logarithmicAxis(axis: ChartAxis): ChartAxis {
  const [low, high] = axis.domain
  return { ...axis, domain: [Math.log10(low), Math.log10(high)] }
}

interface Ticks {
  readonly values: number[]
  format(value: number): string
}

/** Round numbers within the domain, some five of them. */
function ticksOf({ domain: [low, high], unit, isLog }: ChartAxis): Ticks {
  if (isLog) return powersOf(Math.ceil(Math.log10(low)), Math.floor(Math.log10(high)), unit)
  const scale = unit === 'share' ? 100 : 1
  const power = 10 ** Math.floor(Math.log10((high - low) / 4))
  const round = power * ([1, 2, 5, 10].find((factor) => (high - low) / (factor * power) <= 6) ?? 10)
  const step = unit === 'whole' ? Math.max(1, round) : round
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  const decimals = Math.max(0, -Math.floor(Math.log10(step * scale) + 1e-9))
  return {
    values: Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12))),
    // Adding 0 turns -0 into 0.
    format: (value) =>
      `${(Number((value * scale).toFixed(decimals)) + 0).toFixed(decimals)}${unit === 'share' ? ' %' : ''}`,
  }
}

/** Powers of ten, by their exponents. */
function powersOf(first: number, last: number, unit: ChartAxis['unit']): Ticks {
  return {
    values: Array.from({ length: last - first + 1 }, (_, i) => first + i),
    format: (exponent) => {
      const value = 10 ** exponent
      return unit === 'share' ? `${Number((100 * value).toPrecision(6))} %` : `${value}`
    },
  }
}
