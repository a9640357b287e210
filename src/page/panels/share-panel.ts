/** Where the weight of each loss falls. */
import { createStackedBars } from '../charts/stacked/stacked-bars.ts'
import type { Page, PageView } from '../controls/page.ts'
import { sharesOf } from '../model/share-data.ts'
import type { State } from '../state/state.ts'
import { createPanel } from './panel.ts'

const TITLES: Readonly<Record<State['share'], string>> = {
  loss: 'Where the loss falls',
  gradient: 'Where the gradient falls',
}

export function createSharePanel(parent: Element, page: Page): PageView {
  const panel = createPanel(parent, TITLES.loss, 'wide')
  const chart = createStackedBars(panel.host)
  return {
    draw(state) {
      panel.title(TITLES[state.share])
      chart.draw(sharesOf(page.model, state))
    },
  }
}
