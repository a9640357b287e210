/**
 * Keys with numbers, in the order in which they are met. Open addressing over typed arrays finds them. What takes time is to
 * wait for memory, for which a processor waits many at a time in short loops, and one by one in long ones.
 */
import { idOfKey, type Keys } from './keys.ts'

export interface Ids {
  /** How many there are, and bytes that they take. */
  count(): number
  bytes(): number
  /** The number of each key, -1 where it is unknown. */
  find(keys: Keys): Int32Array
  /** The same, and gives each that is unknown its number. */
  add(keys: Keys): Int32Array
  /** The id of a number. */
  name(number: number): string
}

const FIRST_PLACES = 1 << 12
const FIRST_BYTES = 1 << 16

/** Keys looked up at once: what they touch stays near to the processor. */
const AT_ONCE = 512

/** @param expected about how many there will be */
export function createIds(expected: number): Ids {
  let count = 0
  // Where each key ends among the bytes of all; the first begins at 0.
  let ends = new Uint32Array(FIRST_PLACES)
  let bytes = new Uint8Array(FIRST_BYTES)
  // Number + 1 of the key at a place, 0 where there is none, and beside it its hash.
  let table = new Int32Array(lengthFor(4 * expected, 4 * FIRST_PLACES))

  const isSame = (number: number, { bytes: own, starts, ends: ownEnds }: Keys, i: number): boolean => {
    const at = ends[number]
    const from = starts[i]
    const length = ends[number + 1] - at
    let k = length === ownEnds[i] - from ? 0 : length + 1
    while (k < length && bytes[at + k] === own[from + k]) k++
    return k === length
  }
  /** The place of a key, or the free one where it would stand. */
  const placeOf = (hash: number, keys: Keys, i: number): number => {
    const places = table
    const mask = places.length - 1
    let place = (hash << 1) & mask
    while (places[place] !== 0 && (places[place + 1] !== hash || !isSame(places[place] - 1, keys, i)))
      place = (place + 2) & mask
    return place
  }
  /** Room for so many keys and bytes more: half of the places stay free. */
  const makeRoom = (more: number, moreBytes: number) => {
    ends = grown(ends, count + more + 1)
    bytes = grown(bytes, ends[count] + moreBytes)
    const length = lengthFor(4 * (count + more), table.length)
    if (length > table.length) table = spread(table, length)
  }
  const append = ({ bytes: own, starts, ends: ownEnds }: Keys, i: number): number => {
    const start = starts[i]
    const length = ownEnds[i] - start
    const at = ends[count]
    for (let k = 0; k < length; k++) bytes[at + k] = own[start + k]
    ends[++count] = at + length
    return count
  }
  /** The same as `placeOf` of keys from one on, which all find a hash that is theirs, and nearly always themselves. */
  const findSome = (keys: Keys, hashes: Int32Array, from: number, numbers: Int32Array) => {
    const places = table
    const mask = places.length - 1
    for (let i = 0; i < numbers.length; i++) {
      const hash = hashes[from + i]
      let place = (hash << 1) & mask
      while (places[place] !== 0 && places[place + 1] !== hash) place = (place + 2) & mask
      numbers[i] = places[place] - 1
    }
    fetch(ends, bytes, numbers)
    for (let i = 0; i < numbers.length; i++)
      if (numbers[i] >= 0 && !isSame(numbers[i], keys, from + i))
        numbers[i] = table[placeOf(hashes[from + i], keys, from + i)] - 1
  }
  const addOne = (hash: number, keys: Keys, i: number): number => {
    const places = table
    const place = placeOf(hash, keys, i)
    if (places[place] === 0) {
      places[place] = append(keys, i)
      places[place + 1] = hash
    }
    return places[place] - 1
  }
  return {
    count: () => count,
    bytes: () => ends[count],
    find(keys) {
      const hashes = hashesOf(keys)
      const numbers = new Int32Array(keys.length)
      for (let from = 0; from < keys.length; from += AT_ONCE)
        findSome(keys, hashes, from, numbers.subarray(from, from + AT_ONCE))
      return numbers
    },
    add(keys) {
      const numbers = hashesOf(keys)
      makeRoom(keys.length, bytesOf(keys))
      for (let from = 0; from < keys.length; from += AT_ONCE) {
        const to = Math.min(from + AT_ONCE, keys.length)
        fetchPlaces(table, numbers.subarray(from, to))
        for (let i = from; i < to; i++) numbers[i] = addOne(numbers[i], keys, i)
      }
      return numbers
    },
    name: (number) => idOfKey(bytes.subarray(ends[number], ends[number + 1])),
  }
}

/** Reads the first byte of each key, so that all of them are on their way when the first is needed. */
function fetch(ends: Uint32Array, bytes: Uint8Array, numbers: Int32Array): number {
  let all = 0
  for (let i = 0; i < numbers.length; i++) if (numbers[i] >= 0) all ^= bytes[ends[numbers[i]]]
  return all
}

/** The same of the places of hashes. */
function fetchPlaces(places: Int32Array, hashes: Int32Array): number {
  const mask = places.length - 1
  let all = 0
  for (let i = 0; i < hashes.length; i++) all ^= places[(hashes[i] << 1) & mask]
  return all
}

/** The entries of a table in a longer one. */
function spread(table: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const places = new Int32Array(length)
  const mask = length - 1
  for (let at = 0; at < table.length; at += 2) {
    if (table[at] === 0) continue
    let place = (table[at + 1] << 1) & mask
    while (places[place] !== 0) place = (place + 2) & mask
    places[place] = table[at]
    places[place + 1] = table[at + 1]
  }
  return places
}

/** A power of two. */
function lengthFor(least: number, length: number): number {
  return length >= least ? length : lengthFor(least, 2 * length)
}

/** The same array where it is long enough, else one at least twice as long. */
function grown<T extends Uint32Array | Uint8Array>(array: T, least: number): T {
  if (array.length >= least) return array
  const Kind = array.constructor as new (length: number) => T
  const copy = new Kind(lengthFor(least, array.length))
  copy.set(array)
  return copy
}

function bytesOf({ length, starts, ends }: Keys): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += ends[i] - starts[i]
  return sum
}

/** FNV-1a over bytes, its bits mixed: ids differ in their last digits. */
function hashesOf({ length, bytes, starts, ends }: Keys): Int32Array {
  const hashes = new Int32Array(length)
  for (let i = 0; i < length; i++) {
    let hash = 0x811c9dc5
    const end = ends[i]
    for (let at = starts[i]; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    hashes[i] = hash ^ (hash >>> 13)
  }
  return hashes
}
