/** Class weights: factors of each class in every average, as PyTorch's `weight` and scikit-learn's `balanced`. */
import { UsageError } from '../errors.ts'
import { classPlace, type Grouping, identifyGroup } from '../margin/grouping.ts'
import type { Sketch } from '../sketch/sketch.ts'
import { countGroup } from '../sketch/sums/evaluate.ts'

/** One factor a class, [negative, positive] for binary data; `balanced` for n / (classes x n_class); null for none. */
export type ClassWeights = readonly number[] | 'balanced' | null

/** Factors by class. Throws a UsageError when their number is not that of the classes. */
export function resolveClassWeights(
  weights: ClassWeights,
  sketch: Sketch,
  grouping: Grouping,
): readonly number[] | null {
  if (weights === null) return null
  const classes = grouping.task === 'softmax' ? grouping.classes.length : 2
  if (weights === 'balanced') return balanced(countClasses(sketch, grouping, classes))
  if (weights.length === classes) return weights
  throw new UsageError(`--class-weight has ${weights.length} factors and there are ${classes} classes`)
}

function balanced(counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const present = counts.filter((count) => count > 0).length
  return counts.map((count) => (count > 0 ? total / (present * count) : 0))
}

function countClasses(sketch: Sketch, grouping: Grouping, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  sketch.groups.forEach((group, index) => {
    if (group) counts[classPlace(identifyGroup(grouping, index))] += countGroup(group)
  })
  return counts
}
