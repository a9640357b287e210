// Looking at some samples only, through lenses: src/sketch/lens.ts is what it computes, to the same bits. Lenses stand as
// src/kernels/view.ts writes them:
//
//   lens    floor f64, spare f64, then of each bin, BELOW_GRID first: starts f64, cells f64

const LOWEST: f64 = -768
const HIGHEST: f64 = 768
const INSIDE: f64 = 1.8189894035458565e-12

/**
 * Moves the samples that are looked at to the front, with their margins and groups under the lenses, and their weights;
 * returns how many there are, or -1 when a margin is no finite number. A sample of a negative group is passed over.
 *
 * @param own i32 a sample: its group
 * @param weights f64 a sample, 0 where all weigh 1
 * @param sides i32 a group, `size` of them: the side of it; `groups` likewise: its group under the lenses
 * @param lenses i32, `depth` a side: where the lenses before it stand, 0 behind the last
 */
export function look(
  margins: usize,
  own: usize,
  weights: usize,
  n: i32,
  sides: usize,
  groups: usize,
  size: i32,
  lenses: usize,
  depth: i32,
): i32 {
  let seen: usize = 0
  for (let i: usize = 0; i < <usize>n; i++) {
    const group = load<i32>(own + (i << 2))
    if (group < 0) continue
    const within: usize = <usize>(group < size ? group : group % size) << 2
    const before = lenses + (<usize>(load<i32>(sides + within) * depth) << 2)
    let s = load<f64>(margins + (i << 3))
    if (s - s != 0) return -1
    for (let k = 0; k < depth; k++) {
      const lens = load<u32>(before + (<usize>k << 2))
      if (lens == 0) break
      s = through(lens, s)
    }
    store<f64>(margins + (seen << 3), s)
    if (weights) store<f64>(weights + (seen << 3), load<f64>(weights + (i << 3)))
    store<i32>(own + (seen << 2), load<i32>(groups + within))
    seen += <usize>(s == s)
  }
  return <i32>seen
}

@inline
function through(lens: usize, margin: f64): f64 {
  if (margin >= LOWEST && margin < HIGHEST) {
    const scaled = margin * 8
    const whole = floor(scaled)
    return under(lens + 16 + (<usize>(<i32>whole + 6145) << 4), scaled - whole)
  }
  if (!(margin < LOWEST)) return NaN
  const lowest = load<f64>(lens)
  return under(lens + 16, (margin - lowest) / (LOWEST - lowest))
}

@inline
function under(bin: usize, within: f64): f64 {
  const start = load<f64>(bin)
  const cells = load<f64>(bin, 8)
  const cell = within * cells
  const last = cells - INSIDE
  return LOWEST + (start + (cell < last ? cell : last)) / 8
}
