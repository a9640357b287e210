/** What rules ask of the calibration of softmax rows: passes over the rows, since no sketch has it. */

import { InputError } from '../../errors.ts'
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import type { Sketch } from '../../sketch/sketch.ts'
import { countGroup } from '../../sketch/sums/evaluate.ts'
import { USUAL_BINS } from '../calibrate/bin-count.ts'
import { type AskedBins, type CalibrationFigures, parseCalibrationQuantity } from '../calibrate/quantities.ts'
import { calibrateSoftmax } from '../calibrate/softmax.ts'

/** By the bins that are asked for. */
export type SoftmaxFigures = (asked: AskedBins | null) => CalibrationFigures | null

type Rows = Pick<Scan, 'dataset' | 'options' | 'grouping'>

const USUAL: AskedBins = { bins: USUAL_BINS, side: 'left' }

/**
 * Passes over the same data for these quantities. Null where none of them is of softmax rows.
 *
 * @param names of quantities
 */
export async function softmaxFigures(
  { dataset, options, grouping }: Rows,
  names: readonly string[],
): Promise<SoftmaxFigures | null> {
  const known = names.flatMap((name) => parseCalibrationQuantity(name, 'softmax') ?? [])
  if (grouping.task !== 'softmax' || known.length === 0) return null
  const found = new Map<string, CalibrationFigures>()
  const fits = known.some(({ measure }) => measure.name === 'temperature')
  for (const { asked } of known) {
    const { bins, side } = asked ?? USUAL
    const key = `${bins} ${side}`
    if (found.has(key)) continue
    const isFirst = found.size === 0
    found.set(key, await calibrateSoftmax(createScan(dataset, options), { bins, side }, fits && isFirst))
  }
  const [first] = found.values()
  return (asked) => (asked ? (found.get(`${asked.bins} ${asked.side}`) ?? null) : first)
}

/**
 * The same of the predictions at hand and of the baseline's. Throws an InputError where the two are not of the same samples, each with
 * the same weight: rows are passed over side by side here, and pairs know of no weights but those of the first.
 *
 * @param sketch of those that were paired
 */
export async function pairedFigures(
  a: Rows,
  b: Rows,
  names: readonly string[],
  sketch: Sketch,
): Promise<{ readonly now: SoftmaxFigures | null; readonly before: SoftmaxFigures | null }> {
  const now = await softmaxFigures(a, names)
  if (!now) return { now, before: null }
  const cannot = (problem: string, hint: string) =>
    new InputError(
      b.dataset.name,
      `${problem}, so that calibration of softmax scores cannot be compared`,
      hint,
    )
  if (a.dataset.reading.weight !== null)
    throw cannot(
      'its rows are weighed by those of the other file',
      'say --weight none, or leave such rules out',
    )
  const before = await softmaxFigures(b, names)
  const samples = sketch.groups.reduce((sum, group) => sum + (group ? countGroup(group) : 0), 0)
  if (now(null)?.count !== samples || before?.(null)?.count !== samples)
    throw cannot(
      'not all rows have a partner',
      'leave out rows that one of the two does not have, or such rules',
    )
  return { now, before }
}
