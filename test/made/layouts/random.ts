/** Draws from a seed, the same on every machine. */
export interface Random {
  /** Within [0, 1). */
  readonly next: () => number
  /** Whole, from `low` to `high`, both included. */
  readonly int: (low: number, high: number) => number
  readonly chance: (probability: number) => boolean
  readonly normal: () => number
  readonly pick: <Item>(items: readonly Item[]) => Item
  readonly shuffle: <Item>(items: readonly Item[]) => readonly Item[]
}

/** The generator mulberry32 (Tommy Ettinger): 32 bits of state are enough for layouts. */
export function createRandom(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const pick = <Item>(items: readonly Item[]) => items[int(0, items.length - 1)]
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    // Box and Muller.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (items) => {
      const left = [...items]
      for (let i = left.length - 1; i > 0; i--) {
        const j = int(0, i)
        ;[left[i], left[j]] = [left[j], left[i]]
      }
      return left
    },
  }
}
