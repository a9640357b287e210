/** Dumps as arrays: one of scores, one of labels, each in a file or all of them in one. */
import { drawArrayLabels } from './array-labels.ts'
import { hasOneEach, type Known } from './classifier.ts'
import { drawContainers, type NumberArray } from './containers.ts'
import type { Layout } from './layout.ts'
import { toHalf } from './npy.ts'
import type { Random } from './random.ts'
import { inScale, type ScaleName } from './scale.ts'
import { truthOf } from './truth.ts'

const STORED: Readonly<Record<'f2' | 'f4' | 'f8', (x: number) => number>> = {
  f2: toHalf,
  f4: Math.fround,
  f8: (x) => x,
}

const NAMES: Readonly<Record<ScaleName, readonly string[]>> = {
  logits: ['logits', 'val_logits', 'scores', 'y_pred', 'outputs', 'preds'],
  probs: ['probs', 'y_prob', 'test_probs', 'scores', 'y_pred', 'outputs', 'preds', 'y_score'],
  'log-probs': ['log_probs', 'logprobs', 'outputs'],
  percent: [],
}

export function drawArrays(random: Random, known: Known): Omit<Layout, 'seed'> {
  const scale = random.pick(['logits', 'probs', 'probs', 'log-probs'] as const)
  const code = random.pick(['f2', 'f4', 'f4', 'f8'] as const)
  const numbers = known.logits.map((row) => inScale(row, known.task, scale).map(STORED[code]))
  const width = numbers[0].length
  const name = random.pick(NAMES[scale])
  const isColumn = width === 1 && random.chance(0.4)
  const shape = width === 1 && !isColumn ? [known.rows] : [known.rows, width]
  const labels = drawArrayLabels(random, known)
  const doubts = [
    ...(scale === 'log-probs' && name === 'outputs' && known.task !== 'softmax'
      ? ['logs without a name']
      : []),
    ...(known.rows * width < 16 && !/prob|logit/.test(name) ? ['few scores'] : []),
    ...(labels.isMatrix &&
    (known.task === 'multilabel' ? scale !== 'probs' : scale === 'logits') &&
    hasOneEach(known)
      ? ['one label each, and logits']
      : []),
    ...labels.doubts,
  ]
  const scores = { name, code, shape, values: numbers.flat() }
  const { kind, files, words } = drawContainers(random, [scores, labels.array, ...drawOthers(random, known)])
  return {
    files,
    words: [...words, ...labels.flags],
    truths: [truthOf(known, { scale, cells: [], numbers }, null, () => true)],
    doubts,
    traits: [kind, known.task, scale, code, `labels ${labels.kind}`],
  }
}

/** What an archive holds besides. */
function drawOthers(random: Random, { rows }: Known): readonly NumberArray[] {
  const all: readonly NumberArray[] = [
    { name: 'ids', code: 'i8', shape: [rows], values: Array.from({ length: rows }, (_, i) => 7 * i + 3) },
    { name: 'epoch', code: 'i8', shape: [1], values: [12] },
    { name: 'thresholds', code: 'f4', shape: [3], values: [0.25, 0.5, 0.75] },
    {
      name: random.pick(['features', 'embeddings']),
      code: 'f4',
      shape: [rows, 6],
      values: Array.from({ length: 6 * rows }, () => random.normal()),
    },
    { name: 'fold', code: 'i4', shape: [rows], values: Array.from({ length: rows }, () => random.int(0, 4)) },
  ]
  return random.shuffle(all).slice(0, random.pick([0, 0, 1, 2, 3]))
}
