// Digits of whole numbers, eight in a word as they stand in text, and a decimal laid out of them as JavaScript does it.

const ZEROS: u64 = 0x3030303030303030
const EIGHT: u64 = 100000000
const SIXTEEN: u64 = 10000000000000000

/** Digits of a decimal that is laid out. */
const DIGITS: i32 = 17

/** The eight digits of a number below 10^8, the first in the lowest byte: halves, quarters and eighths side by side. */
@inline
function eightDigits(x: u32): u64 {
  const upper = x / 10000
  const halves = <u64>upper | (<u64>(x - 10000 * upper) << 32)
  const hundreds = ((halves * 10486) >> 20) & 0x0000007f0000007f
  const quarters = hundreds | ((halves - 100 * hundreds) << 16)
  const tens = ((quarters * 103) >> 10) & 0x000f000f000f000f
  return tens | ((quarters - 10 * tens) << 8)
}

/** Writes a whole number below 10^16; returns the address behind it. */
export function writeWhole(x: u64, out: usize): usize {
  if (x < EIGHT) return writeFirst(<u32>x, out)
  const upper = x / EIGHT
  const behind = writeFirst(<u32>upper, out)
  store<u64>(behind, eightDigits(<u32>(x - upper * EIGHT)) | ZEROS)
  return behind + 8
}

/** Without the zeros before it. */
@inline
function writeFirst(x: u32, out: usize): usize {
  const digits = eightDigits(x)
  // One digit at least, for a number of 0.
  const zeros = <usize>min<u64>(ctz(digits) >> 3, 7)
  store<u64>(out, (digits | ZEROS) >> (<u64>zeros << 3))
  return out + 8 - zeros
}

/** Writes digits 10^k for 0 < digits < 10^17; returns the address behind it. */
export function writeDecimal(digits: u64, k: i32, out: usize): usize {
  while (digits < SIXTEEN) {
    digits *= 10
    k--
  }
  const upper = digits / EIGHT
  const first = <u32>upper / 100000000
  const second = eightDigits(<u32>upper - 100000000 * first)
  const third = eightDigits(<u32>(digits - upper * EIGHT))
  const zeros = third != 0 ? clz(third) >> 3 : 8 + (clz(second) >> 3)
  const rest = i64x2(second | ZEROS, third | ZEROS)
  return layOut(48 + first, rest, DIGITS - <i32>zeros, DIGITS + k, out)
}

/**
 * @param first the first digit, as text
 * @param rest the sixteen behind it
 * @param count how many there are without the zeros at their end
 * @param point how many of them stand before the point
 */
@inline
function layOut(first: u32, rest: v128, count: i32, point: i32, out: usize): usize {
  if (point > 21 || point <= -6) return layOutPower(first, rest, count, point - 1, out)
  if (point <= 0) {
    // 0.00000
    store<u64>(out, 0x3030303030302e30)
    const at = out + 2 - point
    store<u8>(at, first)
    v128.store(at, rest, 1)
    return at + count
  }
  store<u8>(out, first)
  v128.store(out, rest, 1)
  if (count <= point) {
    store<u32>(out, 0x30303030, DIGITS)
    return out + point
  }
  const fraction = v128.load(out + point)
  store<u8>(out + point, 46)
  v128.store(out + point, fraction, 1)
  return out + count + 1
}

function layOutPower(first: u32, rest: v128, count: i32, power: i32, out: usize): usize {
  store<u8>(out, first)
  store<u8>(out, 46, 1)
  v128.store(out, rest, 2)
  const at = out + (count > 1 ? count + 1 : 1)
  // e+, or e- where it is negative
  store<u16>(at, power < 0 ? 0x2d65 : 0x2b65)
  return writeFirst(abs(power), at + 2)
}
