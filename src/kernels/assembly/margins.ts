// Margins of blocks of samples. Scores stand in linear memory as they stand in the file, f4 or f8, little-endian;
// classes are i32 (negative: no sample). A margin that cannot be is NaN, which accumulation then reports.

import { exp2, lnRatio, lnRatio2 } from './logarithm'

const CLAMP: f64 = 100

/** A score as a double. */
@inline
function score(scores: usize, single: bool, index: usize): f64 {
  return single ? <f64>load<f32>(scores + (index << 2)) : load<f64>(scores + (index << 3))
}

/** s = z for positives, -z for negatives: the sign bit is all that changes. */
export function binaryLogits(scores: usize, single: bool, classes: usize, n: i32, margins: usize): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const bits = reinterpret<u64>(score(scores, single, i))
    const flip = <u64>(load<i32>(classes + (i << 2)) ^ 1) << 63
    store<u64>(margins + (i << 3), bits ^ flip)
  }
}

/**
 * s = ln p - ln(1 - p), negated for negatives. Returns how many were exactly 0 or 1. Those whose truth has a probability
 * of 0 are listed in `held`: i32, how many, then their indices.
 */
export function binaryProbabilities(
  scores: usize,
  single: bool,
  classes: usize,
  n: i32,
  margins: usize,
  outside: f64,
  held: usize,
): i32 {
  store<i32>(held, 0)
  let clamped = 0
  let i: usize = 0
  // Four at a time, so that the many constants are fetched half as often.
  for (const end = <usize>n & ~3; i < end; i += 4) {
    const p = twoScores(scores, single, i)
    const r = twoScores(scores, single, i + 2)
    if (i64x2.all_true(v128.and(isPlain(p), isPlain(r)))) {
      v128.store(margins + (i << 3), v128.xor(twoLogits(p), twoFlips(classes, i)))
      v128.store(margins + (i << 3), v128.xor(twoLogits(r), twoFlips(classes, i + 2)), 16)
    } else {
      for (let j = i; j < i + 4; j++) clamped += probability(scores, single, classes, j, margins, outside, held)
    }
  }
  for (; i < <usize>n; i++) clamped += probability(scores, single, classes, i, margins, outside, held)
  return clamped
}

@inline
function twoScores(scores: usize, single: bool, i: usize): v128 {
  return single ? f64x2.promote_low_f32x4(v128.load64_zero(scores + (i << 2))) : v128.load(scores + (i << 3))
}

/** Strictly between 0 and 1, and no subnormal. */
@inline
function isPlain(p: v128): v128 {
  return v128.and(f64x2.gt(p, f64x2.splat(1e-300)), f64x2.lt(p, f64x2.splat(1)))
}

@inline
function twoLogits(p: v128): v128 {
  const one = f64x2.splat(1)
  const q = f64x2.sub(one, p)
  return lnRatio2(p, q, f64x2.sub(f64x2.sub(one, q), p))
}

/** The sign bit for negatives. */
@inline
function twoFlips(classes: usize, i: usize): v128 {
  const pair = i64x2.extend_low_i32x4_s(v128.load64_zero(classes + (i << 2)))
  return i64x2.shl(v128.xor(pair, i64x2.splat(1)), 63)
}

/** One probability of the positive class, with all its extremes. Returns 1 when it was clamped. */
function probability(
  scores: usize,
  single: bool,
  classes: usize,
  i: usize,
  margins: usize,
  outside: f64,
  held: usize,
): i32 {
  const positive = load<i32>(classes + (i << 2))
  const p = score(scores, single, i)
  const s = logit(p, outside)
  store<f64>(margins + (i << 3), positive == 0 ? -s : s)
  if (positive == 0 ? p >= 1 : positive == 1 && p <= 0) hold(held, i)
  return <i32>((p <= 0 || p >= 1) && positive >= 0)
}

function hold(held: usize, i: usize): void {
  const count = load<i32>(held) + 1
  store<i32>(held, count)
  store<u32>(held + (<usize>count << 2), <u32>i)
}

/** ln pt - ln(1 - pt); exactly 0 and 1, and what tolerance lets pass outside, are clamped; the rest is NaN. */
export function logit(p: f64, outside: f64): f64 {
  if (p <= 0) return p >= -outside ? -CLAMP : NaN
  if (p >= 1) return p - 1 <= outside ? CLAMP : NaN
  if (!(p > 0)) return NaN
  const q = 1 - p
  // A subnormal p is scaled up first; 1 - p is 1 then.
  if (p < 2.2250738585072014e-308) return lnRatio(p * 18014398509481984, 1, 0) - 37.42994775023705
  return lnRatio(p, q, 1 - q - p)
}

/**
 * Margins of softmax rows from logits: z_t - m - ln sum e^(z_j - m) over the others, m their largest. Two rows at a time, so
 * that neither waits for itself.
 *
 * @param row two rows of `columns` + 2 doubles, to work in
 */
export function softmaxLogits(
  scores: usize,
  single: bool,
  columns: i32,
  classes: usize,
  n: i32,
  margins: usize,
  row: usize,
): void {
  const bytes = <usize>columns * (single ? 4 : 8)
  const other = row + (<usize>(columns + 2) << 3)
  for (let i = 0; i < n; i += 2) {
    // The last of an odd number is taken twice.
    const j = min(i + 1, n - 1)
    const first = takeTruth(scores + <usize>i * bytes, single, columns, load<i32>(classes + (<usize>i << 2)), row)
    const second = takeTruth(scores + <usize>j * bytes, single, columns, load<i32>(classes + (<usize>j << 2)), other)
    const largest = largestOf(row, columns)
    const otherLargest = largestOf(other, columns)
    const sums = sumsOfExp(row, columns, largest)
    const otherSums = sumsOfExp(other, columns, otherLargest)
    const sum = f64x2.add(v128.shuffle<f64>(sums, otherSums, 0, 2), v128.shuffle<f64>(sums, otherSums, 1, 3))
    const above = f64x2(first - largest, second - otherLargest)
    const margin = f64x2.sub(above, lnRatio2(sum, f64x2.splat(1), f64x2.splat(0)))
    store<f64>(margins + (<usize>i << 3), f64x2.extract_lane(margin, 0))
    store<f64>(margins + (<usize>j << 3), f64x2.extract_lane(margin, 1))
  }
}

/** The truth of a row, which is promoted and has -inf in its place; NaN where the row is no sample. */
@inline
function takeTruth(start: usize, single: bool, columns: i32, label: i32, row: usize): f64 {
  const finite = copyRow(start, single, columns, row)
  if (label < 0) return NaN
  const at = row + (<usize>label << 3)
  const truth = load<f64>(at)
  store<f64>(at, -Infinity)
  return finite ? truth : NaN
}

/** Promotes a row to doubles, padded with -inf to an even length. Returns whether all of it is finite. */
export function copyRow(start: usize, single: bool, columns: i32, row: usize): bool {
  let check = f64x2.splat(0)
  const even = columns & ~1
  for (let j: usize = 0; j < <usize>even; j += 2) {
    const pair = single ? f64x2.promote_low_f32x4(v128.load64_zero(start + (j << 2))) : v128.load(start + (j << 3))
    check = f64x2.add(check, f64x2.sub(pair, pair))
    v128.store(row + (j << 3), pair)
  }
  let sum = f64x2.extract_lane(check, 0) + f64x2.extract_lane(check, 1)
  if (columns & 1) {
    const last = score(start, single, even)
    sum += last - last
    store<f64>(row + (<usize>even << 3), last)
    store<f64>(row + (<usize>even << 3) + 8, -Infinity)
  }
  return sum == 0
}

export function largestOf(row: usize, columns: i32): f64 {
  let largest = f64x2.splat(-Infinity)
  const end = row + (<usize>columns << 3)
  for (let at = row; at < end; at += 16) largest = f64x2.pmax(largest, v128.load(at))
  return max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1))
}

/** ln of the sum of e^(z - largest). */
export function lnSumExp(row: usize, columns: i32, largest: f64): f64 {
  const sums = sumsOfExp(row, columns, largest)
  return lnRatio(f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1), 1, 0)
}

/** The sums of e^(z - largest) over even and over odd columns. */
function sumsOfExp(row: usize, columns: i32, largest: f64): v128 {
  const shift = f64x2.splat(largest)
  const end = row + (<usize>columns << 3)
  let sums = f64x2.splat(0)
  let at = row
  for (; at + 16 < end; at += 32) {
    const first = exp2(f64x2.sub(v128.load(at), shift))
    const second = exp2(f64x2.sub(v128.load(at, 16), shift))
    sums = f64x2.add(f64x2.add(sums, first), second)
  }
  if (at < end) sums = f64x2.add(sums, exp2(f64x2.sub(v128.load(at), shift)))
  return sums
}

/**
 * Margins of softmax rows from probabilities: the truth's own, once the row has been found to be one. Returns how many
 * were exactly 0 or 1, and lists those whose truth has a probability of 0, as binaryProbabilities does.
 */
export function softmaxProbabilities(
  scores: usize,
  single: bool,
  columns: i32,
  classes: usize,
  n: i32,
  margins: usize,
  outside: f64,
  rowSum: f64,
  held: usize,
): i32 {
  store<i32>(held, 0)
  let clamped = 0
  // What a row has beyond 1 one of its probabilities may have.
  const above = max(outside, rowSum)
  for (let i = 0; i < n; i++) {
    const label = load<i32>(classes + (<usize>i << 2))
    const start = scores + <usize>i * <usize>columns * (single ? 4 : 8)
    const fine = label >= 0 && isDistribution(start, single, columns, outside, above, rowSum)
    const p = fine ? score(start, single, label) : NaN
    const s = logit(p, above)
    if (p <= 0 || p >= 1) clamped++
    if (p <= 0) hold(held, i)
    store<f64>(margins + (<usize>i << 3), s)
  }
  return clamped
}

function isDistribution(start: usize, single: bool, columns: i32, outside: f64, above: f64, rowSum: f64): bool {
  let sum: f64 = 0
  let least: f64 = Infinity
  let most: f64 = -Infinity
  for (let j: usize = 0; j < <usize>columns; j++) {
    const p = score(start, single, j)
    sum += p
    least = min(least, p)
    most = max(most, p)
  }
  // min and max keep a NaN.
  return least >= -outside && most - 1 <= above && abs(sum - 1) <= rowSum
}
