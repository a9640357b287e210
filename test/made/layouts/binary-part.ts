/** One score per row and its label. */
import { columnName, drawPattern } from './classes.ts'
import type { Known } from './classifier.ts'
import { drawBinaryStyle, drawLabelName } from './labels.ts'
import type { Part } from './part.ts'
import type { Random } from './random.ts'
import type { ScaleName } from './scale.ts'
import type { Scores } from './scores.ts'

const ANY_SCORE = [
  'score',
  'pred',
  'output',
  'y_pred',
  'y_score',
  'prediction',
  'preds',
  'y_hat',
  'pred_score',
  'model_output',
  'Score',
  'raw_score',
]
const SCORE_NAMES: Readonly<Record<ScaleName, readonly string[]>> = {
  logits: ['logit', 'logits', 'logit', ...ANY_SCORE],
  probs: [
    'prob',
    'p',
    'y_prob',
    'proba',
    'probability',
    'prob_1',
    'p_pos',
    'P(1)',
    'pred_proba',
    'sigmoid',
    'Predicted_Probability',
    'y_proba',
    'prob_positive',
    'probability_1',
    'predicted_prob',
    'confidence',
    ...ANY_SCORE,
  ],
  'log-probs': ['log_prob', 'logp', 'logprob', 'log_p', 'log_probability'],
  percent: ['percent', 'prob_percent', 'probability_pct'],
}

export function drawBinary(random: Random, known: Known, scores: Scores): Part {
  const truths = new Set(known.truth.map(([t]) => t))
  const style = drawBinaryStyle(random, truths.size)
  const cells = known.truth.map(([t]) => style.of[t])
  const base = random.pick(SCORE_NAMES[scores.scale])
  const isNamed = !style.isPlain && random.chance(0.5)
  const name = isNamed ? columnName(drawPattern(random, scores.scale), style.of[1]) : base
  const isClear = style.isPlain || (isNamed && name !== style.of[1])
  return {
    scores: [{ name, cells: scores.cells.map(([cell]) => cell) }],
    labels: [{ name: drawLabelName(random), cells }],
    words: style.of,
    order: [0],
    flags: [],
    isMoved: false,
    doubts: isClear && (style.isPlain || new Set(cells).size > 1) ? [] : ['which class is the positive one'],
    traits: [`labels ${style.name}`, `score "${name}"`],
  }
}
