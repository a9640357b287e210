/** Where the weight of each loss falls. */
import { createStackedBars } from './charts/stacked-bars.ts'
import type { Page, View } from './page.ts'
import { createPanel } from './panel.ts'
import { sharesOf } from './share-data.ts'

export function createSharePanel(parent: Element, page: Page): View {
  const panel = createPanel(parent, 'Where the weight falls', 'wide')
  const chart = createStackedBars(panel.host)
  return {
    draw(state) {
      chart.draw(sharesOf(page.model, state))
    },
  }
}
