/** Lays out comparisons of sketches of one course, such as epochs: each loss over them, and where it is lowest. */
import { greatest, least } from '../../extremes.ts'
import type { CompareReport } from '../../questions/compare/compare.ts'
import { cleanLine } from '../../words/clean.ts'
import type { Course } from '../../words/course.ts'
import { type Block, type ChartBlock, type Document, left, right, text } from '../document.ts'
import { drawnNote, MAX_SERIES } from '../series.ts'
import { VALUE_TITLES } from '../words/band-words.ts'
import { changeOf, whichIsLowest } from '../words/lowest-words.ts'
import { formatChange, formatColumn, formatShare } from '../words/numbers.ts'
import { plural } from '../words/plural.ts'
import { sourceNotes } from '../words/source-line.ts'
import { unitsOf } from '../words/unit.ts'
import { headLine } from './compare.ts'
import { areSideBySide, endOf, headLines, readAs } from './comparisons.ts'

/** Whether a picture tells them: each loss has a value in each, and nothing is asked that needs a table. */
export function isCourse(reports: readonly CompareReport[]): boolean {
  return (
    areSideBySide(reports) &&
    reports.every(({ sets, losses }) => sets.length === 0 && losses.every(({ value }) => value !== null))
  )
}

/** A step of the course: its number, and what was found. */
interface Step {
  readonly number: number
  readonly name: string
  readonly report: CompareReport
}

export function layoutCourse(given: readonly CompareReport[], course: Course): Document {
  const noun = cleanLine(course.noun)
  const steps = course.order.map((index): Step => {
    const number = course.numbers[index]
    return { number, name: `${noun} ${number}`, report: given[index] }
  })
  const reports = steps.map(({ report }) => report)
  const names = steps.map(({ name }) => name)
  return [
    text(headOf(steps), 'dim'),
    text(whichIsLowest(reports, names), 'strong'),
    chartOf(steps, noun),
    tableOf(steps),
    text(notesOf(steps).join('\n'), 'dim'),
  ]
}

/** What was read, once where all were read alike. */
function headOf(steps: readonly Step[]): string {
  const reports = steps.map(({ report }) => report)
  const [first, ...others] = reports
  if (others.some((report) => readAs(report) !== readAs(first) || endOf(report) !== endOf(first)))
    return headLines(reports)
  return `${headLine(first)}\n${steps[1].name} to ${steps.at(-1)!.number}, ${plural(others.length, 'file')}: likewise`
}

function chartOf(steps: readonly Step[], noun: string): ChartBlock {
  const [{ report }] = steps
  const drawn = report.losses.slice(0, MAX_SERIES)
  const all = steps.flatMap((step) => drawn.map((_, i) => step.report.losses[i].value!))
  const [low, high] = [least(all, 0), greatest(all, 0)]
  return {
    kind: 'chart',
    title: `Each loss from ${steps[0].name} to ${steps.at(-1)!.number}`,
    subtitle: '',
    x: { label: noun, domain: [steps[0].number, steps.at(-1)!.number], unit: 'whole' },
    y: {
      label: `${VALUE_TITLES[report.reduction]} (nats)`,
      domain: low === high ? [0, 1] : [low, high],
      unit: 'number',
    },
    panels: [
      {
        title: '',
        series: drawn.map(({ title }, i) => ({
          name: title,
          points: steps.map((step) => [step.number, step.report.losses[i].value!] as const),
        })),
      },
    ],
  }
}

/** The legend of the chart, with what an eye looks for in it. */
function tableOf(steps: readonly Step[]): Block {
  const [first, last] = [steps[0], steps.at(-1)!]
  const rows = first.report.losses.map(({ title }, i) => {
    const values = steps.map(({ report }) => report.losses[i].value!)
    const lowest = values.indexOf(least(values))
    return { title, first: values[0], last: values.at(-1)!, lowest: values[lowest], at: steps[lowest].number }
  })
  const column = (pick: (row: (typeof rows)[number]) => number) => formatColumn(rows.map(pick), 6)
  const [ofFirst, ofLast, ofLowest] = [
    column((row) => row.first),
    column((row) => row.last),
    column((row) => row.lowest),
  ]
  return {
    kind: 'table',
    columns: [
      left(VALUE_TITLES[first.report.reduction]),
      right(first.name),
      right(last.name),
      right('change'),
      right('lowest'),
      right('at'),
    ],
    rows: rows.map((row, i) => ({
      cells: [
        { text: row.title, ...(i < MAX_SERIES && { series: i }) },
        { text: ofFirst[i] },
        { text: ofLast[i], tone: 'strong' },
        { text: formatChange(changeOf(first.report.losses[i], row.last)) },
        { text: ofLowest[i] },
        { text: `${row.at}`, tone: 'dim' },
      ],
    })),
  }
}

function notesOf(steps: readonly Step[]): readonly string[] {
  const [{ report }] = steps
  const own = steps.map(({ report: { source, losses } }) => sourceNotes(source, losses))
  const isOfAll = (note: string) => own.every((notes) => notes.includes(note))
  return [
    hardWords(steps),
    ...drawnNote(report.losses.length),
    ...own[0].filter(isOfAll),
    ...own.flatMap((notes, i) =>
      notes.filter((note) => !isOfAll(note)).map((note) => `${steps[i].name}: ${note}`),
    ),
    'Each file in numbers: --detail, or --format csv.',
  ]
}

/** How many samples are hard at the ends of the course. */
function hardWords(steps: readonly Step[]): string {
  const shareOf = ({ report: { bands, count } }: Step) => {
    const hard = bands.filter(({ band }) => band.startsWith('hard')).reduce((sum, one) => sum + one.count, 0)
    return formatShare(hard / count)
  }
  const [first, last] = [steps[0], steps.at(-1)!]
  return `Hard, pt < ${first.report.threshold}, are ${shareOf(first)} of the ${unitsOf(first.report.source.task)} in ${first.name}, and ${shareOf(last)} in ${last.name}.`
}
