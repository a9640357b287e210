/** Everything below the notes, from top to bottom: the answer first. */
import { addHtml } from '../charts/kit/brush.ts'
import { createLossList } from '../controls/loss-list.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createParameters } from '../controls/parameters.ts'
import { createCalibrationPanels } from './calibration-panel.ts'
import { createCopyPanel } from './copy-panel.ts'
import { createCoursePanel } from './course-panel.ts'
import { createCumulativePanel } from './cumulative-panel.ts'
import { createCurvePanel } from './curve-panel.ts'
import { createDefinitions } from './definitions.ts'
import { createFilePanel } from './file-panel.ts'
import { createGroupPanel } from './group-panel.ts'
import { createHead } from './head.ts'
import { createHistogramPanel } from './histogram-panel.ts'
import { createMapPanel } from './map-panel.ts'
import { createNumberSection } from './number-section.ts'
import { createSamplePanel } from './sample-panel.ts'
import { offerSaving } from './save-chart.ts'
import { createSetPanel } from './set-panel.ts'
import { createSharePanel } from './share-panel.ts'

export function createBody(host: Element, page: Page): PageView {
  let shown = 0
  const head = createHead(host, page)
  const columns = addHtml(host, 'div', { class: 'columns' })
  const controls = addHtml(columns, 'section', { class: 'controls', 'aria-label': 'Losses' })
  const results = addHtml(columns, 'div', { class: 'results' })
  const foot = addHtml(host, 'footer')
  const views = [
    head,
    createLossList(controls, page),
    createParameters(controls, page),
    ...createFilePanel(results, page),
    createNumberSection(results, page),
    ...createCharts(addHtml(results, 'div', { class: 'panels' }), page, () => shown),
    createCopyPanel(foot, page),
    createDefinitions(foot, page),
  ]
  return {
    draw(state) {
      shown = state.file
      for (const view of views) view.draw(state)
    },
  }
}

/** @param shown the file that is shown */
function createCharts(parent: Element, page: Page, shown: () => number): readonly PageView[] {
  const views = [
    ...createCoursePanel(parent, page),
    createSharePanel(parent, page),
    createHistogramPanel(parent, page),
    createCurvePanel(parent, page),
    createCumulativePanel(parent, page),
    createMapPanel(parent, page),
    ...createCalibrationPanels(parent, page),
    ...createSetPanel(parent, page),
    ...createGroupPanel(parent, page),
    ...createSamplePanel(parent, page),
  ]
  // The bars of groups stand in a table, and are no drawing.
  for (const panel of parent.querySelectorAll('.panel'))
    if (panel.querySelector('figure:not(.group-bars)'))
      offerSaving(panel, () => page.model.files[shown()].name)
  return views
}
