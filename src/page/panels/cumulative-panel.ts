/** How few samples carry most of the loss. */

import { createLineChart } from '../charts/lines/line-chart.ts'
import { createChoice } from '../controls/fields.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createCumulative } from '../model/cumulative-data.ts'
import { sidesIn } from '../state/bounds.ts'
import type { State } from '../state/state.ts'
import { createPanel } from './panel.ts'

export function createCumulativePanel(parent: Element, page: Page): PageView {
  const panel = createPanel(parent, 'Cumulative share of the loss')
  const options = sidesIn(page.bounds).map((value) => ({ value, text: `${value}s` }))
  const choice =
    options.length > 1
      ? createChoice(panel.choices, 'Samples', options, (value) =>
          page.update((state) => ({ ...state, side: value as State['side'] })),
        )
      : null
  const chart = createLineChart(panel.host)
  const cumulative = createCumulative(page.model)
  return {
    draw(state) {
      choice?.draw(state.side)
      chart.draw(cumulative.data(state))
    },
  }
}
