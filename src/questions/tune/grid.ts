/** The settings of a grid: axes, the parameters that they move, and the losses that come of it. */
import { UsageError } from '../../errors.ts'
import { kinksAnywhere } from '../../losses/bound.ts'
import type { Loss, LossDefinition } from '../../losses/loss.ts'
import { isLinear, type ParameterDefinition, type ParameterValues } from '../../losses/parameter.ts'
import type { SetLossDefinition, SetParameter } from '../../losses/set/set-loss.ts'
import {
  completeLoss,
  type Given,
  isOpen,
  type PartialLoss,
  parameterOf,
  parseParameter,
} from '../../losses/spec/spec.ts'

/** Most settings of one sweep. */
const MAX_SETTINGS = 1_000_000

export interface Axis {
  readonly parameter: string
  readonly values: readonly (number | 'none')[]
}

/** What an axis may move. */
export type Open = Given<LossDefinition | SetLossDefinition>

/** Throws a UsageError where an axis is there twice, moves nothing, or leaves the range of what it moves. */
export function checkAxes(losses: readonly Open[], axes: readonly Axis[]): void {
  for (const [index, { parameter, values }] of axes.entries()) {
    if (axes.findIndex((axis) => axis.parameter === parameter) !== index)
      throw new UsageError(`--over ${parameter} is there twice`, 'put all values into one')
    const takers = losses.filter((loss) => axesOf(loss, [axes[index]]).length > 0)
    const names = losses.map(({ definition }) => definition.name).join(', ')
    if (takers.length === 0)
      throw new UsageError(
        `--over ${parameter} changes nothing: ${names} has no open parameter ${parameter}`,
        adviseAxis(losses),
      )
    // A value out of range is found before anything is evaluated.
    for (const { definition } of takers)
      for (const value of values) parseParameter(definition, parameter, [`${value}`])
  }
}

/** An axis that one of these losses has, over what is usual for it; where there is none, what else can be done. */
export function adviseAxis(losses: readonly Open[]): string {
  const ofSamples = losses.filter(({ definition }) => !('ofMeanCrossEntropy' in definition))
  const own = ofSamples.flatMap(({ definition, given }) =>
    Object.entries<ParameterDefinition | SetParameter>(definition.parameters).flatMap(([name, parameter]) => {
      const values = Object.hasOwn(given, name) ? null : usualValues(parameter)
      return values === null ? [] : [{ name, values }]
    }),
  )
  // The balance of the classes last: every loss has it, and few are asked about it.
  const [found] = [...own.filter(({ name }) => name !== 'alpha'), ...own]
  return found
    ? `as in --over ${found.name}=${found.values}`
    : 'there is no number to move; lossctl compare has the value'
}

/** About as many values as are read at a glance. */
const AXIS_STEPS = 10

/** As `--over` takes them. */
function usualValues(parameter: ParameterDefinition | SetParameter): string | null {
  if ('usual' in parameter) {
    const { min, max, step } = parameter.usual
    const wide = Math.ceil((max - min) / AXIS_STEPS / step - 1e-9) * step
    return `${min}..${max}/${Math.round(wide * 1e9) / 1e9}`
  }
  if (parameter.kind !== 'number' || typeof parameter.initial !== 'number' || parameter.initial === 0)
    return null
  const { initial, max } = parameter
  return [initial, 2 * initial].filter((value) => value <= max).join(',')
}

/** The axes a loss has, and leaves open. */
export function axesOf(loss: Open, axes: readonly Axis[]): readonly Axis[] {
  return axes.filter(({ parameter }) => isOpen(loss, parameter))
}

export function gridSize(axes: readonly Axis[]): number {
  return axes.reduce((size, { values }) => size * values.length, 1)
}

/** How many settings of all losses there are. */
export function countSettings(losses: readonly Open[], axes: readonly Axis[]): number {
  return losses.reduce((sum, loss) => sum + gridSize(axesOf(loss, axes)), 0)
}

/** The setting of that number: the last axis runs fastest. */
export function parametersAt(axes: readonly Axis[], index: number): Record<string, number | 'none'> {
  const setting: Record<string, number | 'none'> = {}
  let stride = gridSize(axes)
  for (const { parameter, values } of axes) {
    stride /= values.length
    setting[parameter] = values[Math.floor(index / stride) % values.length]
  }
  return setting
}

/** Throws a UsageError for more settings than one sweep has; how many there are otherwise. */
export function checkCount(losses: readonly Open[], axes: readonly Axis[]): number {
  const count = countSettings(losses, axes)
  if (count > MAX_SETTINGS)
    throw new UsageError(`that makes ${count} settings, and ${MAX_SETTINGS} is the most`, 'widen the steps')
  return count
}

/** The parameters of every setting. */
export function* settingsOf(
  losses: readonly PartialLoss[],
  axes: readonly Axis[],
): Iterable<ParameterValues> {
  for (const loss of losses) {
    const own = axesOf(loss, axes)
    const size = Math.min(gridSize(own), MAX_SETTINGS)
    for (let index = 0; index < size; index++) yield { ...loss.given, ...parametersAt(own, index) }
  }
}

/** The losses of a sweep, as far as they differ in where they are not smooth: most are smooth at every setting. */
export function kinkedLosses(losses: readonly PartialLoss[], axes: readonly Axis[]): readonly Loss[] {
  return losses.flatMap((loss) => {
    const own = axesOf(loss, axes).filter(
      ({ parameter }) => !isLinear(parameterOf(loss.definition, parameter)),
    )
    const at = (setting: ParameterValues) => completeLoss({ ...loss, given: { ...loss.given, ...setting } })
    const singly = own.flatMap(({ parameter, values }) => values.map((value) => at({ [parameter]: value })))
    if (![at({}), ...singly].some((one) => kinksAnywhere(one).length > 0)) return [at({})]
    return Array.from({ length: gridSize(own) }, (_, index) => at(parametersAt(own, index)))
  })
}
