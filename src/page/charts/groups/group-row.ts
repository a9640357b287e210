/** A row of the table of groups: name, samples, bar and value. */

import { formatCount } from '../../../views/words/numbers.ts'
import { clean, cleanLine } from '../../../words/clean.ts'
import { addHtml, change, write } from '../kit/brush.ts'
import { linearScale } from '../kit/scale.ts'
import type { GroupRow } from '../kit/types.ts'

export function createGroupRow(body: Element) {
  const element = addHtml(body, 'tr')
  const name = addHtml(element, 'th', { scope: 'row' })
  const count = addHtml(element, 'td', { class: 'number' })
  const positive = addHtml(element, 'td', { class: 'number' })
  const track = addHtml(addHtml(element, 'td', { class: 'track' }), 'div')
  const bar = addHtml(track, 'div', { class: 'bar' })
  const other = addHtml(track, 'div', { class: 'stroke' })
  const value = addHtml(element, 'td', { class: 'number' })
  const otherText = addHtml(element, 'td', { class: 'number faint' })
  return {
    element,
    draw(row: GroupRow, domain: readonly [number, number], hasOther: boolean) {
      const { at } = linearScale(domain, [0, 100])
      write(name, clean(row.name))
      change(name, { title: cleanLine(row.name) })
      write(count, formatCount(row.count))
      write(positive, row.positive === null ? '' : formatCount(row.positive))
      positive.hidden = row.positive === null
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
