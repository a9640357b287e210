/** The files side by side. */
import { addHtml, write } from '../charts/kit/brush.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createTable } from '../controls/table.ts'
import { filesOf, lowestOf } from '../model/file-data.ts'
import { createPanel } from './panel.ts'

const NOTE =
  'Lower is better only of the same loss on the same samples. lossctl diff pairs them, and tells whether a change is more than chance.'

/** Nothing where there is but one. */
export function createFilePanel(parent: Element, page: Page): readonly PageView[] {
  if (page.model.files.length < 2) return []
  const panel = createPanel(parent, 'File by file', 'wide')
  const lowest = addHtml(panel.choices, 'p')
  const table = createTable(panel.host, 'Each loss in each file')
  return [
    {
      draw(state) {
        table.draw(filesOf(page.model, state))
        write(lowest, lowestOf(page.model, state))
        panel.note(NOTE)
      },
    },
  ]
}
