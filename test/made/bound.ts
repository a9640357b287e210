import { bindClass } from '../../src/losses/bound.ts'
import type { BoundLoss, Loss } from '../../src/losses/loss.ts'

/** A loss bound to positives, whatever alpha its parameters say. */
export function boundTo(loss: Loss, alpha = 1): BoundLoss {
  return bindClass(loss, { alpha, positive: true })
}
