/** What the PyTorch lines of losses are put together from. */
import type { ParameterValue } from './parameter.ts'

/** `balance * ` before what it multiplies, where there is one. */
export function factor(hasAlpha: boolean): string {
  return hasAlpha ? 'balance * ' : ''
}

/** A sum takes brackets behind a factor only. */
export function scaled(hasAlpha: boolean, sum: string): string {
  return hasAlpha ? `balance * (${sum})` : sum
}

/** A negative factor in brackets reads better behind a plus. */
export function number(value: ParameterValue): string {
  return typeof value === 'number' && value < 0 ? `(${value})` : `${value}`
}

/** Where 1 − pt rounds to 0, a power below 1 is infinitely steep, and torch would make a gradient of NaN of it. */
export function keepSloped(name: string, power: ParameterValue): readonly string[] {
  // A word stands for a list, one of which may be a root.
  const isRoot = typeof power === 'string' || (Number(power) > 0 && Number(power) < 1)
  return isRoot
    ? [`${name} = ${name}.clamp_min(torch.finfo(${name}.dtype).tiny)  # a root has no gradient at 0`]
    : []
}
