/** Which parameters of a loss span its heat map, and over which values. */
import type { Loss } from '../../losses/loss.ts'
import { isMovable, type ParameterValue } from '../../losses/parameter.ts'
import type { Task } from '../../losses/task.ts'

export interface MapAxis {
  readonly parameter: string
  readonly label: string
  readonly values: readonly (number | 'none')[]
}

/** Two axes, one, or none at all for a loss without numbers to set. With softmax alpha is a list: nothing to draw over. */
export function axesOf({ definition }: Loss, task: Task): readonly MapAxis[] {
  if (definition.ofMeanCrossEntropy) return []
  const movable = Object.entries(definition.parameters).flatMap(([name, parameter]) =>
    isMovable(parameter) && !(parameter.kind === 'alpha' && task === 'softmax')
      ? [{ name, ...parameter }]
      : [],
  )
  // What shapes the loss before what balances it.
  const inOrder = [
    ...movable.filter(({ kind }) => kind === 'number'),
    ...movable.filter(({ kind }) => kind === 'alpha'),
  ]
  return inOrder
    .slice(0, 2)
    .map(({ name, symbol, mapped }) => ({ parameter: name, label: symbol, values: mapped }))
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
