/**
 * Whether intervals hold what they promise: simulated data whose true difference is known, 20,000 times over.
 *
 *     npm run build && node bench/coverage.js [repetitions]
 *
 * Margins are normal, so losses are skewed as real ones are. The true means are integrals, computed to 1e-12. Ends with
 * exit code 1 when a 95 % interval covers less than 94 % or more than 96 %, or false alarms leave 4 to 6 %.
 */
import { holm, interval, meanTest, paired, welch } from '../dist/statistics.js'
import { normals, uniforms } from './random.js'

const REPETITIONS = Number(process.argv[2] ?? 20_000)
const CONFIDENCE = 0.95
const COVERAGE = [0.94, 0.96]
const ALARMS = [0.04, 0.06]
const SEED = 20250611

const softplus = (x) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))
const LOSSES = {
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

const normal = normals(uniforms(SEED))
const uniform = uniforms(SEED + 1)

/** Losses of both models on n samples; B's margin hangs on A's. */
function draw(f, n, { shift, noise, shrink }) {
  const [a, b] = [new Float64Array(n), new Float64Array(n)]
  for (let i = 0; i < n; i++) {
    const z = normal()
    a[i] = f(MEAN + DEVIATION * z)
    b[i] = f(MEAN + shift + DEVIATION * shrink * z + noise * normal())
  }
  return { a, b }
}

/** B is another model: shifted, and noisier. */
const OTHER = { shift: SHIFT, noise: NOISE, shrink: 1 }
/** B is another model that is neither better nor worse: its margins have the same distribution as A's. */
const AS_GOOD = { shift: 0, noise: DEVIATION * 0.35, shrink: Math.sqrt(1 - 0.35 ** 2) }

function pairedTest({ a, b }) {
  let [sum, squares] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    sum += b[i] - a[i]
    squares += (b[i] - a[i]) ** 2
  }
  return paired(a.length, sum, squares)
}

/** The ratio estimator of docs/conventions.md, with weights of 1 to 5 that have nothing to do with the losses. */
function weightedTest({ a, b }) {
  const w = Float64Array.from(a, () => 1 + 4 * (uniform() / 2 ** 32))
  const total = w.reduce((sum, x) => sum + x, 0)
  const mean = w.reduce((sum, x, i) => sum + x * (b[i] - a[i]), 0) / total
  const squares = w.reduce((sum, x, i) => sum + (x * (b[i] - a[i] - mean)) ** 2, 0)
  return meanTest(mean, Math.sqrt((a.length / (a.length - 1)) * squares) / total, a.length - 1)
}

function moments(x) {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  const squares = x.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, variance: squares / (x.length - 1), n: x.length }
}

/** Two sets of other samples: A's losses of one draw, B's of another. */
function welchTest(f, n, model) {
  return welch(moments(draw(f, n, model).a), moments(draw(f, n, model).b))
}

/** Share of repetitions in which something holds. */
function share(holds) {
  let count = 0
  for (let k = 0; k < REPETITIONS; k++) if (holds()) count++
  return count / REPETITIONS
}

let failed = false
/** @param least the share that is found at least when all is well; `most` at most */
function print(words, found, [least, most]) {
  const fine = found >= least && found <= most
  if (!fine) failed = true
  const error = Math.sqrt((found * (1 - found)) / REPETITIONS)
  const percent = (x) => `${(100 * x).toFixed(2)} %`
  console.log(`${fine ? ' ' : '!'} ${words.padEnd(58)} ${percent(found).padStart(8)}  (±${percent(error)})`)
}

const covers = (test, truth) => {
  const [low, high] = interval(test, CONFIDENCE)
  return low <= truth && truth <= high
}
const alarms = (test) => test.p < 1 - CONFIDENCE

console.log(
  `${REPETITIONS.toLocaleString('en')} repetitions; wanted: coverage 94 to 96 %, false alarms 4 to 6 %\n`,
)
for (const [name, f] of Object.entries(LOSSES)) {
  const inA = expectation(f, MEAN, DEVIATION)
  const truth = expectation(f, MEAN + SHIFT, Math.hypot(DEVIATION, NOISE)) - inA
  for (const n of [200, 2000]) {
    const words = (what) => `${name}, n = ${n}: ${what}`
    print(
      words('paired interval covers'),
      share(() => covers(pairedTest(draw(f, n, OTHER)), truth)),
      COVERAGE,
    )
    print(
      words('weighted interval covers'),
      share(() => covers(weightedTest(draw(f, n, OTHER)), truth)),
      COVERAGE,
    )
    print(
      words("Welch's interval covers"),
      share(() => covers(welchTest(f, n, OTHER), truth)),
      COVERAGE,
    )
    print(
      words('false alarms of the paired test'),
      share(() => alarms(pairedTest(draw(f, n, AS_GOOD)))),
      ALARMS,
    )
    print(
      words("false alarms of Welch's test"),
      share(() => alarms(welchTest(f, n, AS_GOOD))),
      ALARMS,
    )
  }
}

const SLICES = 8
const family = () => holm(Array.from({ length: SLICES }, () => pairedTest(draw(LOSSES.ce, 200, AS_GOOD)).p))
print(
  `Holm over ${SLICES} slices of 200: any false alarm`,
  share(() => family().some((p) => p < 1 - CONFIDENCE)),
  // It may raise fewer: the t test is careful far out in the tails, where differences are heavy-tailed.
  [0, ALARMS[1]],
)
process.exitCode = failed ? 1 : 0
