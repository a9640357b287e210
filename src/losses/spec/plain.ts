/** The loss that others are held against, and what has no value for a sample. */
import { UsageError } from '../../errors.ts'
import type { Loss } from '../loss.ts'
import { completeLoss, parseLoss } from './spec.ts'

/** Cross-entropy without alpha. */
export const CROSS_ENTROPY: Loss = completeLoss(parseLoss('ce'))

/** Whether a loss is the same. */
export function isCrossEntropy({ spec, library }: Loss): boolean {
  return spec === CROSS_ENTROPY.spec && library === undefined
}

/** Throws a UsageError for a loss of the batch's mean, which no single sample has. */
export function refuseBatchLosses(
  losses: readonly Pick<Loss, 'definition'>[],
  hint = 'see lossctl compare',
): void {
  const found = losses.find(({ definition }) => definition.ofMeanCrossEntropy)
  if (!found) return
  throw new UsageError(
    `${found.definition.name} is a loss of the batch's mean and has no value for a sample`,
    hint,
  )
}
