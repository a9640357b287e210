/** Columns of predicted classes, which may write the two in other words than the labels do. */
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { negativeWord, positiveWord } from '../column-names.ts'
import { findColumn, sampleOf } from '../named-columns.ts'
import { canonical, type LabelCodes, UNKNOWN } from './codes.ts'
import { type LabelEvidence, labelCells } from './evidence.ts'

/** The class of a cell: also of True beside labels 1 and 0, of 0 beside -1 and +1, and of 1 beside yes and no. */
export function predictedClass(codes: LabelCodes, cell: string): number {
  const text = cell.trim()
  const found = codes.classOf(codes.numeric ? parseNumber(text) : text)
  if (found !== UNKNOWN) return found
  const negative = negativeClass(codes)
  if (negative === null) return UNKNOWN
  const word = canonical(text)
  if (negativeWord(word) || word === '-1') return negative
  return positiveWord(word) ? 1 - negative : UNKNOWN
}

/** Which of the two classes a word such as no or false stands for; null where their names do not say. */
function negativeClass({ classes, numbering }: LabelCodes): number | null {
  if (classes.length !== 2) return null
  if (numbering !== null) return 0
  const [isNo, isYes] = [negativeWord, positiveWord].map((is) => classes.map((name) => is(canonical(name))))
  if (isNo[0] && isYes[1]) return 0
  return isYes[0] && isNo[1] ? 1 : null
}

/** What a column of predictions in words says beside the labels. */
export function predictionsOf(
  table: Table,
  name: string | undefined,
  labels: readonly string[],
): LabelEvidence['predicted'] {
  if (name === undefined) return undefined
  const words = new Set(labelCells(sampleOf(table, findColumn(table, name, '--predicted'))))
  const others = [...words].filter((word) => !labels.includes(word))
  return others.some(isNumber) || others.length === words.size ? undefined : { name, others }
}
