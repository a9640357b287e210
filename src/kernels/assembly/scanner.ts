// Separated text, numbers straight from bytes to doubles. Whatever is not plain is left to csv-parse.

import { integerPower, manyToDouble, toDouble, writePowers } from './decimal'

const NUL: i32 = 0
const TAB: i32 = 9
const LF: i32 = 10
const CR: i32 = 13
const SPACE: i32 = 32
const QUOTE: i32 = 34
const PLUS: i32 = 43
const MINUS: i32 = 45
const POINT: i32 = 46

/** Bytes that a row count, a byte count and a patch count take in `state`; the powers of ten stand behind them. */
const COUNTS: usize = 16

/** An exponent of seven digits or more: far beyond what is converted here, and no count of digits makes up for it. */
const HUGE: i32 = 1 << 29

/** Added to the slot of a column whose cells are wanted as text. */
const TEXT: i32 = 1 << 30

/** Added to the length of a text that is written in quotes and has doubled ones in it. */
const DOUBLED: u32 = 1 << 31

const DONE: i32 = 0
const FULL: i32 = 1
const NOT_PLAIN: i32 = 2

/**
 * Reads the lines that end in [at, end), and with `last` also one without a line end. The 16 bytes from `end` on are
 * read, and the first is written and restored. Empty lines count for nothing.
 *
 *   slots    i32 a column: where its number stands among the `width` of a row, or its text, -1 to pass it over
 *   out      f64, `width` a row, `capacity` rows; of a text two u32 instead, its address and its length
 *   patches  u32, three for each cell that is to be made a number elsewhere, if it is one: its index in `out`, which holds
 *            0 there, and the address and length of its text. `patchCapacity` of them, at least `width`.
 *   state    272 bytes; written are three u32: rows, bytes consumed, patches
 *
 * Returns 0 when all lines are read, 1 when `out` or `patches` are full, 2 at a line's end in quotes, at a quote inside a
 * cell, a NUL, a CR without LF, and a row of another length; the rows before it are read.
 */
export function scanRows(
  at: usize,
  end: usize,
  last: bool,
  separator: i32,
  columns: i32,
  slots: usize,
  width: i32,
  out: usize,
  capacity: i32,
  patches: usize,
  patchCapacity: i32,
  state: usize,
): i32 {
  writePowers(state + COUNTS)
  store<u32>(state, 0)
  store<u32>(state, 0, 4)
  store<u32>(state, 0, 8)
  if (!last) while (end > at && load<u8>(end - 1) != LF) end--
  if (end <= at) return DONE
  // A CR that ends the file has no LF.
  if (load<u8>(end - 1) == CR) return NOT_PLAIN
  // A last line may lack its end; so it has one while it is read.
  const behind = load<u8>(end)
  store<u8>(end, LF)
  const result = scanLines(at, end, separator, columns, slots, width, out, capacity, patches, patchCapacity, state)
  store<u8>(end, behind)
  return result
}

function scanLines(
  at: usize,
  end: usize,
  separator: i32,
  columns: i32,
  slots: usize,
  width: i32,
  out: usize,
  capacity: i32,
  patches: usize,
  patchCapacity: i32,
  state: usize,
): i32 {
  const start = at
  const powers = state + COUNTS
  const blank = separator == TAB ? SPACE : TAB
  const lastColumn = columns - 1
  let rows = 0
  let patched = 0
  while (at < end) {
    const first = <i32>load<u8>(at)
    if (first == LF || (first == CR && load<u8>(at + 1) == LF)) {
      at += first == LF ? 1 : 2
      continue
    }
    if (rows == capacity) return FULL
    for (let column = 0; column < columns; column++) {
      const slot = load<i32>(slots + (<usize>column << 2))
      const cell = at
      const isQuoted = <i32>load<u8>(cell) == QUOTE
      if (slot < 0) {
        at = isQuoted ? passQuoted(cell) : passOver(cell, separator)
        if (!at) return NOT_PLAIN
      } else if (slot & TEXT) {
        at = isQuoted ? passQuoted(cell) : passOver(cell, separator)
        if (!at) return NOT_PLAIN
        writeText(out + (<usize>(slot ^ TEXT) << 3), cell, at, isQuoted)
      } else {
        const target = out + (<usize>slot << 3)
        const first = cell + <usize>isQuoted
        at = scanNumber(first, blank, target, powers)
        const isNumber = at != 0 && (isQuoted ? <i32>load<u8>(at) == QUOTE : endsCell(<i32>load<u8>(at), separator))
        if (isNumber) at += <usize>isQuoted
        else {
          at = isQuoted ? passQuoted(cell) : passOver(cell, separator)
          if (!at) return NOT_PLAIN
        }
        const value = load<f64>(target)
        if (!isNumber || value != value) {
          // The row is read again once there is room.
          if (patched == patchCapacity) return FULL
          store<f64>(target, 0)
          writePatch(patches + <usize>patched * 12, rows * width + slot, first, at - <usize>isQuoted)
          patched++
        }
      }
      const stop = <i32>load<u8>(at)
      at++
      if (column < lastColumn) {
        if (stop != separator) return NOT_PLAIN
      } else if (stop != LF) {
        if (stop != CR || load<u8>(at) != LF) return NOT_PLAIN
        at++
      }
    }
    rows++
    out += <usize>width << 3
    store<u32>(state, rows)
    store<u32>(state, <u32>(min(at, end) - start), 4)
    store<u32>(state, patched, 8)
  }
  store<u32>(state, <u32>(end - start), 4)
  return DONE
}

@inline
function endsCell(byte: i32, separator: i32): bool {
  return byte == separator || byte == LF || byte == CR
}

function writeText(target: usize, cell: usize, end: usize, isQuoted: bool): void {
  const at = cell + <usize>isQuoted
  const length = <u32>(end - at) - <u32>isQuoted
  store<u32>(target, <u32>at)
  store<u32>(target, isQuoted && hasQuote(at, length) ? length | DOUBLED : length, 4)
}

function hasQuote(at: usize, length: u32): bool {
  for (let i: usize = 0; i < <usize>length; i++) if (<i32>load<u8>(at + i) == QUOTE) return true
  return false
}

/** Blanks around the cell are left out; of nothing else, nothing is left. */
function writePatch(patch: usize, index: i32, at: usize, end: usize): void {
  while (at < end && isBlank(load<u8>(at))) at++
  while (end > at && isBlank(load<u8>(end - 1))) end--
  store<u32>(patch, index)
  store<u32>(patch, <u32>at, 4)
  store<u32>(patch, <u32>(end - at), 8)
}

@inline
function isBlank(byte: i32): bool {
  return byte == SPACE || byte == TAB
}

/** Where a cell of any text ends: at a separator, at a line's end, or at a byte that no plain file has. */
@inline
function passOver(at: usize, separator: i32): usize {
  while (true) {
    const bytes = v128.load(at)
    const stops = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(<i8>separator)), i8x16.eq(bytes, i8x16.splat(<i8>QUOTE))),
      i8x16.le_u(bytes, i8x16.splat(<i8>CR)),
    )
    const mask = i8x16.bitmask(stops)
    if (!mask) {
      at += 16
      continue
    }
    at += ctz(mask)
    const stop = <i32>load<u8>(at)
    if (stop == separator || stop == LF || stop == CR || stop == QUOTE || stop == NUL) return at
    at++
  }
}

/** The byte behind the quote that ends a cell, where that cell ends; 0 where no quick way leads. Doubled quotes are part of it. */
function passQuoted(at: usize): usize {
  at++
  while (true) {
    const bytes = v128.load(at)
    const stops = v128.or(i8x16.eq(bytes, i8x16.splat(<i8>QUOTE)), i8x16.le_u(bytes, i8x16.splat(<i8>CR)))
    const mask = i8x16.bitmask(stops)
    if (!mask) {
      at += 16
      continue
    }
    at += ctz(mask)
    const stop = <i32>load<u8>(at)
    if (stop == LF || stop == CR || stop == NUL) return 0
    if (stop != QUOTE) {
      at++
      continue
    }
    if (<i32>load<u8>(at + 1) != QUOTE) return at + 1
    at += 2
  }
}

/**
 * The number that begins at an address, NaN when it is one that is not converted here. Returns where its cell ends,
 * blanks behind it passed, 0 when it is none.
 */
@inline
function scanNumber(at: usize, blank: i32, target: usize, powers: usize): usize {
  let byte = <i32>load<u8>(at)
  while (byte == SPACE || byte == blank) byte = <i32>load<u8>(++at)
  const negative = byte == MINUS
  if (negative || byte == PLUS) at++
  const start = at
  let w: u64 = 0
  let digit = <u32>load<u8>(at) - 48
  while (digit < 10) {
    w = w * 10 + digit
    digit = <u32>load<u8>(++at) - 48
  }
  let digits = at - start
  let k = 0
  if (digit == POINT - 48) {
    const fraction = ++at
    // Eight bytes at a time, those that are digits moved to the end, zeros before them.
    while (true) {
      const bytes = load<u64>(at) ^ 0x3030303030303030
      const others = (bytes + 0x7676767676767676 | bytes) & 0x8080808080808080
      if (!others) {
        w = w * 100000000 + eightDigits(bytes)
        at += 8
        continue
      }
      const count = <usize>ctz(others) >> 3
      if (count) {
        w = w * integerPower(powers, count) + eightDigits(bytes << (64 - (<u64>count << 3)))
        at += count
      }
      break
    }
    const places = at - fraction
    digits += places
    k = -<i32>places
    byte = <i32>load<u8>(at)
  } else {
    byte = <i32>(digit + 48)
  }
  if (!digits) return 0
  const end = at
  if ((byte | 32) == 101) {
    byte = <i32>load<u8>(++at)
    const below = byte == MINUS
    if (below || byte == PLUS) at++
    digit = <u32>load<u8>(at) - 48
    if (digit > 9) return 0
    let exponent = 0
    while (digit < 10) {
      exponent = exponent < 100000 ? exponent * 10 + <i32>digit : HUGE
      digit = <u32>load<u8>(++at) - 48
    }
    k += below ? -exponent : exponent
    byte = <i32>(digit + 48)
  }
  while (byte == SPACE || byte == blank) byte = <i32>load<u8>(++at)
  const value = digits > 19 ? manyToDouble(start, end, k, powers) : toDouble(w, k, powers)
  store<f64>(target, negative ? -value : value)
  return at
}

/** The number of eight digits, the first in the lowest byte, each 0 to 9. */
@inline
function eightDigits(digits: u64): u64 {
  const pairs = digits * 10 + (digits >> 8)
  return ((pairs & 0x000000ff000000ff) * 0x000f424000000064 + ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32
}
