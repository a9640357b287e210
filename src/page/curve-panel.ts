/** What the losses are: value, weight and gradient against pt. */
import { createLineChart } from './charts/line-chart.ts'
import { curveNote, curvesOf } from './curve-data.ts'
import { createChoice } from './fields.ts'
import type { Page, View } from './page.ts'
import { createPanel } from './panel.ts'
import type { State } from './state.ts'

export function createCurvePanel(parent: Element, page: Page): View {
  const panel = createPanel(parent, 'Losses against pt')
  const choice = createChoice(
    panel.choices,
    'Shown',
    [
      { value: 'value', text: 'loss' },
      { value: 'weight', text: 'weight' },
      { value: 'gradient', text: 'gradient' },
    ],
    (value) => page.update((state) => ({ ...state, curve: value as State['curve'] })),
  )
  const chart = createLineChart(panel.host)
  return {
    draw(state) {
      choice.draw(state.curve)
      chart.draw(curvesOf(state))
      panel.note(curveNote(state))
    },
  }
}
