// Numbers straight from bytes to doubles.

import { MINUS, PLUS, POINT, SPACE } from './bytes'
import { integerPower, manyToDouble, toDouble } from './decimal'

/** An exponent of seven digits or more: far beyond what is converted here, and no count of digits makes up for it. */
const HUGE: i32 = 1 << 29

/**
 * The number that begins at an address, NaN when it is one that is not converted here. Returns where its cell ends,
 * blanks behind it passed, 0 when it is none.
 */
@inline
export function scanNumber(at: usize, blank: i32, target: usize, powers: usize): usize {
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
