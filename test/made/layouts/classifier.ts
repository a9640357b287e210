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
  /** Whether a row is of one class at most, as an anchor of a detector is. */
  readonly isDetector: boolean
}

export function drawKnown(random: Random): Known {
  const task = random.pick(['binary', 'binary', 'softmax', 'softmax', 'multilabel'] as const)
  const classes = task === 'binary' ? 2 : random.int(2, random.chance(0.3) ? 12 : 5)
  const rows = drawRows(random)
  const isDetector = task === 'multilabel' && random.chance(0.3)
  const truth = isDetector
    ? drawAnchors(random, rows, classes)
    : task === 'multilabel'
      ? drawSets(random, rows, classes)
      : drawClasses(random, rows, classes)
  const known = { task, classes, rows, truth, isDetector }
  return { ...known, logits: drawLogits(random, known) }
}

/** What another classifier says of the same samples. */
export function drawRival(random: Random, known: Known): Known {
  return { ...known, logits: drawLogits(random, known) }
}

function drawLogits(random: Random, { task, classes, truth }: Omit<Known, 'logits'>): Known['logits'] {
  const skill = random.pick([0.4, 1, 2, 4, 8])
  const bias = Array.from({ length: classes }, () => random.normal() * random.pick([0, 1]))
  return truth.map((labels) => {
    if (task === 'binary') return [(labels[0] === 1 ? 1 : -1) * skill + bias[0] + 1.5 * random.normal()]
    const isTrue = (c: number) => (task === 'softmax' ? labels[0] === c : labels[c] === 1)
    return bias.map((b, c) => b + (isTrue(c) ? 1 : -1) * skill + 1.5 * random.normal())
  })
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

/** Most of them background, as far as there are enough. */
function drawAnchors(random: Random, rows: number, classes: number): readonly (readonly number[])[] {
  const share = random.pick([0.3, 0.6, 0.9])
  return Array.from({ length: rows }, () => {
    const found = random.chance(share) ? -1 : random.int(0, classes - 1)
    return Array.from({ length: classes }, (_, c) => Number(c === found))
  })
}

/** Whether each row has one label, as those of a softmax have. */
export function hasOneEach({ task, truth }: Known): boolean {
  return (
    task !== 'multilabel' ||
    truth.filter((row) => row.reduce((sum, x) => sum + x, 0) !== 1).length <= Math.max(1, truth.length / 20)
  )
}
