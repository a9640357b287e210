import { addNumbers, momentsAt } from './segments.ts'
import { type GroupSketch, groupAt, type Sketch } from './sketch.ts'
import { inUnits, meetExponent } from './squares.ts'
import { createStore, type Store } from './store.ts'

/**
 * Adds the samples of `other` to `target`. Both must have the same edges and agree on whether there are weights. Throws
 * SketchFull when there are too many segments; the sum is then of no use.
 */
export function mergeInto(target: Sketch, other: Sketch): void {
  if (target.grid.edges.join() !== other.grid.edges.join())
    throw new RangeError('sketches with different edges')
  if ((target.squares === null) !== (other.squares === null))
    throw new RangeError('only one sketch has weights')
  addGroups(target.store, target.groups, other.groups)
  if (target.squares && other.squares) addGroups(target.store, target.squares, other.squares)
}

/** The groups of a sketch with those added up that `joined` gives the same number. */
export function joinGroups({ groups }: Sketch, joined: (index: number) => number): Sketch['groups'] {
  const [store, target]: [Store, Sketch['groups']] = [createStore(), []]
  groups.forEach((group, index) => {
    if (group) addGroup(store, groupAt(target, joined(index)), group)
  })
  return target
}

function addGroups(store: Store, target: Sketch['groups'], other: Sketch['groups']): void {
  other.forEach((group, index) => {
    if (group) addGroup(store, groupAt(target, index), group)
  })
}

function addGroup(store: Store, target: GroupSketch, group: GroupSketch): void {
  meetExponent(target, group.exponent)
  const other = inUnits(group, target.exponent)
  if (other.below[0] > 0) target.lowest = Math.max(target.lowest, other.lowest)
  for (const tail of ['below', 'above', 'far'] as const) addNumbers(target[tail], other[tail])
  for (const [number, moments] of other.segments) addNumbers(momentsAt(store, target, number), moments)
}
