/** What a reading makes of the scores: cross-entropy, pt and 1 − pt of each element, which is a sample or a class of one. */
import { sigmoid } from '../../losses/functions.ts'
import type { ScoredSamples } from './types.ts'

export interface Elements {
  /** What they were read from. */
  readonly samples: ScoredSamples
  /** Cross-entropy −ln pt of each element, after clamps. */
  readonly ce: Float64Array
  /** 1 − pt, and pt. */
  readonly q: Float64Array
  readonly pt: Float64Array
  /** Sum of −ln p over all classes, or over both labels: what label smoothing adds. */
  readonly total: Float64Array
  /** Label or class of each element. */
  readonly group: Int32Array
  readonly groups: number
  /** The value each element goes into, where several elements make one. */
  readonly target: Int32Array | null
  /** Which of the ways that rounding may take it is, if any (precision.ts). */
  readonly shaken?: { readonly unit: number; readonly way: number }
}

/** Elements whose arrays are still empty. */
function create(samples: ScoredSamples, length: number, groups: number): Elements {
  const array = () => new Float64Array(length)
  return {
    samples,
    ce: array(),
    q: array(),
    pt: array(),
    total: array(),
    group: new Int32Array(length),
    groups,
    target: null,
  }
}

/** From log-odds of the truth: every function of pt at full precision, all of them from one exponential. */
function setMargin(elements: Elements, i: number, margin: number): void {
  const size = Math.abs(margin)
  const small = Math.exp(-size)
  const [less, more] = [small / (1 + small), 1 / (1 + small)]
  const rest = Math.log1p(small)
  elements.ce[i] = margin < 0 ? size + rest : rest
  elements.q[i] = margin < 0 ? more : less
  elements.pt[i] = margin < 0 ? less : more
  // Both labels' logarithms, as a binary sample has them.
  elements.total[i] = size + 2 * rest
}

/** A row of logits, shifted labels allowed. */
function setRow(
  elements: Elements,
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
  setMargin(elements, i, margin)
  // ln of the whole sum, from the truth's share of it.
  const logSum = elements.ce[i] + logits[at + label] - most
  elements.total[i] = classes * logSum - sum
}

function setProbability(elements: Elements, i: number, pt: number, q: number, total: number): void {
  elements.pt[i] = pt
  elements.q[i] = q
  elements.ce[i] = pt > 0.5 ? -Math.log1p(-q) : -Math.log(pt)
  elements.total[i] = total
}

function fillGroups(elements: Elements, label: Int32Array): Elements {
  elements.group.set(label)
  return elements
}

/** Scores mapped before they are read as logits. */
export function throughLogits(samples: ScoredSamples, map?: (score: number) => number): Elements {
  const { task, classes, label, scores } = samples
  const n = label.length
  if (task === 'softmax') {
    const elements = fillGroups(create(samples, n, classes), label)
    const mapped = map ? scores.map((score) => map(score)) : scores
    for (let i = 0; i < n; i++) setRow(elements, i, mapped, i * classes, label[i], classes)
    return elements
  }
  const elements = fillGroups(create(samples, n, 2), label)
  for (let i = 0; i < n; i++) {
    const x = map ? map(scores[i]) : scores[i]
    setMargin(elements, i, label[i] ? x : -x)
  }
  return elements
}

/** Probabilities as they are. */
export function throughNothing(samples: ScoredSamples, scores = samples.scores): Elements {
  const { task, classes, label } = samples
  const n = label.length
  const softmax = task === 'softmax'
  const elements = fillGroups(create(samples, n, softmax ? classes : 2), label)
  for (let i = 0; i < n; i++) {
    if (softmax) {
      let total = 0
      let q = 0
      for (let c = 0; c < classes; c++) {
        total -= Math.log(scores[i * classes + c])
        if (c !== label[i]) q += scores[i * classes + c]
      }
      const pt = scores[i * classes + label[i]]
      setProbability(elements, i, pt, Math.abs(q + pt - 1) < 1e-12 ? q : 1 - pt, total)
    } else {
      const p = scores[i]
      const [pt, q] = label[i] ? [p, 1 - p] : [1 - p, p]
      setProbability(elements, i, pt, q, -Math.log(p) - Math.log1p(-p))
    }
  }
  return elements
}

const shares = new WeakMap<ScoredSamples, Float64Array>()

/** The probabilities that a plain reading of the scores gives, one for each score. */
export function probabilitiesOf(samples: ScoredSamples): Float64Array {
  const { task, probabilities, scores } = samples
  if (probabilities) return scores
  const found =
    shares.get(samples) ?? (task === 'softmax' ? softmax(samples) : scores.map((score) => sigmoid(score)))
  shares.set(samples, found)
  return found
}

function softmax({ classes, scores }: ScoredSamples): Float64Array {
  const out = new Float64Array(scores.length)
  for (let at = 0; at < scores.length; at += classes) {
    let most = Number.NEGATIVE_INFINITY
    for (let i = at; i < at + classes; i++) most = Math.max(most, scores[i])
    let sum = 0
    for (let i = at; i < at + classes; i++) {
      out[i] = Math.exp(scores[i] - most)
      sum += out[i]
    }
    for (let i = at; i < at + classes; i++) out[i] /= sum
  }
  return out
}

const logits = new WeakMap<ScoredSamples, Float64Array>()

/** The logits of a plain reading: of probabilities their logarithms, or log-odds. */
export function logitsOf(samples: ScoredSamples): Float64Array {
  const { task, probabilities, scores } = samples
  if (!probabilities) return scores
  const found =
    logits.get(samples) ?? scores.map((p) => Math.log(p) - (task === 'softmax' ? 0 : Math.log1p(-p)))
  logits.set(samples, found)
  return found
}

const plains = new WeakMap<ScoredSamples, Elements>()

/** The scores as they are meant. */
export function plainElements(samples: ScoredSamples): Elements {
  const plain =
    plains.get(samples) ?? (samples.probabilities ? throughNothing(samples) : throughLogits(samples))
  plains.set(samples, plain)
  return plain
}

const rests = new WeakMap<ScoredSamples, Elements>()

/** Logits of each class against the rest; those that their probabilities say. */
export function restElements(samples: ScoredSamples): Elements {
  const toLogit = samples.probabilities ? (p: number) => Math.log(p / (1 - p)) : undefined
  const rest = rests.get(samples) ?? oneVersusRest(samples, toLogit)
  rests.set(samples, rest)
  return rest
}

/** Each class of a row as a binary sample, all of them making one value. */
export function oneVersusRest(samples: ScoredSamples, map?: (score: number) => number): Elements {
  const { classes, label, scores } = samples
  const n = label.length * classes
  const elements = { ...create(samples, n, 2), target: new Int32Array(n) }
  for (let i = 0, e = 0; i < label.length; i++)
    for (let c = 0; c < classes; c++, e++) {
      const x = map ? map(scores[e]) : scores[e]
      elements.group[e] = c === label[i] ? 1 : 0
      elements.target[e] = i
      setMargin(elements, e, c === label[i] ? x : -x)
    }
  return elements
}

/** The same with other labels: all but two cells of a row stay as they are. */
export function relabelRest(samples: ScoredSamples, label: Int32Array): Elements {
  const { ce, q, pt, group, ...rest } = restElements(samples)
  const own = { ce: ce.slice(), q: q.slice(), pt: pt.slice(), group: group.slice() }
  const elements = { ...rest, ...own, samples: { ...samples, label } }
  for (let i = 0; i < label.length; i++)
    for (const c of [samples.label[i], label[i]]) {
      const e = i * samples.classes + c
      elements.group[e] = c === label[i] ? 1 : 0
      setMargin(elements, e, c === label[i] ? samples.scores[e] : -samples.scores[e])
    }
  return elements
}

/** Some of the samples. */
export function pickSamples(samples: ScoredSamples, chosen: readonly number[]): ScoredSamples {
  const { task, classes, scores, label, row } = samples
  const column = columnsOf(samples)
  const width = task === 'softmax' ? classes : 1
  const picked = new Float64Array(chosen.length * width)
  for (const [at, i] of chosen.entries()) picked.set(scores.subarray(i * width, (i + 1) * width), at * width)
  return {
    ...samples,
    scores: picked,
    label: Int32Array.from(chosen, (i) => label[i]),
    row: Float64Array.from(chosen, (i) => row[i]),
    ...(column && { column: Int32Array.from(chosen, (i) => column[i]) }),
    whole: samples.whole ?? samples,
  }
}

/** Class of each cell of multi-label data; null where it is not known, or there are no cells. */
export function columnsOf({ task, classes, label, rows, column }: ScoredSamples): Int32Array | null {
  if (task !== 'multilabel' || (!column && label.length !== rows * classes)) return null
  return column ?? label.map((_, i) => i % classes)
}

/** Whether groups are negatives and positives. */
export const isSided = ({ samples, groups, target }: Elements) =>
  groups === 2 && (samples.task !== 'softmax' || target !== null)

/** Whether there are samples of both, so that each says what is done to it. */
export const hasBoth = (elements: Elements) =>
  isSided(elements) && elements.group.includes(0) && elements.group.includes(1)
