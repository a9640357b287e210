/** What the file comes to as one batch, for losses that are no means over samples. */
import type { Page, PageView } from '../controls/page.ts'
import { createTable } from '../controls/table.ts'
import { createCache } from '../model/cache.ts'
import { hasSetTable, type SetTable, setTable } from '../model/set-data.ts'
import { createPanel, onlyNew } from './panel.ts'

/** Nothing where no file has any: all are of one task. */
export function createSetPanel(parent: Element, page: Page): readonly PageView[] {
  const { files } = page.model
  if (!hasSetTable(files[0])) return []
  const panel = createPanel(parent, 'As one batch', 'wide')
  const table = createTable(panel.host, 'Losses of the whole file as one batch', 'stacks')
  const tables = createCache<SetTable>(files.length)
  const draw = onlyNew((data: SetTable) => {
    table.draw(data)
    panel.note(data.note)
  })
  return [{ draw: ({ file }) => draw(tables.get(`${file}`, () => setTable(files[file]))) }]
}
