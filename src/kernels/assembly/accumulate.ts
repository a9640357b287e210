// Sketching: each margin to its bin, fourteen Chebyshev moments added. The memory is laid out as in src/sketch:
//
//   table   i32 a page, PAGES a group: where the page stands, 0 while it has no sample
//   page    8 bins of 16 doubles: c_0 .. c_13, count, spare; the same of squares of weights behind it, where they are wanted.
//           The first spare one has the page's address in the table, as a u32
//   tails   16 doubles a group: below n, w, ws, wss, w/s, w/ss; above n, w; far below the same six; held n, w

const LOWEST: f64 = -768
const HIGHEST: f64 = 768
const HELD: f64 = -100
const BINS: i32 = 12288
const PAGES: i32 = 1544
const PAGE_BYTES: usize = 1024
const SPARE: usize = 120

let next: usize = 0
let edges: usize = 0
let edgeCount: i32 = 0

/** Where pages may be put, and the extra edges (f64, ascending). */
export function begin(arena: usize, edgeAddress: usize, count: i32): void {
  next = arena
  edges = edgeAddress
  edgeCount = count
}

/** End of the pages. */
export function arenaEnd(): usize {
  return next
}

/**
 * Adds n samples of weight 1 to their groups, as src/margin/grouping.ts numbers them; a sample of a negative group is
 * passed over. Returns the index of the first margin that is no finite number, -1 when all are.
 */
export function accumulate(margins: usize, groups: usize, n: i32, table: usize, tails: usize, splits: usize): i32 {
  return accumulateAll(margins, groups, 0, n, table, tails, 0, splits, ONES)
}

/** The same with weights. */
export function accumulateWeighted(
  margins: usize,
  groups: usize,
  weights: usize,
  n: i32,
  table: usize,
  tails: usize,
  splits: usize,
): i32 {
  return accumulateAll(margins, groups, weights, n, table, tails, 0, splits, WEIGHTS)
}

/** The same with their squares besides, whose sums have tails of their own. */
export function accumulateSquared(
  margins: usize,
  groups: usize,
  weights: usize,
  n: i32,
  table: usize,
  tails: usize,
  squareTails: usize,
  splits: usize,
): i32 {
  return accumulateAll(margins, groups, weights, n, table, tails, squareTails, splits, SQUARES)
}

/** What is added up: samples, their weights, or both these and their squares. */
const ONES: i32 = 0
const WEIGHTS: i32 = 1
const SQUARES: i32 = 2

@inline
function accumulateAll(
  margins: usize,
  groups: usize,
  weights: usize,
  n: i32,
  table: usize,
  tails: usize,
  squareTails: usize,
  splits: usize,
  what: i32,
): i32 {
  for (let i: usize = 0; i < <usize>n; i++) {
    const group = load<i32>(groups + (i << 2))
    if (group < 0) continue
    const s = load<f64>(margins + (i << 3))
    const w: f64 = what == ONES ? 1 : load<f64>(weights + (i << 3))
    const w2: f64 = what == SQUARES ? w * w : 0
    if (s >= LOWEST && s < HIGHEST) addInside(s, w, w2, table + <usize>group * PAGES * 4, splits, what)
    else if (s - s == 0) {
      addTail(s, w, tails + (<usize>group << 7))
      if (what == SQUARES) addTail(s, w2, squareTails + (<usize>group << 7))
    } else return <i32>i
  }
  return -1
}

@inline
function addInside(s: f64, w: f64, w2: f64, table: usize, splits: usize, what: i32): void {
  const scaled = s * 8
  const whole = floor(scaled)
  const bin = <i32>whole + 6144
  const first = <i32>load<u8>(splits + bin)
  if (first) addSplit(s, w, w2, bin, first - 1, table, what)
  else addMoments(segmentAt(table, bin, what), 2 * (scaled - whole) - 1, w, w2, what)
}

@inline
function segmentAt(table: usize, segment: i32, what: i32): usize {
  const slot = table + (<usize>(segment >> 3) << 2)
  const page = load<u32>(slot)
  return (page ? <usize>page : newPage(slot, what == SQUARES ? 2 * PAGE_BYTES : PAGE_BYTES)) + (<usize>(segment & 7) << 7)
}

function newPage(slot: usize, bytes: usize): usize {
  const page = next
  next += bytes
  const missing = <i32>((next + 0xffff) >> 16) - memory.size()
  if (missing > 0 && memory.grow(max(missing, 64)) < 0) unreachable()
  memory.fill(page, 0, bytes)
  store<u32>(page, <u32>slot, SPARE)
  store<u32>(slot, <u32>page)
  return page
}

/** T_(k+4) = 2 T_4 T_k - T_(k-4), two moments at a time: two short chains instead of one long one. */
@inline
function addMoments(at: usize, d: f64, w: f64, w2: f64, what: i32): void {
  const t2 = 2 * d * d - 1
  const t3 = 2 * t2 * d - d
  const t4 = 2 * t2 * t2 - 1
  const factor = f64x2.splat(2 * t4)
  const p0 = f64x2(1, d)
  const p1 = f64x2(t2, t3)
  const p2 = f64x2.sub(f64x2.mul(factor, p0), f64x2(t4, t3))
  const p3 = f64x2.sub(f64x2.mul(factor, p1), f64x2(t2, d))
  const p4 = f64x2.sub(f64x2.mul(factor, p2), p0)
  const p5 = f64x2.sub(f64x2.mul(factor, p3), p1)
  const p6 = f64x2.sub(f64x2.mul(factor, p4), p2)
  addTimes(at, w, what != ONES, p0, p1, p2, p3, p4, p5, p6)
  if (what == SQUARES) addTimes(at + PAGE_BYTES, w2, true, p0, p1, p2, p3, p4, p5, p6)
}

@inline
function addTimes(
  at: usize,
  w: f64,
  isWeighted: bool,
  p0: v128,
  p1: v128,
  p2: v128,
  p3: v128,
  p4: v128,
  p5: v128,
  p6: v128,
): void {
  const weight = f64x2.splat(w)
  v128.store(at, f64x2.add(v128.load(at), isWeighted ? f64x2.mul(weight, p0) : p0))
  v128.store(at, f64x2.add(v128.load(at, 16), isWeighted ? f64x2.mul(weight, p1) : p1), 16)
  v128.store(at, f64x2.add(v128.load(at, 32), isWeighted ? f64x2.mul(weight, p2) : p2), 32)
  v128.store(at, f64x2.add(v128.load(at, 48), isWeighted ? f64x2.mul(weight, p3) : p3), 48)
  v128.store(at, f64x2.add(v128.load(at, 64), isWeighted ? f64x2.mul(weight, p4) : p4), 64)
  v128.store(at, f64x2.add(v128.load(at, 80), isWeighted ? f64x2.mul(weight, p5) : p5), 80)
  v128.store(at, f64x2.add(v128.load(at, 96), isWeighted ? f64x2.mul(weight, p6) : p6), 96)
  store<f64>(at, load<f64>(at, 112) + 1, 112)
}

/**
 * A sample in a bin that an edge splits: the part it falls into has its own number, centre and width.
 *
 * @param first the first edge in the bin
 */
function addSplit(s: f64, w: f64, w2: f64, bin: i32, first: i32, table: usize, what: i32): void {
  let start = <f64>bin / 8 + LOWEST
  let end = <f64>(bin + 1) / 8 + LOWEST
  let segment = bin
  for (let j = first; j < edgeCount; j++) {
    const edge = load<f64>(edges + (<usize>j << 3))
    if (edge > end) break
    if (edge <= s) {
      start = edge
      segment = BINS + j
    } else {
      end = edge
      break
    }
  }
  const at = segmentAt(table, segment, what)
  const d = (2 * s - start - end) / (end - start)
  if (what == SQUARES) addMoments(at, d, w, w2, SQUARES)
  else addMoments(at, d, w, 0, WEIGHTS)
}

function addTail(s: f64, w: f64, tail: usize): void {
  if (s >= LOWEST) {
    add(tail + 48, 1)
    add(tail + 56, w)
    return
  }
  addBelow(s, w, tail)
  if (s <= HELD) addBelow(s, w, tail + 64)
}

function addBelow(s: f64, w: f64, tail: usize): void {
  add(tail, 1)
  add(tail + 8, w)
  add(tail + 16, w * s)
  add(tail + 24, w * s * s)
  add(tail + 32, w / s)
  add(tail + 40, w / s / s)
}

/**
 * Says of samples that their truth has a probability of 0.
 *
 * @param held i32: how many there are, then their indices
 * @param weights f64 a sample, 0 where all weigh 1
 * @param squared whether their squares are summed up
 */
export function addHeld(held: usize, groups: usize, weights: usize, tails: usize, squared: bool): void {
  const count = load<i32>(held)
  for (let k: usize = 1; k <= <usize>count; k++) {
    const i = <usize>load<u32>(held + (k << 2))
    const tail = tails + (<usize>load<i32>(groups + (i << 2)) << 7)
    const w: f64 = weights ? load<f64>(weights + (i << 3)) : 1
    add(tail + 112, 1)
    add(tail + 120, squared ? w * w : w)
  }
}

@inline
function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value)
}
