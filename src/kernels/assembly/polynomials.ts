// What losses are at samples, from the polynomials of their bins. Terms of two losses stand side by side, 14 pairs of them,
// and behind them those of the next two; src/sketch/sums/polynomial.ts adds them up in the same order.

/** Bytes of the terms of two losses. */
const PAIR: usize = 14 << 4

/** Bins from -64 to 64, as src/kernels/interpolation.ts has them. */
const REACH: f64 = 512
const SPAN: f64 = 1024

/**
 * Finds where the terms of the samples' bins stand, and where in its bin each sample lies. Returns the first sample from `from`
 * on of whose bin no terms are known, n when there is none.
 *
 * @param kinds the kind of each group, which has a table of its own among the `known`
 * @param nowhere terms of margins beyond the bins
 */
export function findTerms(
  margins: usize,
  groups: usize,
  from: i32,
  n: i32,
  kinds: usize,
  known: usize,
  nowhere: usize,
  places: usize,
  at: usize,
): i32 {
  for (let i: usize = from; i < <usize>n; i++) {
    const scaled = load<f64>(margins + (i << 3)) * 8
    const start = floor(scaled)
    const bin = start + REACH
    store<f64>(at + (i << 3), 2 * (scaled - start) - 1)
    let place = <u32>nowhere
    if (bin >= 0 && bin < SPAN) {
      const kind = load<u32>(kinds + (<usize>load<u32>(groups + (i << 2)) << 2))
      place = load<u32>(known + ((<usize>kind * <usize>SPAN + <usize>bin) << 2))
      if (place == 0) return <i32>i
    }
    store<u32>(places + (i << 2), place)
  }
  return n
}

/**
 * Writes the losses of n samples, each in a column of `stride` bytes, and one more where their number is odd. Returns
 * whether one of them is no number.
 *
 * @param places where the terms of each sample's bin stand
 * @param at its place within the bin, from -1 to 1
 */
export function evaluateTerms(places: usize, at: usize, n: i32, losses: i32, values: usize, stride: usize): i32 {
  let check = f64x2.splat(0)
  for (let i: usize = 0; i < <usize>n; i++) {
    const d = v128.load64_splat(at + (i << 3))
    const d2 = f64x2.mul(d, d)
    const d4 = f64x2.mul(d2, d2)
    let terms = <usize>load<u32>(places + (i << 2))
    let out = values + (i << 3)
    for (let l = 0; l < losses; l += 2) {
      const first = four(terms, d, d2)
      const second = four(terms + 64, d, d2)
      const third = four(terms + 128, d, d2)
      let sum = f64x2.add(v128.load(terms, 192), f64x2.mul(v128.load(terms, 208), d))
      sum = f64x2.add(third, f64x2.mul(sum, d4))
      sum = f64x2.add(second, f64x2.mul(sum, d4))
      sum = f64x2.add(first, f64x2.mul(sum, d4))
      check = f64x2.add(check, f64x2.sub(sum, sum))
      v128.store64_lane(out, sum, 0)
      v128.store64_lane(out + stride, sum, 1)
      terms += PAIR
      out += stride << 1
    }
  }
  return <i32>(f64x2.extract_lane(check, 0) + f64x2.extract_lane(check, 1) != 0)
}

/** (t0 + t1 d) + (t2 + t3 d) d^2 */
@inline
function four(terms: usize, d: v128, d2: v128): v128 {
  const low = f64x2.add(v128.load(terms), f64x2.mul(v128.load(terms, 16), d))
  const high = f64x2.add(v128.load(terms, 32), f64x2.mul(v128.load(terms, 48), d))
  return f64x2.add(low, f64x2.mul(high, d2))
}
