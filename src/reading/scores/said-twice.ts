/** Logits of classes beside their probabilities, which say the same: logit_0 to logit_9 beside class_0 to class_9. */
import { greatest } from '../../extremes.ts'
import type { Table } from '../../formats/table.ts'
import { scoreFamily } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { groupFamilies, sampleOf } from '../named-columns.ts'
import { classesOf, inClassOrder } from './classes.ts'
import { writtenDecimals } from './decimals.ts'

type Way = 'softmax' | 'sigmoid'

/** Rows that must tell that probabilities are those of logits, each by a number that chance hits once in a hundred rows. */
const TELLING = { rows: 4, of: 0.01 } as const

/** What 32 bits leave of a probability and of the logits that it is computed of, and the fewest decimals that tell anything. */
const OF_32_BITS = 1e-5
const FEWEST_DECIMALS = 3

/** Groups without those whose numbers are the probabilities of another one: a row of them is a softmax, or independent sigmoids where rows have several labels. */
export function withoutProbabilities(
  table: Table,
  groups: readonly (readonly number[])[],
  width: number,
): readonly (readonly number[])[] {
  if (groups.length < 2) return groups
  const left = groups.filter((shares) => !groups.some((logits) => wayTo(table, shares, logits, width)))
  return left.length > 0 ? left : groups
}

/** The columns that say these logits again, and how they come of them. */
export function probabilitiesOf(
  table: Table,
  logits: readonly number[],
  taken: ReadonlySet<number>,
  width: number,
): { readonly columns: readonly number[]; readonly way: Way } | undefined {
  if (!table.named || !areLogits(table, logits)) return undefined
  const own = new Set(logits)
  const free = [...table.columns.keys()].filter((column) => !taken.has(column) && !own.has(column))
  for (const [, columns] of groupFamilies(table, free, scoreFamily)) {
    const way = wayTo(table, columns, logits, width)
    if (way) return { columns, way }
  }
  return undefined
}

function areLogits(table: Table, columns: readonly number[]): boolean {
  return (
    columns.length > 1 && columns.some((column) => columnNumbers(table, column).some((x) => x < 0 || x > 1))
  )
}

function wayTo(
  table: Table,
  shares: readonly number[],
  logits: readonly number[],
  width: number,
): Way | undefined {
  if (shares === logits || shares.length !== logits.length || !areLogits(table, logits)) return undefined
  const [of, from] = [shares, logits].map((columns) => inClassOrder(columns, (at) => table.columns[at]))
  const [ours, theirs] = [of, from].map((columns) => classesOf(columns.map((at) => table.columns[at])))
  if (!ours.every((name, at) => name === theirs[at])) return undefined
  if (isAt(table, of, from, softmax)) return 'softmax'
  // The one label of a row is no class of independent ones.
  return width > 1 && isAt(table, of, from, sigmoids) ? 'sigmoid' : undefined
}

function softmax(row: readonly number[]): readonly number[] {
  const highest = greatest(row)
  const powers = row.map((x) => Math.exp(x - highest))
  const sum = powers.reduce((total, x) => total + x, 0)
  return powers.map((x) => x / sum)
}

function sigmoids(row: readonly number[]): readonly number[] {
  return row.map((x) => 1 / (1 + Math.exp(-x)))
}

/** Whether all probabilities are those of the logits but for what rounding did to either, and enough rows could not be so by chance. */
function isAt(
  table: Table,
  shares: readonly number[],
  logits: readonly number[],
  way: (row: readonly number[]) => readonly number[],
): boolean {
  const [of, from] = [shares, logits].map((columns) => columns.map((at) => columnNumbers(table, at)))
  const [absolute, perLogit] = [shares, logits].map((columns) => 0.5 * 10 ** -decimalsOf(table, columns))
  let telling = 0
  for (const row of table.sample.keys()) {
    const wanted = way(from.map((column) => column[row]))
    const room = wanted.map((p) => absolute + p * (OF_32_BITS + 2 * perLogit))
    if (!wanted.every((p, at) => Math.abs(of[at][row] - p) <= room[at])) return false
    if (wanted.some((p, at) => room[at] <= TELLING.of * p * (1 - p))) telling++
  }
  return telling >= TELLING.rows
}

/** The most that a number has that is not written with an exponent. */
function decimalsOf(table: Table, columns: readonly number[]): number {
  const cells = columns.flatMap((column) => sampleOf(table, column).filter((cell) => !/e/i.test(cell)))
  return greatest([FEWEST_DECIMALS, ...cells.map(writtenDecimals)])
}
