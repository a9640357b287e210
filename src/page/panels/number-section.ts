/** The table of numbers with its choices. */

import { addHtml, write } from '../charts/kit/brush.ts'
import { createChoice } from '../controls/fields.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createTable } from '../controls/table.ts'
import { numbersOf } from '../model/number-data.ts'
import { reductionsIn } from '../state/bounds.ts'
import { SHARE_NAMES } from '../state/shares.ts'
import type { State } from '../state/state.ts'

export function createNumberSection(parent: Element, page: Page): PageView {
  const section = addHtml(parent, 'section', { class: 'numbers' })
  write(addHtml(section, 'h2'), 'Numbers')
  const choices = addHtml(section, 'div', { class: 'choices' })
  const reduction = createChoice(
    choices,
    'Reduction',
    reductionsIn(page.bounds).map((value) => ({ value, text: value })),
    (value) => page.update((state) => ({ ...state, reduction: value as State['reduction'] })),
  )
  const share = createChoice(
    choices,
    'Shares of the',
    SHARE_NAMES.map((value) => ({ value, text: value })),
    (value) => page.update((state) => ({ ...state, share: value })),
  )
  const table = createTable(section, 'Each loss in numbers', 'stacks')
  return {
    draw(state) {
      reduction.draw(state.reduction)
      share.draw(state.share)
      table.draw(numbersOf(page.model, state))
    },
  }
}
