/** The samples that the model gets most wrong. */
import { formatCount } from '../../views/words/numbers.ts'
import { unitsOf } from '../../views/words/unit.ts'
import { write } from '../charts/kit/brush.ts'
import { drawButton } from '../controls/fields.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createTable } from '../controls/table.ts'
import { sampleTable } from '../model/sample-data.ts'
import type { State } from '../state/state.ts'
import { createPanel } from './panel.ts'

/** Rows at first: what one looks at without scrolling. */
const FEW = 10

/** Nothing where the report was made without samples. */
export function createSamplePanel(parent: Element, page: Page): readonly PageView[] {
  if (page.model.files.every(({ samples }) => samples === null)) return []
  const panel = createPanel(parent, 'Hardest samples', 'wide')
  const table = createTable(panel.host, 'Hardest samples', 'stacks')
  let most = FEW
  let last: State | null = null
  const more = drawButton(panel.section, '', () => {
    most = most === FEW ? Number.POSITIVE_INFINITY : FEW
    if (last) draw(last)
  })
  const draw = (state: State) => {
    last = state
    const { samples, pooled } = page.model.files[state.file]
    const count = samples?.length ?? 0
    table.draw(sampleTable(page.model, state, most))
    write(more, most === FEW ? `Show all ${formatCount(count)}` : 'Show fewer')
    more.hidden = count <= FEW
    panel.note(
      samples === null
        ? 'This file was reported without samples.'
        : `Lowest pt first, ${formatCount(count)} of ${formatCount(pooled.source.samples)} ${unitsOf(pooled.source.task)} are in this report.`,
    )
  }
  return [{ draw }]
}
