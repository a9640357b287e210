/** Whether the probabilities are what they say. */

import { unitsOf } from '../../views/words/unit.ts'
import { createLineChart } from '../charts/lines/line-chart.ts'
import type { Page, PageView } from '../controls/page.ts'
import { createTable } from '../controls/table.ts'
import { binTable, calibrationNote, calibrationTable, reliabilityLines } from '../model/calibration-data.ts'
import type { DataFile } from '../model/data-file.ts'
import type { State } from '../state/state.ts'
import { createPanel, onlyNew } from './panel.ts'

const NOTHING =
  'This file is a sketch of softmax scores, or too large: lossctl calibrate tells of its predictions.'

/** Nothing where no file has a calibration. */
export function createCalibrationPanels(parent: Element, page: Page): readonly PageView[] {
  const { files } = page.model
  if (files.every(({ calibration }) => calibration === null)) return []
  const views = [
    ...(files.some(hasBins) ? [createDiagram(parent)] : []),
    createFigures(parent),
    ...(files.some(hasBins) ? [createBins(parent)] : []),
  ].map(onlyNew)
  return [
    {
      draw(state: State) {
        for (const draw of views) draw(files[state.file])
      },
    },
  ]
}

function hasBins({ calibration }: DataFile): boolean {
  return calibration?.before.reliability != null
}

function createDiagram(parent: Element) {
  const panel = createPanel(parent, 'Reliability')
  const chart = createLineChart(panel.host)
  return ({ calibration }: DataFile) => {
    const lines = calibration && reliabilityLines(calibration)
    panel.section.hidden = lines === null
    if (lines) chart.draw(lines)
  }
}

function createFigures(parent: Element) {
  const panel = createPanel(parent, 'Calibration')
  const table = createTable(panel.host, 'Calibration')
  return ({ calibration, pooled }: DataFile) => {
    panel.host.hidden = calibration === null
    if (calibration) table.draw(calibrationTable(calibration))
    panel.note(calibration ? calibrationNote(calibration, unitsOf(pooled.source.task)) : NOTHING)
  }
}

function createBins(parent: Element) {
  const panel = createPanel(parent, 'Calibration, bin by bin', 'wide bins')
  const table = createTable(panel.host, 'Calibration, bin by bin')
  return ({ calibration, pooled }: DataFile) => {
    const bins = calibration && binTable(calibration, unitsOf(pooled.source.task))
    panel.section.hidden = bins === null
    if (bins) table.draw(bins)
    panel.note(
      calibration
        ? `${calibration.binCount} bins of equal width, [a, b), as it is; the gap is in percentage points.`
        : '',
    )
  }
}
