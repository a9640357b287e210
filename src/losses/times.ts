import type { LossFunctions } from './loss.ts'

/** The loss of a class whose samples count so many times as much. */
export function times(
  factor: number,
  { value, gradient, modulation, logModulation, ...rest }: LossFunctions,
): LossFunctions {
  return {
    ...rest,
    value: (margin) => factor * value(margin),
    gradient: (margin) => factor * gradient(margin),
    modulation: modulation && ((margin) => factor * modulation(margin)),
    logModulation: logModulation && ((margin) => Math.log(factor) + logModulation(margin)),
  }
}
