/** Groups as a table with bars in it, which reads well without seeing them. */
import { clean, cleanLine } from '../../../words/clean.ts'
import { addHtml, change, createPool, write } from '../kit/brush.ts'
import type { GroupData, GroupRow } from '../kit/types.ts'
import { groupDomain } from './group-choice.ts'
import { createGroupRow } from './group-row.ts'

export function createGroupTable(parent: Element) {
  const table = addHtml(parent, 'table')
  const head = createHead(table)
  const body = addHtml(table, 'tbody')
  const rows = createPool(
    () => createGroupRow(body),
    ({ element }) => element.remove(),
  )
  return {
    draw(data: GroupData, shown: readonly GroupRow[]) {
      const domain = groupDomain(data.rows)
      const hasOther = data.overlayName !== undefined
      change(table, { 'aria-label': cleanLine(data.title) })
      head.draw(data)
      rows(shown.length).forEach((row, i) => {
        row.draw(shown[i], domain, hasOther)
      })
    },
  }
}

function createHead(table: Element) {
  const row = addHtml(addHtml(table, 'thead'), 'tr')
  const noun = addHtml(row, 'th', { scope: 'col' })
  const counted = addHtml(row, 'th', { scope: 'col', class: 'number' })
  const positive = addHtml(row, 'th', { scope: 'col', class: 'number' })
  positive.textContent = 'positive'
  const measure = addHtml(row, 'th', { scope: 'col', colspan: 2, class: 'measure' })
  const other = addHtml(row, 'th', { scope: 'col', class: 'number other-name' })
  return {
    draw(data: GroupData) {
      write(noun, cleanLine(data.noun))
      write(counted, data.counted)
      positive.hidden = data.rows.every((row) => row.positive === null)
      write(measure, cleanLine(data.measure))
      other.hidden = data.overlayName === undefined
      write(other, clean(data.overlayName ?? ''))
      change(other, { title: cleanLine(data.overlayName ?? '') })
    },
  }
}
