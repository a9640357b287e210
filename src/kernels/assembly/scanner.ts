// The lines of separated text, cell by cell. Whatever is not plain is left to csv-parse.

import { CR, LF, QUOTE, SPACE, TAB } from './bytes'
import { endsCell, passOver, passQuoted, writePatch, writeText } from './cells'
import { writePowers } from './decimal'
import { scanNumber } from './numbers'

/** Bytes that a row count, a byte count and a patch count take in `state`; the powers of ten stand behind them. */
const COUNTS: usize = 16

/** Added to the slot of a column whose cells are wanted as text. */
const TEXT: i32 = 1 << 30

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
