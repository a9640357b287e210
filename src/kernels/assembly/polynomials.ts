// What losses are at samples, from the polynomials of their bins. Terms of two losses stand side by side, 14 pairs of them,
// and behind them those of the next two; src/sketch/sums/polynomial.ts adds them up in the same order.

/** Bytes of the terms of two losses. */
const PAIR: usize = 14 << 4

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
