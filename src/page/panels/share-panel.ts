/** Where the weight of each loss falls. */
import { createStackedBars } from '../charts/stacked/stacked-bars.ts'
import type { Page, PageView } from '../controls/page.ts'
import { sharesOf } from '../model/share-data.ts'
import { createPanel } from './panel.ts'

export function createSharePanel(parent: Element, page: Page): PageView {
  const panel = createPanel(parent, 'Where the weight falls', 'wide')
  const chart = createStackedBars(panel.host)
  return {
    draw(state) {
      chart.draw(sharesOf(page.model, state))
    },
  }
}
