/** Why even a careful person could not read a dump without asking. */
import type { Column } from './cells.ts'
import type { Known } from './classifier.ts'
import type { Part } from './part.ts'
import type { ScaleName } from './scale.ts'

export function doubtsOfScale(
  known: Known,
  scale: ScaleName,
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
  const numbers = scores.flatMap(({ cells }) => cells.map(Number))
  const isOneSided = numbers.every((x) => x >= 0) || numbers.every((x) => x <= 0)
  if (scale === 'logits' && isOneSided) return ['logits of one sign']
  return known.rows * scores.length < 16 ? ['few scores'] : []
}

/** Without a header only values tell the labels from the scores, and the classes. */
export function doubtsWithoutNames(
  known: Known,
  labels: readonly Column[],
  { scores, doubts }: Part,
): readonly string[] {
  const cells = labels[0].cells
  const areWords = cells.some((cell) => Number.isNaN(Number(cell)))
  const isSure =
    known.task === 'binary' || (!areWords && (cells.includes('0') || cells.includes(`${known.classes}`)))
  const isWhole = scores.some((column) => column.cells.every((cell) => Number.isInteger(Number(cell))))
  return [
    ...(isSure && doubts.length === 0 ? [] : ['classes without names']),
    ...(isWhole ? ['whole scores without names'] : []),
  ]
}

/** In a file of labels alone, one that is also their name: True above True and False. */
export function doubtsOfLoneLabels([first, ...others]: readonly Column[]): readonly string[] {
  return others.length === 0 && first.cells.includes(first.name) ? ['a name that is a label'] : []
}
