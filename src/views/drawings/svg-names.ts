/** Names in a drawing: of curves, beside them or above them, and of the zone behind them. */
import { greatest } from '../../extremes.ts'
import type { ChartBlock } from '../document.ts'
import { inkOf } from '../series.ts'
import { type Box, freeBox, type Labelled, type Point, placeLabels } from './curve-labels.ts'
import { type Run, runsOf, WIDEST, widthOfRuns, wrapped } from './rich-text.ts'
import { type Attributes, type Brush, FAINT, round, writeRuns } from './svg-brush.ts'
import { LINE } from './svg-head.ts'

/** Parts of the size of letters. */
const SAMPLE = 2.4
const GAP = 0.5
const LABEL = 0.92

export interface PanelLabels {
  readonly panel: number
  readonly labels: readonly Labelled[]
}

/** In the panel where the curves are farthest apart: they look the same in the others. Null where there is room in none. */
export function labelsOf(
  curves: readonly (readonly (readonly Point[])[])[],
  boxes: readonly Box[],
  series: readonly (readonly Run[])[],
  font: number,
): PanelLabels | null {
  const letter = font * LABEL
  const sizes = series.map((runs) => [widthOfRuns(runs) * letter * WIDEST, letter] as const)
  const found = curves.flatMap((ones, panel) => {
    const placed = placeLabels(ones, sizes, { frame: boxes[panel], letter })
    return placed ? [{ panel, ...placed }] : []
  })
  return found.sort((a, b) => a.among - b.among)[0] ?? null
}

export function drawLabels(
  labels: readonly Labelled[],
  series: readonly (readonly Run[])[],
  font: number,
  draw: Brush,
) {
  return labels.flatMap(({ box, leader }, index) => {
    const place = { x: round(box.x + box.width / 2), y: round(box.y + box.height * 0.8), fill: inkOf(index) }
    const words = writeRuns(
      draw,
      { ...place, 'font-size': font * LABEL, 'text-anchor': 'middle' },
      series[index],
    )
    if (!leader) return [words]
    const [[x1, y1], [x2, y2]] = leader.map(([x, y]) => [round(x), round(y)])
    return [
      draw('line', { x1, y1, x2, y2, stroke: inkOf(index), 'stroke-width': 0.8 }),
      draw('circle', { cx: x1, cy: y1, r: round(0.17 * font), fill: inkOf(index) }),
      words,
    ]
  })
}

/** What the zone is, in each panel that has room for it. */
export function zoneWords(
  { zoneName = '' }: ChartBlock,
  [from, to]: readonly number[],
  curves: readonly (readonly (readonly Point[])[])[],
  boxes: readonly Box[],
  labels: PanelLabels | null,
  font: number,
  draw: Brush,
) {
  const size = font * LABEL
  const lines = zoneName.split('\n').map(runsOf)
  const [width, height] = [greatest(lines.map(widthOfRuns)) * WIDEST * size, lines.length * 1.25 * size]
  return boxes.flatMap((frame, panel) => {
    // Words that are wider than the zone reach out of it on the side that is within the panel.
    const middle = frame.x + ((from + to) / 2) * frame.width
    const x = Math.max(frame.x, Math.min(middle, frame.x + frame.width - width / 2) - width / 2)
    if (width > frame.width) return []
    const [high, low] = [frame.y + 0.5 * font, frame.y + frame.height - height - 0.5 * font]
    const steps = Array.from({ length: 24 }, (_, i) => high + ((low - high) * i) / 23)
    const taken = labels?.panel === panel ? labels.labels.map(({ box }) => box) : []
    const box = freeBox(
      steps.map((y) => ({ x, y, width, height })),
      curves[panel],
      taken,
    )
    return box === null
      ? []
      : lines.map((runs, line) =>
          writeRuns(
            draw,
            {
              x: round(x + width / 2),
              y: round(box.y + (line * 1.25 + 0.95) * size),
              fill: FAINT,
              'font-size': size,
              'text-anchor': 'middle',
            },
            runs,
          ),
        )
  })
}

export interface Legend {
  /** Of each curve: where its sample begins, and its name, line by line. */
  readonly entries: readonly {
    readonly x: number
    readonly y: number
    readonly lines: readonly (readonly Run[])[]
  }[]
  readonly height: number
}

/** Names above the curves, in lines, below the head. */
export function legendOf(names: readonly string[], font: number, width: number): Legend {
  const start = 0.9 * font
  const room = width - start - (SAMPLE + GAP) * font
  let [x, line, tallest] = [start, 0, 1]
  const entries = names.map((name) => {
    const lines = wrapped(name, room / (WIDEST * font)).map(runsOf)
    const needed = (SAMPLE + GAP + greatest(lines.map(widthOfRuns)) * WIDEST) * font
    if (x > start && x + needed > width) [x, line, tallest] = [start, line + tallest, 1]
    const entry = { x, y: (line + 0.65) * LINE * font, lines }
    tallest = Math.max(tallest, lines.length)
    x += needed + font
    return entry
  })
  return { entries, height: names.length === 0 ? 0 : (line + tallest - 0.35) * LINE * font }
}

/** A sample of each curve with its name, from a height on. */
export function drawLegend(
  { entries }: Legend,
  top: number,
  font: number,
  strokeOf: (series: number) => Attributes,
  draw: Brush,
) {
  return entries.flatMap(({ x, y, lines }, index) => {
    const [end, at] = [x + SAMPLE * font, top + y]
    const place = { x: round(end + GAP * font), 'font-size': font, 'text-anchor': 'start' }
    return [
      draw('line', { x1: x, x2: end, y1: round(at), y2: round(at), ...strokeOf(index) }),
      ...lines.map((runs, line) =>
        writeRuns(draw, { ...place, y: round(at + (0.34 + line * LINE) * font) }, runs),
      ),
    ]
  })
}
