/** Dumps as arrays of numpy: one of scores, one of labels. */
import type { Known } from './classifier.ts'
import type { Layout } from './layout.ts'
import { type Code, toHalf, writeNpy } from './npy.ts'
import type { Random } from './random.ts'
import { inScale, type ScaleName } from './scale.ts'
import { truthOf } from './truth.ts'

const STORED: Readonly<Record<'f2' | 'f4' | 'f8', (x: number) => number>> = {
  f2: toHalf,
  f4: Math.fround,
  f8: (x) => x,
}

const NAMES: Readonly<Record<ScaleName, readonly string[]>> = {
  logits: ['logits.npy', 'val_logits.npy', 'scores.npy', 'y_pred.npy', 'outputs.npy', 'preds.npy'],
  probs: [
    'probs.npy',
    'y_prob.npy',
    'test_probs.npy',
    'scores.npy',
    'y_pred.npy',
    'outputs.npy',
    'preds.npy',
    'y_score.npy',
  ],
  'log-probs': ['log_probs.npy', 'logprobs.npy', 'outputs.npy'],
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
  const labels = drawLabels(random, known)
  const doubts = [
    ...(scale === 'log-probs' && name === 'outputs.npy' && known.task !== 'softmax'
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
  return {
    files: [
      { name, content: writeNpy(code, shape, numbers.flat()) },
      { name: labels.name, content: labels.content },
    ],
    words: [name, '--labels', labels.name],
    truth: truthOf(known, { scale, cells: [], numbers }, null, () => true),
    doubts,
    traits: ['npy', known.task, scale, code, `labels ${labels.kind}`],
  }
}

function drawLabels(random: Random, known: Known) {
  const name = random.pick(['labels.npy', 'y_true.npy', 'y.npy', 'targets.npy'])
  const isMatrix = known.task === 'multilabel' || (known.task === 'softmax' && random.chance(0.2))
  if (isMatrix) {
    const rows =
      known.task === 'multilabel'
        ? known.truth
        : known.truth.map(([t]) => Array.from({ length: known.classes }, (_, c) => Number(c === t)))
    const code: Code = random.pick(['u1', 'f4', 'i8', 'b1'])
    const content = writeNpy(code, [known.rows, known.classes], rows.flat())
    return { name, content, isMatrix, kind: 'matrix', doubts: [] }
  }
  const isBinary = known.task === 'binary'
  const kind = random.pick(isBinary ? (['0', '0', '-1'] as const) : (['0', '0', '1'] as const))
  const codes: readonly Code[] =
    kind === '-1' ? ['i8', 'f4'] : isBinary ? ['i8', 'u1', 'f4', 'b1'] : ['i8', 'i4', 'u1', 'f4']
  const cells = known.truth.map(([t]) => (kind === '-1' ? 2 * t - 1 : kind === '1' ? t + 1 : t))
  const shape = random.chance(0.25) ? [known.rows, 1] : [known.rows]
  const most = Math.max(...cells)
  const least = Math.min(...cells)
  const occur = new Set(cells).size
  const isFull =
    most === known.classes &&
    (occur === known.classes || cells.filter((cell) => cell < most).length >= 5 * known.classes)
  const isSure = isBinary || (kind === '1' ? isFull : least === 0)
  return {
    name,
    content: writeNpy(random.pick(codes), shape, cells),
    isMatrix,
    kind,
    doubts: isSure ? [] : ['labels from 0 or from 1'],
  }
}

/** Whether each row has one label, as those of a softmax have. */
export function hasOneEach({ task, truth }: Known): boolean {
  return (
    task !== 'multilabel' ||
    truth.filter((row) => row.reduce((sum, x) => sum + x, 0) !== 1).length <= Math.max(1, truth.length / 20)
  )
}
