/** Names in a drawing: of curves, beside them or above them, and of the zone behind them. */
import { greatest } from '../../extremes.ts'
import type { ChartBlock } from '../document.ts'
import { inkOf } from '../series.ts'
import { type Box, freeBox, type Labelled, type Point, placeLabels } from './curve-labels.ts'
import { type Run, runsOf, widthOfRuns } from './rich-text.ts'
import { type Brush, FAINT, round, writeRuns } from './svg-brush.ts'
import { LINE } from './svg-head.ts'

/** Parts of the size of letters. */
export const SAMPLE = 2.4
const LABEL = 0.92

/** What a name needs in the widest of the usual faces, DejaVu Sans and Verdana, for one in Helvetica. Others leave some of it free, at both ends. */
const WIDEST = 1.15

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
  const [width, height] = [greatest(lines.map(widthOfRuns)) * size, lines.length * 1.25 * size]
  return boxes.flatMap((frame, panel) => {
    const x = (from + to) / 2 - width / 2
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

/** Where each name of a legend in lines begins, below the head. */
export function legendOf(
  series: readonly (readonly Run[])[],
  font: number,
  width: number,
): readonly { x: number; y: number }[] {
  const start = 0.9 * font
  let [x, line] = [start, 1]
  return series.map((runs) => {
    const needed = (SAMPLE + 0.5 + widthOfRuns(runs) + 1.6) * font
    if (x > start && x + needed > width) [x, line] = [start, line + 1]
    const place = { x, y: (line - 0.35) * LINE * font }
    x += needed
    return place
  })
}
