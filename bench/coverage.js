/**
 * Whether intervals hold what they promise: simulated data whose true difference is known, 20,000 times over.
 *
 *     node bench/coverage.js [repetitions]
 *
 * The data are those of `draws.js`; the intervals and tests are made by the very files that make those of lossctl. Ends with
 * exit code 1 when a 95 % interval covers less than 94 % or more than 96 %, or false alarms leave 4 to 6 %.
 */
import { AS_GOOD, draw, drawRows, LOSSES, OTHER, trueDifference } from './draws.js'
import { uniforms } from './random.js'
import { load } from './sources.js'

const { createQuotient, holm, interval, meanTest, ofDifference } = await load(
  'src/measures/row-sums.ts',
  'src/measures/statistics.ts',
)

const REPETITIONS = Number(process.argv[2] ?? 20_000)
const CONFIDENCE = 0.95
const COVERAGE = [0.94, 0.96]
const ALARMS = [0.04, 0.06]
const SEED = 20250612

const uniform = uniforms(SEED)

/** Sum of n over that of d, each by rows. */
function quotient(n, d) {
  const sums = createQuotient()
  sums.add(n, d, n.length)
  return sums.result()
}

/** The mean, whose rows have so many labels. */
function meanOf(values, labels) {
  const rows = new Float64Array(values.length / labels)
  for (let i = 0; i < values.length; i++) rows[Math.floor(i / labels)] += values[i]
  return quotient(rows, new Float64Array(rows.length).fill(labels))
}

const testOf = ({ value, standardError, df }) => meanTest(value, standardError, df)
const pairedTest = ({ a, b }, labels = 1) =>
  testOf(
    meanOf(
      b.map((x, i) => x - a[i]),
      labels,
    ),
  )

/** Weights of 1 to 5 that have nothing to do with the losses. */
function weightedTest({ a, b }) {
  const w = Float64Array.from(a, () => 1 + 4 * (uniform() / 2 ** 32))
  return testOf(
    quotient(
      b.map((x, i) => w[i] * (x - a[i])),
      w,
    ),
  )
}

/** Two sets of other samples: A's losses of one draw, B's of another. */
function welchTest(first, second, labels = 1) {
  const [a, b] = [meanOf(first.a, labels), meanOf(second.b, labels)]
  return testOf({ value: b.value - a.value, ...ofDifference(a, b) })
}

/** Shares of repetitions in which each of several things holds. */
function shares(holds) {
  const counts = []
  for (let k = 0; k < REPETITIONS; k++)
    for (const [index, one] of holds().entries()) counts[index] = (counts[index] ?? 0) + Number(one)
  return counts.map((count) => count / REPETITIONS)
}

let failed = false
/** @param least the share that is found at least when all is well; `most` at most */
function print(words, found, [least, most]) {
  const fine = found >= least && found <= most
  if (!fine) failed = true
  const error = Math.sqrt((found * (1 - found)) / REPETITIONS)
  const percent = (x) => `${(100 * x).toFixed(2)} %`
  console.log(`${fine ? ' ' : '!'} ${words.padEnd(66)} ${percent(found).padStart(8)}  (±${percent(error)})`)
}

const covers = (test, truth) => {
  const [low, high] = interval(test, CONFIDENCE)
  return low <= truth && truth <= high
}
const alarms = (test) => test.p < 1 - CONFIDENCE

console.log(
  `${REPETITIONS.toLocaleString('en')} repetitions; wanted: coverage 94 to 96 %, false alarms 4 to 6 %\n`,
)

/** Every test of one loss on n rows. Tests of one kind of model share their draws. */
function tryAll(words, f, drawOne, labels) {
  const truth = trueDifference(f)
  const right = shares(() => {
    const [first, second] = [drawOne(OTHER), drawOne(OTHER)]
    const tests = [pairedTest(first, labels), welchTest(first, second, labels)]
    return [...tests, ...(labels === 1 ? [weightedTest(first)] : [])].map((test) => covers(test, truth))
  })
  const wrong = shares(() => {
    const [first, second] = [drawOne(AS_GOOD), drawOne(AS_GOOD)]
    return [pairedTest(first, labels), welchTest(first, second, labels)].map(alarms)
  })
  for (const [index, found] of right.entries())
    print(`${words}: ${['paired', "Welch's", 'weighted'][index]} interval covers`, found, COVERAGE)
  for (const [index, found] of wrong.entries())
    print(`${words}: false alarms of ${['the paired', "Welch's"][index]} test`, found, ALARMS)
}

const LABELS = 10

for (const [name, f] of Object.entries(LOSSES)) {
  for (const n of [200, 2000]) tryAll(`${name}, n = ${n}`, f, (model) => draw(f, n, model), 1)
  const drawLabels = (model) => drawRows(f, 200, LABELS, model)
  tryAll(`${name}, 200 rows of ${LABELS} labels`, f, drawLabels, LABELS)
}

const SLICES = 8
const family = () => holm(Array.from({ length: SLICES }, () => pairedTest(draw(LOSSES.ce, 200, AS_GOOD)).p))
const [any] = shares(() => [family().some((p) => p < 1 - CONFIDENCE)])
// It may raise fewer: the t test is careful far out in the tails, where differences are heavy-tailed.
print(`Holm over ${SLICES} slices of 200: any false alarm`, any, [0, ALARMS[1]])
process.exitCode = failed ? 1 : 0
