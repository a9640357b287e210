/** Each loss in each file, and how far it is from the first. */

import { isTested, type TestedChange } from '../../questions/compare/paired-changes.ts'
import { decimalsFor, percentOf } from '../../views/layouts/diff/answer.ts'
import { VALUE_TITLES } from '../../views/words/band-words.ts'
import { changeOf, whichIsLowest } from '../../views/words/lowest-words.ts'
import { formatChange, formatColumn, formatSigned, formatUnsigned } from '../../views/words/numbers.ts'
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
        const tested = changeIn(model, state, file, spec)
        const below = file === 0 ? { text: '' } : changeCell(spec, file, changeOf(first, value), tested)
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

/** What pairs of samples say of a mean; undefined where they say nothing, such as of a loss that was added or moved. */
function changeIn(
  { changes }: Model,
  { reduction }: State,
  file: number,
  spec: string,
): TestedChange | undefined {
  if (reduction !== 'mean') return undefined
  return changes?.[file]?.losses.filter(isTested).find((loss) => loss.spec === spec)
}

/** What is said of the intervals below the table. */
export function intervalNote(model: Model, state: State): string | null {
  const paired = model.changes?.flatMap((change, file) => (change ? [{ ...change, file }] : [])) ?? []
  const found = paired.flatMap(({ file }) =>
    state.losses.map(({ loss }) => changeIn(model, state, file, loss.spec)),
  )
  if (!found.some((change) => change !== undefined)) return null
  const isById = paired.every(({ by }) => by === 'id')
  const note = `± is the ${percentOf(paired[0].confidence)} interval of the change in the same samples, ${isById ? 'joined by id' : 'paired row by row'}; within chance, it has 0 in it.`
  return found.includes(undefined) ? `${note} What the page did not begin with has none.` : note
}

function changeCell(
  loss: string,
  file: number,
  relative: number | null,
  tested: TestedChange | undefined,
): PageCell {
  const figure = { loss, name: `files.${file}.relative`, value: relative }
  if (relative === null || relative === 0) return { text: relative === 0 ? 'the same' : '', figure }
  const size = formatChange(Math.abs(relative)).replace('+', '')
  const words = `${size} ${relative < 0 ? 'lower' : 'higher'}`
  const tone = relative < 0 ? 'good' : 'bad'
  if (tested === undefined) return { text: words, figure, tone }
  const { difference, interval, significant } = tested
  const decimals = decimalsFor(tested)
  const reach = formatUnsigned(interval[1] - difference, decimals)
  const ends = `${formatSigned(difference, decimals)} ± ${reach}`
  // A line each, so that four losses stand side by side.
  return significant
    ? { text: `${words}\n${ends}`, figure, tone }
    : { text: `${words},\nwithin chance\n${ends}`, figure, tone: 'dim' }
}
