import { expect, it } from 'vitest'
import { createArrayMargins } from '../../src/kernels/array-margins.ts'
import { reference } from '../../src/kernels/reference.ts'

/** More samples than are handed to the kernels at once. */
const SAMPLES = 20_000

const CASES = [
  ['binary', 'logits', 1],
  ['binary', 'probs', 1],
  ['softmax', 'logits', 5],
  ['softmax', 'probs', 5],
] as const

/** Scores in [0, 1], among them the ends, spread by a fixed rule. */
function scoreAt(i: number): number {
  return i % 97 === 0 ? 0 : i % 89 === 0 ? 1 : (i * 0.618033988749895) % 1
}

it.each(CASES)('margins of arrays are to the bit those of the reference: %s, %s', (task, from, columns) => {
  const scores = Float64Array.from({ length: SAMPLES * columns }, (_, i) =>
    from === 'probs' ? scoreAt(i) : 40 * scoreAt(i) - 20,
  )
  const labels = Int32Array.from({ length: SAMPLES }, (_, i) => (i * 7) % Math.max(2, columns))
  const [found, expected] = [new Float64Array(SAMPLES), new Float64Array(SAMPLES)]
  const clamped = createArrayMargins({ task, from, columns })(scores, labels, found)
  expect(clamped).toBe(ofReference(task, from, scores, labels, columns, expected))
  expect(new BigUint64Array(found.buffer)).toEqual(new BigUint64Array(expected.buffer))
})

/** Those of the reference; returns how many were clamped. */
function ofReference(
  task: string,
  from: string,
  scores: Float64Array,
  labels: Int32Array,
  columns: number,
  margins: Float64Array,
): number {
  if (task === 'binary' && from === 'probs') return reference.binaryProbabilities(scores, labels, margins)
  if (from === 'probs') return reference.softmaxProbabilities(scores, columns, labels, margins)
  if (task === 'binary') reference.binaryLogits(scores, labels, margins)
  else reference.softmaxLogits(scores, columns, labels, margins)
  return 0
}
