/** In which order objects have their keys: JSON gives it no meaning, and most programs write one and the same. */

/** The orders met so far, and how often each. */
export type Orders = Map<string, { readonly keys: readonly string[]; count: number }>

export function countOrder(orders: Orders, keys: readonly string[]): void {
  const name = keys.join('\0')
  const known = orders.get(name)
  if (known) known.count++
  else orders.set(name, { keys, count: 1 })
}

/** The share of objects that have one order, where it is more than chance. */
const MOST = 0.75

/**
 * All keys, in the order that most objects have them in.
 * @param met in the order in which they were met
 */
export function inUsualOrder(
  orders: Orders,
  met: readonly string[],
): { readonly keys: readonly string[]; readonly isUsual: boolean } {
  const all = [...orders.values()]
  const usual = all.toSorted((a, b) => b.count - a.count)[0]?.keys ?? []
  const placeOf = new Map(usual.map((key, place) => [key, place]))
  const agrees = (keys: readonly string[]) => {
    const places = keys.flatMap((key) => placeOf.get(key) ?? [])
    return places.every((place, i) => i === 0 || place > places[i - 1])
  }
  const count = (some: typeof all) => some.reduce((sum, { count }) => sum + count, 0)
  const isUsual = count(all.filter(({ keys }) => agrees(keys))) >= MOST * count(all)
  // Keys that some objects lack stay where they were met.
  const keys = agrees(met) ? met : [...usual, ...met.filter((key) => !placeOf.has(key))]
  return { keys, isUsual }
}
