/** Losses and mistakes written out as scripts have them, a sample at a time; nothing of the search is in them. */
import type { ScoredSamples } from '../../../src/questions/diagnose/types.ts'
import type { Random } from './random.ts'

/** What a script has at hand for one sample. */
export interface At {
  readonly x: number
  readonly y: number
  readonly p: number
  readonly pt: number
  readonly ce: number
  readonly row: readonly number[]
}

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
export const logSumExp = (row: readonly number[]) => {
  const most = Math.max(...row)
  return most + Math.log(row.reduce((sum, x) => sum + Math.exp(x - most), 0))
}
export const softmax = (row: readonly number[]) => row.map((x) => Math.exp(x - logSumExp(row)))
export const bce = (x: number, y: number) => Math.max(x, 0) - x * y + Math.log1p(Math.exp(-Math.abs(x)))

/** The upper half of a 32-bit number, rounded to nearest, ties to even. */
export function toBfloat16(x: number): number {
  const bits = new Uint32Array(Float32Array.of(x).buffer)
  bits[0] = (bits[0] + 0x7fff + ((bits[0] >>> 16) & 1)) & 0xffff0000
  return new Float32Array(bits.buffer)[0]
}

export function at({ task, classes, scores, label }: ScoredSamples, i: number): At {
  const y = label[i]
  if (task !== 'softmax') {
    const x = scores[i]
    const p = sigmoid(x)
    return { x, y, p, pt: y ? p : sigmoid(-x), ce: bce(x, y), row: [] }
  }
  const row = [...scores.subarray(i * classes, (i + 1) * classes)]
  const ce = logSumExp(row) - row[y]
  return { x: 0, y, p: 0, pt: Math.exp(-ce), ce, row }
}

export interface Draw {
  readonly gamma: number
  readonly alpha: number
  readonly epsilon: number
  readonly weights: readonly number[]
}

export type Rule = (at: At, draw: Draw) => number

export const MISTAKES: Readonly<Record<string, { task: 'binary' | 'softmax'; rule: Rule }>> = {
  'gamma-times': { task: 'softmax', rule: ({ pt, ce }, { gamma }) => (1 - pt) * gamma * ce },
  'alpha-both': { task: 'binary', rule: ({ pt, ce }, { gamma, alpha }) => alpha * (1 - pt) ** gamma * ce },
  'alpha-swapped': {
    task: 'binary',
    rule: ({ y, pt, ce }, { gamma, alpha }) => (y ? 1 - alpha : alpha) * (1 - pt) ** gamma * ce,
  },
  'alpha-negatives': {
    task: 'binary',
    rule: ({ y, pt, ce }, { gamma, alpha }) => (y ? 1 : 2 + alpha) * (1 - pt) ** gamma * ce,
  },
  'double-softmax': {
    task: 'softmax',
    rule: ({ row, y }, { gamma }) => {
      const again = softmax(softmax(row))
      return (1 - again[y]) ** gamma * -Math.log(again[y])
    },
  },
  'double-sigmoid': { task: 'binary', rule: ({ p, y }) => bce(p, y) },
  'missing-activation': {
    task: 'binary',
    rule: ({ x, y }) => {
      const p = Math.min(1 - 1e-7, Math.max(1e-7, x))
      return -Math.log(y ? p : 1 - p)
    },
  },
  sign: { task: 'softmax', rule: ({ pt, ce }, { gamma }) => (1 - pt) ** gamma * -ce },
  'missing-negatives': { task: 'binary', rule: ({ y, p, ce }, { gamma }) => (y ? (1 - p) ** gamma * ce : 0) },
  'negatives-modulation': {
    task: 'binary',
    rule: ({ y, p, ce }, { gamma, alpha }) => (y ? alpha : 1 - alpha) * (1 - p) ** gamma * ce,
  },
  'pt-for-error': { task: 'softmax', rule: ({ pt, ce }, { gamma }) => pt ** gamma * ce },
  'log-for-pt': { task: 'softmax', rule: ({ pt, ce }, { gamma }) => (1 - Math.log(pt)) ** gamma * ce },
  'log-base': { task: 'softmax', rule: ({ ce, pt }, { gamma }) => ((1 - pt) ** gamma * ce) / Math.LN2 },
  'weight-in-pt': {
    task: 'softmax',
    rule: ({ ce, y }, { gamma, weights }) => {
      const weighted = weights[y] * ce
      return (1 - Math.exp(-weighted)) ** gamma * weighted
    },
  },
  'pos-weight-in-pt': {
    task: 'binary',
    rule: ({ ce, y }, { gamma, alpha }) => {
      const weighted = (y ? 1.5 + 3 * alpha : 1) * ce
      return (1 - Math.exp(-weighted)) ** gamma * weighted
    },
  },
  'smoothing-in-pt': {
    task: 'softmax',
    rule: ({ row, ce }, { gamma, alpha }) => {
      const s = alpha / 2
      const uniform = logSumExp(row) - row.reduce((a, b) => a + b, 0) / row.length
      const smoothed = (1 - s) * ce + s * uniform
      return (1 - Math.exp(-smoothed)) ** gamma * smoothed
    },
  },
  'arguments-swapped': {
    task: 'binary',
    rule: ({ y, pt, ce }, { gamma, alpha }) => (y ? 1 + gamma : -gamma) * (1 - pt) ** alpha * ce,
  },
  'poly-exponent': {
    task: 'softmax',
    rule: ({ pt, ce }, { gamma, epsilon }) => (1 - pt) ** gamma * (ce + epsilon),
  },
  'poly-sign': { task: 'softmax', rule: ({ pt, ce }, { epsilon }) => ce + epsilon * (pt - 1) },
  'poly-pt': { task: 'softmax', rule: ({ pt, ce }, { epsilon }) => ce + epsilon * pt },
  'label-offset': { task: 'softmax', rule: ({ row, y }) => logSumExp(row) - row[(y + 1) % row.length] },
  'labels-inverted': {
    task: 'binary',
    rule: ({ x, y }, { gamma }) => (y ? sigmoid(x) : sigmoid(-x)) ** gamma * bce(x, 1 - y),
  },
  'nll-of-scores': { task: 'softmax', rule: ({ row, y }) => -row[y] },
  'low-precision': {
    task: 'softmax',
    rule: ({ row, y }) => logSumExp(row.map(toBfloat16)) - toBfloat16(row[y]),
  },
  'mixed-activations': {
    task: 'softmax',
    rule: ({ row, y }, { gamma }) => {
      const p = softmax(row)
      return row.reduce(
        (sum, x, c) => sum + (c === y ? 1 - p[c] : p[c]) ** gamma * bce(x, c === y ? 1 : 0),
        0,
      )
    },
  },
  'poly-sigmoid': {
    task: 'softmax',
    rule: ({ row, y, pt, ce }, { gamma, epsilon }) => {
      const terms = row.map((x, c) => (c === y ? sigmoid(-x) : sigmoid(x)) ** (gamma + 1))
      return (1 - pt) ** gamma * ce + (epsilon * terms.reduce((a, b) => a + b, 0)) / row.length
    },
  },
}

export const RIGHT: Readonly<Record<string, { task: 'binary' | 'softmax'; rule: Rule }>> = {
  'cross-entropy': { task: 'softmax', rule: ({ ce }) => ce },
  'binary cross-entropy': { task: 'binary', rule: ({ ce }) => ce },
  focal: { task: 'softmax', rule: ({ pt, ce }, { gamma }) => (1 - pt) ** gamma * ce },
  'focal with alpha': {
    task: 'binary',
    rule: ({ y, pt, ce }, { gamma, alpha }) => (y ? alpha : 1 - alpha) * (1 - pt) ** gamma * ce,
  },
  'focal with class weights': {
    task: 'softmax',
    rule: ({ y, pt, ce }, { gamma, weights }) => weights[y] * (1 - pt) ** gamma * ce,
  },
  'poly-1': { task: 'softmax', rule: ({ pt, ce }, { epsilon }) => ce + epsilon * (1 - pt) },
  'poly-1 focal': {
    task: 'binary',
    rule: ({ y, pt, ce }, { gamma, alpha, epsilon }) =>
      (y ? alpha : 1 - alpha) * ((1 - pt) ** gamma * ce + epsilon * (1 - pt) ** (gamma + 1)),
  },
  'label smoothing': {
    task: 'softmax',
    rule: ({ row, ce }, { alpha }) =>
      (1 - alpha / 2) * ce + (alpha / 2) * (logSumExp(row) - row.reduce((a, b) => a + b, 0) / row.length),
  },
  pos_weight: { task: 'binary', rule: ({ y, ce }, { epsilon }) => (y ? 1 + epsilon : 1) * ce },
}

export function drawParameters({ between, uniform, pick }: Random): Draw {
  // Half of them round, as people write them.
  const round = uniform() < 0.5
  return {
    gamma: round ? pick([0.5, 1.5, 2, 3, 5]) : between(0.5, 4),
    alpha: round ? pick([0.25, 0.3, 0.4]) : between(0.1, 0.45),
    epsilon: round ? pick([1, 2, 0.5]) : between(0.3, 3),
    weights: Array.from({ length: 4 }, () => between(0.3, 3)),
  }
}
