/**
 * How far a model doubts a label, by two scores of confident learning (Northcutt, Jiang, Chuang 2021, arXiv:1911.00068), as cleanlab's
 * `get_label_quality_scores` has them: self-confidence is the probability of the label, pt; normalised margin is
 *
 *     (p_label − max of the others + 1) / 2
 *
 * From 1 to 0, the lower the more likely a mistake. Of two classes, and of a cell of multi-label data, both are pt.
 */
import { sigmoid } from '../../losses/functions.ts'
import { predictionsOf } from '../../scan/predicted.ts'
import type { SampleBlock, Scan } from '../../scan/scan.ts'

export function normalizedMarginOf(scan: Scan): (block: SampleBlock, i: number) => number {
  if (scan.grouping.task !== 'softmax') return ({ margin }, i) => sigmoid(margin[i])
  const { rivalMargin } = predictionsOf(scan)
  // 1 - p of the other class from its own margin: the sum of the formula would lose what is below 1e-16.
  return (block, i) => (sigmoid(block.margin[i]) + sigmoid(-rivalMargin(block, i))) / 2
}
