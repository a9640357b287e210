/** Which column of scores is of which label, where labels are numbers and columns bear words: fraud, legit beside 0 and 1. */
import { InputError } from '../../errors.ts'
import { greatest } from '../../extremes.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { numberRows } from '../first-numbers.ts'
import { areOneList, MAX_ADVISED, writeColumns } from '../named-columns.ts'
import { FEWEST, rankError, SURE_OF_PAIRS } from '../rank-sum.ts'
import { areNumbers, classesOf, sidesOf } from '../scores/classes.ts'
import { highestOf, isMore } from './highest.ts'

/** Standard errors of the rank sum from which on it is no chance that positives score higher: one useless model in a thousand. */
export const SURE = 3

/** Rows of one kind, and none of the other, from which on that is no chance. */
const ENOUGH_HITS = 20

/** Columns of scores, and the numbers beside them that say the class of each of the first rows. */
export interface Numbered {
  readonly scores: Table
  readonly columns: readonly number[]
  readonly labels: readonly string[]
  readonly classOf: (label: string) => number
}

/**
 * Throws an InputError unless names, or scores that are higher where the label says so, tell that the second of two columns is
 * of the higher label. Of more columns, which people write in the order of the labels, where the scores speak for another one.
 */
export function refuseUnclearOrder(numbered: Numbered, isJoined: boolean): void {
  const { scores, columns } = numbered
  if (columns.length > 2) {
    if (!isJoined) refuseShifted(numbered)
    if (!isJoined && bearWords(numbered)) refuseExchanged(numbered)
    return
  }
  const names = columns.map((column) => scores.columns[column])
  if (!areUnsided(scores, columns)) return
  const rows = rowsByClass(scores, columns, placesOf(numbered))
  if (!isJoined && exchangeError(rows, [0, 1]) >= SURE) return
  const [first, second] = names
  const say = (order: readonly number[]) => writeFlag('--score', writeColumns(scores, order), 'LIST')
  throw new InputError(
    scores.path,
    `it is unclear which of ${first} and ${second} is the score of the label ${labelOf(numbered, 1)}`,
    `say ${say(columns)} if it is ${second}, ${say(columns.toReversed())} if it is ${first}`,
  )
}

/** Whether columns bear words, none of which is one for a side. */
export function areUnsided(scores: Table, columns: readonly number[]): boolean {
  const names = columns.map((column) => scores.columns[column])
  return bearWords({ scores, columns }) && sidesOf(names).every((side) => side === 0)
}

function bearWords({ scores, columns }: Pick<Numbered, 'scores' | 'columns'>): boolean {
  const haveNames = scores.named && !areOneList(scores, columns)
  return haveNames && !areNumbers(classesOf(columns.map((column) => scores.columns[column])))
}

function placesOf({ labels, classOf }: Numbered): readonly number[] {
  return labels.map(classOf)
}

function labelOf({ labels, classOf }: Numbered, place: number): string {
  return labels.find((label) => classOf(label) === place)?.trim() ?? `${place}`
}

function refuseExchanged(numbered: Numbered): void {
  const { scores, columns } = numbered
  const rows = rowsByClass(scores, columns, placesOf(numbered))
  const enough = [...rows.keys()].filter((place) => rows.get(place)!.length >= FEWEST)
  const found = enough
    .flatMap((i) => enough.filter((j) => j < i).map((j) => [j, i] as const))
    .find((pair) => exchangeError(rows, pair) <= -SURE_OF_PAIRS)
  if (!found) return
  const [one, other] = found.map((place) => scores.columns[columns[place]])
  const [low, high] = found.map((place) => labelOf(numbered, place))
  throw new InputError(
    scores.path,
    `it is unclear which column is of which label: they bear words, labels are numbers, and where the label is ${high} ${other} tends to be lower against ${one} than where it is ${low}`,
    columns.length > MAX_ADVISED
      ? 'say --score and the columns in the order of the labels'
      : adviseOrder(numbered),
  )
}

/** The order that the scores speak for comes first, where they speak for one. */
function adviseOrder(numbered: Numbered): string {
  const { scores, columns } = numbered
  const say = (all: readonly number[]) => writeFlag('--score', writeColumns(scores, all), 'LIST')
  const other = orderOfHits(numbered)
  const asTheyStand = `as they stand, ${say(columns)}`
  return `say --score and the columns in the order of the labels; ${other ? `their values speak for ${say(other)}; ` : ''}${asTheyStand}`
}

/** For each class the column that is the highest most often where it is the label; null where that is no order of all. */
function orderOfHits(numbered: Numbered): readonly number[] | null {
  const { scores, columns } = numbered
  const best = highestOf(scores, columns)
  const places = placesOf(numbered)
  const order = columns.map((_, place) => {
    const counts = columns.map(
      (_, at) => best.filter((one, row) => one === at && places[row] === place).length,
    )
    return columns[counts.indexOf(greatest(counts))]
  })
  return new Set(order).size === columns.length ? order : null
}

/** Labels none of which is the last class may leave out the first one: none, or a background that is no label. */
function refuseShifted(numbered: Numbered): void {
  const { scores, columns } = numbered
  const places = placesOf(numbered)
  if (places.includes(columns.length - 1)) return
  const best = highestOf(scores, columns)
  const hits = [0, 1].map(
    (by) => best.filter((at, row) => places[row] >= 0 && places[row] + by === at).length,
  )
  if (!isMore(hits[1], hits[0], ENOUGH_HITS)) return
  const [first, last] = [columns[0], columns.at(-1)!].map((column) => scores.columns[column])
  const order = [...columns.slice(1), columns[0]]
  const say = (all: readonly number[]) => writeFlag('--score', writeColumns(scores, all), 'LIST')
  const other = `${hits[1]} of the first rows have their highest score in the column behind that of their label, and ${hits[0]} in that of it`
  throw new InputError(
    scores.path,
    `no label is that of "${last}", and ${other}: "${first}" may be of no label`,
    columns.length > MAX_ADVISED
      ? 'say --score and the columns in the order of the labels'
      : `say ${say(order)} if it is, ${say(columns)} if it is not`,
  )
}

type RowsByClass = ReadonlyMap<number, readonly (readonly number[])[]>

/** The scores of the rows of each class. */
function rowsByClass(scores: Table, columns: readonly number[], places: readonly number[]): RowsByClass {
  const rows = numberRows(scores, columns)
  const found = new Map<number, (readonly number[])[]>()
  for (const [i, place] of places.entries()) {
    if (place < 0 || i >= rows.length) continue
    const same = found.get(place)
    if (same) same.push(rows[i])
    else found.set(place, [rows[i]])
  }
  return found
}

/** By how many standard errors the score of the second of two classes ranks higher above that of the first where it is the label. */
function exchangeError(rows: RowsByClass, [negative, positive]: readonly [number, number]): number {
  const aboveOf = (place: number) =>
    (rows.get(place) ?? []).map((scores) => scores[positive] - scores[negative]).filter(Number.isFinite)
  return rankError(aboveOf(positive), aboveOf(negative))
}
