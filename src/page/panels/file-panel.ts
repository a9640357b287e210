/** The files side by side. */
import { VALUE_TITLES } from '../../views/words/band-words.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createTable } from '../controls/table.ts'
import { filesOf } from '../model/file-data.ts'
import { createPanel } from './panel.ts'

/** Nothing where there is but one. */
export function createFilePanel(parent: Element, page: Page): readonly PageView[] {
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
