/** The calibration of two models on the same samples, side by side. */
import { UsageError } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import { completeLoss, parseLoss } from '../../losses/spec/spec.ts'
import type { Grouping } from '../../margin/grouping.ts'
import { readyGroups } from '../../measures/bands.ts'
import { addMargins } from '../../scan/margin-sketch.ts'
import { createGrid } from '../../sketch/grid.ts'
import { createSketch, type Sketch } from '../../sketch/sketch.ts'
import { edgesFor } from '../../sketched/edges.ts'
import { nearest } from '../../words/nearest.ts'
import { type Calibration, calibrationOf } from '../calibrate/calibrate.ts'
import { stretchesOf } from '../calibrate/points.ts'
import {
  type AskedBins,
  CALIBRATION_NAMES,
  type CalibrationMeasure,
  type CalibrationQuantity,
  edgesOfQuantities,
  expandCalibration,
  parseCalibrationQuantity,
} from '../calibrate/quantities.ts'
import type { LossDifference } from './loss-difference.ts'
import type { PairedSamples } from './paired-samples.ts'

/** A quantity of calibration under both models. */
export interface CalibrationDifference {
  readonly name: string
  readonly title: string
  readonly ideal: CalibrationMeasure['ideal']
  /** Null where a model has none. */
  readonly a: number | null
  readonly b: number | null
  /** b - a */
  readonly difference: number | null
  /** Of a mean over samples, whose change is paired; null for what is no mean. */
  readonly test: Pick<LossDifference, 'standardError' | 'df' | 'p' | 'interval' | 'significant'> | null
}

/** The quantities that are means of a loss, which tells their noise. */
const MEANS: Readonly<Record<string, string>> = { 'log-loss': 'ce', brier: 'brier' }

/** Throws a UsageError for a name that is none of calibration's. */
export function parseCalibration(names: readonly string[]): readonly CalibrationQuantity[] {
  return expandCalibration(names).map((name) => {
    const found = parseCalibrationQuantity(name)
    if (found) return found
    if (parseCalibrationQuantity(name, 'softmax'))
      throw new UsageError(
        `${name} is of softmax scores, whose calibration diff does not set side by side`,
        `lossctl check B --baseline-preds A --max-increase ${name}=0 does`,
      )
    const guess = nearest(name, CALIBRATION_NAMES)
    throw new UsageError(
      `there is no quantity "${name}" of calibration`,
      guess ? `did you mean ${guess}?` : `there are ${CALIBRATION_NAMES.join(', ')}, and calibration for all`,
    )
  })
}

/** Losses whose means are among the quantities. */
export function lossesOf(quantities: readonly CalibrationQuantity[]): readonly Loss[] {
  return quantities.flatMap(({ measure }) => lossOf(measure) ?? [])
}

function lossOf({ name }: CalibrationMeasure): Loss | null {
  return Object.hasOwn(MEANS, name) ? completeLoss(parseLoss(MEANS[name])) : null
}

/**
 * Sketches both models' samples, and tells their calibration. Throws a UsageError for softmax scores.
 *
 * @param weighted whether the data have weights
 */
export function createCalibrations(
  quantities: readonly CalibrationQuantity[],
  grouping: Grouping,
  weighted: boolean,
) {
  if (grouping.task === 'softmax')
    throw new UsageError(
      `${quantities[0].name} is of the probability of one class against the others, and these are softmax scores`,
      'lossctl calibrate has the calibration of the likeliest class, for one model at a time',
    )
  const grid = createGrid(edgesFor([], [], grouping, edgesOfQuantities(quantities.map(({ name }) => name))))
  const models = (['marginA', 'marginB'] as const).map((which) => {
    const sketch = createSketch(grid, weighted)
    return { which, sketch, adder: addMargins(sketch, grouping.size, weighted) }
  })
  return {
    add(samples: PairedSamples): void {
      const { length, group, weight } = samples
      for (const { which, adder } of models)
        adder.add({ length, margin: samples[which], group, weight: weighted ? weight : null })
    },
    /** @param tested differences of the losses of `lossesOf`, in their order */
    report(tested: readonly LossDifference[]): readonly CalibrationDifference[] {
      for (const { adder } of models) adder.finish()
      const [ofA, ofB] = models.map(({ sketch }) => valuesOf(sketch, grouping))
      const means = [...tested]
      return quantities.map((quantity) => {
        const found = lossOf(quantity.measure) ? means.shift()! : null
        const [a, b] = [ofA(quantity), ofB(quantity)]
        const { name, measure } = quantity
        const { title, ideal } = measure
        const difference = found ? found.difference : a === null || b === null ? null : b - a
        return { name, title, ideal, a, b, difference, test: found && testOf(found) }
      })
    },
  }
}

function testOf({ standardError, df, p, interval, significant }: LossDifference) {
  return { standardError, df, p, interval, significant }
}

function valuesOf(sketch: Sketch, grouping: Grouping): (quantity: CalibrationQuantity) => number | null {
  const stretches = stretchesOf(readyGroups(sketch, grouping, 0, null))
  const known = new Map<string, Calibration>()
  const at = (asked: AskedBins | null) => {
    const key = asked === null ? '' : `${asked.bins} ${asked.side}`
    const found = known.get(key) ?? calibrationOf(stretches, asked)
    known.set(key, found)
    return found
  }
  return ({ measure, asked }) => measure.of(at(asked)) ?? null
}
