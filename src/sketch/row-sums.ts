/** Sums of softmax rows beside sketches that are added up. */
import type { RowSums } from './sketch.ts'

/**
 * Of both; unknown where one is, or where they are parted at different margins.
 *
 * @param move the number that a group of `b` has in the sum
 */
export function addRowSums(
  a: RowSums | undefined,
  b: RowSums | undefined,
  move: (group: number) => number,
): RowSums | undefined {
  if (!a || !b || a.margin !== b.margin) return undefined
  const groups = [...a.groups]
  b.groups.forEach((sums, index) => {
    if (!sums) return
    const target = move(index)
    groups[target] = groups[target]?.map((one, k) => one + sums[k]) ?? sums
  })
  return { margin: a.margin, groups }
}
