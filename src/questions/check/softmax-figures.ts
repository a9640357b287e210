/** What rules ask of softmax rows, their calibration and their losses of sets: passes over the rows, since no sketch has it. */

import { InputError } from '../../errors.ts'
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import type { Sketch } from '../../sketch/sketch.ts'
import { countGroup } from '../../sketch/sums/evaluate.ts'
import { sketchScan } from '../../sketched/sketch-dataset.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { USUAL_BINS } from '../calibrate/bin-count.ts'
import type { CalibrationFigures } from '../calibrate/measures.ts'
import { type AskedBins, parseCalibrationQuantity } from '../calibrate/quantities.ts'
import { calibrateSoftmax } from '../calibrate/softmax.ts'
import { cellsFor } from '../compare/sets/row-cells.ts'
import { setsAmong } from './set-rules.ts'

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

/** What softmax rows say of every class, for losses of sets. Null where none of these quantities asks for it. */
async function softmaxCells({ dataset, options, grouping }: Rows, names: readonly string[]) {
  const scan = createScan(dataset, options)
  const cells = cellsFor(setsAmong(names, grouping.task), scan)
  if (!cells) return null
  const data = await sketchScan(scan, [], cells.add)
  return { data: cells.data(data), count: countOf(data.sketch) }
}

/** What is known of the rows of pairs, on either side. */
export interface PairedRows {
  readonly softmax: { readonly now: SoftmaxFigures | null; readonly before: SoftmaxFigures | null }
  readonly cells: { readonly now: SketchedData | null; readonly before: SketchedData | null }
}

/**
 * The same of the predictions at hand and of the baseline's. Throws an InputError where the two are not of the same samples, each with
 * the same weight, or are parted in slices: rows are passed over side by side here, and pairs know of no weights and no slices but
 * those of the first.
 *
 * @param samples how many were paired
 */
export async function pairedFigures(
  a: Rows,
  b: Rows,
  names: readonly string[],
  samples: number,
): Promise<PairedRows> {
  const [figures, cells] = [await softmaxFigures(a, names), await softmaxCells(a, names)]
  const nothing = { now: null, before: null }
  if (!figures && !cells) return { softmax: nothing, cells: nothing }
  const what = figures ? 'calibration' : 'losses of sets'
  const cannot = (problem: string, hint: string, place = b.dataset.name) =>
    new InputError(place, `${problem}, so that ${what} of softmax scores cannot be compared`, hint)
  const { weight, by } = a.dataset.reading
  if (weight !== null)
    throw cannot(
      'the weight of a pair is that of its row here, and softmax rows of the other file are passed over by themselves, without it',
      'say --weight none, or ask for no such figures',
      a.dataset.name,
    )
  if (cells && by !== null)
    throw cannot(
      'the slice of a pair is that of its row here, and softmax rows of the other file are passed over by themselves, without it',
      'leave --by out, or ask for no such figures',
      a.dataset.name,
    )
  const [others, otherCells] = [await softmaxFigures(b, names), await softmaxCells(b, names)]
  const counts = [figures, others].flatMap((side) => side?.(null)?.count ?? [])
  if ([...counts, cells?.count, otherCells?.count].some((count) => count !== undefined && count !== samples))
    throw cannot(
      'not all rows have a partner',
      'leave out rows that one of the two does not have, or ask for no such figures',
    )
  return {
    softmax: { now: figures, before: others },
    cells: { now: cells?.data ?? null, before: otherCells?.data ?? null },
  }
}

export function countOf(sketch: Sketch): number {
  return sketch.groups.reduce((sum, group) => sum + (group ? countGroup(group) : 0), 0)
}
