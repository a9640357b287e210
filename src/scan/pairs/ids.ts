/**
 * Ids with numbers, in the order in which they are met. Open addressing over typed arrays finds them: a Map of a million
 * strings takes twice as long, and is the most of what a join by id takes.
 */
export interface Ids {
  /** The number of an id, -1 when it is unknown. */
  find(id: string): number
  /** Gives an unknown id its number. */
  add(id: string): number
  /** All, each at its number. */
  readonly all: readonly string[]
}

const FIRST_PLACES = 1 << 12

export function createIds(): Ids {
  const all: string[] = []
  // Number + 1 of the id at a place, 0 where there is none, and its hash.
  let numbers = new Int32Array(FIRST_PLACES)
  let hashes = new Int32Array(FIRST_PLACES)
  /** The place of an id, or the free one where it would stand. */
  const placeOf = (id: string, hash: number): number => {
    const mask = numbers.length - 1
    let place = hash & mask
    while (numbers[place] !== 0 && (hashes[place] !== hash || all[numbers[place] - 1] !== id))
      place = (place + 1) & mask
    return place
  }
  const grow = () => {
    const [old, known] = [numbers, hashes]
    numbers = new Int32Array(2 * old.length)
    hashes = new Int32Array(2 * old.length)
    const mask = numbers.length - 1
    for (let i = 0; i < old.length; i++) {
      if (old[i] === 0) continue
      let place = known[i] & mask
      while (numbers[place] !== 0) place = (place + 1) & mask
      numbers[place] = old[i]
      hashes[place] = known[i]
    }
  }
  return {
    all,
    find: (id) => numbers[placeOf(id, hashOf(id))] - 1,
    add(id) {
      if (2 * all.length >= numbers.length) grow()
      const hash = hashOf(id)
      const place = placeOf(id, hash)
      hashes[place] = hash
      numbers[place] = all.push(id)
      return all.length - 1
    },
  }
}

/** FNV-1a over UTF-16 units, its bits mixed: ids differ in their last digits. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}
