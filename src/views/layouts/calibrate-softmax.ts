/** Lays out the calibration of a softmax: what it comes to in a sentence, the figures before and after, and the diagram. */
import type { SoftmaxCalibrateReport } from '../../questions/calibrate/softmax.ts'
import type { SoftmaxWorth } from '../../questions/calibrate/softmax-sums.ts'
import { clean } from '../../words/clean.ts'
import { type Block, type ChartBlock, type Document, left, type Row, right, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { joinWords } from '../words/join-words.ts'
import { noFigureSentence } from '../words/no-figure-words.ts'
import { formatColumn, formatCount, formatLoss, formatShare, formatShort, sayP } from '../words/numbers.ts'
import { dataWords, sourceLine, sourceNotes } from '../words/source-line.ts'
import { binWords, indistinguishable, SIGNIFICANT } from './calibrate.ts'
import { areaWords, binTable } from './calibration-tables.ts'
import { reliabilityChart } from './reliability.ts'

/** Classes named in a terminal; CSV and JSON have all. */
const MAX_CLASSES = 3

/** Classes whose shares are named. */
const MAX_PRIORS = 5

/** A temperature nearer to 1 than this says that the probabilities are right as they are. */
const NEAR = 0.05

export function layoutSoftmaxCalibration(report: SoftmaxCalibrateReport): Document {
  return [
    text(`${sourceLine(report.source)}${priorWords(report)}`, 'dim'),
    text(verdict(report), 'strong'),
    figureTable(report),
    chartOf(report),
    binTable(report.reliability, report.source.task, 'confidence'),
    text([...notesOf(report), ...sourceNotes(report.source)].join('\n'), 'dim'),
  ]
}

/** What is no more than chance is no verdict. */
function verdict({ chance: { p }, ...report }: Omit<SoftmaxCalibrateReport, 'source'>): string {
  if (p === null) return findings(report)
  if (p < SIGNIFICANT) return `${findings(report)} Beyond chance: ${sayP(p)}.`
  const { count, temperature, why, expected, observed } = report
  const best = temperature
    ? `The best temperature is ${formatShort(temperature.temperature, 4)}.`
    : noFigureSentence({ kind: 'no-row-temperature', why: why.temperature! })
  return `${indistinguishable(count, 'softmax', p)} ${best} On average it says ${formatShare(expected)}, and it is right in ${formatShare(observed)}.`
}

function findings({
  expected,
  observed,
  temperature: after,
  why,
  asItIs,
  reliability,
}: Omit<SoftmaxCalibrateReport, 'source' | 'chance'>): string {
  const rate = `it says ${formatShare(expected)} on average and is right in ${formatShare(observed)}`
  if (after === null)
    return `${noFigureSentence({ kind: 'no-row-temperature', why: why.temperature! })} As it is, ${rate}.`
  const size = formatShort(after.temperature, 4)
  const isSteep = after.temperature > 1
  if (Math.abs(after.temperature - 1) <= NEAR)
    return `A temperature has little to mend: the best is ${size}. On average it says ${formatShare(expected)}, and it is right in ${formatShare(observed)}.`
  const gains = [
    `the log loss from ${formatLoss(asItIs.logLoss)} to ${formatLoss(after.logLoss)}`,
    `the ECE from ${formatLoss(reliability.ece)} to ${formatLoss(after.reliability.ece)}`,
  ]
  const mends = `a temperature of ${size} brings ${joinWords(gains)}.`
  // The mean hides that a model may be too sure here and not sure enough there.
  if (expected > observed !== isSteep)
    return `Too ${isSteep ? 'sure where it errs' : 'unsure where it is right'}: ${rate}, and yet ${mends}`
  return `${isSteep ? 'Over-confident' : 'Under-confident'}: ${rate}; ${mends}`
}

function figureTable(report: SoftmaxCalibrateReport): Block {
  const { asItIs, temperature: after, observed, chance } = report
  const before = { ...report, ...asItIs }
  const row = (title: string, textOf: (worth: SoftmaxWorth) => string): Row => ({
    cells: [title, textOf(before), after ? textOf(after) : formatLoss(null)].map((cell) => ({ text: cell })),
  })
  const lined = (title: string, of: (worth: SoftmaxWorth) => number): Row => {
    const values = formatColumn([of(before), after && of(after)], 6)
    return { cells: [title, ...values].map((cell) => ({ text: cell })) }
  }
  return {
    kind: 'table',
    columns: [
      left('of the likeliest class'),
      right('as it is'),
      right(after ? `temperature ${formatShort(after.temperature, 4)}` : 'temperature'),
    ],
    rows: [
      row('mean confidence', ({ expected }) => formatShare(expected)),
      row('accuracy', () => formatShare(observed)),
      lined('ECE, expected calibration error', ({ reliability }) => reliability.ece),
      ...(chance.ece === null
        ? []
        : [
            {
              cells: [
                { text: '   of right confidence, on average' },
                { text: formatLoss(chance.ece) },
                { text: '' },
              ],
            },
          ]),
      lined('MCE, the largest', ({ reliability }) => reliability.mce),
      lined('RMSCE, root of the mean square', ({ reliability }) => reliability.rmsce),
      lined('ACE, average over bins', ({ reliability }) => reliability.ace),
      row('area under the ROC curve', ({ area }) => (area === null ? formatLoss(null) : areaWords(area))),
      { heading: 'of all classes' },
      lined('log loss', ({ logLoss }) => logLoss),
      lined('Brier score, summed over classes', ({ brier }) => brier),
      lined('class-wise ECE, mean over classes', ({ classwiseEce }) => classwiseEce),
    ],
  }
}

function chartOf(report: SoftmaxCalibrateReport): ChartBlock {
  const { reliability, temperature } = report
  const after = temperature
    ? ([[`temperature ${formatShort(temperature.temperature, 4)}`, temperature.reliability]] as const)
    : []
  const axes = {
    title: 'How often the likeliest class is the truth, by how likely the model says it is',
    x: 'mean confidence of a bin',
    y: 'accuracy',
  }
  return {
    ...reliabilityChart(`${dataWords(report.source)}${asWithWords(report)}`, axes, [
      ['this model', reliability],
      ...after,
    ]),
    isInTable: true,
  }
}

/** That all figures are of other data than were read is no note. */
function priorWords(report: SoftmaxCalibrateReport): string {
  return report.prior ? `${asWithWords(report)}: rows weighed by class, logits moved` : ''
}

function asWithWords({ prior, classes }: SoftmaxCalibrateReport): string {
  if (!prior) return ''
  const moved = classes
    .slice(0, MAX_PRIORS)
    .map(({ name }, k) => `${clean(name)} ${formatShare(prior.to[k])} for ${formatShare(prior.from[k])}`)
  const more = classes.length > MAX_PRIORS ? [`and ${formatCount(classes.length - MAX_PRIORS)} more`] : []
  return `; as with other shares of the classes, ${[...moved, ...more].join(', ')}`
}

function notesOf({ binCount, side, classes, temperature }: SoftmaxCalibrateReport): string[] {
  const worst = classes.toSorted((a, b) => b.ece - a.ece).slice(0, MAX_CLASSES)
  const named = worst.map(({ name, ece }) => `${clean(name)} (${formatShort(ece, 3)})`)
  return [
    `${binWords(binCount, side)}; confidence is the probability of the likeliest class, the first of equal ones.`,
    `Class by class the ECE is largest for ${joinWords(named)}; --format csv and json have all.`,
    ...(temperature
      ? ['The temperature is fitted to these samples; on others it is worth a little less.']
      : []),
  ]
}

export function flattenSoftmaxCalibration(report: SoftmaxCalibrateReport): Record<string, Value>[] {
  const { source, count, temperature: after } = report
  const worthOf = ({ logLoss, brier, reliability, area, classwiseEce }: SoftmaxWorth) => ({
    logLoss,
    brier,
    ece: reliability.ece,
    mce: reliability.mce,
    rmsce: reliability.rmsce,
    ace: reliability.ace,
    classwiseEce,
    area: area?.value ?? null,
    areaLow: area?.low ?? null,
    areaHigh: area?.high ?? null,
  })
  const figures = worthOf({ ...report, ...report.asItIs })
  const none = Object.fromEntries(Object.keys(figures).map((name) => [name, null]))
  const row = (name: string, expected: number, observed: number, own: Record<string, Value>) => ({
    file: source.name,
    class: name,
    samples: count,
    expected,
    observed,
    ...none,
    ...own,
  })
  const afterwards = (own: Record<string, Value>) =>
    Object.fromEntries(Object.entries({ ...none, ...own }).map(([name, value]) => [`${name}After`, value]))
  return [
    {
      ...row('', report.expected, report.observed, figures),
      temperature: after?.temperature ?? null,
      expectedAfter: after?.expected ?? null,
      ...afterwards(after ? worthOf(after) : {}),
    },
    ...report.classes.map(({ name, expected, observed, ece, eceAfter }) => ({
      ...row(name, expected, observed, { ece }),
      temperature: null,
      expectedAfter: null,
      ...afterwards({ ece: eceAfter }),
    })),
  ]
}
