// Words as codes, in the order in which they are met: a table with open addressing finds those met before.
//
//   table    i32, mask + 1 of them, a power of two: code + 1, 0 for none
//   entries  u32, two a word: the address and the length of a copy of its bytes

/** A length may carry a flag in its highest bit: the same bytes in quotes, with doubled ones, are another word. */
const LENGTH: u32 = 0x7fffffff

const K: u64 = 0x9e3779b97f4a7c15

/**
 * Writes the codes of the texts in column `slot` of a table that src/kernels/assembly/scanner.ts has written. The 8 bytes
 * behind a text are read.
 *
 *   codes    i32, `rows` of them, written
 *   counts   two u32, read and written: words known, and bytes of `arena` they take
 *
 * Returns how many rows have codes: fewer than all where there is no room for `most` words or `size` bytes.
 */
export function internWords(
  out: usize,
  rows: i32,
  width: i32,
  slot: i32,
  table: usize,
  mask: u32,
  entries: usize,
  most: u32,
  arena: usize,
  size: u32,
  counts: usize,
  codes: usize,
): i32 {
  const step = <usize>width << 3
  let cell = out + (<usize>slot << 3)
  for (let i = 0; i < rows; i++) {
    const at = <usize>load<u32>(cell)
    const flagged = load<u32>(cell, 4)
    const length = flagged & LENGTH
    let place = hashOf(at, length) & mask
    let code = load<i32>(table + (<usize>place << 2))
    while (code != 0 && !isEntry(entries + (<usize>(code - 1) << 3), at, flagged)) {
      place = (place + 1) & mask
      code = load<i32>(table + (<usize>place << 2))
    }
    if (code == 0) {
      const known = load<u32>(counts)
      const used = load<u32>(counts, 4)
      if (known == most || used + length + 8 > size) return i
      memory.copy(arena + used, at, length)
      store<u64>(arena + used + length, 0)
      store<u32>(entries + (<usize>known << 3), <u32>arena + used)
      store<u32>(entries + (<usize>known << 3), flagged, 4)
      store<u32>(counts, known + 1)
      store<u32>(counts, used + length, 4)
      code = <i32>known + 1
      store<i32>(table + (<usize>place << 2), code)
    }
    store<i32>(codes + (<usize>i << 2), code - 1)
    cell += step
  }
  return rows
}

function isEntry(entry: usize, at: usize, flagged: u32): bool {
  if (load<u32>(entry, 4) != flagged) return false
  const own = <usize>load<u32>(entry)
  const length = flagged & LENGTH
  if (isShort(length)) return firstBytes(own, length) == firstBytes(at, length)
  let i: u32 = 0
  for (; i + 8 <= length; i += 8) if (load<u64>(own + i) != load<u64>(at + i)) return false
  return i == length || firstBytes(own + i, length - i) == firstBytes(at + i, length - i)
}

function hashOf(at: usize, length: u32): u32 {
  let hash: u64 = length
  let i: u32 = 0
  if (isShort(length)) hash = (hash ^ firstBytes(at, length)) * K
  else {
    for (; i + 8 <= length; i += 8) hash = rotl<u64>((hash ^ load<u64>(at + i)) * K, 29)
    if (i < length) hash = (hash ^ firstBytes(at + i, length - i)) * K
  }
  // The last bytes of a word are in the highest bits, which a product hands on to none below: they are brought down for one more.
  return <u32>(((hash ^ (hash >> 32)) * K) >> 32)
}

/** Such words take no branch that goes one way with some of them, and the other way with others. */
@inline
function isShort(length: u32): bool {
  return length - 1 < 8
}

/** One to eight bytes as a number. */
@inline
function firstBytes(at: usize, length: u32): u64 {
  return load<u64>(at) << (64 - ((<u64>length) << 3))
}
