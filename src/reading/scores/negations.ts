/** Two scores of one thing, which is so and which is not: lamantin and pas_lamantin, each a sigmoid of its own. */
import type { Table } from '../../formats/table.ts'
import { higherFirst } from '../labels/decisions.ts'
import { isNegation, relationOfNames } from '../labels/opposed.ts'
import { isMostlyNegative } from '../labels/opposites.ts'
import type { LabelSample } from './family.ts'
import { holdsFractions } from './fractions.ts'
import { areAllShares, likelyScores, lowerWherePositive } from './likely.ts'
import { findPlausible } from './named-classes.ts'
import { rowsSumToOne } from './seen-scores.ts'

/** These are part of what things are called too, as no_show and non_responder are. */
const OFTEN_NAMES = new Set(['no', 'non', 'never', 'without'])

const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** The column within 0 to 1 that is called for the negation of what another is called for, and its word for that. */
function negationOf(
  table: Table,
  column: number,
  among: readonly number[],
): { readonly column: number; readonly word: string } | null {
  const own = wordsOf(table.columns[column])
  if (own.some(isNegation)) return null
  for (const other of among) {
    const words = wordsOf(table.columns[other])
    const at = words.findIndex(isNegation)
    const isSame = at >= 0 && words.toSpliced(at, 1).join(' ') === own.join(' ')
    if (isSame && holdsFractions(table, [other]) && areAllShares(table, [column, other]))
      return { column: other, word: words[at] }
  }
  return null
}

/** Columns that are called for the negation of the score, and were left out. */
export function negationsBeside(table: Table, column: number): readonly number[] {
  const found = table.named ? negationOf(table, column, [...table.columns.keys()]) : null
  return found === null ? [] : [found.column]
}

/**
 * The score of what is so, beside that of what is not so, whose rows do not sum to 1; null where these are not all that may be scores, or
 * where labels, their name or predictions speak for the other one. Beside what may be a name of a class they must speak for it.
 *
 * @param labels 0 and 1
 */
export function scoreOfPair(table: Table, numeric: readonly number[], labels: LabelSample): number | null {
  const isNumbered = labels.cells.every((cell) => /^[01](?:\.0*)?$/.test(cell.trim()))
  const mayBe = labels.width === 1 && !labels.areSeveral && isNumbered
  if (!mayBe || !table.columns.some((name) => wordsOf(name).some(isNegation))) return null
  const likely = likelyScores(table, findPlausible(table, numeric, labels), numeric)
  if (likely.length !== 2) return null
  for (const [score, other] of [likely, likely.toReversed()]) {
    const negation = negationOf(table, score, [other])
    if (negation === null) continue
    const name = table.columns[score]
    const isOpposed = labels.names.some((label) => relationOfNames(name, label) === 'opposite')
    const isLower = lowerWherePositive(
      table,
      labels.cells.map((cell) => cell.replace(/\.0*$/, '')),
    )
    const isDecided = higherFirst(table, [other, score])[0] === score
    const isDenied = isLower(score) || higherFirst(table, [score, other])[0] === other
    const isTold =
      isDecided || isLower(other) || labels.names.some((label) => relationOfNames(name, label) === 'same')
    const isClear = isTold || !(OFTEN_NAMES.has(negation.word) || wordsOf(name).some(isMostlyNegative))
    return isOpposed || isDenied || !isClear || rowsSumToOne(table, [score, other]) ? null : score
  }
  return null
}
