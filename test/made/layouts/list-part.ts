/** The scores of a row as one list in a cell, and so the labels of a multi-label row. */
import { hasOneEach, type Known } from './classifier.ts'
import { drawLabelName } from './labels.ts'
import type { Part } from './part.ts'
import type { Random } from './random.ts'
import type { ScaleName } from './scale.ts'
import type { Scores } from './scores.ts'

const NAMES: Readonly<Record<ScaleName, readonly string[]>> = {
  logits: ['logits', 'scores', 'outputs', 'raw_scores'],
  probs: ['probs', 'probabilities', 'y_prob', 'scores', 'preds', 'prob'],
  'log-probs': ['log_probs', 'logprobs'],
  percent: ['prob_percent', 'percent'],
}

export function drawLists(random: Random, known: Known, { scale, cells }: Scores): Part {
  const write = drawStyle(random)
  const count = known.classes
  const words = Array.from({ length: count }, (_, c) => `${c}`)
  const isMatrix = known.task === 'multilabel'
  const labels = known.truth.map((row) => (isMatrix ? write(row.map(String)) : `${row[0]}`))
  const isUnclear = isMatrix && scale !== 'probs' && hasOneEach(known)
  const doubts = [
    ...(isMatrix || labels.includes('0') ? [] : ['labels from 0 or from 1']),
    ...(isUnclear ? ['one label each, and logits'] : []),
  ]
  return {
    scores: [{ name: random.pick(NAMES[scale]), cells: cells.map(write) }],
    labels: [{ name: drawLabelName(random), cells: labels }],
    words,
    order: [],
    flags: [],
    isMoved: true,
    doubts,
    traits: ['lists', `labels ${isMatrix ? 'lists' : '0..K-1'}`],
  }
}

/** As Python and as NumPy prints a list. */
function drawStyle(random: Random): (cells: readonly string[]) => string {
  const [open, between, close] = random.pick([
    ['[', ', ', ']'],
    ['[', ', ', ']'],
    ['[', ',', ']'],
    ['', ' ', ''],
  ])
  return (cells) => open + cells.join(between) + close
}
