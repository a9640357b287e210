/** What the samples are: a histogram of pt with the line between easy and hard. */
import type { Histogram, HistogramBin } from '../../questions/curves/histogram.ts'
import { formatCount } from '../../views/words/numbers.ts'
import { unitsOf } from '../../views/words/unit.ts'
import { clean } from '../../words/clean.ts'
import { createHistogram } from '../charts/histogram/histogram.ts'
import type { HistogramData } from '../charts/kit/types.ts'
import { createChoice } from '../controls/fields.ts'
import type { Page, PageView } from '../controls/page.ts'
import { histogramsOf, kindsOf } from '../model/histogram-data.ts'
import type { State } from '../state/state.ts'
import { createPanel } from './panel.ts'

export function createHistogramPanel(parent: Element, page: Page): PageView {
  const panel = createPanel(parent, 'Samples by pt')
  const histograms = histogramsOf(page.model.files)
  const choice = createChoice(
    panel.choices,
    'Counts',
    [
      { value: 'linear', text: 'linear' },
      { value: 'log', text: 'logarithmic' },
    ],
    (value) => page.update((state) => ({ ...state, counts: value as State['counts'] })),
  )
  const chart = createHistogram(panel.host, (margin) => page.update((state) => ({ ...state, margin })))
  const counted = ({ file }: State) => unitsOf(page.model.files[file].pooled.source.task)
  const dataOf = (state: State): HistogramData => ({
    bins: histograms[state.file].bins,
    kinds: kindsOf(page.model.bands(state.file, state)),
    overlay: state.file > 0 ? overlayOf(page, histograms[0].bins) : null,
    counted: counted(state),
    threshold: state.margin,
    candidates: page.bounds.margins,
    logCount: state.counts === 'log',
  })
  return {
    draw(state) {
      choice.draw(state.counts)
      chart.draw(dataOf(state))
      panel.note(outsideNote(histograms[state.file], counted(state)))
    },
  }
}

function overlayOf({ model }: Page, bins: readonly HistogramBin[]): HistogramData['overlay'] {
  return { name: clean(model.files[0].name), bins }
}

function outsideNote({ below, above }: Pick<Histogram, 'below' | 'above'>, counted: string): string {
  return [
    below > 0 && `${formatCount(below)} ${counted} lie further left, at pt below 1e-13.`,
    above > 0 && `${formatCount(above)} ${counted} lie further right, at 1 − pt below 1e-13.`,
  ]
    .filter(Boolean)
    .join(' ')
}
