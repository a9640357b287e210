/** What the colours and dashes stand for; it is the readout too, with the numbers where somebody points at. */
import { clean, cleanLine } from '../../../words/clean.ts'
import { addHtml, addSvg, change, createPool, write } from './brush.ts'
import { fillKind, strokeSeries } from './paint.ts'

export interface LegendItem {
  readonly name: string
  readonly sample: { readonly series: number; readonly faint: boolean } | { readonly kind: number }
  /** Empty while nobody asks. */
  readonly value: string
  /** Whether room is only kept for it, as it stands in the chart already. */
  readonly isQuiet?: boolean
}

export interface Legend {
  draw(items: readonly LegendItem[]): void
}

/** Hidden from screen readers, for which the chart says the same in its own words. */
export function createLegend(parent: Element): Legend {
  const list = addHtml(parent, 'ul', { class: 'legend', 'aria-hidden': 'true' })
  const rows = createPool(
    () => createRow(list),
    ({ row }) => row.remove(),
  )
  return {
    draw(items) {
      rows(items.length).forEach((row, i) => {
        row.draw(items[i])
      })
    },
  }
}

function createRow(list: Element) {
  const row = addHtml(list, 'li')
  const swatch = addSvg(row, 'svg', { width: 28, height: 14 })
  const line = addSvg(swatch, 'line', { x1: 0, x2: 28, y1: 7, y2: 7, class: 'series' })
  const patch = addSvg(swatch, 'rect', { x: 0.5, y: 0.5, width: 27, height: 13, class: 'kind' })
  const name = addHtml(row, 'span', { class: 'name' })
  const value = addHtml(row, 'span', { class: 'value' })
  return {
    row,
    draw(item: LegendItem) {
      change(row, { class: item.isQuiet ? 'quiet' : null })
      const isLine = 'series' in item.sample
      change(line, { display: isLine ? null : 'none' })
      change(patch, { display: isLine ? 'none' : null })
      if ('series' in item.sample) strokeSeries(line, item.sample.series, item.sample.faint)
      else fillKind(patch, item.sample.kind)
      write(name, clean(item.name))
      change(name, { title: cleanLine(item.name) })
      write(value, item.value)
    },
  }
}
