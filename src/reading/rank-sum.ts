/** Whether numbers of one group tend to be higher than those of another: the rank sum of Wilcoxon, Mann and Whitney. */

/** By how many standard errors, if neither were, those of `ones` rank above those of `zeros`. */
export function rankError(ones: readonly number[], zeros: readonly number[]): number {
  const ranks = ranksOf([...zeros, ...ones])
  const expected = (ones.length * (ranks.length + 1)) / 2
  const error = Math.sqrt((ones.length * zeros.length * (ranks.length + 1)) / 12)
  return (ranks.slice(zeros.length).reduce((sum, rank) => sum + rank, 0) - expected) / error
}

/** Errors from which on that is no chance where many pairs are looked at: any of those of a hundred classes, by one useless model in 700. */
export const SURE_OF_PAIRS = 5

/** Rows of a group, of which fewer are never that sure: the rank sum of n and any number of others lies within sqrt(3 n) errors. */
export const FEWEST = Math.ceil(SURE_OF_PAIRS ** 2 / 3)

/** From 1 on; equal values share the mean of their ranks. */
function ranksOf(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b)
  const last = new Map(sorted.map((value, i) => [value, i + 1]))
  const first = new Map(sorted.map((value, i) => [value, i + 1] as const).toReversed())
  return values.map((value) => (first.get(value)! + last.get(value)!) / 2)
}
