/** One bar of several parts, with its name and, where there is room, the numbers. */

import { formatShare } from '../../../views/words/numbers.ts'
import { clean, cleanLine } from '../../../words/clean.ts'
import { addSvg, change, createSvgPool, write } from '../kit/brush.ts'
import { fillKind, strokeSeries } from '../kit/paint.ts'
import { fitText, textWidth } from '../kit/text-size.ts'
import type { StackedRow } from '../kit/types.ts'
import { BAR, SAMPLE, type StackedLayout, stack } from './stacked-layout.ts'

/** Pixels left of a number and right of it. */
const PADDING = 5

export function createStackedBar(svg: SVGSVGElement) {
  const element = addSvg(svg, 'g', { class: 'stacked-bar', role: 'img' })
  const ring = addSvg(element, 'rect', { class: 'ring', rx: 3 })
  const name = createName(element)
  const rects = createSvgPool(addSvg(element, 'g'), 'rect', { class: 'kind', height: BAR })
  const texts = createSvgPool(addSvg(element, 'g'), 'text', { class: 'share', 'text-anchor': 'middle' })
  return {
    element,
    draw(row: StackedRow, layout: StackedLayout, top: number) {
      const { plot, isNarrow } = layout
      change(element, { 'aria-label': describeRow(row) })
      change(ring, { x: plot.left - 3, y: top - 3, width: plot.width + 6, height: BAR + 6 })
      const below = top + BAR / 2
      name.draw(row, isNarrow ? plot.width : plot.left - 12, isNarrow ? top - 11 : below)
      drawParts(row, layout, top, rects(row.parts.length), texts(row.parts.length))
    },
  }
}

function describeRow({ name, parts }: StackedRow): string {
  const shares = parts.map((part) => `${clean(part.name)} ${formatShare(part.share)}`)
  return `${clean(name)}: ${shares.join(', ')}`
}

function drawParts(
  { parts }: StackedRow,
  { x }: StackedLayout,
  top: number,
  rects: readonly SVGRectElement[],
  texts: readonly SVGTextElement[],
): void {
  stack(parts).forEach(({ from, to }, i) => {
    const { kind, share } = parts[i]
    const [left, width] = [x.at(from), x.at(to) - x.at(from)]
    change(rects[i], { x: left, y: top, width })
    fillKind(rects[i], kind)
    const text = formatShare(share)
    const fits = textWidth(text) + 2 * PADDING <= width
    change(texts[i], { x: left + width / 2, y: top + BAR / 2, dy: '0.35em', 'data-kind': kind })
    write(texts[i], fits ? text : '')
  })
}

/** Of a loss, with its line as other charts draw it. */
function createName(parent: SVGElement) {
  const sample = addSvg(parent, 'line', { class: 'series', x1: 0, x2: SAMPLE })
  const text = addSvg(parent, 'text', { class: 'name', dy: '0.35em' })
  const title = addSvg(parent, 'title')
  return {
    draw({ name, series }: StackedRow, width: number, y: number) {
      const x = series === null ? 0 : SAMPLE + 8
      change(sample, { display: series === null ? 'none' : null, y1: y, y2: y })
      if (series !== null) strokeSeries(sample, series, false)
      change(text, { x, y })
      write(text, fitText(clean(name), width - x))
      write(title, cleanLine(name))
    },
  }
}
