/** The heat map of the selected loss: a quantity at every setting of its parameters. */

import type { Loss } from '../../losses/loss.ts'
import type { ParameterValue, ParameterValues } from '../../losses/parameter.ts'
import { formatTitle } from '../../losses/spec/spec.ts'
import { parseQuantity, quantityOf } from '../../measures/quantities.ts'
import { createFamily, type Family } from '../../questions/tune/family.ts'
import type { HeatAxis, HeatData } from '../charts/kit/types.ts'
import { type State, selectedLoss } from '../state/state.ts'
import { createCache } from './cache.ts'
import { dataFor } from './data-file.ts'
import { axesOf, type MapAxis, placeOn } from './map-axes.ts'
import type { Model } from './model.ts'

export interface SweepMap {
  /** Null for a loss with nothing to sweep. */
  data(state: State): HeatData | null
  /** The setting of a cell. */
  settingAt(state: State, row: number, column: number): Readonly<Record<string, ParameterValue>>
}

/** A strip instead of a map has a single row, which stands for nothing. */
const NO_AXIS: MapAxis = { parameter: '', label: '', values: [] }

type Values = HeatData['values']

export function createSweepMap(model: Model): SweepMap {
  const valuesOf = createMapValues(model)
  return {
    data(state) {
      const { loss } = selectedLoss(state)
      const axes = mapAxes(loss, model, state)
      if (!axes) return null
      const { kind, meaning } = parseQuantity(state.map, model.files[state.file].pooled.grouping.task)
      const [row, column] = axes.map((axis) => place(axis, loss))
      return {
        title: `${formatTitle(loss.definition, fixedOf(loss, axes))}: ${meaning}`,
        rowAxis: heatAxis(axes[0]),
        columnAxis: heatAxis(axes[1]),
        values: valuesOf(state, loss, axes),
        unit: kind === 'share' ? 'share' : 'ratio',
        current: row === null || column === null ? null : { row, column },
      }
    },
    settingAt(state, row, column) {
      const axes = mapAxes(selectedLoss(state).loss, model, state)
      return axes ? { ...settings(axes[0])[row], ...settings(axes[1])[column] } : {}
    },
  }
}

/** The numbers of a map. A family does the work once for each gamma; alpha and epsilon then cost next to nothing. */
function createMapValues(model: Model) {
  const families = createCache<Family>(8)
  const maps = createCache<Values>(16)
  return ({ file, margin, map }: State, loss: Loss, [rows, columns]: readonly MapAxis[]): Values => {
    const { definition } = loss
    const fixed = fixedOf(loss, [rows, columns])
    const data = dataFor(model.files[file], loss)
    const key = [file, definition.name, data === model.files[file].pooled, margin].join(' ')
    return maps.get([key, map, ...Object.entries(fixed).flat()].join(' '), () => {
      const family = families.get(key, () => createFamily(data, { definition, given: {} }, margin))
      const quantity = parseQuantity(map, data.grouping.task)
      const valueAt = (setting: ParameterValues) =>
        quantityOf(quantity, family.sumsAt({ ...fixed, ...setting }))
      return settings(rows).map((row) => settings(columns).map((column) => valueAt({ ...row, ...column })))
    })
  }
}

/** Rows and columns. */
function mapAxes(loss: Loss, model: Model, { file }: State): readonly [MapAxis, MapAxis] | null {
  const axes = axesOf(loss, model.files[file].pooled.grouping.task)
  if (axes.length === 0) return null
  return axes.length === 2 ? [axes[0], axes[1]] : [NO_AXIS, axes[0]]
}

/** The parameters that are no axis. */
function fixedOf({ parameters }: Loss, axes: readonly MapAxis[]): ParameterValues {
  const swept = axes.map(({ parameter }) => parameter)
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !swept.includes(name)))
}

function settings({ parameter, values }: MapAxis): readonly Readonly<Record<string, ParameterValue>>[] {
  return parameter === '' ? [{}] : values.map((value) => ({ [parameter]: value }))
}

function heatAxis({ label, values, parameter }: MapAxis): HeatAxis {
  return { label, values: parameter === '' ? [''] : values }
}

function place(axis: MapAxis, { parameters }: Loss): number | null {
  return axis.parameter === '' ? 0 : placeOn(axis, parameters[axis.parameter])
}
