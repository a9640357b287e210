/** Random scores, labels and parameters from a seed. */
import type { ScoredSamples } from '../../../src/questions/diagnose/types.ts'

export function createRandom(seed: number) {
  let state = seed
  // Mulberry32.
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return {
    uniform,
    normal,
    between: (low: number, high: number) => low + (high - low) * uniform(),
    pick: <T>(from: readonly T[]): T => from[Math.floor(uniform() * from.length)],
  }
}

export type Random = ReturnType<typeof createRandom>

export function binarySamples({ normal, uniform }: Random, count: number): ScoredSamples {
  const label = Int32Array.from({ length: count }, (_, i) => (i < 8 ? i % 2 : uniform() < 0.4 ? 1 : 0))
  return {
    task: 'binary',
    classes: 1,
    probabilities: false,
    scores: Float64Array.from(label, (y) => (y ? 0.5 : -0.5) + 2 * normal()),
    label,
    row: Float64Array.from(label, (_, i) => i),
    rows: count,
  }
}

export function softmaxSamples({ normal, uniform }: Random, count: number, classes: number): ScoredSamples {
  const label = Int32Array.from({ length: count }, (_, i) =>
    i < 5 * classes ? i % classes : Math.floor(uniform() * classes),
  )
  const scores = Float64Array.from({ length: count * classes }, () => 1.5 * normal())
  for (let i = 0; i < count; i++) scores[i * classes + label[i]] += 1
  return {
    task: 'softmax',
    classes,
    probabilities: false,
    scores,
    label,
    row: Float64Array.from(label, (_, i) => i),
    rows: count,
  }
}
