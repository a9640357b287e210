/** Which parameters of a loss span its heat map, and over which values. */
import type { Loss } from '../../losses/loss.ts'
import type { ParameterDefinition, ParameterValue } from '../../losses/parameter.ts'
import type { Task } from '../../losses/task.ts'

export interface MapAxis {
  readonly parameter: string
  readonly label: string
  readonly values: readonly (number | 'none')[]
}

/** Evenly from one number to another, in so many steps. */
const steps = (from: number, to: number, count: number) =>
  Array.from({ length: count + 1 }, (_, i) => Number((from + ((to - from) * i) / count).toPrecision(12)))

const VALUES: Readonly<Record<string, readonly (number | 'none')[]>> = {
  gamma: steps(0, 5, 10),
  epsilon: steps(-1, 4, 10),
  beta: steps(-2, 2, 8),
  // The papers' quarters are among them.
  alpha: ['none', 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9],
}

/** Those that shape the loss before the one that balances it. */
const ORDER = ['gamma', 'epsilon', 'beta', 'alpha']

/** Two axes, one, or none at all for a loss without numbers to set. */
export function axesOf({ definition }: Loss, task: Task): readonly MapAxis[] {
  if (definition.ofMeanCrossEntropy) return []
  return ORDER.filter((name) => isNumber(definition.parameters[name], task))
    .slice(0, 2)
    .map((name) => ({
      parameter: name,
      label: definition.parameters[name].symbol,
      values: VALUES[name].filter((value) => fits(value, definition.parameters[name])),
    }))
}

/** With softmax alpha is a list, over which nothing can be drawn. */
function isNumber(parameter: ParameterDefinition | undefined, task: Task): boolean {
  return parameter?.kind === 'number' || (parameter?.kind === 'alpha' && task !== 'softmax')
}

function fits(value: number | 'none', { min, max }: ParameterDefinition): boolean {
  if (value === 'none') return true
  return value >= (min ?? value) && value <= (max ?? value)
}

/** Where a value lies on the axis, between two of its values if need be; null when it is off the axis. */
export function placeOn({ values }: MapAxis, value: ParameterValue): number | null {
  const exact = values.indexOf(value as number)
  if (exact >= 0) return exact
  const next = values.findIndex((one) => typeof one === 'number' && typeof value === 'number' && one > value)
  const [low, high] = [values[next - 1], values[next]]
  if (typeof low !== 'number' || typeof high !== 'number') return null
  return next - 1 + ((value as number) - low) / (high - low)
}
