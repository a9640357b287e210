/** Class weights: factors of each class in every average, as PyTorch's `weight` and scikit-learn's `balanced`. */
import { UsageError } from '../errors.ts'
import { misfit } from '../losses/bound.ts'
import { classPlace, type Grouping, identifyGroup } from '../margin/grouping.ts'
import type { Sketch } from '../sketch/sketch.ts'
import { countGroup } from '../sketch/sums/evaluate.ts'

/**
 * One factor a class, [negative, positive] for binary data; `balanced` for n / (classes x n_class); `effective` for
 * (1 - beta) / (1 - beta^n_class) times what makes the mean factor 1 (Cui et al. 2019, arXiv:1901.05555); null for none.
 */
export type ClassWeights = readonly number[] | RuleOfCounts | null

/** Factors that follow from how many samples each class has. */
export type RuleOfCounts = 'balanced' | { readonly effective: number }

/** Factors by class. Throws a UsageError when their number is not that of the classes. */
export function resolveClassWeights(
  weights: ClassWeights,
  sketch: Sketch,
  grouping: Grouping,
): readonly number[] | null {
  if (weights === null) return null
  const classes = grouping.task === 'softmax' ? grouping.classes.length : 2
  if (isRule(weights)) return ofCounts(weights, countClasses(sketch, grouping, classes))
  if (weights.length === classes && weights.every((weight) => weight === 0))
    throw new UsageError('all class weights are 0', 'give one class at least a weight above 0')
  if (weights.length === classes) return weights
  if (grouping.task === 'multilabel')
    throw new UsageError(
      `the class weight has ${weights.length} value${weights.length === 1 ? '' : 's'}, and with multi-label data it has two: of the negatives and the positives of every class`,
      'a list of alpha has one for each class',
    )
  throw misfit('the class weight', weights.length, classes, grouping.classes)
}

function isRule(weights: NonNullable<ClassWeights>): weights is RuleOfCounts {
  return !Array.isArray(weights)
}

/** Classes without samples have no factor, and are not counted among the classes. */
function ofCounts(rule: RuleOfCounts, counts: readonly number[]): readonly number[] {
  const present = counts.filter((count) => count > 0)
  const sizeOf = rule === 'balanced' ? (count: number) => count : effectiveNumber(rule.effective)
  const scale =
    rule === 'balanced'
      ? sumOf(present) / present.length
      : present.length / sumOf(present.map((count) => 1 / sizeOf(count)))
  return counts.map((count) => (count > 0 ? scale / sizeOf(count) : 0))
}

/** 1 - beta^n, of which a beta near 1 would leave no digits. */
function effectiveNumber(beta: number): (count: number) => number {
  return (count) => -Math.expm1(count * Math.log(beta))
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}

function countClasses(sketch: Sketch, grouping: Grouping, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  sketch.groups.forEach((group, index) => {
    if (group) counts[classPlace(identifyGroup(grouping, index))] += countGroup(group)
  })
  return counts
}
