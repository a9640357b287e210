import { bindClass } from '../../src/losses/bound.ts'
import type { BoundLoss, Loss } from '../../src/losses/loss.ts'

/** A loss bound to a class, whatever alpha its parameters say. */
export function boundTo(loss: Loss, alpha = 1, positive: boolean | null = true): BoundLoss {
  return bindClass(loss, { alpha, positive })
}

/** Whether its quotient by cross-entropy has a meaning. */
export function hasModulation({ modulation }: BoundLoss): boolean {
  return !Number.isNaN(modulation(0))
}
