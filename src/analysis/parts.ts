/** Each class or slice of a data set as a data set of its own. */
import { identifyGroup } from '../margin/grouping.ts'
import type { Sketch } from '../sketch/sketch.ts'
import type { SketchedData } from './sketched-data.ts'

export interface Part {
  readonly name: string
  readonly data: SketchedData
}

/** Those with samples, in the order of the classes or slices. Their groups keep their numbers. */
export function partsOf(data: SketchedData, by: 'class' | 'slice'): readonly Part[] {
  const { grouping, sketch, slices } = data
  const parts = new Map<number, number[]>()
  sketch.groups.forEach((_, index) => {
    const { slice, classIndex } = identifyGroup(grouping, index)
    const key = by === 'slice' ? slice : (classIndex ?? 0)
    parts.set(key, [...(parts.get(key) ?? []), index])
  })
  const names = by === 'slice' ? slices : grouping.classes
  return [...parts]
    .sort(([a], [b]) => a - b)
    .map(([key, groups]) => ({ name: names[key], data: { ...data, sketch: only(sketch, groups) } }))
}

function only({ grid, groups, squares }: Sketch, indices: readonly number[]): Sketch {
  const keep = (all: Sketch['groups']) => {
    const kept: Sketch['groups'] = []
    for (const index of indices) kept[index] = all[index]
    return kept
  }
  return { grid, groups: keep(groups), squares: squares && keep(squares) }
}
