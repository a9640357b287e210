/** Reads scores: cross-entropy, pt and 1 − pt of each element. */
import { sigmoid } from '../../losses/functions.ts'
import type { ClampKind, ScoredSamples, ScoreReading, Standing } from './types.ts'

type Words = { name: string; kind?: Standing; mistake?: string; cost?: number; clamp?: ClampKind }

/** A reading of `length` elements, its arrays still empty. */
function create(words: Words, length: number, groups: number, plain: ScoreReading | null): ScoreReading {
  const array = () => new Float64Array(length)
  return {
    kind: 'standard',
    mistake: null,
    cost: 0,
    clamp: null,
    ...words,
    ce: array(),
    q: array(),
    pt: array(),
    total: array(),
    group: new Int32Array(length),
    groups,
    target: null,
    rest: null,
    probabilities: null,
    plain,
  }
}

/** From log-odds of the truth: every function of pt at full precision, all of them from one exponential. */
function setMargin(reading: ScoreReading, i: number, margin: number): void {
  const size = Math.abs(margin)
  const small = Math.exp(-size)
  const [less, more] = [small / (1 + small), 1 / (1 + small)]
  const rest = Math.log1p(small)
  reading.ce[i] = margin < 0 ? size + rest : rest
  reading.q[i] = margin < 0 ? more : less
  reading.pt[i] = margin < 0 ? less : more
  // Both labels' logarithms, as a binary sample has them.
  reading.total[i] = size + 2 * rest
}

/** A row of logits, shifted labels allowed. */
function setRow(
  reading: ScoreReading,
  i: number,
  logits: ArrayLike<number>,
  at: number,
  label: number,
  classes: number,
) {
  let most = Number.NEGATIVE_INFINITY
  for (let c = 0; c < classes; c++) most = Math.max(most, logits[at + c])
  let others = 0
  let sum = 0
  let rest = Number.NEGATIVE_INFINITY
  for (let c = 0; c < classes; c++) if (c !== label) rest = Math.max(rest, logits[at + c])
  for (let c = 0; c < classes; c++) {
    sum += logits[at + c] - most
    if (c !== label) others += Math.exp(logits[at + c] - rest)
  }
  const margin = logits[at + label] - rest - Math.log(others)
  setMargin(reading, i, margin)
  // ln of the whole sum, from the truth's share of it.
  const logSum = reading.ce[i] + logits[at + label] - most
  reading.total[i] = classes * logSum - sum
}

function setProbability(reading: ScoreReading, i: number, pt: number, q: number, total: number): void {
  reading.pt[i] = pt
  reading.q[i] = q
  reading.ce[i] = pt > 0.5 ? -Math.log1p(-q) : -Math.log(pt)
  reading.total[i] = total
}

function fillGroups(reading: ScoreReading, label: Int32Array): ScoreReading {
  reading.group.set(label)
  return reading
}

/** Scores mapped before they are read as logits. */
export function throughLogits(
  samples: ScoredSamples,
  words: Words,
  map: (score: number) => number,
  plain: ScoreReading | null,
) {
  const { task, classes, label, scores } = samples
  const n = label.length
  if (task === 'softmax') {
    const reading = fillGroups(create(words, n, classes, plain), label)
    const mapped = scores.map((score) => map(score))
    for (let i = 0; i < n; i++) setRow(reading, i, mapped, i * classes, label[i], classes)
    return reading
  }
  const reading = fillGroups(create(words, n, 2, plain), label)
  for (let i = 0; i < n; i++) {
    const x = map(scores[i])
    setMargin(reading, i, label[i] ? x : -x)
  }
  return reading
}

/** Probabilities as they are. */
export function throughNothing(samples: ScoredSamples, words: Words, scores = samples.scores): ScoreReading {
  const { task, classes, label } = samples
  const n = label.length
  const softmax = task === 'softmax'
  const reading = fillGroups(create(words, n, softmax ? classes : 2, null), label)
  for (let i = 0; i < n; i++) {
    if (softmax) {
      let total = 0
      let q = 0
      for (let c = 0; c < classes; c++) {
        total -= Math.log(scores[i * classes + c])
        if (c !== label[i]) q += scores[i * classes + c]
      }
      const pt = scores[i * classes + label[i]]
      setProbability(reading, i, pt, Math.abs(q + pt - 1) < 1e-12 ? q : 1 - pt, total)
    } else {
      const p = scores[i]
      const [pt, q] = label[i] ? [p, 1 - p] : [1 - p, p]
      setProbability(reading, i, pt, q, -Math.log(p) - Math.log1p(-p))
    }
  }
  return reading
}

/** The probabilities that a plain reading of the scores gives, one for each score. */
export function probabilitiesOf({ task, classes, probabilities, scores }: ScoredSamples): Float64Array {
  if (probabilities) return scores
  if (task !== 'softmax') return scores.map((score) => sigmoid(score))
  const out = new Float64Array(scores.length)
  for (let at = 0; at < scores.length; at += classes) {
    const row = scores.subarray(at, at + classes)
    const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    let sum = 0
    for (let c = 0; c < classes; c++) sum += Math.exp(row[c] - most)
    for (let c = 0; c < classes; c++) out[at + c] = Math.exp(row[c] - most) / sum
  }
  return out
}

export function plainReading(samples: ScoredSamples): ScoreReading {
  if (samples.probabilities) return throughNothing(samples, { name: '' })
  const plain = throughLogits(samples, { name: '' }, (x) => x, null)
  if (samples.task !== 'softmax') return plain
  let rest: ScoreReading | undefined
  const makeRest = () => {
    rest ??= oneVersusRest(samples, { name: 'rest' })
    return rest
  }
  return { ...plain, rest: makeRest, probabilities: probabilitiesOf(samples) }
}

/** Each class of a row as a binary sample, all of them making one value. */
export function oneVersusRest(samples: ScoredSamples, words: Words, map = (x: number) => x): ScoreReading {
  const { classes, label, scores } = samples
  const n = label.length * classes
  const reading = { ...create(words, n, 2, null), target: new Int32Array(n) }
  for (let e = 0; e < n; e++) {
    const i = Math.floor(e / classes)
    const x = map(scores[e])
    reading.group[e] = e % classes === label[i] ? 1 : 0
    reading.target[e] = i
    setMargin(reading, e, reading.group[e] ? x : -x)
  }
  return reading
}
