/** What the losses are: value, weight and gradient against pt. */
import { createLineChart } from '../charts/lines/line-chart.ts'
import { createChoice } from '../controls/fields.ts'
import type { Page, PageView } from '../controls/page.ts'
import { curveLines, curveNote } from '../model/curve-data.ts'
import type { State } from '../state/state.ts'
import { createPanel } from './panel.ts'

export function createCurvePanel(parent: Element, page: Page): PageView {
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
      chart.draw(curveLines(state))
      panel.note(curveNote(state))
    },
  }
}
