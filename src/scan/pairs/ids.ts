/**
 * Keys with numbers, in the order in which they are met. Open addressing over one typed array finds them. What takes time is
 * to wait for memory, so what tells keys apart stands where they are found: a place is four numbers, that of the key and one,
 * which is 0 where there is none, and the three of its print.
 */
import { idOfKey, type Keys } from './keys.ts'
import { isLong, keyOfPrint, MOST_IN_PRINT, PRINT, placeOfPrint, printsOf } from './prints.ts'

export interface Ids {
  /** How many there are, and bytes that long ones take. */
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

/** Numbers of a place; half of the places stay free. */
const PLACE = 1 + PRINT
const ROOM = 2 * PLACE

/** Keys looked up at once: what they touch stays near to the processor. */
const AT_ONCE = 512

/** @param expected about how many there will be */
export function createIds(expected: number): Ids {
  let count = 0
  // Where the bytes of each key end that its print does not hold; the first begins at 0.
  let ends = new Uint32Array(FIRST_PLACES)
  let bytes = new Uint8Array(FIRST_BYTES)
  let table = new Int32Array(lengthFor(ROOM * expected, ROOM * FIRST_PLACES))

  const isSame = (number: number, { bytes: own, starts, ends: ownEnds }: Keys, i: number): boolean => {
    const at = ends[number]
    const from = starts[i]
    const length = ends[number + 1] - at
    let k = length === ownEnds[i] - from ? 0 : length + 1
    while (k < length && bytes[at + k] === own[from + k]) k++
    return k === length
  }
  /** The place of a key, or the free one where it would stand. Those with the print of a long one may be others. */
  const placeOf = (prints: Int32Array, keys: Keys, i: number): number => {
    let place = firstPlace(table, prints, i, -1)
    if (isLong(prints, i))
      while (table[place] !== 0 && !isSame(table[place] - 1, keys, i))
        place = firstPlace(table, prints, i, place)
    return place
  }
  /** Room for so many keys and bytes more. */
  const makeRoom = (more: number, moreBytes: number) => {
    ends = grown(ends, count + more + 1)
    bytes = grown(bytes, ends[count] + moreBytes)
    const length = lengthFor(ROOM * (count + more), table.length)
    if (length > table.length) table = spread(table, length)
  }
  /** What prints do not hold of a key is kept. */
  const append = ({ bytes: own, starts, ends: ownEnds }: Keys, i: number): number => {
    const start = starts[i]
    const length = ownEnds[i] - start
    const at = ends[count]
    const to = bytes
    for (let k = 0; k < length; k++) to[at + k] = own[start + k]
    return length
  }
  const addSome = (prints: Int32Array, keys: Keys, from: number, to: number, numbers: Int32Array) => {
    const places = table
    const kept = ends
    for (let i = from; i < to; i++) {
      const place = placeOf(prints, keys, i)
      if (places[place] === 0) {
        const length = isLong(prints, i) ? append(keys, i) : 0
        kept[count + 1] = kept[count] + length
        places[place] = ++count
        places[place + 1] = prints[PRINT * i]
        places[place + 2] = prints[PRINT * i + 1]
        places[place + 3] = prints[PRINT * i + 2]
      }
      numbers[i] = places[place] - 1
    }
  }
  return {
    count: () => count,
    bytes: () => ends[count],
    find(keys) {
      const prints = printsOf(keys)
      const numbers = new Int32Array(keys.length)
      lookUp(table, prints, numbers)
      for (let i = 0; i < numbers.length; i++)
        if (numbers[i] >= 0 && isLong(prints, i) && !isSame(numbers[i], keys, i))
          numbers[i] = table[placeOf(prints, keys, i)] - 1
      return numbers
    },
    add(keys) {
      const prints = printsOf(keys)
      const numbers = new Int32Array(keys.length)
      makeRoom(keys.length, longBytes(keys))
      for (let from = 0; from < keys.length; from += AT_ONCE) {
        const to = Math.min(from + AT_ONCE, keys.length)
        fetchPlaces(table, prints, from, to)
        addSome(prints, keys, from, to, numbers)
      }
      return numbers
    },
    name(number) {
      const kept = bytes.subarray(ends[number], ends[number + 1])
      return idOfKey(kept.length > 0 ? kept : keyOfPrint(printAt(table, number)))
    },
  }
}

/** The place of the print, or the free one where it would stand, that is behind another; -1 for the first. */
function firstPlace(table: Int32Array, prints: Int32Array, i: number, behind: number): number {
  const mask = table.length - 1
  const a = prints[PRINT * i]
  const b = prints[PRINT * i + 1]
  const c = prints[PRINT * i + 2]
  let place = (behind < 0 ? PLACE * placeOfPrint(a, b, c) : behind + PLACE) & mask
  while (table[place] !== 0 && (table[place + 1] !== a || table[place + 2] !== b || table[place + 3] !== c))
    place = (place + PLACE) & mask
  return place
}

/** The numbers at the first places of prints, -1 where there is none. */
function lookUp(table: Int32Array, prints: Int32Array, numbers: Int32Array): void {
  const mask = table.length - 1
  for (let i = 0; i < numbers.length; i++) {
    const a = prints[PRINT * i]
    const b = prints[PRINT * i + 1]
    const c = prints[PRINT * i + 2]
    let place = (PLACE * placeOfPrint(a, b, c)) & mask
    while (table[place] !== 0 && (table[place + 1] !== a || table[place + 2] !== b || table[place + 3] !== c))
      place = (place + PLACE) & mask
    numbers[i] = table[place] - 1
  }
}

/** Reads the place of each print, so that all of them are on their way when the first is needed. */
function fetchPlaces(table: Int32Array, prints: Int32Array, from: number, to: number): number {
  const mask = table.length - 1
  let all = 0
  for (let at = PRINT * from; at < PRINT * to; at += PRINT)
    all ^= table[(PLACE * placeOfPrint(prints[at], prints[at + 1], prints[at + 2])) & mask]
  return all
}

/** The entries of a table in a longer one. */
function spread(table: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const places = new Int32Array(length)
  const mask = length - 1
  for (let at = 0; at < table.length; at += PLACE) {
    if (table[at] === 0) continue
    let place = (PLACE * placeOfPrint(table[at + 1], table[at + 2], table[at + 3])) & mask
    while (places[place] !== 0) place = (place + PLACE) & mask
    for (let k = 0; k < PLACE; k++) places[place + k] = table[at + k]
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

/** Bytes of the keys whose prints do not hold them. */
function longBytes({ length, starts, ends }: Keys): number {
  let sum = 0
  for (let i = 0; i < length; i++) if (ends[i] - starts[i] > MOST_IN_PRINT) sum += ends[i] - starts[i]
  return sum
}

/** The print of a number. Nobody asks for more than a few. */
function printAt(table: Int32Array, number: number): Int32Array {
  let place = 0
  while (table[place] !== number + 1) place += PLACE
  return table.subarray(place + 1, place + PLACE)
}
