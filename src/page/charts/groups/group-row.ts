/** A row of the table of groups: name, samples, bar and value. */

import { formatCount } from '../../../views/words/numbers.ts'
import { clean, cleanLine } from '../../../words/clean.ts'
import { change, drawHtml, write } from '../kit/brush.ts'
import { linearScale } from '../kit/scale.ts'
import type { GroupRow } from '../kit/types.ts'

export function createGroupRow(body: Element) {
  const element = drawHtml(body, 'tr')
  const name = drawHtml(element, 'th', { scope: 'row' })
  const count = drawHtml(element, 'td', { class: 'number' })
  const track = drawHtml(drawHtml(element, 'td', { class: 'track' }), 'div')
  const bar = drawHtml(track, 'div', { class: 'bar' })
  const other = drawHtml(track, 'div', { class: 'stroke' })
  const value = drawHtml(element, 'td', { class: 'number' })
  const otherText = drawHtml(element, 'td', { class: 'number faint' })
  return {
    element,
    draw(row: GroupRow, domain: readonly [number, number], hasOther: boolean) {
      const { at } = linearScale(domain, [0, 100])
      write(name, clean(row.name))
      change(name, { title: cleanLine(row.name) })
      write(count, formatCount(row.count))
      bar.style.left = `${at(Math.min(0, row.value))}%`
      bar.style.width = `${Math.abs(at(row.value) - at(0))}%`
      other.hidden = row.overlay === undefined
      other.style.left = `${at(row.overlay ?? 0)}%`
      write(value, row.label)
      write(otherText, row.overlayLabel ?? '')
      otherText.hidden = !hasOther
    },
  }
}
