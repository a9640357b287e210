/** The N of many with the largest keys, kept while they go by. Of equals the earlier ones stay. */
import TinyQueue from 'tinyqueue'

export interface Top<T> {
  /** What a key must be above to be kept. */
  least(): number
  /** Makes the entry only if it is kept. */
  offer(key: number, make: () => T): void
  /** Largest first. Empties it. */
  take(): readonly T[]
}

export function createTop<T>(size: number): Top<T> {
  const queue = new TinyQueue<{ key: number; order: number; entry: T }>(
    [],
    (a, b) => a.key - b.key || b.order - a.order,
  )
  let order = 0
  return {
    least: () =>
      queue.length < size ? Number.NEGATIVE_INFINITY : (queue.peek()?.key ?? Number.POSITIVE_INFINITY),
    offer(key, make) {
      order++
      if (queue.length >= size && !(key > (queue.peek()?.key ?? Number.POSITIVE_INFINITY))) return
      queue.push({ key, order, entry: make() })
      if (queue.length > size) queue.pop()
    },
    take() {
      const entries = Array.from({ length: queue.length }, () => queue.pop()!)
      return entries.reverse().map(({ entry }) => entry)
    },
  }
}
