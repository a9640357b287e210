/** Each loss in each file, and how far it is from the first. */

import { VALUE_TITLES } from '../../views/words/band-words.ts'
import { changeOf, whichIsLowest } from '../../views/words/lowest-words.ts'
import { formatChange, formatColumn } from '../../views/words/numbers.ts'
import { clean, cleanLine } from '../../words/clean.ts'
import type { State } from '../state/state.ts'
import type { Model } from './model.ts'
import type { PageCell, TableData } from './table-data.ts'

/** A row a file, so that there may be many; the change stands below the value, so that eight losses go on paper. */
export function filesOf(model: Model, state: State): TableData {
  const { files } = model
  const reports = files.map((_, file) => lossesIn(model, state, file))
  const texts = state.losses.map((_, i) =>
    formatColumn(
      reports.map((losses) => losses[i].value),
      6,
    ),
  )
  return {
    columns: [
      { title: VALUE_TITLES[state.reduction], align: 'left' },
      ...state.losses.map(({ loss }) => ({ title: loss.title, align: 'right' as const })),
    ],
    rows: files.map(({ name }, file) => [
      {
        text: clean(name),
        title: cleanLine(name),
        tone: file === state.file ? ('strong' as const) : undefined,
        below: { text: file === 0 ? 'others compared with it' : '' },
      },
      ...reports[file].map((report, i): PageCell => {
        const { spec, value } = report
        const figure = { loss: spec, name: `files.${file}.value`, value }
        const first = reports[0][i]
        const below = file === 0 ? { text: '' } : changeCell(spec, file, changeOf(first, value))
        return { text: texts[i][file], figure, below }
      }),
    ]),
  }
}

/** Which file has the lowest losses, in a sentence. */
export function lowestOf(model: Model, state: State): string {
  const names = model.files.map(({ name }) => clean(name))
  return whichIsLowest(
    names.map((_, file) => ({ losses: lossesIn(model, state, file), sets: [] })),
    names,
  )
}

/** A value is the same wherever easy and hard are parted, so that the line can be dragged without asking all files. */
function lossesIn(model: Model, state: State, file: number) {
  return state.losses.map(({ loss }) => model.compare(file, loss, { ...state, margin: 0 }))
}

function changeCell(loss: string, file: number, relative: number | null): PageCell {
  const figure = { loss, name: `files.${file}.relative`, value: relative }
  if (relative === null || relative === 0) return { text: relative === 0 ? 'the same' : '', figure }
  const size = formatChange(Math.abs(relative)).replace('+', '')
  return relative < 0
    ? { text: `${size} lower`, figure, tone: 'good' }
    : { text: `${size} higher`, figure, tone: 'bad' }
}
