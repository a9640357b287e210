/** Sums of a loss that are beyond what a double holds. A quotient of one would be 0, or no number. */
import { InputError, UsageError } from '../errors.ts'
import { greatest } from '../extremes.ts'
import type { Loss } from '../losses/loss.ts'

export const BEYOND = 'beyond what a double holds (1.8e308)'

type Summed = Readonly<Record<'weight' | 'loss' | 'gradient', number>>

/** What the class of a group weighs. */
interface Weighed {
  readonly classWeight: number
}

/** Throws an error where a sum over all parts is no double. */
export function checkSums(loss: Loss, parts: Iterable<Summed>, groups: readonly Weighed[] = []): void {
  let [weight, value, gradient] = [0, 0, 0]
  for (const part of parts) {
    weight += part.weight
    value += part.loss
    gradient += part.gradient
  }
  if (![weight, value, gradient].every(Number.isFinite))
    throw overflowOf(loss, greatest(groups.map(({ classWeight }) => classWeight)))
}

/** What makes a sum so large where the samples' own weights and margins do not. */
export function overflowOf({ spec, parameters }: Loss, classWeight = 0): Error {
  const alpha = Array.isArray(parameters.alpha) ? greatest(parameters.alpha) : 0
  if (classWeight > Math.max(alpha, 1))
    return new UsageError(
      `a class weight of ${classWeight} makes sums of ${spec} that are ${BEYOND}`,
      'divide all class weights by a constant, which changes no mean and no share',
    )
  if (alpha > 1)
    return new UsageError(
      `an alpha of ${alpha} makes sums of ${spec} that are ${BEYOND}`,
      'divide all alphas by a constant, which changes no share',
    )
  return new InputError(spec, `its sum over the samples is ${BEYOND}`, 'hold the logits at 1e290')
}
