/** Lays out the calibration of two models side by side. */
import type { CalibrationDifference } from '../../../questions/diff/calibration.ts'
import type { DiffReport } from '../../../questions/diff/diff.ts'
import { type Block, left, right, type TextCell } from '../../document.ts'
import type { Value } from '../../drawings/csv.ts'
import {
  decimalsOf,
  formatColumn,
  formatP,
  formatSigned,
  formatUnsigned,
  NO_NUMBER,
  withMinus,
} from '../../words/numbers.ts'
import { percentOf } from './answer.ts'

const BEST = { least: 'least', most: 'most' } as const

/** Digits of a value whose noise is not known. */
const DIGITS = 6

export function calibrationTable(calibration: readonly CalibrationDifference[], confidence: number): Block {
  return {
    kind: 'table',
    columns: [
      left('calibration'),
      right('A'),
      right('B'),
      right(`B − A, ${percentOf(confidence)}`),
      right('p'),
      right('best'),
    ],
    rows: calibration.map((one) => {
      const [a, b] = formatColumn([one.a, one.b], DIGITS)
      return {
        cells: [
          { text: one.name },
          { text: withMinus(a) },
          { text: withMinus(b) },
          changeCell(one),
          {
            text: one.test ? formatP(one.test.p) : NO_NUMBER,
            tone: one.test?.significant ? 'plain' : 'dim',
          },
          { text: typeof one.ideal === 'number' ? `${one.ideal}` : BEST[one.ideal], tone: 'dim' },
        ],
      }
    }),
  }
}

function changeCell({ a, b, difference, test }: CalibrationDifference): TextCell {
  if (difference === null) return { text: NO_NUMBER }
  const interval = test?.interval
  if (!interval) {
    const decimals = Math.min(DIGITS, formatColumn([a, b], DIGITS)[0].split('.')[1]?.length ?? 0)
    return { text: formatSigned(difference, decimals) }
  }
  const reach = Math.max(interval[1] - difference, difference - interval[0])
  const decimals = decimalsOf(reach > 0 ? reach : Math.abs(difference) / 100 || 1)
  const words = formatSigned(difference, decimals)
  return {
    text: reach === 0 ? words : `${words} ± ${formatUnsigned(reach, decimals)}`,
    tone: test?.significant ? 'strong' : 'dim',
  }
}

/** One record a quantity, in the columns of a loss: quantities stand where specs do. */
export function flattenCalibrations({
  a,
  b,
  pairing,
  confidence,
  calibration,
}: DiffReport): Record<string, Value>[] {
  return (calibration ?? []).map((one) => ({
    file_a: a.name,
    file_b: b.name,
    loss: one.name,
    samples: pairing.samples,
    mean_a: one.a,
    mean_b: one.b,
    difference: one.difference,
    relative: null,
    standard_error: one.test?.standardError ?? null,
    confidence,
    low: one.test?.interval?.[0] ?? null,
    high: one.test?.interval?.[1] ?? null,
    p: one.test?.p ?? null,
    significant: one.test?.significant ?? null,
    by: null,
    better: null,
    worse: null,
    equal: null,
  }))
}
