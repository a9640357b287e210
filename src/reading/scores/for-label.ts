/** Of several scores the one that is named for the labels: oof_p_r3_wrong of y_r3_wrong, beside oof_p_call_conclusive. */
import type { Table } from '../../formats/table.ts'
import { saysConfidence, subjectOf, subjectWords } from '../name-words.ts'
import type { LabelSample } from './family.ts'
import { holdsFractions } from './fractions.ts'
import { areAllShares, likelyScores, lowerWherePositive } from './likely.ts'
import { isComputed, namesModel, withoutModel } from './model-words.ts'
import { findPlausible } from './named-classes.ts'
import { rowsSumToOne } from './seen-scores.ts'
import { areOfTwoClasses } from './several-models.ts'

/**
 * Null where none is named for the one label, or more than one, and where another may be the score of the same under another model: it is
 * called for no other thing.
 */
export function scoreForLabel(table: Table, numeric: readonly number[], labels: LabelSample): number | null {
  const [label] = labels.names
  if (labels.width !== 1 || labels.names.length !== 1 || !areOfTwoClasses(labels)) return null
  const subject = subjectWords(label)
  const isNamed = (name: string) =>
    subject.length > 0 && subjectOf(name) === subject.join(' ') && numbersIn(name) === numbersIn(label)
  if (!table.columns.some(isNamed)) return null
  const likely = likelyScores(table, findPlausible(table, numeric, labels), numeric)
  const named = likely.filter((column) => isNamed(table.columns[column]))
  if (named.length !== 1 || likely.length < 2) return null
  const [score] = named
  const name = table.columns[score]
  const isScore = holdsFractions(table, [score]) && areAllShares(table, [score])
  const isOther = (column: number) => {
    const other = table.columns[column]
    const words = withoutModel(subjectOf(other))
    return (
      words.some(({ length }) => length > 2) &&
      !namesModel(other) &&
      !subject.every((word) => words.includes(word))
    )
  }
  const areOther = likely.every((column) => column === score || isOther(column))
  const isOdd = saysConfidence(name) || isComputed(name) || lowerWherePositive(table, labels.cells)(score)
  return isScore && areOther && !isOdd && !rowsSumToOne(table, likely) ? score : null
}

/** Words are told without their numbers: r3 of y_r3_wrong. */
function numbersIn(name: string): string {
  return (name.match(/\d+/g) ?? []).join()
}
