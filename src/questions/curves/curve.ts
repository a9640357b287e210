/** A loss against pt, as in Lin et al. 2017, Fig. 1: its value, its modulated weight or its gradient. */

import { UsageError } from '../../errors.ts'
import { bind } from '../../losses/bound.ts'
import type { Loss } from '../../losses/loss.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import { refuseBatchLosses } from '../../losses/spec/plain.ts'
import { marginOfProbability } from '../../margin/margins.ts'

/** What is drawn: the loss in nats, the quotient loss / CE, or d loss / d margin. */
export type CurveQuantity = 'value' | 'weight' | 'gradient'

/** pt = 0.005, 0.010, ..., 0.995: each the double closest to its decimal. */
export const PT_GRID: readonly number[] = Array.from({ length: 199 }, (_, i) => (i + 1) / 200)

/** pt of the small table below the curves. */
export const PT_TABLE: readonly number[] = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99]

export interface LossCurve {
  readonly name: string
  readonly title: string
  readonly spec: string
  readonly parameters: Loss['parameters']
  readonly formula: string
  /** At each pt of the report. */
  readonly values: readonly number[]
  /** At each pt of its table. */
  readonly table: readonly number[]
}

export interface CurveReport {
  readonly of: CurveQuantity
  readonly pt: readonly number[]
  readonly tablePt: readonly number[]
  /** Whether alpha balances a loss, so that its curve is that of a positive sample. */
  readonly ofPositives: boolean
  readonly losses: readonly LossCurve[]
}

/** Evaluates the losses over the grid of pt. Throws a UsageError for a loss that has no value for a sample. */
export function evaluateCurves(losses: readonly Loss[], of: CurveQuantity): CurveReport {
  checkTask(losses, 'binary')
  checkSampleLosses(losses)
  const without = of === 'weight' ? losses.find((loss) => !hasWeight(loss)) : undefined
  if (without)
    throw new UsageError(
      `${without.definition.name} has no weight: its quotient by cross-entropy has no bound`,
      'its value and its gradient have curves',
    )
  return {
    of,
    pt: PT_GRID,
    tablePt: PT_TABLE,
    ofPositives: losses.some(({ parameters }) => (parameters.alpha ?? 'none') !== 'none'),
    losses: losses.map((loss) => {
      const { definition, parameters, title, spec } = loss
      const at = evaluator(loss, of)
      return {
        name: definition.name,
        title,
        spec,
        parameters,
        formula: of === 'gradient' ? definition.gradientFormula : definition.formula,
        values: PT_GRID.map(at),
        table: PT_TABLE.map(at),
      }
    }),
  }
}

/** Whether its quotient by cross-entropy means something. */
export function hasWeight(loss: Loss): boolean {
  return !Number.isNaN(bind(loss, 'binary', 2)[1].modulation(0))
}

function evaluator(loss: Loss, of: CurveQuantity): (pt: number) => number {
  const [, positive] = bind(loss, 'binary', 2)
  const quantity = of === 'weight' ? positive.modulation : positive[of]
  return (pt) => quantity(marginOfProbability(pt))
}

/** Throws a UsageError for a loss of the batch's mean. */
export function checkSampleLosses(losses: readonly Loss[]): void {
  refuseBatchLosses(losses, 'it has no curve of its own; --loss ce has the same up to a factor')
}
