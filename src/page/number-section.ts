/** The table of numbers with its choices. */
import { reductionsOf } from './bounds.ts'
import { drawHtml, write } from './charts/brush.ts'
import { createChoice } from './fields.ts'
import { numbersOf } from './numbers.ts'
import type { Page, View } from './page.ts'
import type { State } from './state.ts'
import { createTable } from './table.ts'

export function createNumberSection(parent: Element, page: Page): View {
  const section = drawHtml(parent, 'section', { class: 'numbers' })
  write(drawHtml(section, 'h2'), 'Numbers')
  const choices = drawHtml(section, 'div', { class: 'choices' })
  const reduction = createChoice(
    choices,
    'Reduction',
    reductionsOf(page.bounds).map((value) => ({ value, text: value })),
    (value) => page.update((state) => ({ ...state, reduction: value as State['reduction'] })),
  )
  const share = createChoice(
    choices,
    'Shares of the',
    ['loss', 'gradient'].map((value) => ({ value, text: value })),
    (value) => page.update((state) => ({ ...state, share: value as State['share'] })),
  )
  const table = createTable(section, 'Each loss in numbers')
  return {
    draw(state) {
      reduction.draw(state.reduction)
      share.draw(state.share)
      table.draw(numbersOf(page.model, state))
    },
  }
}
