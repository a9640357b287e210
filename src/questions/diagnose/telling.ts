/** The mildest sample on which two explanations differ that agree on all the data. */
import { sharesOf } from './by-share.ts'
import { probabilitiesOf } from './elements.ts'
import type { ScoredSamples } from './types.ts'

export interface Telling {
  /** Score of the positive class, or of the true one with softmax. */
  readonly score: number
  readonly label: number
  readonly pt: number
  /** Its loss by the first explanation, and by the one that differs. */
  readonly first: number
  readonly other: number
  readonly name: string
}

/** Logits and probabilities to try, the mildest first. */
const LOGITS = [1, -1, 2, -2, 4, -4, 8, -8, 16, -16, 24, -24, 40, -40, 80, -80, 120, -120]
const PROBABILITIES = [0.7, 0.3, 0.9, 0.1, 0.99, 0.01, 1e-4, 1e-6, 1e-7, 1e-9, 1e-12, 1e-17, 1e-30, 1e-60, 0]

/** Labels tried; classes beyond have no other rules than these. */
const LABELS = 3

/** A difference that values of full precision show beyond doubt. */
const SEEN = 1e-5

/** Samples of the same kind as those at hand, one a score and label. */
export function inventSamples(samples: ScoredSamples): ScoredSamples {
  const { task, classes, probabilities } = samples
  const tried = probabilities ? PROBABILITIES : LOGITS
  const labels = task === 'softmax' ? Math.min(classes, LABELS) : 2
  const pairs = tried.flatMap((score) => Array.from({ length: labels }, (_, label) => ({ score, label })))
  const rows = pairs.map(({ score, label }) =>
    task === 'softmax' ? inventRow(score, label, classes, probabilities) : [score],
  )
  return {
    task,
    classes,
    probabilities,
    scores: Float64Array.from(rows.flat()),
    label: Int32Array.from(pairs, ({ label }) => label),
    row: Float64Array.from(pairs, (_, i) => i),
    rows: pairs.length,
    column: new Int32Array(pairs.length),
    shares: sharesOf(samples),
  }
}

/** The truth's score among others that differ from each other, so that nothing is the same by symmetry. */
function inventRow(score: number, label: number, classes: number, probabilities: boolean): number[] {
  const parts = Array.from({ length: classes - 1 }, (_, i) => 1 / (i + 1))
  const sum = parts.reduce((total, part) => total + part, 0)
  const others = parts.map((part) => (probabilities ? ((1 - score) * part) / sum : Math.log(part)))
  return [...others.slice(0, label), score, ...others.slice(label)]
}

/** Losses of the invented samples by each explanation; the first sample on which one differs from the first of them. */
export function findTelling(
  invented: ScoredSamples,
  explained: readonly { readonly name: string; readonly losses: Float64Array }[],
): Telling | null {
  const [first, ...others] = explained
  const { task, classes, scores, label } = invented
  const p = probabilitiesOf(invented)
  for (let i = 0; i < label.length; i++) {
    const differing = others.find(({ losses }) => isSeen(first.losses[i], losses[i]))
    if (!differing) continue
    const at = task === 'softmax' ? i * classes + label[i] : i
    return {
      score: scores[at],
      label: label[i],
      pt: task === 'softmax' || label[i] === 1 ? p[at] : 1 - p[at],
      first: first.losses[i],
      other: differing.losses[i],
      name: differing.name,
    }
  }
  return null
}

function isSeen(a: number, b: number): boolean {
  return (
    Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) > SEEN * Math.max(Math.abs(a), Math.abs(b))
  )
}
