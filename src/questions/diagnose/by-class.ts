/** What multiplies labels, or classes against the rest, each with numbers of its own. */
import { type Factor, USUAL } from './choice.ts'
import { shareOf } from './factors.ts'
import { list, meanOf, near } from './numbers.ts'

/** Negatives and positives of each class in turn. */
const pairs = (found: readonly number[]) =>
  Array.from({ length: found.length / 2 }, (_, c) => [found[2 * c], found[2 * c + 1]] as const)

/** A number of each class from what its negatives and positives came out as; null for one class, or where all are the same. */
const ofEach = (found: readonly number[], of: (pair: readonly [number, number]) => number | null) => {
  const each = pairs(found).map(of)
  const known = each.filter((x): x is number => x !== null)
  return known.length < each.length || meanOf(known, 1e-7) !== null ? null : known
}

/** Factors of a reading class by class. */
export const BY_CLASS: readonly Factor[] = [
  {
    ...USUAL,
    words: ({ labelWeights }) => `weights ${list(labelWeights as readonly number[])} by label`,
    cost: 1,
    solve(found) {
      const labelWeights = ofEach(found, ([negative, positive]) =>
        Number.isNaN(negative) || Number.isNaN(positive) || near(negative, positive)
          ? (meanOf([negative, positive]) ?? 1)
          : null,
      )
      return labelWeights?.every((weight) => weight >= 0) ? { labelWeights } : null
    },
    values: ({ labelWeights }) => (labelWeights as readonly number[]).flatMap((weight) => [weight, weight]),
  },
  {
    ...USUAL,
    words: ({ alphas }) => `α = ${list(alphas as readonly number[])}`,
    cost: 1,
    solve(found) {
      const alphas = ofEach(found, ([negative, positive]) => shareOf(negative, positive))
      return alphas && { alphas }
    },
    values: ({ alphas }) => (alphas as readonly number[]).flatMap((a) => [1 - a, a]),
  },
  {
    ...USUAL,
    words: ({ posWeights }) => `positives weighing ${list(posWeights as readonly number[])}`,
    cost: 1,
    solve(found) {
      const posWeights = ofEach(found, ([negative, positive]) =>
        Number.isNaN(negative) || near(negative, 1) ? (Number.isNaN(positive) ? 1 : positive) : null,
      )
      return posWeights?.every((weight) => weight > 0) ? { posWeights } : null
    },
    values: ({ posWeights }) => (posWeights as readonly number[]).flatMap((weight) => [1, weight]),
  },
]
