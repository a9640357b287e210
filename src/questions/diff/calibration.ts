/** The calibration of two models on the same samples, side by side. */
import { UsageError } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import type { Task } from '../../losses/task.ts'
import type { Grouping } from '../../margin/grouping.ts'
import { readyGroups } from '../../measures/bands.ts'
import { addMargins } from '../../scan/margin-sketch.ts'
import type { Pairs } from '../../scan/pairs/pairs.ts'
import { createGrid } from '../../sketch/grid.ts'
import { createSketch, type Sketch } from '../../sketch/sketch.ts'
import { edgesFor } from '../../sketched/edges.ts'
import { nearest } from '../../words/nearest.ts'
import { type Calibration, calibrationOf } from '../calibrate/calibrate.ts'
import type { CalibrationMeasure } from '../calibrate/measures.ts'
import { stretchesOf } from '../calibrate/points.ts'
import {
  type AskedBins,
  type CalibrationQuantity,
  edgesOfQuantities,
  expandCalibration,
  lossOf,
  namesOf,
  parseCalibrationQuantity,
} from '../calibrate/quantities.ts'
import { pairedFigures } from '../check/softmax-figures.ts'
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

/** Throws a UsageError for a name that is none of the calibration of such scores. */
export function parseCalibration(names: readonly string[], task: Task): readonly CalibrationQuantity[] {
  const [kind, other] = task === 'softmax' ? (['softmax', 'class'] as const) : (['class', 'softmax'] as const)
  return expandCalibration(names, kind).map((name) => {
    const found = parseCalibrationQuantity(name, kind)
    if (found) return found
    const known = `there are ${namesOf(kind).join(', ')}, and calibration for all`
    if (parseCalibrationQuantity(name, other))
      throw new UsageError(
        kind === 'softmax'
          ? `${name} is of the probability of one class against the others, and these are softmax scores`
          : `${name} is of softmax scores, and these are none`,
        known,
      )
    const guess = nearest(name, namesOf(kind))
    throw new UsageError(
      `there is no quantity "${name}" of calibration`,
      guess ? `did you mean ${guess}?` : known,
    )
  })
}

/** Losses whose means are among the quantities. */
export function lossesOf(quantities: readonly CalibrationQuantity[], task: Task): readonly Loss[] {
  return quantities.flatMap(({ measure }) => lossOf(measure, task) ?? [])
}

/** What both models have of a quantity. */
type ValueOf = (quantity: CalibrationQuantity) => number | null

/** @param tested differences of the losses of `lossesOf`, in their order */
export function reportCalibrations(
  quantities: readonly CalibrationQuantity[],
  task: Task,
  [ofA, ofB]: readonly ValueOf[],
  tested: readonly LossDifference[],
): readonly CalibrationDifference[] {
  const means = [...tested]
  return quantities.map((quantity) => {
    const found = lossOf(quantity.measure, task) ? means.shift()! : null
    const [a, b] = [ofA(quantity), ofB(quantity)]
    const { name, measure } = quantity
    const { title, ideal } = measure
    const difference = found ? found.difference : a === null || b === null ? null : b - a
    return { name, title, ideal, a, b, difference, test: found && testOf(found) }
  })
}

/** Passes over the softmax rows of both, which no pair holds. @param samples that were paired */
export async function softmaxCalibrations(
  { a, b }: Pairs,
  quantities: readonly CalibrationQuantity[],
  samples: number,
): Promise<readonly ValueOf[]> {
  const names = quantities.map(({ name }) => name)
  const { softmax } = await pairedFigures(a, b, names, samples)
  return [softmax.now, softmax.before].map((figuresOf) => ({ measure, asked }: CalibrationQuantity) => {
    const figures = figuresOf!(asked)
    return (figures && measure.of(figures)) ?? null
  })
}

/**
 * Sketches both models' samples, and tells their calibration.
 *
 * @param weighted whether the data have weights
 */
export function createCalibrations(
  quantities: readonly CalibrationQuantity[],
  grouping: Grouping,
  weighted: boolean,
) {
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
    /** When all samples were added. */
    values(): readonly ValueOf[] {
      for (const { adder } of models) adder.finish()
      return models.map(({ sketch }) => valuesOf(sketch, grouping))
    },
  }
}

function testOf({ standardError, df, p, interval, significant }: LossDifference) {
  return { standardError, df, p, interval, significant }
}

function valuesOf(sketch: Sketch, grouping: Grouping): ValueOf {
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
