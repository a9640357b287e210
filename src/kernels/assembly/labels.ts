// Class indices from label arrays of any integer type, and from doubles.

/** Element types, in the order of ELEMENT_TYPES in src/kernels/exports.ts. */
const BOOL: i32 = 0
const I1: i32 = 1
const U1: i32 = 2
const I2: i32 = 3
const U2: i32 = 4
const I4: i32 = 5
const U4: i32 = 6
const I8: i32 = 7
const U8: i32 = 8
const F8: i32 = 10

/** Those of text are asked for first: there are as many of them as there are rows. */
export function element(labels: usize, type: i32, i: usize): f64 {
  if (type == F8) return load<f64>(labels + (i << 3))
  if (type == BOOL || type == U1) return <f64>load<u8>(labels + i)
  if (type == I1) return <f64>load<i8>(labels + i)
  if (type == I2) return <f64>load<i16>(labels + (i << 1))
  if (type == U2) return <f64>load<u16>(labels + (i << 1))
  if (type == I4) return <f64>load<i32>(labels + (i << 2))
  if (type == U4) return <f64>load<u32>(labels + (i << 2))
  if (type == I8) return <f64>load<i64>(labels + (i << 3))
  if (type == U8) return <f64>load<u64>(labels + (i << 3))
  return <f64>load<f32>(labels + (i << 2))
}

/**
 * Writes class indices: an integer below `count` stands for itself, with `signed` -1 for 0 and 1 for 1; `ignore` (NaN
 * for none) becomes -1. Returns the index of the first label that is none, -1 when all are, and counts the ignored at
 * `ignored`.
 */
export function classesOf(labels: usize, type: i32, n: i32, count: i32, signed: bool, ignore: f64, classes: usize, ignored: usize): i32 {
  if ((type == U1 || type == BOOL) && !signed && ignore != ignore) return smallClasses(labels, n, count, classes)
  let skipped = 0
  for (let i: usize = 0; i < <usize>n; i++) {
    const value = element(labels, type, i)
    let index: i32
    if (value == ignore) {
      index = -1
      skipped++
    } else if (signed) {
      if (value != 1 && value != -1) return <i32>i
      index = value == 1 ? 1 : 0
    } else {
      if (!(value >= 0 && value < <f64>count && floor(value) == value)) return <i32>i
      index = <i32>value
    }
    store<i32>(classes + (i << 2), index)
  }
  store<i32>(ignored, load<i32>(ignored) + skipped)
  return -1
}

/** The common case, bytes that stand for themselves, eight at a time. */
function smallClasses(labels: usize, n: i32, count: i32, classes: usize): i32 {
  const eights = n & ~7
  for (let i: usize = 0; i < <usize>eights; i += 8) {
    const words = v128.load8x8_u(labels + i)
    v128.store(classes + (i << 2), i32x4.extend_low_i16x8_u(words))
    v128.store(classes + (i << 2) + 16, i32x4.extend_high_i16x8_u(words))
    if (count < 256 && v128.any_true(i16x8.gt_s(words, i16x8.splat(<i16>(count - 1))))) return firstAbove(labels, n, count)
  }
  for (let i: usize = eights; i < <usize>n; i++) {
    const value = <i32>load<u8>(labels + i)
    if (value >= count) return <i32>i
    store<i32>(classes + (i << 2), value)
  }
  return -1
}

function firstAbove(labels: usize, n: i32, count: i32): i32 {
  for (let i: usize = 0; i < <usize>n; i++) if (<i32>load<u8>(labels + i) >= count) return <i32>i
  return -1
}
