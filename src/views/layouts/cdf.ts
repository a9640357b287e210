/** Lays out what the easiest and the hardest samples carry: a panel a class, and a table that is the legend too. */

import { greatest, least } from '../../extremes.ts'
import type { CdfClass, CdfCurve, CdfPart, CdfReport } from '../../questions/curves/cdf.ts'
import { type Block, type ChartBlock, type Document, left, type Row, right, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { drawnNote, MAX_SERIES } from '../series.ts'
import { heldLosses } from '../words/held-words.ts'
import { joinWords, MAX_NAMED, restWords } from '../words/join-words.ts'
import { type Bounded, formatBounded, formatCount, formatShare, isLoose } from '../words/numbers.ts'
import { dataWords, sourceLine, sourceNotes } from '../words/source-line.ts'
import { unitsOf } from '../words/unit.ts'

/** Where a chart may begin: before, its curves lie on the axis. */
const STARTS = [0.99, 0.98, 0.95, 0.9, 0.8, 0.5]

/** What the samples before may carry of any loss. */
const FLAT = 0.005

const NOUNS: Readonly<Record<CdfClass, string>> = {
  negative: 'negatives',
  positive: 'positives',
  all: 'samples',
}

/** @param isLog whether the chart has the hardest samples on a logarithmic axis */
export function layoutCdf(report: CdfReport, isLog = false): Document {
  const notes = [
    ...drawnNote(report.classes[0].curves.length),
    ...alphaNote(report),
    ...boundsNote(report),
    ...weightNote(report),
    ...sourceNotes(report.source, heldLosses(report.held)),
  ]
  return [
    text(sourceLine(report.source), 'dim'),
    text(
      report.classes.flatMap((part) => [sentence(part, report.hardest), ...halfSentence(part)]).join('\n'),
      'strong',
    ),
    isLog ? logChartOf(report) : chartOf(report),
    hardestTable(report),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

function chartOf({ source, classes }: CdfReport): ChartBlock {
  const drawn = classes.map((part) => ({ ...part, curves: part.curves.slice(0, MAX_SERIES) }))
  const start = startOf(drawn)
  const all = drawn.flatMap(({ curves }) => curves.flatMap(({ loss }) => loss ?? []))
  return {
    kind: 'chart',
    title: 'What the easiest samples carry of the loss',
    subtitle: dataWords(source),
    isGiven: true,
    x: {
      label: `share of the ${unitsOf(source.task)}, easiest first${leftOut(start)}`,
      domain: [start, 1],
      unit: 'share',
    },
    // Beyond 0 and 1 go only the shares of a signed sum, as poly1 with epsilon below -1 makes.
    y: {
      label: 'share of the loss',
      domain: [all.reduce((a, b) => Math.min(a, b), 0), all.reduce((a, b) => Math.max(a, b), 1)],
      unit: 'share',
    },
    panels: drawn.map((part) => ({
      title: `${formatCount(part.count)} ${NOUNS[part.class]}`,
      series: part.curves.map(({ title, loss }) => ({
        name: title,
        points: (loss ?? [])
          .map((share, i) => [part.samples[i], share] as const)
          .filter(([samples]) => samples >= start),
      })),
    })),
  }
}

/** The least share of a class that such an axis has. */
const MIN_SHARE = 1e-9

/** The same of the hardest, for classes of which a few samples in a million carry the loss. */
function logChartOf({ source, classes }: CdfReport): ChartBlock {
  const drawn = classes.map((part) => ({ ...part, curves: part.curves.slice(0, MAX_SERIES) }))
  // One sample of the larger class is the least share there is.
  const start = Math.max(
    MIN_SHARE,
    10 **
      Math.floor(
        -Math.log10(
          greatest(
            classes.map(({ count }) => count),
            10,
          ),
        ),
      ),
  )
  const pointsOf = (samples: readonly number[], loss: readonly number[] | null) =>
    (loss ?? [])
      .map((share, i) => [1 - samples[i], 1 - share] as const)
      .filter(([hardest]) => hardest >= start)
      .reverse()
  const series = drawn.map(({ samples, curves }) =>
    curves.map(({ title, loss }) => ({ name: title, points: pointsOf(samples, loss) })),
  )
  const all = series.flat().flatMap(({ points }) => points.map(([, share]) => share))
  return {
    kind: 'chart',
    title: 'What the hardest samples carry of the loss',
    subtitle: dataWords(source),
    isGiven: true,
    x: {
      label: `share of the ${unitsOf(source.task)}, hardest first`,
      domain: [start, 1],
      unit: 'share',
      isLog: true,
    },
    y: { label: 'share of the loss', domain: [least(all, 0), greatest(all, 1)], unit: 'share' },
    panels: drawn.map((part, i) => ({
      title: `${formatCount(part.count)} ${NOUNS[part.class]}`,
      series: series[i],
    })),
  }
}

/** Well-trained models have all of their loss in the last few percent, and the chart has them too. */
function startOf(classes: readonly CdfPart[]): number {
  const flatUpTo = (start: number) => (part: CdfPart) => {
    const place = part.samples.indexOf(start)
    return part.curves.every(({ loss }) => loss === null || Math.abs(loss[place]) <= FLAT)
  }
  return STARTS.find((start) => classes.every(flatUpTo(start))) ?? 0
}

function leftOut(start: number): string {
  return start === 0 ? '' : `; the first ${formatPercent(start)} carry at most ${FLAT * 100} %`
}

function hardestTable(report: CdfReport): Block {
  const { classes, hardest } = report
  // Bounds are wide: every other column gives way to them on a narrow screen.
  const giveWay = hasBounds(report)
  return {
    kind: 'table',
    allIn: 'json',
    columns: [
      { ...left('share of the loss in the hardest'), short: 'in the hardest' },
      ...hardest.map((share, i) => ({
        ...right(formatPercent(share)),
        ...(giveWay && i % 2 === 0 ? { wide: true as const } : {}),
      })),
    ],
    rows: classes.flatMap((part): Row[] => [
      { heading: `of the ${NOUNS[part.class]}` },
      ...part.curves.map((curve, index) => ({
        cells: [
          { text: curve.title, series: index },
          ...hardest.map((_, i) => ({ text: formatBounded(carriedBy(curve, i)) })),
        ],
      })),
    ]),
  }
}

/** What the hardest samples carry of a loss; null when it sums to nothing. */
function carriedBy({ hardest, hardestLow, hardestHigh }: CdfCurve, index: number): Bounded | null {
  if (!hardest || !hardestLow || !hardestHigh) return null
  return { value: hardest[index], low: hardestLow[index], high: hardestHigh[index] }
}

function hasBounds({ classes, hardest }: CdfReport): boolean {
  const carried = classes.flatMap(({ curves }) =>
    curves.flatMap((curve) => hardest.map((_, i) => carriedBy(curve, i))),
  )
  return carried.some((share) => share !== null && isLoose(share))
}

/** Shares of samples are whole percents. */
function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** As few samples as carry most of the first loss, and what they carry of the others. */
function sentence({ class: name, curves }: CdfPart, hardest: readonly number[]): string {
  const most = hardest.findIndex((_, i) => (curves[0].hardest?.[i] ?? 0) >= 0.5)
  const place = most < 0 ? hardest.length - 1 : most
  const carried = curves
    .slice(0, MAX_NAMED)
    .map((curve) => `${formatBounded(carriedBy(curve, place))} of ${curve.title}`)
  return `The hardest ${formatPercent(hardest[place])} of the ${NOUNS[name]} carry ${joinWords(carried)}${restWords(curves.length)}.`
}

/** How few of the hardest carry half of each loss; of samples that weigh the same, which can be counted. */
function halfSentence({ class: name, curves, count }: CdfPart): string[] {
  const halves = curves
    .slice(0, MAX_NAMED)
    .flatMap(({ title, halfSamplesLow: low, halfSamplesHigh: high }) => {
      if (low === null || high === null) return []
      return [{ few: low === high ? formatCount(low) : `${formatCount(low)} to ${formatCount(high)}`, title }]
    })
  const words = halves.map(({ few, title }, at) => {
    const all = at === 0 ? ` of ${formatCount(count)} ${NOUNS[name]}` : ''
    return `${few}${all} (${title})`
  })
  const rest = restWords(curves.length, '--format json')
  return words.length === 0 ? [] : [`Half of it: ${words.join(', ')}${rest}.`]
}

/** Whoever compares alphas would wonder why their curves are one. */
function alphaNote({ classes }: CdfReport): string[] {
  const balanced = classes[0].curves.some(({ parameters }) => typeof parameters.alpha === 'number')
  return balanced ? ['α is one factor for a whole class, so it moves no share within one.'] : []
}

function boundsNote(report: CdfReport): string[] {
  if (!hasBounds(report)) return []
  return [
    'Of two numbers a share is at least the first and at most the second: a sketch does not tell samples of nearly equal margin apart. The predictions do.',
    ...report.classes.flatMap(({ belowGrid, class: name }) =>
      belowGrid === 0
        ? []
        : [
            `${formatShare(belowGrid)} of the ${NOUNS[name]} have a margin below its bins, which it keeps together.`,
          ],
    ),
  ]
}

function weightNote({ source }: CdfReport): string[] {
  return source.weight === null ? [] : [`Shares of the ${unitsOf(source.task)} are shares of their weights.`]
}

/** One record a class, loss and point. */
export function flattenCdf({ source, classes }: CdfReport): Record<string, Value>[] {
  return classes.flatMap(({ class: name, samples, curves }) =>
    curves.flatMap(({ spec, loss, lossLow, lossHigh }) =>
      samples.map((share, i) => ({
        file: source.name,
        class: name,
        loss: spec,
        samples_share: share,
        loss_share: loss?.[i] ?? null,
        low: lossLow?.[i] ?? null,
        high: lossHigh?.[i] ?? null,
      })),
    ),
  )
}
