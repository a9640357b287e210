/** Places a line can stand at, and how it moves between them. */

/** Index of the nearest of ascending places; the lower of two as near. */
export function nearestIndex(places: readonly number[], value: number): number {
  let [low, high] = [0, places.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    // Halfway between it and the next.
    if (value > (places[middle] + places[middle + 1]) / 2) low = middle + 1
    else high = middle
  }
  return low
}

/** How far a key moves a slider among `length` places; undefined for a key that it has no use for. */
export function moveByKey(key: string, index: number, length: number, leap: number): number | undefined {
  const target = targetOf(key, index, length, leap)
  return target === undefined ? undefined : Math.min(length - 1, Math.max(0, target))
}

function targetOf(key: string, index: number, length: number, leap: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return index + 1
    case 'ArrowLeft':
    case 'ArrowDown':
      return index - 1
    case 'PageUp':
      return index + leap
    case 'PageDown':
      return index - leap
    case 'Home':
      return 0
    case 'End':
      return length - 1
  }
}
