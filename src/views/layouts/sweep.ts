/** Lays out a sweep: a map where there are two axes, the best settings, and what no ranking can tell. */
import { movesRows } from '../../losses/adjust.ts'
import { LOSSES } from '../../losses/index.ts'
import { SET_LOSSES } from '../../losses/set/index.ts'
import type { Measure } from '../../measures/measure.ts'
import { measuresOf } from '../../measures/measures.ts'
import type { HeatMap, NamedQuantity, Sweep, SweepReport, SweepSetting } from '../../questions/tune/sweep.ts'
import { cleanLine } from '../../words/clean.ts'
import { type Block, type Document, left, named, right, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { heldLosses } from '../words/held-words.ts'
import { lackWordsOf } from '../words/lack-words.ts'
import { weightlessNotes, weightNotes } from '../words/loss-notes.ts'
import {
  alignPoints,
  formatColumn,
  formatCount,
  formatLoss,
  formatRatio,
  withMinus,
} from '../words/numbers.ts'
import { formatQuantity, quantityTitle, shortQuantityTitle } from '../words/quantities.ts'
import { dataWords, pooledNotes, sourceLine, sourceNotes } from '../words/source-line.ts'
import { capitalized } from '../words/symbols.ts'
import { type Drawn, ofOneKind, sweepChart } from './sweep-chart.ts'

/** Settings that a table shows of an unranked grid; CSV and JSON have all. */
export const MAX_ROWS = 60

/** Why a sweep cannot be drawn, and what can; null where it can. */
export function undrawable(report: SweepReport): readonly [why: string, way: string] | null {
  if (report.heatMap || sweepChart(report, drawnOf(report))) {
    const { places } = drawnOf(report)
    if (report.heatMap || ofOneKind(report.quantities, places)) return null
    const names = places.map((at) => report.quantities[at].name).join(', ')
    return [`no axis holds ${names}, which are of several kinds`, 'draw them one by one']
  }
  if (report.rank !== null) return ['a ranking is a table', 'leave --rank out, or write .csv']
  return ['it has no axis of numbers to draw against', 'give --over one or two axes of several values']
}

/** What is drawn of a sweep over one axis: what was asked for, else the shares of the bands. */
function drawnOf({ quantities, chosen }: SweepReport): Drawn {
  const { name: measure, title } = partMeasure(chosen ? quantities.map(({ name }) => name) : [''])
  const places = quantities.flatMap(({ name, kind }, at) =>
    chosen || (name.endsWith(`.${measure}`) && kind === 'share') ? [at] : [],
  )
  const parts = places.every((at) => quantities[at].name.endsWith(`.${measure}`))
  const names = places.map((at) => quantities[at].name)
  const words = places.length === 1 ? quantities[places[0]].meaning : parts ? title : names.join(', ')
  return { places, title: words, measure }
}

export function layoutSweep(report: SweepReport): Document {
  const { heatMap } = report
  const chart = sweepChart(report, drawnOf(report))
  return [
    text(
      cleanLine(
        `${sourceLine(report.source)}${report.of === 'sets' ? '' : `; easy is pt ≥ ${report.threshold}`}`,
      ),
      'dim',
    ),
    ...(heatMap ? [text(heatTitle(heatMap)), heatBlock(heatMap, report)] : []),
    ...(chart ? [chart] : []),
    ...(heatMap && report.rank === null ? [] : settingsTable(report)),
    text(conclusion(report), 'strong'),
    text(
      [
        meanNote(report),
        ...weightNotes(report),
        ...weightlessNotes(withoutWeight(report)),
        ...lackNotes(report),
        ...pooledNotes(report.source),
        ...sourceNotes(report.source, heldLosses(report.held)),
      ].join('\n'),
      'dim',
    ),
  ]
}

function heatTitle({ quantity }: HeatMap): string {
  return `${quantity.name}: ${quantity.meaning}`
}

function heatBlock({ quantity, axes, values }: HeatMap, { source }: SweepReport): Block {
  const [rows, columns] = axes
  return {
    kind: 'heat',
    title: capitalized(quantity.meaning),
    subtitle: dataWords(source),
    rowTitle: rows.parameter,
    columnTitle: columns.parameter,
    rows: rows.values.map((value) => `${value}`),
    columns: columns.values.map((value) => `${value}`),
    // A ratio and its inverse are equally far from 1.
    values: quantity.kind === 'ratio' ? values.map((row) => row.map(logarithm)) : values,
    textOf: (row, column) => valueText(quantity, values[row][column], formatRatio),
  }
}

/** Those of calibration differ in their last digits. */
function valueText({ kind, ideal }: NamedQuantity, value: number | null, format = formatLoss): string {
  return ideal === undefined ? formatQuantity(kind, value) : withMinus(format(value))
}

/** In line by their points, where that is how they are shown. */
function columnTexts(quantity: NamedQuantity, values: readonly (number | null)[]): readonly string[] {
  const { kind, ideal } = quantity
  if (ideal === undefined && kind !== 'ratio' && kind !== 'loss')
    return alignPoints(values.map((value) => valueText(quantity, value)))
  return formatColumn(values, ideal === undefined ? 4 : 6).map(withMinus)
}

function logarithm(value: number | null): number | null {
  return value !== null && value > 0 ? Math.log(value) : null
}

/** Parts are shown by the measure that is ranked, else by their share of the loss; CSV and JSON have all. */
function settingsTable(report: SweepReport): Block[] {
  const { quantities, chosen, settings, rank, losses, count, axes } = report
  const { name: measure, title } = partMeasure(chosen ? quantities.map(({ name }) => name) : [rank ?? ''])
  const shown = quantities
    .map((quantity, index) => ({ ...quantity, index }))
    .filter(({ name }) => chosen || name === rank || !name.includes('.') || name.endsWith(`.${measure}`))
  const cells = (row: number) =>
    shown.map((quantity, column) => ({
      text: texts[column][row],
      tone: quantity.name === rank ? ('strong' as const) : ('plain' as const),
    }))
  const parameters = [...new Set(settings.flatMap((setting) => Object.keys(setting.parameters)))]
  const rows = rank === null ? settings.slice(0, MAX_ROWS) : settings
  const more = rank === null ? count - rows.length : 0
  const texts = shown.map((quantity) =>
    columnTexts(
      quantity,
      rows.map(({ values }) => values[quantity.index]),
    ),
  )
  const values = parameters.map((name) =>
    alignPoints(rows.map((setting) => `${setting.parameters[name] ?? ''}`)),
  )
  const table: Block = {
    kind: 'table',
    columns: [
      ...(losses.length > 1 ? [named(left('loss'))] : []),
      ...parameters.map((name) => named(right(name))),
      ...shown.map(({ name }) => {
        const column = columnOf(name, axes)
        const isOfPart = name.endsWith(`.${measure}`)
        return {
          ...right(quantityTitle(column, measure), shortQuantityTitle(column, measure)),
          ...(isOfPart && { together: true as const }),
        }
      }),
    ],
    rows: rows.map((setting, index) => ({
      cells: [
        ...(losses.length > 1 ? [{ text: specOf(setting, []) }] : []),
        ...values.map((column) => ({ text: column[index] })),
        ...cells(index),
      ],
    })),
  }
  const rest = more > 0 ? ` ${formatCount(more)} more settings; --format csv has all.` : ''
  const hasBands = shown.some(({ name }) => name.endsWith(`.${measure}`))
  const words = `${hasBands ? `Bands: ${title}.` : ''}${rest}`.trim()
  return words === '' ? [table] : [table, text(words, 'dim')]
}

/** That of the first name that has one. */
function partMeasure(names: readonly string[]): Measure {
  const swept = measuresOf('part').filter(({ isSwept }) => isSwept)
  return swept.find((one) => names.some((name) => name.endsWith(`.${one.name}`))) ?? swept[0]
}

function conclusion(report: SweepReport): string {
  const { of, count, settings, rank, target, quantities, losses, axes } = report
  const size = `${formatCount(count)} settings of ${losses.join(', ')} over ${axes.map(({ parameter }) => parameter).join(' and ')}`
  if (of === 'sets') return `${size}, of the whole file as one batch.`
  if (rank === null || settings.length === 0)
    return `${size}, from ${changesRows(report) ? 'passes over the rows at each temperature' : 'one pass over the data'}.`
  const index = quantities.findIndex(({ name }) => name === rank)
  const best = settings[0]
  const value = valueText(quantities[index], best.values[index])
  const wanted = wantedWords(quantities[index], target)
  return `Of ${size}, ${rank} is ${wanted} at ${shortSpec(best, changesRows(report))}: ${value}.`
}

function wantedWords(quantity: NamedQuantity, target: number | null): string {
  const { kind, ideal } = quantity
  if (target !== null) return `closest to ${ideal === undefined ? formatQuantity(kind, target) : target}`
  if (ideal === undefined || ideal === 'most') return 'largest'
  return ideal === 'least' ? 'smallest' : `closest to ${ideal}`
}

const changesRows = ({ source, axes }: SweepReport): boolean =>
  movesRows(
    source.task,
    axes.map(({ parameter }) => parameter),
  )

/** The loss with the parameters that were swept, and those that were given. */
function shortSpec(setting: SweepSetting, ofRows: boolean): string {
  const { temperature, ...others } = setting.parameters
  if (!ofRows) return specOf(setting, Object.keys(setting.parameters))
  return `${specOf(setting, Object.keys(others))} with --temperature ${temperature}`
}

/** The loss with these of the parameters that were swept, and whatever else is not as it is unless it is said. */
function specOf({ spec, parameters }: SweepSetting, shown: readonly string[]): string {
  const [name] = spec.split(':')
  const definition = [...LOSSES, ...SET_LOSSES].find((one) => one.name === name)
  // A list has commas too.
  const given = spec
    .slice(name.length + 1)
    .split(/,(?=[a-z])/)
    .filter((part) => {
      const [key, value] = part.split('=')
      if (Object.hasOwn(parameters, key)) return shown.includes(key)
      const known: Readonly<Record<string, { readonly initial: unknown }>> = definition?.parameters ?? {}
      return part !== '' && value !== String(known[key]?.initial)
    })
  return given.length > 0 ? `${name}:${given.join(',')}` : name
}

/** The sentence that keeps people from a mistake. */
function meanNote({ of, axes, quantities }: SweepReport): string {
  if (of === 'sets')
    return 'The lowest value is no criterion: parameters say how errors count, and not how many there are.'
  if (quantities.every(({ ideal }) => ideal !== undefined))
    return 'What is best on these samples flatters: choose on one set, and judge on another.'
  const falls = axes.some(({ parameter }) => parameter === 'gamma')
    ? 'on fixed predictions focal loss only falls as γ grows'
    : 'on fixed predictions it says how a loss is scaled, not how it trains'
  return `The lowest mean is no criterion: ${falls}. Compare shares, ratios and effective samples.`
}

/** Settings shown that have a mean, and no effective samples. */
function withoutWeight({ quantities, settings, rank }: SweepReport): readonly string[] {
  const [mean, effective] = ['mean', 'effective'].map((name) =>
    quantities.findIndex((one) => one.name === name),
  )
  if (mean < 0 || effective < 0) return []
  const shown = rank === null ? settings.slice(0, MAX_ROWS) : settings
  return shown.flatMap((setting) => {
    const { [mean]: value, [effective]: samples } = setting.values
    return value !== null && value > 0 && samples === null
      ? [specOf(setting, Object.keys(setting.parameters))]
      : []
  })
}

/** Why settings of losses of sets have no value, each reason once. */
function lackNotes({ of, settings, losses }: SweepReport): readonly string[] {
  if (of !== 'sets') return []
  const lacking = settings.filter(({ values: [value] }) => value === null)
  const reasons = lacking.map(({ spec }) => {
    const own = losses.length > 1 ? `${spec.split(':')[0]} has` : 'has'
    return `–: ${own} no value, since ${lackWordsOf(spec)}.`
  })
  return [...new Set(reasons)]
}

/** The best temperature is a quantity, and temperature may be an axis. */
function columnOf(name: string, axes: SweepReport['axes']): string {
  return axes.some(({ parameter }) => parameter === name) ? `best-${name}` : name
}

export function flattenSweep({ head, settings }: Sweep): Iterable<Record<string, Value>> {
  return flattenSettings(head, settings())
}

export function* flattenSettings(
  { source, quantities, axes }: Sweep['head'],
  settings: Iterable<SweepSetting>,
): Iterable<Record<string, Value>> {
  for (const { spec, parameters, values } of settings)
    yield {
      file: source.name,
      loss: spec,
      ...Object.fromEntries(
        axes.map(({ parameter }) => [parameter, (parameters[parameter] ?? null) as Value]),
      ),
      ...Object.fromEntries(quantities.map(({ name }, index) => [columnOf(name, axes), values[index]])),
    }
}
