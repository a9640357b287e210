/** The selected loss class by class, or slice by slice. */

import type { Loss } from '../../losses/loss.ts'
import { readyGroups } from '../../measures/bands.ts'
import { createParts } from '../../questions/compare/compare.ts'
import { countPositive, VALUE_TITLES } from '../../views/words/band-words.ts'
import { formatLoss } from '../../views/words/numbers.ts'
import { unitsOf } from '../../views/words/unit.ts'
import type { GroupData } from '../charts/kit/types.ts'
import { type State, selectedLoss } from '../state/state.ts'
import { createCache } from './cache.ts'
import type { DataFile } from './data-file.ts'
import type { Model } from './model.ts'

export interface Groups {
  /** Null without groups. */
  data(state: State): GroupData | null
}

interface GroupValue {
  readonly name: string
  readonly count: number
  readonly positive: number | null
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
  const firstOf = (by: 'class' | 'slice', state: State) => ({
    name: model.files[0].name,
    values: valuesOf(0, by, state),
  })
  return {
    data(state) {
      const { by, file, reduction } = state
      if (by === null) return null
      const { loss } = selectedLoss(state)
      return charts.get([file, by, reduction, loss.spec].join(' '), () =>
        chartOf(
          loss,
          { by, reduction, counted: unitsOf(model.files[file].pooled.source.task) },
          valuesOf(file, by, state),
          file > 0 ? firstOf(by, state) : null,
        ),
      )
    },
  }
}

/** The values of a loss in all groups with samples, largest first. What does not depend on the loss is done once. */
function compareGroups({ whole }: DataFile, by: 'class' | 'slice', { reduction }: State) {
  const groups = readyGroups(whole.sketch, whole.grouping, MARGIN, null)
  const breakDown = createParts(groups, whole, by, reduction)
  // Of two classes each is of one sign.
  const isOneSign = by === 'class' && whole.grouping.task === 'binary'
  return (loss: Loss): readonly GroupValue[] =>
    breakDown([loss])
      .flatMap(({ name, count, bands, losses: [{ value }] }) =>
        value === null ? [] : [{ name, count, positive: isOneSign ? null : countPositive(bands), value }],
      )
      .sort((a, b) => b.value - a.value)
}

function chartOf(
  { title }: Loss,
  {
    by,
    reduction,
    counted,
  }: Pick<State, 'reduction'> & Pick<GroupData, 'counted'> & { readonly by: 'class' | 'slice' },
  values: readonly GroupValue[],
  first: { readonly name: string; readonly values: readonly GroupValue[] } | null,
): GroupData {
  const overlays = new Map(first?.values.map(({ name, value }) => [name, value]))
  return {
    title: `${title} by ${by}`,
    noun: by,
    counted,
    measure: `${VALUE_TITLES[reduction]} of ${title}`,
    overlayName: first?.name,
    rows: values.map((row) => {
      // A group without samples in the first file has nothing beside it.
      const overlay = overlays.get(row.name)
      const overlayLabel = overlay === undefined ? undefined : formatLoss(overlay)
      return { ...row, label: formatLoss(row.value), overlay, overlayLabel }
    }),
  }
}
