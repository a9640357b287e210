/** The line between easy and hard: a slider that the pointer drags and the keys move, from place to place it can stand. */
import { addSvg, change, write } from '../kit/brush.ts'
import { pointIn } from '../kit/pointer.ts'
import { ptText } from '../kit/pt-text.ts'
import { moveByKey, nearestIndex } from '../kit/snap.ts'
import { textWidth } from '../kit/text-size.ts'
import type { HistogramData } from '../kit/types.ts'
import type { HistogramLayout } from './histogram-layout.ts'
import { thresholdText } from './histogram-readout.ts'

/** Places that PageUp leaps over: a margin of 1 where bars are as narrow as the sketch's bins, else of 2 or 4. */
const LEAP = 8

/** Width of what can be grasped, in pixels: enough for a finger. */
const GRIP = 28

/** Pixels that the line stands out above the panels, to the middle of its knob; and to where its label stands. */
const OVER = 5
const LABEL = 18

export function createThresholdLine(svg: SVGSVGElement, onMove: (margin: number) => void) {
  const group = addSvg(svg, 'g', { class: 'threshold', role: 'slider', tabindex: 0 })
  const parts = createParts(group)
  let threshold = 0
  let layout: HistogramLayout | undefined
  const moveTo = (index: number) => {
    const margin = layout?.places[index]
    if (margin !== undefined && margin !== threshold) onMove(margin)
  }
  followDrag(group, (event) => {
    if (layout) moveTo(nearestIndex(layout.places, layout.x.valueAt(pointIn(svg, event).x)))
  })
  group.addEventListener('keydown', (event) => {
    const places = layout?.places ?? []
    const index = moveByKey(event.key, nearestIndex(places, threshold), places.length, LEAP)
    if (index === undefined) return
    event.preventDefault()
    moveTo(index)
  })
  return {
    has: (target: EventTarget | null) => target instanceof Node && group.contains(target),
    draw(data: HistogramData, drawn: HistogramLayout) {
      threshold = data.threshold
      layout = drawn
      describe(group, data, layout)
      parts.draw(layout, threshold)
    },
  }
}

function followDrag(group: SVGGElement, onDrag: (event: PointerEvent) => void): void {
  group.addEventListener('pointerdown', (event) => {
    group.setPointerCapture(event.pointerId)
    group.focus({ preventScroll: true })
    // No text is selected on the way.
    event.preventDefault()
  })
  group.addEventListener('pointermove', (event) => {
    if (group.hasPointerCapture(event.pointerId)) onDrag(event)
  })
}

function describe(group: SVGGElement, data: HistogramData, { places }: HistogramLayout): void {
  change(group, {
    'aria-label': 'Easy from this pt on',
    'aria-valuemin': places[0] ?? data.threshold,
    'aria-valuemax': places.at(-1) ?? data.threshold,
    'aria-valuenow': data.threshold,
    'aria-valuetext': thresholdText(data),
  })
}

function createParts(group: SVGGElement) {
  const grip = addSvg(group, 'rect', { class: 'ring', width: GRIP, rx: 4 })
  const line = addSvg(group, 'path')
  const knob = addSvg(group, 'circle', { r: 6 })
  const label = addSvg(group, 'text', { 'text-anchor': 'middle' })
  return {
    draw({ x, plot, panels }: HistogramLayout, threshold: number) {
      const text = `‹ hard   pt ${ptText(threshold)}   easy ›`
      const half = textWidth(text) / 2
      const right = plot.left + plot.width
      const at = x.at(threshold)
      change(grip, { x: at - GRIP / 2, y: plot.top - 2 * OVER, height: plot.height + 2 * OVER })
      change(line, { d: linesOf(panels, at) })
      change(knob, { cx: at, cy: plot.top - OVER })
      change(label, {
        x: Math.min(right - half + 16, Math.max(half, at)),
        y: plot.top - LABEL,
      })
      write(label, text)
    },
  }
}

/** Through each panel, from the knob on, and through no heading between them. */
function linesOf(panels: HistogramLayout['panels'], at: number): string {
  const x = Math.round(at * 10) / 10
  return panels
    .map(({ plot: { top, height } }, i) => `M${x},${i === 0 ? top - OVER : top}V${top + height}`)
    .join('')
}
