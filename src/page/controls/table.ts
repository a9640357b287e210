/** Tables whose cells are changed in place, so that they can follow a slider. */
import { addHtml, addSvg, change, createPool, write } from '../charts/kit/brush.ts'
import { strokeSeries } from '../charts/kit/paint.ts'
import type { PageCell, PageColumn, TableData } from '../model/table-data.ts'

/**
 * The caption is for screen readers: a heading stands above. Wide tables scroll by themselves.
 *
 * @param way on a phone they do too, or each row stands by itself there, its cells below its heading
 */
export function createTable(parent: Element, caption: string, way: Way = 'scrolls') {
  const frame = addHtml(parent, 'div', {
    class: `table ${way}`,
    role: 'region',
    'aria-label': caption,
    tabindex: 0,
  })
  const table = addHtml(frame, 'table', roleOf('table', way))
  write(addHtml(table, 'caption', { class: 'unseen' }), caption)
  const head = addHtml(addHtml(table, 'thead', roleOf('rowgroup', way)), 'tr', roleOf('row', way))
  const body = addHtml(table, 'tbody', roleOf('rowgroup', way))
  const titles = createPool(
    () => addHtml(head, 'th', { scope: 'col', ...roleOf('columnheader', way) }),
    (cell) => cell.remove(),
  )
  const rows = createPool(
    () => createRow(body, way),
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

type Way = 'scrolls' | 'stacks'

/** What an element is to those who have the page read to them, where it is no table to the eye. */
const roleOf = (role: string, way: Way): Readonly<Record<string, string>> =>
  way === 'stacks' ? { role } : {}

function createRow(body: Element, way: Way) {
  const element = addHtml(body, 'tr', roleOf('row', way))
  let made = 0
  const cells = createPool(
    () => createCell(element, made++ === 0, way),
    (cell) => cell.element.remove(),
  )
  return {
    element,
    draw(data: readonly PageCell[], columns: readonly PageColumn[]) {
      cells(data.length).forEach((cell, i) => {
        cell.draw(data[i], columns[i])
      })
    },
  }
}

function createCell(row: Element, isHeading: boolean, way: Way) {
  const element = isHeading
    ? addHtml(row, 'th', { scope: 'row', ...roleOf('rowheader', way) })
    : addHtml(row, 'td', roleOf('cell', way))
  const key = isHeading ? createKey(element) : null
  const text = addHtml(element, 'span')
  let below: HTMLElement | undefined
  return {
    element,
    draw(cell: PageCell, { title, align }: PageColumn) {
      if (way === 'stacks' && !isHeading) change(element, { 'data-column': cell.text === '' ? null : title })
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
