/** Logarithms held at −100, as PyTorch's BCELoss holds them. */
import type { LossDefinition } from './loss.ts'

/** The largest −ln p that is let through: a margin of −100, to the last bit. */
export const CLAMP = 100

/** The loss when no logarithm is below −100: from a margin of −100 down it falls no further. */
export function holdLoss(base: LossDefinition): LossDefinition {
  const held = (margin: number) => Math.max(margin, -CLAMP)
  return {
    ...base,
    value: (margin, parameters, balance) => base.value(held(margin), parameters, balance),
    gradient: (margin, parameters, balance) =>
      margin <= -CLAMP ? 0 : base.gradient(margin, parameters, balance),
    modulation: (margin, parameters, balance) => base.modulation(held(margin), parameters, balance),
    logModulation: base.logModulation && ((margin, ...rest) => base.logModulation!(held(margin), ...rest)),
  }
}
