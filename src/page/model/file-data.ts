/** Each loss in each file, and how far it is from the first. */

import { formatChange, formatLoss, formatSigned } from '../../views/words/numbers.ts'
import { clean } from '../../words/clean.ts'
import type { ChosenLoss, State } from '../state/state.ts'
import type { Model } from './model.ts'
import type { PageCell, PageColumn, TableData } from './table-data.ts'

export function filesOf(model: Model, state: State): TableData {
  const { files } = model
  return {
    columns: [
      { title: 'loss', align: 'left' },
      ...files.flatMap(({ name }, file): PageColumn[] => {
        const title = clean(name)
        if (file === 0) return [{ title, align: 'right' }]
        return [title, 'change', 'relative'].map((words) => ({ title: words, align: 'right' }))
      }),
    ],
    rows: state.losses.map((chosen) => rowOf(model, state, chosen)),
  }
}

function rowOf(model: Model, state: State, { loss, series }: ChosenLoss): PageCell[] {
  // A value is the same wherever easy and hard are parted, so that the line can be dragged without asking all files.
  const values = model.files.map((_, file) => model.compare(file, loss, { ...state, margin: 0 }).value)
  const figure = (name: string, value: number | null) => ({ loss: loss.spec, name, value })
  return [
    { text: loss.title, series },
    ...values.flatMap((value, file): PageCell[] => {
      const shown = { text: formatLoss(value), figure: figure(`files.${file}.value`, value) }
      if (file === 0) return [shown]
      const change = difference(value, values[0])
      const relative = change === null || values[0] === 0 ? null : change / Math.abs(values[0]!)
      return [
        shown,
        { text: formatDifference(change), figure: figure(`files.${file}.change`, change) },
        { text: formatChange(relative), figure: figure(`files.${file}.relative`, relative), tone: 'dim' },
      ]
    }),
  ]
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b
}

/** With four significant digits. */
function formatDifference(change: number | null): string {
  if (change === null || change === 0) return change === 0 ? '0' : formatLoss(null)
  return formatSigned(change, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(change)))))
}
