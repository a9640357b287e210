/**
 * The least and the greatest of any number of values, and of what they are at least and at most: a hundred thousand
 * arguments of Math.min are more than the stack holds.
 */
export function least(values: Iterable<number>, atMost = Number.POSITIVE_INFINITY): number {
  let low = atMost
  for (const value of values) low = Math.min(low, value)
  return low
}

export function greatest(values: Iterable<number>, atLeast = Number.NEGATIVE_INFINITY): number {
  let high = atLeast
  for (const value of values) high = Math.max(high, value)
  return high
}
