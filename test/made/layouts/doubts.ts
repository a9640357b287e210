/** Why even a careful person could not read a dump without asking. */
import type { Column } from './cells.ts'
import type { Known } from './classifier.ts'
import type { Part } from './part.ts'
import type { Scores } from './scores.ts'

export function doubtsOfScale(
  known: Known,
  { scale, numbers }: Scores,
  { scores }: Part,
  named: boolean,
): readonly string[] {
  const name = named ? scores[0].name : ''
  const says = {
    logits: /logit/i,
    probs: /prob|^p[_(.]|^p$|softmax|sigmoid|conf/i,
    'log-probs': /log_?(p|soft)/i,
    percent: /pct|percent/i,
  }[scale].test(name)
  if (says) return []
  if (scale === 'percent') return ['percent without a name']
  if (scale === 'log-probs' && known.task !== 'softmax') return ['logs without a name']
  const all = numbers.flat()
  const isOneSided = all.every((x) => x >= 0) || all.every((x) => x <= 0)
  if (scale === 'logits' && isOneSided) return ['logits of one sign']
  return all.length < 16 ? ['few scores'] : []
}

/** Without a header only values tell the labels from the scores, and the classes. */
export function doubtsWithoutNames(
  known: Known,
  labels: readonly Column[],
  { doubts }: Part,
  { numbers }: Scores,
): readonly string[] {
  const cells = labels[0].cells
  const areWords = cells.some((cell) => Number.isNaN(Number(cell)))
  const isSure =
    known.task === 'binary' || (!areWords && (cells.includes('0') || cells.includes(`${known.classes}`)))
  const isWhole = numbers[0].some((_, c) => numbers.every((row) => Number.isInteger(row[c])))
  return [
    ...(isSure && doubts.length === 0 ? [] : ['classes without names']),
    ...(isWhole ? ['whole scores without names'] : []),
  ]
}

/** In a file of labels alone, one that is also their name: True above True and False. */
export function doubtsOfLoneLabels([first, ...others]: readonly Column[]): readonly string[] {
  return others.length === 0 && first.cells.includes(first.name) ? ['a name that is a label'] : []
}
