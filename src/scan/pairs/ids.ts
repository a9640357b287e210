/**
 * Keys with numbers, in the order in which they are met. What takes time is to wait for memory, so it is kept from what can be
 * known without: keys of which each is above the one before are no two the same, and where two files have their rows in one
 * order each key is behind the one before. Other keys are found by a table of four bytes a place, the number of a key
 * and a few bits of its hash, so that others are seldom looked at in vain.
 */
import { createOrder, type Order } from './key-order.ts'
import { idOfKey, type Keys } from './keys.ts'
import { hashOfPrint, isLong, keyOfPrint, MOST_IN_PRINT, PRINT, printsOf } from './prints.ts'

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

/** Bits of a place that hold a number, from 1 on: 0 is a free place. The others hold bits of a hash. */
const NUMBER = 0xffffff
const BITS_OF_HASH = ~NUMBER

/** How many there may be. */
export const MOST_IDS = NUMBER

const FIRST_KEYS = 1 << 12
const FIRST_BYTES = 1 << 16

/** Places for each key: half of them stay free. */
const ROOM = 2

/** Keys with their numbers. */
interface Known {
  count: number
  /** The print of each. */
  prints: Int32Array
  /** What prints do not hold of it, and where it ends; that of the first begins at 0. */
  bytes: Uint8Array
  ends: Uint32Array
  /** The number behind the one that was found last. */
  next: number
  /** Whether they ascend. */
  readonly order: Order
  /** Places; null as long as none was needed. */
  table: Int32Array | null
}

/** @param expected about how many there will be */
export function createIds(expected: number): Ids {
  const keys = Math.max(expected, FIRST_KEYS)
  const known: Known = {
    count: 0,
    prints: new Int32Array(PRINT * keys),
    bytes: new Uint8Array(FIRST_BYTES),
    ends: new Uint32Array(keys + 1),
    next: 0,
    order: createOrder(),
    table: null,
  }
  return {
    count: () => known.count,
    bytes: () => known.ends[known.count],
    find: (keys) => findKeys(known, keys),
    add: (keys) => addKeys(known, keys),
    name(number) {
      const { prints, bytes, ends } = known
      const kept = bytes.subarray(ends[number], ends[number + 1])
      const print = prints.subarray(PRINT * number, PRINT * (number + 1))
      return idOfKey(kept.length > 0 ? kept : keyOfPrint(print))
    },
  }
}

function findKeys(known: Known, keys: Keys): Int32Array {
  const { count, prints: own } = known
  const prints = printsOf(keys)
  const numbers = new Int32Array(keys.length)
  let { next } = known
  for (let i = 0, at = 0; i < numbers.length; i++, at += PRINT) {
    const from = PRINT * next
    const isNext =
      next < count &&
      own[from] === prints[at] &&
      own[from + 1] === prints[at + 1] &&
      own[from + 2] === prints[at + 2] &&
      own[from + 3] === prints[at + 3] &&
      !(isLong(prints, i) && !hasBytes(known, next, keys, i))
    numbers[i] = isNext ? next : findKey(known, prints, keys, i)
    next = numbers[i] + 1
  }
  known.next = next
  return numbers
}

function findKey(known: Known, prints: Int32Array, keys: Keys, i: number): number {
  const table = tableFor(known, known.count)
  return (table[placeOf(known, table, prints, keys, i)] & NUMBER) - 1
}

function addKeys(known: Known, keys: Keys): Int32Array {
  const more = longBytes(keys)
  makeRoom(known, keys.length, more)
  const prints = printsOf(keys)
  if (!known.order.goesOn(keys, prints)) return addUnknown(known, prints, keys)
  return addNew(known, prints, keys, more > 0)
}

/** None of the keys is known. */
function addNew(known: Known, prints: Int32Array, keys: Keys, areLong: boolean): Int32Array {
  const { count, ends } = known
  const numbers = new Int32Array(keys.length)
  known.prints.set(prints, PRINT * count)
  known.count += keys.length
  for (let i = 0; i < numbers.length; i++) numbers[i] = count + i
  if (!areLong) ends.fill(ends[count], count + 1, known.count + 1)
  else for (let i = 0; i < numbers.length; i++) keepBytes(known, count + i, prints, keys, i)
  return numbers
}

function addUnknown(known: Known, prints: Int32Array, keys: Keys): Int32Array {
  const table = tableFor(known, known.count + keys.length)
  const numbers = new Int32Array(keys.length)
  const own = known.prints
  let { count } = known
  for (let i = 0, at = 0; i < numbers.length; i++, at += PRINT) {
    const place = placeOf(known, table, prints, keys, i)
    if (table[place] === 0) {
      for (let k = 0; k < PRINT; k++) own[PRINT * count + k] = prints[at + k]
      keepBytes(known, count, prints, keys, i)
      table[place] = ++count | (hashAt(prints, at) & BITS_OF_HASH)
    }
    numbers[i] = (table[place] & NUMBER) - 1
  }
  known.count = count
  return numbers
}

/** The place of a key, or the free one where it would stand. */
function placeOf(known: Known, table: Int32Array, prints: Int32Array, keys: Keys, i: number): number {
  const own = known.prints
  const mask = table.length - 1
  const at = PRINT * i
  const a = prints[at]
  const b = prints[at + 1]
  const c = prints[at + 2]
  const d = prints[at + 3]
  const hash = hashOfPrint(a, b, c, d)
  let place = hash & mask
  for (let entry = table[place]; entry !== 0; entry = table[place]) {
    if (((entry ^ hash) & BITS_OF_HASH) === 0) {
      const number = (entry & NUMBER) - 1
      const from = PRINT * number
      const isSame = own[from] === a && own[from + 1] === b && own[from + 2] === c && own[from + 3] === d
      // Those with the print of a long one may be others.
      if (isSame && !(isLong(prints, i) && !hasBytes(known, number, keys, i))) return place
    }
    place = (place + 1) & mask
  }
  return place
}

function hashAt(prints: Int32Array, at: number): number {
  return hashOfPrint(prints[at], prints[at + 1], prints[at + 2], prints[at + 3])
}

/** Whether the bytes that are kept of a number are those of a key. */
function hasBytes({ bytes, ends }: Known, number: number, keys: Keys, i: number): boolean {
  const at = ends[number]
  const from = keys.starts[i]
  const length = ends[number + 1] - at
  let k = length === keys.ends[i] - from ? 0 : length + 1
  while (k < length && bytes[at + k] === keys.bytes[from + k]) k++
  return k === length
}

/** Keeps what the print of a key does not hold. */
function keepBytes({ bytes, ends }: Known, number: number, prints: Int32Array, keys: Keys, i: number): void {
  let at = ends[number]
  if (isLong(prints, i)) for (let k = keys.starts[i]; k < keys.ends[i]; k++) bytes[at++] = keys.bytes[k]
  ends[number + 1] = at
}

/** Room for so many keys and bytes more. */
function makeRoom(known: Known, more: number, moreBytes: number): void {
  const { count, ends } = known
  known.prints = grown(known.prints, PRINT * (count + more))
  known.ends = grown(ends, count + more + 1)
  known.bytes = grown(known.bytes, ends[count] + moreBytes)
}

/** The table, with room for so many keys. */
function tableFor(known: Known, keys: number): Int32Array {
  if (known.table === null || known.table.length < ROOM * keys) known.table = tableOf(known, keys)
  return known.table
}

/** A table of all keys, with room for so many, or for as many as there is room for their prints. */
function tableOf({ count, prints }: Known, keys: number): Int32Array {
  const table = new Int32Array(lengthFor(ROOM * Math.max(keys, prints.length / PRINT), 1))
  const mask = table.length - 1
  for (let number = 0; number < count; number++) {
    const hash = hashAt(prints, PRINT * number)
    let place = hash & mask
    while (table[place] !== 0) place = (place + 1) & mask
    table[place] = (number + 1) | (hash & BITS_OF_HASH)
  }
  return table
}

/** A power of two. */
function lengthFor(least: number, length: number): number {
  return length >= least ? length : lengthFor(least, 2 * length)
}

/** The same array where it is long enough, else one at least twice as long. */
function grown<T extends Int32Array | Uint32Array | Uint8Array>(array: T, least: number): T {
  if (array.length >= least) return array
  const Kind = array.constructor as new (length: number) => T
  const copy = new Kind(Math.max(least, 2 * array.length))
  copy.set(array)
  return copy
}

/** Bytes of the keys whose prints do not hold them. */
function longBytes({ length, starts, ends }: Keys): number {
  let sum = 0
  for (let i = 0; i < length; i++) if (ends[i] - starts[i] > MOST_IN_PRINT) sum += ends[i] - starts[i]
  return sum
}
