/** What is said of a result that no sane model gives: what was seen, and what may have been read wrongly. */
import type { SourceReport } from '../../sketched/source.ts'
import { formatCount, formatShare } from './numbers.ts'

/** A sentence and a question; none where all is as it may be. */
export function implausibleNotes({ implausible: found }: Pick<SourceReport, 'implausible'>): string[] {
  if (!found) return []
  if (found.kind === 'below-chance')
    return [
      `Implausible: the true class is the most likely one in at most ${formatShare(found.share)} of the samples, where chance alone gives ${formatShare(found.chance)}. Are these the labels of these rows, and are the classes in the order of the scores?`,
    ]
  if (found.kind === 'reversed')
    return [
      `Implausible: negatives score higher than positives (the area under the ROC curve is about ${found.area.toFixed(2)}). Are the classes the other way round, or are the scores those of the negative class?`,
    ]
  if (found.kind === 'following')
    return [
      `Implausible: in each of the first ${formatCount(found.rows)} rows the label is the class with the highest score, though its probability is ${formatShare(found.confidence)} in the mean. Is it the class that was predicted, and not the true one?`,
    ]
  const [sign, side] = found.positive ? ['positive', 'above'] : ['negative', 'below']
  return [
    `Implausible: every score lies ${side} p = 1/2, and ${formatShare(found.share)} of the samples are ${sign}. Are the scores what they are taken for?`,
  ]
}
