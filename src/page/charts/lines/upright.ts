/** An upright line through a plot, with its label above it and right of the label of the y axis. */
import { addSvg, change, write } from '../kit/brush.ts'
import { fitText, textWidth } from '../kit/text-size.ts'
import type { LineLayout } from './line-layout.ts'

/** Pixels. */
const OVER = 6
const LABEL = 13
const GAP = 12

export function createUpright(parent: SVGElement, name: string) {
  const group = addSvg(parent, 'g', { class: name, 'aria-hidden': 'true' })
  const line = addSvg(group, 'line')
  const label = addSvg(group, 'text', { 'text-anchor': 'middle' })
  return {
    hide: () => change(group, { display: 'none' }),
    draw({ width, plot, x }: LineLayout, value: number, text: string, yLabel: string) {
      const at = x.at(value)
      const least = textWidth(yLabel) + GAP
      const fitted = fitText(text, width - least)
      const half = textWidth(fitted) / 2
      change(group, { display: null })
      change(line, { x1: at, x2: at, y1: plot.top - OVER, y2: plot.top + plot.height })
      change(label, { x: Math.max(least + half, Math.min(at, width - half)), y: plot.top - LABEL })
      write(label, fitted)
    },
  }
}
