import type { GroupSketch, Sketch } from './sketch.ts'
import { groupAt } from './sketch.ts'

/** Adds the samples of `other` to `target`. Both must have the same edges and agree on whether there are weights. */
export function mergeInto(target: Sketch, other: Sketch): void {
  if (target.grid.edges.join() !== other.grid.edges.join())
    throw new RangeError('sketches with different edges')
  if ((target.squares === null) !== (other.squares === null))
    throw new RangeError('only one sketch has weights')
  addGroups(target.groups, other.groups)
  if (target.squares && other.squares) addGroups(target.squares, other.squares)
}

function addGroups(target: (GroupSketch | undefined)[], other: readonly (GroupSketch | undefined)[]): void {
  other.forEach((group, index) => {
    if (group) addGroup(groupAt(target, index), group)
  })
}

function addGroup(target: GroupSketch, other: GroupSketch): void {
  add(target.below, other.below)
  add(target.above, other.above)
  add(target.far, other.far)
  other.pages.forEach((page, index) => {
    if (!page) return
    const own = target.pages[index]
    if (own) add(own, page)
    else target.pages[index] = page.slice()
  })
}

function add(target: Float64Array, other: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i] += other[i]
}
