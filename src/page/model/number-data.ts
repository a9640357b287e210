/** The table of numbers: what each loss comes to, and where its weight falls. */

import type { Task } from '../../losses/task.ts'
import { TOTAL_FIGURES } from '../../measures/figures.ts'
import type { BandCount, LossReport, Reduction } from '../../questions/compare/compare.ts'
import { bandTitle, VALUE_TITLES } from '../../views/words/band-words.ts'
import { formatColumn, formatCount, formatShare } from '../../views/words/numbers.ts'
import { formatQuantity } from '../../views/words/quantities.ts'
import { unitsOf } from '../../views/words/unit.ts'
import { shareFigure } from '../state/shares.ts'
import type { State } from '../state/state.ts'
import type { Model } from './model.ts'
import { figureCell, type PageCell, type PageColumn, type TableData } from './table-data.ts'

export function numbersOf(model: Model, state: State): TableData {
  const { file, losses, reduction, share } = state
  const bands = model.bands(file, state)
  const reports = losses.map(({ loss }) => model.compare(file, loss, state))
  const values = formatColumn(
    reports.map(({ value }) => value),
    6,
  )
  const ratios = formatColumn(
    reports.map(({ ratioToCe }) => ratioToCe),
    4,
  )
  return {
    columns: columnsOf(reduction, bands),
    rows: [
      samplesRow(bands, model.files[file].pooled.source.task),
      ...reports.map((report, i) => [
        { text: report.title, series: losses[i].series },
        figureCell(report, 'value', report.value, values[i], 'strong'),
        figureCell(report, 'ratioToCe', report.ratioToCe, ratios[i]),
        ...shareCells(report, share),
        ...TOTAL_FIGURES.map(({ field, kind }) =>
          figureCell(report, field, report[field], formatQuantity(kind, report[field]), 'dim'),
        ),
      ]),
    ],
  }
}

function columnsOf(reduction: Reduction, bands: readonly BandCount[]): readonly PageColumn[] {
  const parts = bands.map(({ band }) => bandTitle(band))
  const totals = TOTAL_FIGURES.map(({ title }) => title)
  const titles = [VALUE_TITLES[reduction], '÷ CE', ...parts, ...totals]
  return [{ title: 'loss', align: 'left' }, ...titles.map((title): PageColumn => ({ title, align: 'right' }))]
}

function shareCells(report: LossReport, share: State['share']): PageCell[] {
  const { field } = shareFigure(share)
  return report.bands.map((band) =>
    figureCell(report, `${band.band}.${field}`, band[field], formatShare(band[field])),
  )
}

/** What the shares of the losses are to be held against. */
function samplesRow(bands: readonly BandCount[], task: Task): PageCell[] {
  const count = bands.reduce((sum, band) => sum + band.count, 0)
  const blank = { text: '' }
  return [
    { text: `share of the ${unitsOf(task)}`, tone: 'dim' },
    blank,
    blank,
    ...bands.map(({ share }): PageCell => ({ text: formatShare(share), tone: 'dim' })),
    ...TOTAL_FIGURES.map(
      ({ kind }): PageCell => ({ text: kind === 'samples' ? formatCount(count) : '', tone: 'dim' }),
    ),
  ]
}
