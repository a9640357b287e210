/** Losses of the whole file as one batch, each with its defaults: what the sketch of the page tells of them. */
import { SET_LOSSES } from '../../losses/set/index.ts'
import { parseSet } from '../../losses/spec/set-spec.ts'
import { isPartedFor } from '../../questions/calibrate/bins.ts'
import type { SetReport } from '../../questions/compare/compare.ts'
import {
  binsOf,
  isPartedAt,
  needsClassesOfSets,
  reportSets,
} from '../../questions/compare/sets/set-report.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { isLoose, setTexts } from '../../views/words/set-words.ts'
import { clean } from '../../words/clean.ts'
import type { DataFile } from './data-file.ts'
import { figureCell, type PageCell, type TableData } from './table-data.ts'

export interface SetTable extends TableData {
  readonly note: string
}

/** Classes that have a column each, at most. */
const MAX_CLASSES = 8

/** Softmax rows have but the hardest samples, and no such table. */
export function hasSetTable({ whole }: Pick<DataFile, 'whole'>): boolean {
  return whole.grouping.task !== 'softmax'
}

export function setTable({ whole }: Pick<DataFile, 'whole'>): SetTable {
  const { grouping, slices, source } = whole
  const bySlice = slices.length > 1
  const reports = reportSets(
    whole,
    SET_LOSSES.map(({ name }) => parseSet(name)).filter(isToldBy(whole)),
    bySlice,
  )
  const texts = setTexts(reports)
  const means = bySlice ? setTexts(reports.map(({ parts }) => parts!)) : null
  const classes =
    grouping.task === 'multilabel' && grouping.classes.length <= MAX_CLASSES ? grouping.classes : []
  return {
    columns: [
      { title: 'loss', align: 'left' },
      { title: 'the whole file', align: 'right' },
      ...(bySlice ? [{ title: `each ${clean(source.by!)}, mean`, align: 'right' as const }] : []),
      ...classes.map((name) => ({ title: clean(name), align: 'right' as const })),
    ],
    rows: reports.map((report, i): PageCell[] => [
      { text: report.title },
      figureCell(report, 'batch', report.value, texts[i], 'strong'),
      ...(means ? [figureCell(report, 'parts', report.parts!.value, means[i])] : []),
      ...classes.map((_, index) => classCell(report, index)),
    ]),
    note: noteOf(reports),
  }
}

function isToldBy({ grouping, sketch }: SketchedData) {
  return (set: ReturnType<typeof parseSet>): boolean =>
    isPartedFor(sketch.grid, binsOf(set)) &&
    isPartedAt(sketch, set) &&
    (grouping.perClass || !needsClassesOfSets([set], grouping.task))
}

/** Blank where all cells are one batch. */
function classCell(report: SetReport, index: number): PageCell {
  const found = report.classes?.[index]
  if (!found) return { text: '' }
  return figureCell(report, `classes.${index}`, found.value, setTexts([found])[0], 'dim')
}

function noteOf(reports: readonly SetReport[]): string {
  const ofClasses = reports.filter(({ classes }) => classes !== null)
  const names = ofClasses.map(({ name }) => name).join(', ')
  return [
    'Losses of a batch, with their defaults: lossctl compare --set takes others.',
    ofClasses.length > 0 && `Of ${names} each class is a batch, and the mean over them is shown.`,
    reports.some(isLoose) && 'Bounds where a share of the samples ends within a bin of the sketch.',
  ]
    .filter(Boolean)
    .join(' ')
}
