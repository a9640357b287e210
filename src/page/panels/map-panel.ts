/** What else the selected loss could be: a map of its settings, to be gone to with a click. */
import { createHeatMap } from '../charts/heat/heat-map.ts'
import { createSelect } from '../controls/fields.ts'
import type { Page, View } from '../controls/page.ts'
import { createSweepMap } from '../model/map-data.ts'
import { setParameters } from '../state/state.ts'
import { createPanel } from './panel.ts'

export function createMapPanel(parent: Element, page: Page): View {
  const panel = createPanel(parent, 'Other settings of the selected loss', 'map')
  const map = createSweepMap(page.model)
  const options = page.bounds.quantities.map((name) => ({
    value: name,
    text: quantityWords(name),
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

/** `easy.negative.loss` is `share of loss: easy negative`, which fits on a phone. */
function quantityWords(name: string): string {
  if (name === 'mean') return 'mean loss'
  if (name === 'effective') return 'effective samples'
  const [, part, field] = /^(.+)\.(loss|gradient)$/.exec(name)!
  const [above, below] = part.replace('.', ' ').split(':')
  return below ? `${field}, ${above} ÷ ${below}` : `share of ${field}: ${above}`
}
