/** Where a function changes its sign, and where it turns: halving what is left until nothing is. */

/** Two neighbouring doubles between which a sign changes, given two places where it differs. */
export function signChange(f: (x: number) => number, left: number, right: number): readonly [number, number] {
  let [low, high] = [left, right]
  const sign = Math.sign(f(low))
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return [low, high]
    if (Math.sign(f(middle)) === sign) low = middle
    else high = middle
  }
}

/** The place where f is 0, given two places where its sign differs. */
export function rootOf(f: (x: number) => number, left: number, right: number): number {
  if (f(left) === 0) return left
  const [low, high] = signChange(f, left, right)
  return Math.abs(f(low)) <= Math.abs(f(high)) ? low : high
}

const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Near a turn a function is flat: closer than this, its values no longer differ. */
const RESOLUTION = 1e-9

/** The place of the one maximum between two others, by golden section. */
export function peakOf(f: (x: number) => number, left: number, right: number): number {
  let [low, high] = [left, right]
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
  let [fa, fb] = [f(a), f(b)]
  while (high - low > RESOLUTION * Math.max(1, Math.abs(low))) {
    if (fa >= fb) {
      ;[high, b, fb] = [b, a, fa]
      a = high - GOLDEN * (high - low)
      fa = f(a)
    } else {
      ;[low, a, fa] = [a, b, fb]
      b = low + GOLDEN * (high - low)
      fb = f(b)
    }
  }
  return fa >= fb ? a : b
}
