/** Tables of a calibration of one class against all others: before and after a fit, its figures, its bins, and classes one by one. */
import type { Task } from '../../losses/task.ts'
import type { Reliability } from '../../questions/calibrate/bins.ts'
import type {
  Calibration,
  CalibrationChance,
  JudgedCalibration,
  NamedCalibration,
  Worth,
} from '../../questions/calibrate/calibrate.ts'
import type { Reach } from '../../questions/calibrate/chance.ts'
import { type Block, left, type Row, right } from '../document.ts'
import { givenCell } from '../words/given.ts'
import {
  formatColumn,
  formatCount,
  formatLoss,
  formatP,
  formatShare,
  formatShort,
  formatSigned,
  withMinus,
} from '../words/numbers.ts'
import { unitsOf } from '../words/unit.ts'

/** Classes shown in a terminal; CSV and JSON have all. */
export const MAX_CLASSES = 20

export function worthTable({ asItIs, temperature, platt }: Calibration): Block {
  const columns = [
    ['as it is', asItIs],
    ['temperature', temperature],
    ['Platt', platt],
  ] as const
  const row = (title: string, of: (worth: Worth) => number, digits: number): Row => {
    const values = formatColumn(
      columns.map(([, worth]) => worth && of(worth)),
      digits,
    )
    return { cells: [{ text: title }, ...values.map((value) => ({ text: withMinus(value) }))] }
  }
  return {
    kind: 'table',
    columns: [left(''), ...columns.map(([title]) => right(title))],
    rows: [
      row('log loss', ({ logLoss }) => logLoss, 6),
      row('Brier score', ({ brier }) => brier, 6),
      row('slope', ({ slope }) => slope, 6),
      row('intercept', ({ intercept }) => intercept, 6),
    ],
  }
}

export function figureTable(report: JudgedCalibration): Block {
  const { reliability, expectedToObserved, spiegelhalter, area, chance } = report
  const binned: readonly (readonly [string, string])[] = reliability
    ? [
        ['ECE, expected calibration error', formatLoss(reliability.ece)],
        ...(chance ? [['   of right probabilities, on average', formatLoss(chance.ece)] as const] : []),
        ['MCE, the largest', formatLoss(reliability.mce)],
        ['RMSCE, root of the mean square', formatLoss(reliability.rmsce)],
        ['ACE, average over bins', formatLoss(reliability.ace)],
        ['Brier: reliability', formatLoss(reliability.reliability)],
        ['Brier: resolution', formatLoss(reliability.resolution)],
        ['Brier: uncertainty', formatLoss(reliability.uncertainty)],
      ]
    : []
  const all = [
    ...binned,
    ['E:O, mean probability ÷ rate', formatLoss(expectedToObserved)],
    ['Spiegelhalter’s z', withMinus(formatShort(spiegelhalter, 6))],
    ['area under the ROC curve', area === null ? formatLoss(null) : areaWords(area)],
    ...(chance ? chanceRows(chance) : []),
  ] as const
  return {
    kind: 'table',
    columns: [left('quantity'), right('value')],
    rows: all.map(([title, value]) => ({ cells: [{ text: title }, { text: value }] })),
  }
}

/** Each fit with its interval of 95 %. */
function chanceRows({ p, temperature, slope, intercept }: CalibrationChance) {
  const named = [
    ['temperature, 95 %', temperature],
    ['slope, 95 %', slope],
    ['intercept, 95 %', intercept],
  ] as const
  return [
    ...named.flatMap(([title, reach]) => (reach ? [[title, reachWords(reach)] as const] : [])),
    ['p of right probabilities', formatP(p)],
  ] as const
}

/** A sketch knows it between bounds, which are no standard error. */
export function areaWords({ value, low, high }: NonNullable<Calibration['area']>): string {
  return high - low < 1e-6 ? formatShort(value, 6) : `${low.toFixed(4)} to ${high.toFixed(4)}`
}

/** @param of what the probability is of */
export function binTable({ bins }: Reliability, task: Task, of = 'probability'): Block {
  return {
    kind: 'table',
    columns: [left(of), right(unitsOf(task)), right('says'), right('is'), right('gap')],
    rows: bins.flatMap(({ from, to, count, mean, observed }) =>
      mean === null || observed === null
        ? []
        : [
            {
              cells: [
                { text: `${formatShort(from, 3)} to ${formatShort(to, 3)}` },
                { text: formatCount(count) },
                { text: formatShare(mean), bar: mean },
                { text: formatShare(observed), bar: observed },
                { text: signed(observed - mean) },
              ],
            },
          ],
    ),
  }
}

/** In percentage points; what rounds to 0 has no sign. */
function signed(gap: number): string {
  return gap === 0 ? '0.0' : formatSigned(100 * gap, 1)
}

export function classTable(classes: readonly NamedCalibration[]): Block {
  return {
    kind: 'table',
    columns: [
      { ...left('class'), elastic: true },
      right(unitsOf('multilabel')),
      right('positive'),
      right('log loss'),
      right('ECE'),
      right('temperature'),
      right('p'),
    ],
    rows: classes
      .slice(0, MAX_CLASSES)
      .map(({ name, count, observed, asItIs, reliability, temperature, chance }) => ({
        cells: [
          givenCell(name),
          { text: formatCount(count) },
          { text: formatShare(observed) },
          { text: formatLoss(asItIs.logLoss) },
          { text: formatLoss(reliability?.ece ?? null) },
          { text: withMinus(formatShort(temperature?.temperature ?? null, 4)) },
          { text: formatP(chance?.p ?? null) },
        ],
      })),
  }
}

export function reachWords(reach: Reach | null, before = '', after = ''): string {
  if (reach === null) return ''
  const [low, high] = reach
  const from = withMinus(formatShort(low, 3))
  return `${before}${high === null ? `from ${from} up` : `${from} to ${withMinus(formatShort(high, 3))}`}${after}`
}
