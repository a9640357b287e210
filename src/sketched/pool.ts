/** The samples of all classes and slices together, where only negatives and positives need to be told apart. */
import { createGrouping, identifyGroup } from '../margin/grouping.ts'
import { mergeInto } from '../sketch/merge.ts'
import { createSketch, type GroupSketch, type Sketch } from '../sketch/sketch.ts'
import type { SketchedData } from './sketched-data.ts'

/** The same data set in one group, or two. A thousand classes then cost what one does. */
export function pool(data: SketchedData): SketchedData {
  const { grouping, sketch } = data
  const pooled = createSketch(sketch.grid, sketch.squares !== null)
  for (let index = 0; index < sketch.groups.length; index++) {
    const target = identifyGroup(grouping, index).positive ? 1 : 0
    mergeInto(pooled, groupAlone(sketch, index, target))
  }
  return {
    ...data,
    grouping: createGrouping(grouping.task, grouping.classes, false),
    slices: [''],
    sketch: pooled,
  }
}

/** A sketch of that group only, which is group `target` there. */
function groupAlone(sketch: Sketch, index: number, target: number): Sketch {
  const alone = (all: Sketch['groups']) => {
    const made: (GroupSketch | undefined)[] = []
    made[target] = all[index]
    return made
  }
  return { ...sketch, groups: alone(sketch.groups), squares: sketch.squares && alone(sketch.squares) }
}
