/** What else the selected loss could be: a map of its settings, to be gone to with a click. */
import { splitName } from '../../measures/quantities.ts'
import { quantityWords } from '../../views/words/quantities.ts'
import { createHeatMap } from '../charts/heat/heat-map.ts'
import { createSelect } from '../controls/fields.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createSweepMap } from '../model/map-data.ts'
import { setParameters } from '../state/state.ts'
import { createPanel } from './panel.ts'

export function createMapPanel(parent: Element, page: Page): PageView {
  const panel = createPanel(parent, 'Other settings of the selected loss', 'map')
  const map = createSweepMap(page.model)
  const options = page.bounds.quantities.map((name) => ({
    value: name,
    text: wordsOf(name),
  }))
  const choice = createSelect(panel.choices, 'Shown', options, (value) =>
    page.update((state) => ({ ...state, map: value })),
  )
  const chart = createHeatMap(panel.host, (row, column) =>
    page.update((state) => setParameters(state, map.settingAt(state, row, column))),
  )
  return {
    draw(state) {
      const data = map.data(state)
      panel.section.hidden = data === null
      choice.draw(state.map)
      if (data) chart.draw(data)
    },
  }
}

function wordsOf(name: string): string {
  const { measure, parts } = splitName(name)!
  return quantityWords(measure, parts)
}
