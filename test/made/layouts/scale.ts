/** How scores are written, and what the numbers as written come to. */
import type { Known } from './classifier.ts'
import type { Random } from './random.ts'

export type ScaleName = 'logits' | 'probs' | 'log-probs' | 'percent'

/** A number as text, and as whoever reads it has it. */
export interface Rounding {
  readonly name: string
  readonly text: (x: number) => string
}

export function drawRounding(random: Random): Rounding {
  const digits = random.pick([3, 4, 5, 6, 8, 12, 17])
  const kind = random.pick(['fixed', 'precision', 'precision', 'f4', 'exact'])
  if (kind === 'fixed') return { name: `fixed ${digits}`, text: (x) => x.toFixed(digits) }
  if (kind === 'precision')
    return { name: `precision ${digits}`, text: (x) => String(Number(x.toPrecision(digits))) }
  if (kind === 'f4') return { name: 'f4', text: (x) => String(Number(Math.fround(x).toPrecision(8))) }
  return { name: 'exact', text: String }
}

const sigmoid = (z: number) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)))

function logSumExp(row: readonly number[]): number {
  const most = Math.max(...row)
  return most + Math.log(row.reduce((sum, z) => sum + Math.exp(z - most), 0))
}

/** The scores of the classes in a scale, of a row of logits. */
export function inScale(row: readonly number[], task: Known['task'], scale: ScaleName): readonly number[] {
  if (scale === 'logits') return row
  const total = task === 'softmax' ? logSumExp(row) : 0
  const logs = row.map((z) =>
    task === 'softmax' ? z - total : z < 0 ? z - Math.log1p(Math.exp(z)) : -Math.log1p(Math.exp(-z)),
  )
  if (scale === 'log-probs') return logs
  const probs = task === 'softmax' ? logs.map(Math.exp) : row.map(sigmoid)
  return scale === 'probs' ? probs : probs.map((p) => 100 * p)
}

/** -ln p, held at 100 as PyTorch holds it. */
const held = (p: number) => (p > 0 ? Math.min(100, -Math.log(p)) : 100)
const softplus = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))

/** Cross-entropy of one binary sample, of its score as written. */
export function binaryLoss(score: number, positive: boolean, scale: ScaleName): number {
  if (scale === 'logits') return softplus(positive ? -score : score)
  if (scale === 'log-probs')
    return positive ? Math.min(100, -score) : Math.min(100, -Math.log(-Math.expm1(score)))
  const p = scale === 'percent' ? score / 100 : score
  return positive ? held(p) : p >= 1 ? 100 : Math.min(100, -Math.log1p(-p))
}

/** Cross-entropy of one row, of its scores as written. */
export function rowLoss(scores: readonly number[], truth: number, scale: ScaleName): number {
  if (scale === 'logits' || scale === 'log-probs') return logSumExp(scores) - scores[truth]
  return held(scale === 'percent' ? scores[truth] / 100 : scores[truth])
}
