// Calibration of softmax rows: of each row the log-odds of its likeliest class, which go on to be sketched, and what is added up of
// all its probabilities. src/questions/calibrate/softmax-pass.ts does the same row by row, and is its oracle.
//
// With x = z - z_top and e_k = e^(a x_k), of all classes but the top
//
//   rest = sum e_k,  total = 1 + rest,  p_k = e_k / total,  p_top = 1 / total
//
// so that no easy row's loss cancels to 0. What is added up stands in `sums`, all f64:
//
//   0       weight, log loss, Brier score, slope at a = 0
//   4       whether a row has a class above its truth, rows whose truth is as likely as by chance
//   6       a times the slope of the log loss by a, and its square times the curvature, at a; the same at
//           a / 2, a / 4, 2 a, 3/2 a and 3/4 a
//   18      sum w p of each class (as many as make an even number)
//   + K     how often each is the truth
//   + 2 K   bin by bin from the second on, sum w (y - p) of each class; those of the first bin follow

import { exp2, lnRatio, lnRatio2 } from './logarithm'
import { copyRow, largestOf, lnSumExp, logit } from './margins'

const CLAMP: f64 = 100
/** e^x of what is lower is nothing beside 1 in any sum here. */
const FLOOR: f64 = -708
/** Where all but the top are less, its margin is near to that floor, or below. */
const FAR: f64 = 1e-280
const MOST_MARGIN: f64 = 1e290
const TIE: f64 = 3.637978807091713e-12 // 2^-38
const LEAST_NORMAL: f64 = 2.2250738585072014e-308

const LOSS: usize = 8
const BRIER: usize = 16
const AT_NOTHING: usize = 24
const MISTAKES: usize = 32
const LIKELY: usize = 40
const SLOPES: usize = 48
const NODES: i32 = 6
const CLASSES: usize = 144

/** The largest score of the row that was read last. */
let most: f64 = 0

/**
 * Margins become those of the likeliest class under a, negated where it is not the truth, and classes 1 and 0. Returns the index
 * of the first row that is none, -1 when all are.
 *
 * @param isFirst rows are as they are, and slopes at further a are wanted
 * @param row room for five rows, one behind the other
 * @param odds those of a truth that is as likely as by chance
 * @param bins of the probability of each class; 0 where nothing but the slope is wanted
 * @param right whether a probability on the limit of two bins is of the one below
 */
export function addTops(
  scores: usize,
  single: bool,
  columns: i32,
  isProbs: bool,
  first: i32,
  n: i32,
  classes: usize,
  weights: usize,
  margins: usize,
  row: usize,
  a: f64,
  isFirst: bool,
  odds: f64,
  bins: i32,
  right: bool,
  sums: usize,
): i32 {
  const width = <usize>(columns + 1) >> 1 << 4
  const e = row + width
  const own = e + width
  for (let i = first; i < first + n; i++) {
    const at = classes + (<usize>i << 2)
    const truth = load<i32>(at)
    if (truth < 0) continue
    const w: f64 = weights ? load<f64>(weights + (<usize>i << 3)) : 1
    const start = scores + <usize>i * <usize>columns * (single ? 4 : 8)
    const top = readRow(start, single, columns, isProbs, row, isProbs && isFirst ? own : 0)
    if (top < 0) return i
    const isRight = truth == top
    const x = load<f64>(row + (<usize>truth << 3)) - most
    if (isFirst) {
      add(sums + AT_NOTHING, w * (meanAbove(row, columns) - x))
      if (w > 0 && x < 0) store<f64>(sums + MISTAKES, 1)
    }
    store<f64>(row + (<usize>top << 3), -Infinity)
    const by = f64x2.splat(a)
    const shift = f64x2.splat(most)
    let zeroth = f64x2.splat(0)
    let ones = f64x2.splat(0)
    let twos = f64x2.splat(0)
    let squares = f64x2.splat(0)
    for (let j: usize = 0; j < width; j += 16) {
      const power = f64x2.pmax(f64x2.mul(by, f64x2.sub(v128.load(row + j), shift)), f64x2.splat(FLOOR))
      const one = exp2(power)
      const moment = f64x2.mul(one, power)
      v128.store(row + j, power)
      v128.store(e + j, one)
      zeroth = f64x2.add(zeroth, one)
      ones = f64x2.add(ones, moment)
      twos = f64x2.add(twos, f64x2.mul(moment, power))
      squares = f64x2.add(squares, f64x2.mul(one, one))
    }
    const rest = both(zeroth)
    add(sums, w)
    addSlope(sums + SLOPES, w, 1 + rest, both(ones), both(twos), a * x)
    if (bins == 0) continue
    if (isFirst) addFurther(row, e, own + width, width, w, x, sums + SLOPES)
    const ofTruth = isRight ? 1 : load<f64>(e + (<usize>truth << 3))
    const missed = isRight ? rest : 1 + (rest - ofTruth)
    let topMargin: f64
    if (isProbs && isFirst) {
      topMargin = logit(load<f64>(own + (<usize>top << 3)), 0)
      addAsTheyStand(own, columns, truth, w, odds, sums)
      addClasses(own, 1, width, truth, w, bins, right, sums)
    } else {
      const total = 1 + rest
      const share = 1 / total
      // ln of the total to the last digit, also where it is near to 1.
      const logs = lnRatio2(f64x2(rest, 1), f64x2(1, total), f64x2(0, rest - (total - 1)))
      topMargin = rest < FAR ? farMargin(start, single, columns, isProbs, row, a) : -f64x2.extract_lane(logs, 0)
      const others = isRight ? both(squares) : 1 + (both(squares) - ofTruth * ofTruth)
      add(sums + LOSS, w * (-f64x2.extract_lane(logs, 1) - a * x))
      add(sums + BRIER, w * share * share * (missed * missed + others))
      if (ofTruth >= odds * missed) add(sums + LIKELY, 1)
      store<f64>(e + (<usize>top << 3), 1)
      addClasses(e, share, width, truth, w, bins, right, sums)
    }
    store<f64>(margins + (<usize>i << 3), isRight ? topMargin : -topMargin)
    store<i32>(at, <i32>isRight)
  }
  return -1
}

/**
 * Puts a row in place, logarithms of probabilities, and its largest score in `most`. Returns the class that has it, the first of
 * equal ones; -1 where it is no row.
 *
 * @param own takes probabilities as they stand; 0 where they are not wanted
 */
@inline
function readRow(start: usize, single: bool, columns: i32, isProbs: bool, row: usize, own: usize): i32 {
  if (!copyRow(start, single, columns, row)) return -1
  if (isProbs) clampRow(row, columns)
  most = largestOf(row, columns)
  let at = row
  while (load<f64>(at) != most) at += 8
  if (isProbs) {
    if (most < 1e-300) return -1
    if (own) memory.copy(own, row, <usize>columns << 3)
    if (own && columns & 1) store<f64>(own + (<usize>columns << 3), 0)
    takeLogs(row, columns)
    most = load<f64>(at)
  }
  return <i32>((at - row) >> 3)
}

/** What rounding put outside [0, 1] stands for its ends. */
function clampRow(row: usize, columns: i32): void {
  for (let k = 0; k < columns; k++) {
    const slot = row + (<usize>k << 3)
    store<f64>(slot, min(max(load<f64>(slot), 0), 1))
  }
}

/** That of 0 is held; what stands behind an odd row stays below all. */
function takeLogs(row: usize, columns: i32): void {
  const end = row + (<usize>columns << 3)
  if (columns & 1) store<f64>(end, 1)
  for (let at = row; at < end; at += 16) {
    const p = v128.load(at)
    // Two at once know nothing of 0 and of subnormal numbers.
    const areNormal = i64x2.all_true(f64x2.ge(p, f64x2.splat(LEAST_NORMAL)))
    v128.store(
      at,
      areNormal
        ? lnRatio2(p, f64x2.splat(1), f64x2.splat(0))
        : f64x2(heldLn(f64x2.extract_lane(p, 0)), heldLn(f64x2.extract_lane(p, 1))),
    )
  }
  if (columns & 1) store<f64>(end, -Infinity)
}

/** A subnormal number is scaled up first. */
function heldLn(p: f64): f64 {
  if (p >= LEAST_NORMAL) return lnRatio(p, 1, 0)
  return p > 0 ? lnRatio(p * 18014398509481984, 1, 0) - 37.42994775023705 : -CLAMP
}

/** Mean of z - z_top over all classes. */
function meanAbove(row: usize, columns: i32): f64 {
  let sum: f64 = 0
  for (let k = 0; k < columns; k++) sum += load<f64>(row + (<usize>k << 3)) - most
  return sum / <f64>columns
}

/** Log-odds of the top class where those of all others are lost at the floor. */
function farMargin(start: usize, single: bool, columns: i32, isProbs: bool, row: usize, a: f64): f64 {
  const top = readRow(start, single, columns, isProbs, row, 0)
  for (let k = 0; k < columns; k++) {
    const slot = row + (<usize>k << 3)
    store<f64>(slot, k == top ? -Infinity : max(a * (load<f64>(slot) - most), -MOST_MARGIN))
  }
  const next = largestOf(row, columns)
  return min(-next - lnSumExp(row, columns, next), MOST_MARGIN)
}

/** Slope and curvature, by the moments of a x, of which the truth's is `own`. */
@inline
function addSlope(slot: usize, w: f64, total: f64, ones: f64, twos: f64, own: f64): void {
  const one = ones / total
  add(slot, w * (one - own))
  add(slot + 8, w * (twos / total - one * one))
}

/** The same at all further nodes, for a = 1. */
function addFurther(row: usize, e: usize, half: usize, width: usize, w: f64, x: f64, slopes: usize): void {
  const quarter = half + width
  for (let node = 1; node < NODES; node++) {
    let zeroth = f64x2.splat(0)
    let ones = f64x2.splat(0)
    let twos = f64x2.splat(0)
    for (let j: usize = 0; j < width; j += 16) {
      const u = v128.load(row + j)
      const power = powerOf(e + j, half + j, quarter + j, node)
      const moment = f64x2.mul(power, u)
      zeroth = f64x2.add(zeroth, power)
      ones = f64x2.add(ones, moment)
      twos = f64x2.add(twos, f64x2.mul(moment, u))
    }
    addSlope(slopes + (<usize>node << 4), w, 1 + both(zeroth), both(ones), both(twos), x)
  }
}

/** Roots are kept for the nodes behind theirs. */
@inline
function powerOf(e: usize, half: usize, quarter: usize, node: i32): v128 {
  if (node == 1) return kept(half, f64x2.sqrt(v128.load(e)))
  if (node == 2) return kept(quarter, f64x2.sqrt(v128.load(half)))
  if (node == 3) return f64x2.mul(v128.load(e), v128.load(e))
  return f64x2.mul(v128.load(half), v128.load(node == 4 ? e : quarter))
}

@inline
function kept(at: usize, value: v128): v128 {
  v128.store(at, value)
  return value
}

/** Loss and Brier score of probabilities as they stand. */
function addAsTheyStand(own: usize, columns: i32, truth: i32, w: f64, odds: f64, sums: usize): void {
  const pt = load<f64>(own + (<usize>truth << 3))
  let others: f64 = 0
  for (let k = 0; k < columns; k++) {
    const p = load<f64>(own + (<usize>k << 3))
    if (k != truth) others += p * p
  }
  add(sums + LOSS, w * -heldLn(pt))
  add(sums + BRIER, w * ((1 - pt) * (1 - pt) + others))
  if (pt >= odds * (1 - pt)) add(sums + LIKELY, 1)
}

/** Adds probabilities, e times a share, to their classes, in all and in their bins. */
@inline
function addClasses(e: usize, share: f64, width: usize, truth: i32, w: f64, bins: i32, right: bool, sums: usize): void {
  const said = sums + CLASSES
  const shares = f64x2.splat(share)
  const weight = f64x2.splat(w)
  // Of many classes nearly all are in the first bin, and far from its end.
  const least = f64x2.splat(0.9 / <f64>bins)
  for (let j: usize = 0; j < width; j += 16) {
    const p = f64x2.mul(v128.load(e + j), shares)
    v128.store(said + j, f64x2.add(v128.load(said + j), f64x2.mul(weight, p)))
    const above = i64x2.bitmask(f64x2.ge(p, least))
    if (above & 1) addToBin(said, width, j, f64x2.extract_lane(p, 0), truth, w, bins, right)
    if (above & 2) addToBin(said, width, j + 8, f64x2.extract_lane(p, 1), truth, w, bins, right)
  }
  add(said + width + (<usize>truth << 3), w)
}

/** As binOfProbability of src/questions/calibrate/bins.ts. Of the first bin nothing is added: it has what the others have not. */
@inline
function addToBin(said: usize, width: usize, slot: usize, p: f64, truth: i32, w: f64, bins: i32, right: bool): void {
  const scaled = p * <f64>bins
  let bin = min(<i32>scaled, bins - 1)
  const nearest = floor(scaled + 0.5)
  // Few are near a limit at all.
  if (abs(scaled - nearest) < 1e-9 && nearest > 0 && nearest < <f64>bins) {
    const limit = nearest / <f64>bins
    if (abs(p - limit) <= TIE * limit * (1 - limit)) bin = <i32>nearest - <i32>right
  }
  if (bin > 0) add(said + <usize>(bin + 1) * width + slot, slot == <usize>truth << 3 ? w * (1 - p) : -w * p)
}

@inline
function both(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1)
}

@inline
function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value)
}
