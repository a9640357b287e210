// The cells of separated text as bytes: where one ends, and what is noted of one that is no number here.

import { CR, LF, NUL, QUOTE, SPACE, TAB } from './bytes'

/** Added to the length of a text that is written in quotes and has doubled ones in it. */
const DOUBLED: u32 = 1 << 31

/** Whether a number may end before this byte. */
@inline
export function endsCell(byte: i32, separator: i32): bool {
  return byte == separator || byte == LF || byte == CR
}

/** A text as its address and length, without the quotes around it. */
export function writeText(target: usize, cell: usize, end: usize, isQuoted: bool): void {
  const at = cell + <usize>isQuoted
  const length = <u32>(end - at) - <u32>isQuoted
  store<u32>(target, <u32>at)
  store<u32>(target, isQuoted && hasQuote(at, length) ? length | DOUBLED : length, 4)
}

function hasQuote(at: usize, length: u32): bool {
  for (let i: usize = 0; i < <usize>length; i++) if (<i32>load<u8>(at + i) == QUOTE) return true
  return false
}

/** What is to be made a number elsewhere. Blanks around the cell are left out; of nothing else, nothing is left. */
export function writePatch(patch: usize, index: i32, at: usize, end: usize): void {
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
export function passOver(at: usize, separator: i32): usize {
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
export function passQuoted(at: usize): usize {
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
