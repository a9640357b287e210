/** The selected loss class by class, or slice by slice. */
import { createComparison } from '../analysis/compare.ts'
import type { Loss } from '../losses/loss.ts'
import { formatLoss } from '../views/numbers.ts'
import { createCache } from './cache.ts'
import type { GroupData } from './charts/types.ts'
import { type DataFile, groupsOf } from './data-file.ts'
import { type Model, optionsOf } from './model.ts'
import { VALUE_TITLES } from './numbers.ts'
import { type State, selectedLoss } from './state.ts'

export interface Groups {
  /** Null without groups. */
  data(state: State): GroupData | null
}

interface GroupValue {
  readonly name: string
  readonly count: number
  readonly value: number
}

/** A mean is the same wherever easy and hard are parted; this is an edge of every sketch. */
const MARGIN = 0

export function createGroups(model: Model): Groups {
  const comparisons = createCache<(loss: Loss) => readonly GroupValue[]>(2 * model.files.length)
  const values = createCache<readonly GroupValue[]>(40)
  const charts = createCache<GroupData>(1)

  const valuesOf = (file: number, by: 'class' | 'slice', state: State) => {
    const key = `${file} ${by} ${state.reduction}`
    const { loss } = selectedLoss(state)
    return values.get(`${key} ${loss.spec}`, () =>
      comparisons.get(key, () => compareGroups(model.files[file], by, state))(loss),
    )
  }
  return {
    data(state) {
      const { by, file, reduction } = state
      if (by === null) return null
      const { loss } = selectedLoss(state)
      return charts.get([file, by, reduction, loss.spec].join(' '), () =>
        chartOf(loss, state, valuesOf(file, by, state), file > 0 ? valuesOf(0, by, state) : []),
      )
    },
  }
}

/** The values of a loss in all groups with samples, largest first. What does not depend on the loss is done once. */
function compareGroups(file: DataFile, by: 'class' | 'slice', { reduction }: State) {
  const parts = groupsOf(file, by).map(({ name, data }) => ({
    name,
    compare: createComparison(data, optionsOf({ margin: MARGIN, reduction })),
  }))
  return (loss: Loss): readonly GroupValue[] =>
    parts
      .flatMap(({ name, compare }) => {
        const { count, losses } = compare([loss])
        const { value } = losses[0]
        return value === null ? [] : [{ name, count, value }]
      })
      .sort((a, b) => b.value - a.value)
}

function chartOf(
  { title }: Loss,
  { by, reduction }: State,
  values: readonly GroupValue[],
  first: readonly GroupValue[],
): GroupData {
  const overlays = new Map(first.map(({ name, value }) => [name, value]))
  return {
    title: `${title} by ${by}`,
    measure: `${VALUE_TITLES[reduction]} of ${title}`,
    rows: values.map((row) => ({ ...row, label: formatLoss(row.value), overlay: overlays.get(row.name) })),
  }
}
