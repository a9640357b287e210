export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Runs alternate, so the i-th of one tool stands beside the i-th of the other: the machine's moods cancel. */
export const medianRatio = (above, below) => median(above.map((value, i) => value / below[i]))
