/** Remembers what was computed, so that a slider that moves one loss costs the work of one. */

export interface Cache<Value> {
  get(key: string, make: () => Value): Value
}

/** Keeps the values asked for last, at most `limit` of them. */
export function createCache<Value>(limit: number): Cache<Value> {
  const known = new Map<string, Value>()
  return {
    get(key, make) {
      const value = known.has(key) ? known.get(key)! : make()
      // A map keeps the order in which keys came: the first is the one not asked for longest.
      known.delete(key)
      known.set(key, value)
      if (known.size > limit) known.delete(known.keys().next().value!)
      return value
    },
  }
}
