/**
 * Losses of two models on the same samples, and their true means: margins are normal, so losses are skewed as real ones
 * are. The means are integrals, computed to 1e-12.
 */
import { normals, uniforms } from './random.js'

const SEED = 20250611

const softplus = (x) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))
export const LOSSES = {
  ce: (s) => softplus(-s),
  'focal γ=2': (s) => (1 + Math.exp(s)) ** -2 * softplus(-s),
}

/** Margins of A have this mean and deviation; B's are moved by SHIFT and disturbed by NOISE. */
const [MEAN, DEVIATION, SHIFT, NOISE] = [2, 2, 0.1, 0.7]

/** E f(s) of a normal margin: the trapezium rule, which converges faster than any power for such integrands. */
function expectation(f, mean, deviation) {
  const [steps, reach] = [4000, 12]
  let sum = 0
  for (let k = 0; k <= steps; k++) {
    const z = reach * ((2 * k) / steps - 1)
    sum += Math.exp((-z * z) / 2) * f(mean + deviation * z)
  }
  return (sum * 2 * reach) / steps / Math.sqrt(2 * Math.PI)
}

/** By how much the mean loss of OTHER is above A's. */
export const trueDifference = (f) =>
  expectation(f, MEAN + SHIFT, Math.hypot(DEVIATION, NOISE)) - expectation(f, MEAN, DEVIATION)

/** B is another model: shifted, and noisier. */
export const OTHER = { shift: SHIFT, noise: NOISE, shrink: 1 }
/** B is another model that is neither better nor worse: its margins have the same distribution as A's. */
export const AS_GOOD = { shift: 0, noise: DEVIATION * 0.35, shrink: Math.sqrt(1 - 0.35 ** 2) }

const normal = normals(uniforms(SEED))

/** Losses of both models on n samples; B's margin hangs on A's. */
export function draw(f, n, { shift, noise, shrink }, next = () => normal) {
  const [a, b] = [new Float64Array(n), new Float64Array(n)]
  const [common, own] = [next(), next()]
  for (let i = 0; i < n; i++) {
    const z = common()
    a[i] = f(MEAN + DEVIATION * z)
    b[i] = f(MEAN + shift + DEVIATION * shrink * z + noise * own())
  }
  return { a, b }
}

/**
 * Losses of n rows with several labels each, row after row. What the labels of a row have in common is HALF of the variance of
 * a margin, and of what the models differ by. Each margin by itself is distributed as above.
 */
export function drawRows(f, n, labels, model) {
  return draw(f, n * labels, model, () => {
    let [common, left] = [0, 0]
    return () => {
      if (left === 0) [common, left] = [normal(), labels]
      left--
      return Math.SQRT1_2 * (common + normal())
    }
  })
}
