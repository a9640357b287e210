/** How a message says which columns hold the scores, as a flag that can be pasted. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames, writePattern } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { listName, scoreFamily } from '../column-names.ts'
import { MAX_ADVISED, unclear, writeColumns } from '../named-columns.ts'
import { areAllShares } from './likely.ts'
import { rowsSumToOne } from './seen-scores.ts'

/** `--score "prob_*"` where that finds these columns and no other, or the name of their list; else their names. */
export function adviseScores(table: Table, columns: readonly number[], flag = '--score'): string {
  const names = columns.map((index) => table.columns[index])
  const finds = (matches: (name: string) => boolean) =>
    columns.length > 1 && table.columns.every((name, index) => matches(name) === columns.includes(index))
  const list = listName(names[0])
  if (list !== names[0] && finds((name) => listName(name) === list)) return writeFlag(flag, joinNames([list]))
  const family = scoreFamily(names[0])?.family ?? '*'
  const beginnings = [family.startsWith('*') ? '' : names[0].slice(0, family.length), sharedBeginning(names)]
  const beginning = beginnings.find((text) => text !== '' && finds((name) => name.startsWith(text)))
  if (beginning !== undefined) return writeFlag(flag, writePattern(beginning))
  return columns.length > MAX_ADVISED
    ? `${flag} and their columns`
    : writeFlag(flag, writeColumns(table, columns), 'LIST')
}

function sharedBeginning([first, ...others]: readonly string[]): string {
  let length = first.length
  while (others.some((name) => !name.startsWith(first.slice(0, length)))) length--
  return first.slice(0, length)
}

/** The error for two columns beside labels of two values: one of them, or one for each class where these may be. */
export function oneOrBoth(table: Table, columns: readonly number[]): InputError {
  const one = unclear(table, columns, 'scores', '--score')
  const [first, second] = columns.map((index) => table.columns[index])
  // Probabilities of two classes sum to 1.
  if (first === second || (areAllShares(table, columns) && !rowsSumToOne(table, columns))) return one
  const inOrder = columns.toSorted((a, b) => a - b)
  const both = writeFlag('--score', writeColumns(table, inOrder), 'LIST')
  return new InputError(
    one.place,
    one.problem,
    `${one.hint}, or ${both} if each is of a class and that of the label 0 is first`,
  )
}
