/** Which column of predicted classes goes with which scores, by their names: pred_lr with prob_lr, and not with prob_rf. */
import type { Table } from '../../formats/table.ts'
import { columnNumbers } from '../first-numbers.ts'
import { mentionsScore, saysClass, saysPredicted } from '../name-words.ts'

/** What is left of a name without its words for scores, predictions and classes; numbers of models are words as well. */
function stemOf(name: string): ReadonlySet<string> {
  const all = name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu, '$1$2 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  const isOther = (word: string) => !mentionsScore(word) && !saysPredicted(word) && !saysClass(word)
  return new Set(all.filter((word) => word !== '' && word !== 'y' && isOther(word)))
}

function isWithin(stem: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...stem].every((word) => whole.has(word))
}

/** How much of a score's name is in that of predictions: all of it, some, or what both lack. */
function closeness(predicted: ReadonlySet<string>, score: ReadonlySet<string>): number {
  if (!isWithin(predicted, score)) return 0
  return predicted.size === score.size ? 3 : predicted.size > 0 ? 2 : 1
}

/**
 * Of columns of predicted classes those that may be of this score: the ones that are called like it, or else those that are called
 * like no other score.
 *
 * @param others all columns beside labels and the score
 */
export function partnersOf(
  table: Table,
  score: number,
  predicted: readonly number[],
  others: readonly number[],
): readonly number[] {
  const stemAt = (column: number) => stemOf(table.columns[column])
  const own = new Map(predicted.map((column) => [column, closeness(stemAt(column), stemAt(score))]))
  for (const least of [3, 2]) {
    const named = predicted.filter((column) => own.get(column) === least)
    if (named.length > 0) return named
  }
  const areFractions = (column: number) =>
    columnNumbers(table, column).some((value) => Number.isFinite(value) && !Number.isInteger(value))
  const rivals = others.filter((column) => mentionsScore(table.columns[column]) && areFractions(column))
  return predicted.filter((column) => rivals.every((rival) => closeness(stemAt(column), stemAt(rival)) < 2))
}
