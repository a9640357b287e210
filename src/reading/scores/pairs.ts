/** Two columns of one model, for the negative class and the positive one: lr_prob_0 and lr_prob_1, beside those of another model. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { listName, negativeWord, positiveWord, scoreFamily } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { mentionsScore, saysClass } from '../name-words.ts'
import { areOneList, listNames, writeColumns } from '../named-columns.ts'
import type { LabelSample } from './family.ts'
import { holdsFractions } from './fractions.ts'
import { areAllShares, lowerWherePositive } from './likely.ts'
import { isComputed, namesModel } from './model-words.ts'
import { ROUNDING } from './restated.ts'
import { rowsSumToOne } from './seen-scores.ts'
import { areOfTwoClasses } from './several-models.ts'

/** Standard errors of the rank sum from which on it is no chance that scores are lower beside the label 1. */
const SURE = 3

type Pair = readonly [negative: number, positive: number]

/** Words of a name, each number one of its own, with the marks between them. */
const wordsOf = (name: string): readonly string[] => name.toLowerCase().match(/\d+|[^\d\W_]+|[\W_]+/g) ?? []

/**
 * Throws an InputError where a model has a column for each of two classes, and another one has a column as well: neither a column
 * of the negative class nor one of two models is left without a word.
 */
export function refusePairs(table: Table, numeric: readonly number[], labels: LabelSample): void {
  if (!areOfTwoClasses(labels)) return
  const pairs = pairsOf(table, numeric, labels.cells)
  if (pairs.length === 0) return
  // What a family has in common is asked about with all of its columns.
  const families = new Set(pairs.flat().map((column) => scoreFamily(table.columns[column])?.family))
  const alone = ofOthers(table, numeric, pairs)
  if (alone.length === 0 && (pairs.length === 1 || (families.size === 1 && !families.has(undefined)))) return
  const models = [...pairs, ...alone.map((column) => [column])]
  const [one, other] = models
  // Of two pairs the classes are called in two ways.
  const isLower = lowerWherePositive(table, labels.cells, 0)
  const counted = [one, other].every((columns) => columns.length === 2 && areCounted(table, columns))
  const lastOf = (columns: readonly number[]) => columns.slice(-1)
  const firstOf = (columns: readonly number[]) => columns.slice(0, 1)
  const called = (columns: readonly number[]) =>
    areOneList(table, columns)
      ? joinNames([listName(table.columns[columns[0]])])
      : writeColumns(table, columns)
  const say = (columns: readonly number[], flag = '--score') => writeFlag(flag, called(columns), 'LIST')
  const namesOf = (columns: readonly number[]) =>
    listNames([...new Set(columns.map((column) => listName(table.columns[column])))])
  const both = (of: typeof lastOf) => `${say(of(one))} ${say(of(other), '--score-b')}`
  const ifOne = (of: typeof lastOf) => `${both(of)} if "${table.columns[of(one)[0]]}" is that of the label 1`
  const isLast = [one, other].every((columns) => isLower(columns[0]))
  // What is plainly lower for the label 1 is asked about in its turn.
  const isPlainlyLower = lowerWherePositive(table, labels.cells, SURE)
  const sides = (isLast ? [lastOf, firstOf] : [firstOf, lastOf]).filter(
    (of, at) => at === 0 || ![one, other].some((columns) => isPlainlyLower(of(columns)[0])),
  )
  const two = counted
    ? `for two with lossctl diff ${sides.map(ifOne).join(', or ')}`
    : `${both(lastOf)} for two with lossctl diff`
  throw new InputError(
    table.path,
    `${namesOf(models.flat().toSorted((a, b) => a - b))} are the scores of ${models.length} models by their names, and rows of ${namesOf(one)} sum to 1, as those of two classes do`,
    `say ${say(one)} or ${say(other)} for one model or ${two}`,
  )
}

/** Whether names differ in the numbers 1 and 2, of which neither is the label 0. */
function areCounted(table: Table, columns: readonly number[]): boolean {
  const [one, other] = columns.map((column) => wordsOf(table.columns[column]))
  const place = one.findIndex((word, at) => word !== other[at])
  return one[place] === '1' && other[place] === '2'
}

/** Columns that are called alike but for the class, and sum to 1. */
function pairsOf(table: Table, numeric: readonly number[], cells: readonly string[]): readonly Pair[] {
  const labels = new Set(cells.map((cell) => cell.trim().toLowerCase()))
  const named = numeric.filter((column) => {
    const name = table.columns[column]
    return (mentionsScore(name) || namesModel(name)) && !isComputed(name)
  })
  const words = new Map(named.map((column) => [column, wordsOf(table.columns[column])]))
  const keyOf = (column: number, place: number) => words.get(column)!.with(place, '\0').join('')
  // By what is left of their names without one word, in a table that may have a hundred thousand of them.
  const alike = new Map<string, number[]>()
  for (const [column, own] of words)
    for (const place of own.keys()) {
      const key = keyOf(column, place)
      const known = alike.get(key)
      if (known) known.push(column)
      else alike.set(key, [column])
    }
  const areClasses = (one: string, other: string) =>
    (negativeWord(one) && positiveWord(other)) ||
    (one === '1' && other === '2') ||
    (one < other && labels.has(one) && labels.has(other))
  const areWhole = (columns: Pair) =>
    (['probs', 'percent'] as const).some((scale) => rowsSumToOne(table, columns, scale))
  return named.flatMap((one) => {
    const own = words.get(one)!
    for (const place of own.keys()) {
      const found = alike.get(keyOf(one, place))!
      // A third one is of a third class.
      const [other] = found.filter((column) => column !== one)
      if (found.length !== 2 || !areClasses(own[place], words.get(other)![place])) continue
      if (areWhole([one, other])) return [[one, other] as const]
    }
    return []
  })
}

/** Columns of fractions within 0 to 1 that are called for models, and say nothing of a pair again. */
function ofOthers(table: Table, numeric: readonly number[], pairs: readonly Pair[]): readonly number[] {
  const taken = new Set(pairs.flat())
  return numeric.filter((column) => {
    const name = table.columns[column]
    if (taken.has(column) || !namesModel(name) || saysClass(name)) return false
    if (!holdsFractions(table, [column]) || !areAllShares(table, [column])) return false
    return !pairs.some((pair) => isOfPair(table, column, pair))
  })
}

/** Whether a column is that of a class of a pair, or the surer one of both. */
function isOfPair(table: Table, column: number, pair: Pair): boolean {
  const values = columnNumbers(table, column)
  const [zeros, ones] = pair.map((of) => columnNumbers(table, of))
  const areAt = (of: (row: number) => number) =>
    values.every((value, row) => Math.abs(value - of(row)) <= ROUNDING)
  return (
    areAt((row) => zeros[row]) || areAt((row) => ones[row]) || areAt((row) => Math.max(zeros[row], ones[row]))
  )
}
