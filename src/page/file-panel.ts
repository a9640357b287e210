/** The files side by side. */
import { VALUE_TITLES } from '../views/band-words.ts'
import { filesOf } from './file-data.ts'
import type { Page, View } from './page.ts'
import { createPanel } from './panel.ts'
import { createTable } from './table.ts'

/** Nothing where there is but one. */
export function createFilePanel(parent: Element, page: Page): readonly View[] {
  if (page.model.files.length < 2) return []
  const panel = createPanel(parent, 'File by file', 'wide')
  const table = createTable(panel.host, 'Each loss in each file')
  return [
    {
      draw(state) {
        table.draw(filesOf(page.model, state))
        panel.note(
          `${VALUE_TITLES[state.reduction]}; changes are against the first file. lossctl diff tells whether they are more than chance.`,
        )
      },
    },
  ]
}
