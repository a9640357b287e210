// Sketching: each margin to its bin, fourteen Chebyshev moments added. The memory is laid out as in src/sketch:
//
//   table   i32 a page, PAGES a group: where the page stands, 0 while it has no sample
//   page    8 bins of 16 doubles: c_0 .. c_13, count, spare
//   tails   16 doubles a group: below n, w, ws, wss, w/s, w/ss; above n, w; far below the same six; held n, w

const LOWEST: f64 = -64
const HIGHEST: f64 = 768
const HELD: f64 = -100
const BINS: i32 = 6656
const PAGES: i32 = 840
const PAGE_BYTES: usize = 1024

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
 * Adds n samples of weight 1. Their groups are their classes, or all one group, as src/margin/grouping.ts numbers them; a
 * sample of a negative class is passed over.
 * Returns the index of the first margin that is no finite number, -1 when all are.
 */
export function accumulate(
  margins: usize,
  classes: usize,
  perClass: bool,
  n: i32,
  table: usize,
  tails: usize,
  isSplit: usize,
): i32 {
  for (let i: usize = 0; i < <usize>n; i++) {
    const index = load<i32>(classes + (i << 2))
    if (index < 0) continue
    const group: usize = perClass ? index : 0
    const s = load<f64>(margins + (i << 3))
    if (s >= LOWEST && s < HIGHEST) addInside(s, table + group * PAGES * 4, isSplit)
    else if (s - s == 0) addTail(s, tails + (group << 7))
    else return <i32>i
  }
  return -1
}

@inline
function addInside(s: f64, table: usize, isSplit: usize): void {
  const scaled = s * 8
  const whole = floor(scaled)
  const bin = <i32>whole + 512
  if (load<u8>(isSplit + bin)) addSplit(s, bin, table)
  else addMoments(pageOf(table, bin) + (<usize>(bin & 7) << 7), 2 * (scaled - whole) - 1)
}

@inline
function pageOf(table: usize, segment: i32): usize {
  const slot = table + (<usize>(segment >> 3) << 2)
  const page = load<u32>(slot)
  return page ? <usize>page : newPage(slot)
}

function newPage(slot: usize): usize {
  const page = next
  next += PAGE_BYTES
  const missing = <i32>((next + 0xffff) >> 16) - memory.size()
  if (missing > 0 && memory.grow(max(missing, 64)) < 0) unreachable()
  memory.fill(page, 0, PAGE_BYTES)
  store<u32>(slot, <u32>page)
  return page
}

/** T_(k+4) = 2 T_4 T_k - T_(k-4), two moments at a time: two short chains instead of one long one. */
@inline
function addMoments(at: usize, d: f64): void {
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
  v128.store(at, f64x2.add(v128.load(at), p0))
  v128.store(at, f64x2.add(v128.load(at, 16), p1), 16)
  v128.store(at, f64x2.add(v128.load(at, 32), p2), 32)
  v128.store(at, f64x2.add(v128.load(at, 48), p3), 48)
  v128.store(at, f64x2.add(v128.load(at, 64), p4), 64)
  v128.store(at, f64x2.add(v128.load(at, 80), p5), 80)
  v128.store(at, f64x2.add(v128.load(at, 96), p6), 96)
  store<f64>(at, load<f64>(at, 112) + 1, 112)
}

/** A sample in a bin that an edge splits: the part it falls into has its own number, centre and width. */
function addSplit(s: f64, bin: i32, table: usize): void {
  let start = <f64>bin / 8 + LOWEST
  let end = <f64>(bin + 1) / 8 + LOWEST
  let segment = bin
  for (let j = 0; j < edgeCount; j++) {
    const edge = load<f64>(edges + (<usize>j << 3))
    if (<i32>floor(edge * 8) + 512 != bin) continue
    if (edge <= s) {
      start = edge
      segment = BINS + j
    } else {
      end = edge
      break
    }
  }
  addMoments(pageOf(table, segment) + (<usize>(segment & 7) << 7), (2 * s - start - end) / (end - start))
}

function addTail(s: f64, tail: usize): void {
  if (s >= LOWEST) {
    add(tail + 48, 1)
    add(tail + 56, 1)
    return
  }
  addBelow(s, tail)
  if (s <= HELD) addBelow(s, tail + 64)
}

function addBelow(s: f64, tail: usize): void {
  add(tail, 1)
  add(tail + 8, 1)
  add(tail + 16, s)
  add(tail + 24, s * s)
  add(tail + 32, 1 / s)
  add(tail + 40, 1 / s / s)
}

/** Says of a sample of a group that its truth has a probability of 0. */
export function addHeld(tails: usize, group: usize): void {
  const tail = tails + (group << 7)
  add(tail + 112, 1)
  add(tail + 120, 1)
}

@inline
function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value)
}
