/** Tables whose cells are changed in place, so that they can follow a slider. */
import { addHtml, addSvg, change, createPool, write } from '../charts/kit/brush.ts'
import { strokeSeries } from '../charts/kit/paint.ts'
import type { PageCell, PageColumn, TableData } from '../model/table-data.ts'

/** The caption is for screen readers: a heading stands above. Wide tables scroll by themselves. */
export function createTable(parent: Element, caption: string) {
  const frame = addHtml(parent, 'div', {
    class: 'table',
    role: 'region',
    'aria-label': caption,
    tabindex: 0,
  })
  const table = addHtml(frame, 'table')
  write(addHtml(table, 'caption', { class: 'unseen' }), caption)
  const head = addHtml(addHtml(table, 'thead'), 'tr')
  const body = addHtml(table, 'tbody')
  const titles = createPool(
    () => addHtml(head, 'th', { scope: 'col' }),
    (cell) => cell.remove(),
  )
  const rows = createPool(
    () => createRow(body),
    ({ element }) => element.remove(),
  )
  return {
    draw({ columns, rows: data }: TableData) {
      titles(columns.length).forEach((cell, i) => {
        write(cell, columns[i].title)
        change(cell, { class: columns[i].align })
      })
      rows(data.length).forEach((row, i) => {
        row.draw(data[i], columns)
      })
    },
  }
}

function createRow(body: Element) {
  const element = addHtml(body, 'tr')
  let made = 0
  const cells = createPool(
    () => createCell(element, made++ === 0),
    (cell) => cell.element.remove(),
  )
  return {
    element,
    draw(data: readonly PageCell[], columns: readonly PageColumn[]) {
      cells(data.length).forEach((cell, i) => {
        cell.draw(data[i], columns[i].align)
      })
    },
  }
}

function createCell(row: Element, isHeading: boolean) {
  const element = isHeading ? addHtml(row, 'th', { scope: 'row' }) : addHtml(row, 'td')
  const key = isHeading ? createKey(element) : null
  const text = addHtml(element, 'span')
  let below: HTMLElement | undefined
  return {
    element,
    draw(cell: PageCell, align: PageColumn['align']) {
      key?.draw(cell.series)
      write(text, cell.text)
      if (cell.below) {
        below ??= addHtml(element, 'div')
        write(below, cell.below.text)
        mark(below, cell.below, 'below')
      }
      mark(element, cell, align)
    },
  }
}

function mark(element: Element, { tone, title, figure }: PageCell, kind: string): void {
  change(element, {
    class: `${kind} ${tone ?? ''}`.trim(),
    title: title ?? null,
    'data-loss': figure?.loss ?? null,
    'data-name': figure?.name ?? null,
    // Nothing to divide by is no number.
    'data-value': figure ? `${figure.value ?? ''}` : null,
  })
}

/** A piece of the line that stands for a loss. */
export function createKey(parent: Element) {
  const svg = addSvg(parent, 'svg', { class: 'key', width: 28, height: 10, 'aria-hidden': 'true' })
  const line = addSvg(svg, 'line', { class: 'series', x1: 0, x2: 28, y1: 5, y2: 5 })
  return {
    draw(series: number | undefined) {
      change(svg, { display: series === undefined ? 'none' : null })
      if (series !== undefined) strokeSeries(line, series, false)
    },
  }
}
