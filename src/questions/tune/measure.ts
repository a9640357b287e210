/** A quantity of a loss as one of its parameters moves: what solving for the parameter looks at. */
import type { Loss } from '../../losses/loss.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import { completeLoss, type PartialLoss } from '../../losses/spec/spec.ts'
import { readyGroups, sumBands, totalOf } from '../../measures/bands.ts'
import type { Quantity } from '../../measures/quantities.ts'
import { quotient } from '../../measures/quotient.ts'
import { checkLosses } from '../../sketched/edges.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { checkSamples } from './family.ts'

/** A quantity at one value of the parameter. */
export interface Measured {
  /** Numerator and denominator. */
  readonly above: number
  readonly below: number
  /** The loss of all samples. */
  readonly whole: number
}

export interface MovingQuantity {
  lossAt(x: number): Loss
  /** By the sums that compare and check take, to the bit. */
  at(x: number): Measured
}

/**
 * @param margin where easy and hard samples are parted: an edge of the sketch
 * @param classWeights factors of the classes in every sum
 * @throws UsageError when the loss is not a sum over samples, or not for this task
 */
export function createMeasure(
  data: SketchedData,
  { definition, given }: PartialLoss,
  parameter: string,
  quantity: Quantity,
  margin: number,
  classWeights: readonly number[] | null,
): MovingQuantity {
  checkSamples(definition)
  const lossAt = (x: number) => completeLoss({ definition, given: { ...given, [parameter]: x } })
  const { sketch, grouping } = data
  checkTask([completeLoss({ definition, given })], grouping.task, grouping.classes)
  const groups = readyGroups(sketch, grouping, margin, classWeights)
  const measure = (x: number) => {
    const loss = lossAt(x)
    checkLosses(data, [loss])
    const sums = sumBands(groups, grouping, loss)
    const [above, below] = quantity.fraction(sums)
    return { above, below, whole: totalOf(sums).loss }
  }
  return { lossAt, at: remembering(measure) }
}

/** A search comes back to the same places, and each is a pass over the nodes. */
function remembering<Value>(measure: (x: number) => Value): (x: number) => Value {
  const known = new Map<number, Value>()
  return (x) => {
    const found = known.get(x) ?? measure(x)
    known.set(x, found)
    return found
  }
}

/** The quantity itself; null where there is nothing to divide by. */
export function quotientOf({ above, below }: Measured): number | null {
  return quotient(above, below)
}
