/** The labelled cases: which data, which losses, what the truth is. */
import { readFileSync } from 'node:fs'
import type { Task } from '../../../src/losses/task.ts'
import type { Observed, ScoredSamples } from '../../../src/questions/diagnose/types.ts'
import { sharedPath } from '../../made/shared.ts'

export interface LabelledCase {
  readonly id: string
  readonly dataset: string
  readonly truth: {
    readonly bug?: string
    readonly weight?: readonly number[]
    readonly alpha?: unknown
    readonly batch_size?: number
  }
  readonly per_sample?: readonly number[]
  readonly printed_mean?: Printed
  readonly printed_scalar?: Printed
}

interface Printed {
  readonly f4: string
  readonly f6: string
}

interface DataOfCases {
  readonly kind: string
  readonly x?: readonly (number | readonly number[])[]
  readonly p?: readonly number[]
  readonly y: readonly (number | readonly number[])[]
}

const path = sharedPath('golden/public/identify_cases.json')

const file: { datasets: Record<string, DataOfCases>; cases: readonly LabelledCase[] } = path
  ? JSON.parse(readFileSync(path, 'utf8'))
  : { datasets: {}, cases: [] }

export const CASES = file.cases

export function samplesOf(dataset: string): ScoredSamples {
  return toSamples(file.datasets[dataset])
}

export function toSamples({ kind, x, p, y }: DataOfCases): ScoredSamples {
  const task = (
    kind.startsWith('multilabel') ? 'multilabel' : kind.startsWith('softmax') ? 'softmax' : 'binary'
  ) as Task
  const given = (x ?? p)!
  const kept = y.map((_, i) => i).filter((i) => y[i] !== -100)
  const classes = [given[0]].flat().length
  return {
    task,
    classes,
    probabilities: x === undefined,
    scores: Float64Array.from(kept.flatMap((i) => given[i])),
    label: Int32Array.from(kept.flatMap((i) => y[i])),
    row: Float64Array.from(
      kept.flatMap((i) => (task === 'multilabel' ? Array<number>(classes).fill(i) : [i])),
    ),
    rows: y.length,
  }
}

/** Values a sample where the code has them, else what it prints. What the script itself holds is known: weights, batch size. */
export function observedOf({ truth, ...one }: LabelledCase, printed: 'f4' | 'f6', always = false): Observed {
  const classWeights = truth.weight ?? (Array.isArray(truth.alpha) ? truth.alpha : null)
  if (one.per_sample && !always)
    return { per: 'sample', values: Float64Array.from(one.per_sample), half: 0, batchSize: 0, classWeights }
  const text = (one.printed_scalar ?? one.printed_mean)![printed]
  const half = 0.5 * 10 ** -(text.length - text.indexOf('.') - 1)
  return {
    per: 'batch',
    values: Float64Array.of(Number(text)),
    half,
    batchSize: truth.batch_size ?? 0,
    classWeights,
  }
}
