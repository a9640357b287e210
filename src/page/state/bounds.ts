/** What the data allow a visitor to set. */

import { UsageError } from '../../errors.ts'
import { bind, tellClassesApart } from '../../losses/bound.ts'
import type { Loss } from '../../losses/loss.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import { completeLoss, parseLoss } from '../../losses/spec/spec.ts'
import type { Task } from '../../losses/task.ts'
import type { Reduction } from '../../questions/compare/compare.ts'
import type { CdfClass } from '../../questions/curves/cdf.ts'
import { obstacleTo } from '../../sketched/edges.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { nearestIndex } from '../charts/kit/snap.ts'

export interface Bounds {
  readonly task: Task
  readonly classes: number
  /** Whether classes are kept apart, so that each may have a factor of its own. */
  readonly perClass: boolean
  readonly files: number
  /** Margins at which easy and hard can be parted, ascending. */
  readonly margins: readonly number[]
  /** Names of what a heat map may show. */
  readonly quantities: readonly string[]
  readonly groupings: readonly ('class' | 'slice')[]
  /** What the losses are asked of. */
  readonly data: readonly SketchedData[]
}

/** Reads a loss. Throws a UsageError when there is no such loss, or the data do not go with it. */
export function readLoss(spec: string, bounds: Bounds): Loss {
  const loss = completeLoss(parseLoss(spec))
  checkLoss(loss, bounds)
  return loss
}

export function checkLoss(loss: Loss, { task, classes, perClass, data }: Bounds): void {
  checkTask([loss], task)
  bind(loss, task, classes)
  if (task !== 'binary' && !perClass && tellClassesApart([loss]))
    throw new UsageError(
      `${loss.spec}: this report keeps no classes apart`,
      'a list needs a report with classes',
    )
  for (const one of data) {
    const obstacle = obstacleTo(one, loss)
    if (obstacle) throw new UsageError(...obstacle)
  }
}

/** Whether it can be read. */
export function allows(spec: string, bounds: Bounds): boolean {
  try {
    readLoss(spec, bounds)
    return true
  } catch (error) {
    if (error instanceof UsageError) return false
    throw error
  }
}

/** The margin to part at that is nearest to this one. */
export function nearestMargin({ margins }: Bounds, margin: number): number {
  return margins[nearestIndex(margins, margin)]
}

/** Softmax samples are neither positive nor negative. */
export function reductionsIn({ task }: Bounds): readonly Reduction[] {
  return task === 'softmax' ? ['mean', 'sum'] : ['mean', 'sum', 'positives']
}

export function sidesIn({ task }: Bounds): readonly CdfClass[] {
  return task === 'softmax' ? ['all'] : ['negative', 'positive']
}
