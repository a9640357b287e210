/** Logarithms held at −100, as PyTorch's BCELoss holds them. */
import type { BoundLoss } from './loss.ts'

/** The largest −ln p that is let through: a margin of −100, to the last bit. */
export const CLAMP = 100

/** The loss when no logarithm is below −100: from a margin of −100 down it falls no further. */
export function holdLoss(base: BoundLoss): BoundLoss {
  const held = (margin: number) => Math.max(margin, -CLAMP)
  const { value, gradient, modulation, logModulation } = base
  return {
    ...base,
    value: (margin) => value(held(margin)),
    gradient: (margin) => (margin <= -CLAMP ? 0 : gradient(margin)),
    modulation: (margin) => modulation(held(margin)),
    logModulation: logModulation && ((margin) => logModulation(held(margin))),
    kinks: [...base.kinks, -CLAMP],
    below: 'held',
  }
}
