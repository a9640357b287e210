/** Whether probabilities are what they say: the diagram, its figures before and after a temperature, and its bins. */
import type { Reliability } from '../../questions/calibrate/bins.ts'
import type { PageCalibration, PageWorth } from '../../questions/report/report-content.ts'
import {
  formatColumn,
  formatCount,
  formatShare,
  formatShort,
  formatSigned,
  sayP,
  withMinus,
} from '../../views/words/numbers.ts'
import type { LineData } from '../charts/kit/types.ts'
import type { TableData } from './table-data.ts'

/** A test has it at 5 %. */
const SIGNIFICANT = 0.05

/** Null where no bins were filled. */
export function reliabilityLines({ of, before, after, chance }: PageCalibration): LineData | null {
  const { reliability } = before
  if (!reliability) return null
  const tempered = after?.reliability
  return {
    title: 'How often the model is right, by what it says',
    x: {
      label: of === 'positive' ? 'mean probability of a bin' : 'mean confidence of a bin',
      domain: [0, 1],
      unit: 'share',
    },
    y: { label: of === 'positive' ? 'share of positives' : 'accuracy', domain: [0, 1], unit: 'share' },
    series: [
      { name: 'as it is', series: 0, points: pointsOf(reliability) },
      ...(tempered ? [{ name: afterWords(after), series: 1, points: pointsOf(tempered) }] : []),
      { name: 'as it should be', series: 2, points: [[0, 0] as const, [1, 1] as const], faint: true },
      ...(chance && isPlain(reliability) ? chanceLines(reliability) : []),
    ],
  }
}

/** Weights do not tell how many draws they come to. */
function isPlain({ bins }: Reliability): boolean {
  return bins.every(({ count, weight }) => count === weight)
}

/** For 95 % of the normal distribution. */
const BEYOND = 1.96

/** Between which shares lie where probabilities are right: bins of few samples tell little. */
function chanceLines({ bins }: Reliability): LineData['series'] {
  const edge = (sign: number) =>
    bins.flatMap(({ mean, count }) => {
      if (mean === null) return []
      const reach = BEYOND * Math.sqrt((mean * (1 - mean)) / count)
      return [[mean, Math.min(1, Math.max(0, mean + sign * reach))] as const]
    })
  return [
    { name: 'by chance, in 95 %, at least', series: 3, points: edge(-1), faint: true },
    { name: 'by chance, in 95 %, at most', series: 3, points: edge(1), faint: true },
  ]
}

function pointsOf({ bins }: Reliability) {
  return bins.flatMap(({ mean, observed }) =>
    mean === null || observed === null ? [] : [[mean, observed] as const],
  )
}

function afterWords({ temperature }: { readonly temperature: number }): string {
  return `temperature ${withMinus(formatShort(temperature, 3))}`
}

export function calibrationTable(calibration: PageCalibration): TableData {
  const { of, before, after, observed, chance } = calibration
  const isLikeliest = of === 'likeliest'
  const row = (title: string, textOf: (worth: PageWorth) => string) => [
    { text: title },
    { text: textOf(before) },
    ...(after ? [{ text: textOf(after) }] : []),
  ]
  const lined = (title: string, of: (worth: PageWorth) => number | null) => {
    const texts = formatColumn([before, ...(after ? [after] : [])].map(of), 4)
    return [{ text: title }, ...texts.map((text) => ({ text }))]
  }
  const once = (title: string, value: number) => [
    { text: title, tone: 'dim' as const },
    { text: formatColumn([value], 4)[0], tone: 'dim' as const },
    ...(after ? [{ text: '' }] : []),
  ]
  return {
    columns: [
      { title: 'figure', align: 'left' },
      { title: 'as it is', align: 'right' },
      ...(after ? [{ title: afterWords(after), align: 'right' as const }] : []),
    ],
    rows: [
      lined('log loss', ({ logLoss }) => logLoss),
      lined('Brier score', ({ brier }) => brier),
      ...(before.reliability ? [lined('ECE', ({ reliability }) => reliability?.ece ?? null)] : []),
      ...(chance?.ece == null ? [] : [once('ECE by chance alone', chance.ece)]),
      ...(before.reliability
        ? [lined('MCE, the largest gap', ({ reliability }) => reliability?.mce ?? null)]
        : []),
      row(isLikeliest ? 'mean confidence' : 'mean probability', ({ expected }) => formatShare(expected)),
      row(isLikeliest ? 'accuracy' : 'positive', () => formatShare(observed)),
      ...(isLikeliest ? [lined('class-wise ECE', ({ classwiseEce }) => classwiseEce)] : []),
    ],
  }
}

/** What the figures come to, in a sentence or two. */
export function calibrationNote(
  { chance, count, of, line, after }: PageCalibration,
  counted: string,
): string {
  const judged = chance?.p ?? null
  return [
    judged !== null &&
      (judged < SIGNIFICANT
        ? `Miscalibrated beyond chance: ${sayP(judged)}.`
        : `Not distinguishable from perfect calibration with ${formatCount(count)} ${counted} (${sayP(judged)}).`),
    chance === null && 'The labels of a row hang together, so that no chance is told here.',
    line && lineWords(line, chance),
    after && 'The temperature is fitted to these samples; on others it is worth a little less.',
    after && !after.reliability && withoutBins(after.temperature),
    of === 'likeliest' && 'Of the likeliest class; log loss and Brier score of all classes.',
  ]
    .filter(Boolean)
    .join(' ')
}

/** Of a sketch, or of very many samples; scores are divided by no temperature below 0. */
function withoutBins(temperature: number): string {
  return temperature > 0
    ? 'Bins after it take a pass over the predictions: lossctl calibrate --temperature.'
    : 'There are no bins after it here.'
}

/** With the intervals of 95 %, where they are known. */
function lineWords(
  { slope, intercept }: NonNullable<PageCalibration['line']>,
  chance: PageCalibration['chance'],
): string {
  const figure = (value: number, ends: readonly [number, number | null] | null | undefined) => {
    const [text, low, high] = [value, ...(ends ?? [null, null])].map((one) => withMinus(formatShort(one, 3)))
    return ends ? `${text} (95 %: ${low} to ${high})` : text
  }
  return `Slope ${figure(slope, chance?.slope)}, intercept ${figure(intercept, chance?.intercept)}.`
}

/** Null where no bins were filled. */
export function binTable({ of, before }: PageCalibration, counted: string): TableData | null {
  const { reliability } = before
  if (!reliability) return null
  return {
    columns: [
      { title: of === 'positive' ? 'probability' : 'confidence', align: 'left' },
      { title: counted, align: 'right' },
      { title: 'says, %', align: 'right' },
      { title: 'is, %', align: 'right' },
      { title: 'gap', align: 'right' },
    ],
    rows: reliability.bins.flatMap(({ from, to, count, mean, observed }) =>
      mean === null || observed === null
        ? []
        : [
            [
              { text: `${formatShort(from, 2)} to ${formatShort(to, 2)}` },
              { text: formatCount(count) },
              { text: percent(mean) },
              { text: percent(observed) },
              { text: observed === mean ? '0.0' : formatSigned(100 * (observed - mean), 1) },
            ],
          ],
    ),
  }
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}
