/** Samples whose logits and truth are known: what some plausible classifier, at times a weak one, says of them. */
import type { Random } from './random.ts'

export interface Known {
  readonly task: 'binary' | 'softmax' | 'multilabel'
  readonly classes: number
  readonly rows: number
  /** Row by row: one logit for binary samples, else one per class. */
  readonly logits: readonly (readonly number[])[]
  /** Row by row: one class index; with multi-label 0 or 1 for each class. */
  readonly truth: readonly (readonly number[])[]
}

export function drawKnown(random: Random): Known {
  const task = random.pick(['binary', 'binary', 'softmax', 'softmax', 'multilabel'] as const)
  const classes = task === 'binary' ? 2 : random.int(2, random.chance(0.3) ? 12 : 5)
  const rows = drawRows(random)
  const skill = random.pick([0.4, 1, 2, 4, 8])
  const bias = Array.from({ length: classes }, () => random.normal() * random.pick([0, 1]))
  const truth = task === 'multilabel' ? drawSets(random, rows, classes) : drawClasses(random, rows, classes)
  const logits = truth.map((labels) => {
    if (task === 'binary') return [(labels[0] === 1 ? 1 : -1) * skill + bias[0] + 1.5 * random.normal()]
    const isTrue = (c: number) => (task === 'softmax' ? labels[0] === c : labels[c] === 1)
    return bias.map((b, c) => b + (isTrue(c) ? 1 : -1) * skill + 1.5 * random.normal())
  })
  return { task, classes, rows, logits, truth }
}

function drawRows(random: Random): number {
  const size = random.next()
  return size < 0.1 ? random.int(3, 15) : size < 0.97 ? random.int(16, 120) : random.int(121, 1500)
}

/** Of any prevalence; now and then a class never occurs. */
function drawClasses(random: Random, rows: number, classes: number): readonly (readonly number[])[] {
  const shares = Array.from({ length: classes }, () => 0.15 - Math.log(1 - random.next()))
  if (random.chance(0.08)) shares[random.int(0, classes - 1)] = 0
  const ends = shares.map((_, c) => shares.slice(0, c + 1).reduce((sum, share) => sum + share, 0))
  const draw = () => {
    const at = random.next() * ends[classes - 1]
    return [ends.findIndex((end) => at < end)]
  }
  return Array.from({ length: rows }, draw)
}

function drawSets(random: Random, rows: number, classes: number): readonly (readonly number[])[] {
  const shares = Array.from({ length: classes }, () => 0.05 + 0.7 * random.next())
  return Array.from({ length: rows }, () => shares.map((share) => Number(random.chance(share))))
}
