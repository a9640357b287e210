/** What is read of each row, where it stands in the blocks, and what it may look like. */

import type { Selection } from '../../formats/table.ts'
import type { KeptColumn } from '../../reading/kept.ts'
import { type Reading, type Side, sharesRow } from '../../reading/reading.ts'
import { givenScale } from '../../reading/scores/adjusted.ts'
import type { ScanOptions } from '../scan.ts'

/** What a row may look like. */
export interface RowLimits {
  readonly probabilities: boolean
  /** Whether a softmax row is divided by its sum before it is looked at. */
  readonly renormalize: boolean
  /** How far a probability may lie below 0 and above 1; it is then moved to the end. */
  readonly outside: number
  readonly above: number
  /** How far the sum of a softmax row may be from 1. */
  readonly rowSum: number
  /** How far the scores of a softmax row may be from each other. */
  readonly spread: number
}

/** Which cells of a row stand where in the blocks read. */
export interface ColumnLayout {
  readonly scores: Selection
  /** Null when labels are read with the scores. */
  readonly labels: Selection | null
  /** Position of the weight among the numbers of its table, -1 without. */
  readonly weight: number
  /** Positions of id and slice among the texts of theirs, -1 without. */
  readonly id: number
  readonly by: number
  /** Where the labels begin among the numbers or the texts of their table. */
  readonly label: number
  /** Of the columns that are carried along, positions among the texts of their table. */
  readonly kept: readonly { readonly side: KeptColumn['side']; readonly at: number }[]
}

/** The columns to read, and where each stands among them. */
export function planColumns(
  reading: Reading,
  apart: boolean,
  keep: readonly KeptColumn[] = [],
): ColumnLayout {
  const numbers = [...reading.scores]
  const texts: number[] = []
  const put = (list: number[], column: number | null) => (column === null ? -1 : list.push(column) - 1)
  const { numeric } = reading.codes
  const beside = { numbers: numeric ? [...reading.labels] : [], texts: numeric ? [] : [...reading.labels] }
  const of = (side: Side) =>
    side === 'own' ? { numbers: [], texts: [] } : side === 'labels' ? beside : { numbers, texts }
  const weight = put(of(reading.sides.weight).numbers, reading.weight)
  const id = put(texts, reading.id)
  const by = put(of(reading.sides.by).texts, reading.by)
  const list = numeric ? numbers : texts
  const label = apart ? 0 : list.length
  if (!apart) for (const column of reading.labels) list.push(column)
  const kept = keep.map(({ side, column }) => {
    const own = of(apart ? side : 'scores').texts
    const known = own.indexOf(column)
    return { side, at: known < 0 ? put(own, column) : known }
  })
  return { scores: { numbers, texts }, labels: apart ? beside : null, weight, id, by, label, kept }
}

/** The limits that the options set. */
export function rowLimits(reading: Reading, { renormalize, probTolerance }: ScanOptions): RowLimits {
  const outside = Math.max(reading.rounding.outside, probTolerance ?? 0)
  const rowSum = Math.max(reading.rounding.rowSum, probTolerance ?? 0)
  const isRow = sharesRow(reading)
  return {
    probabilities: givenScale(reading) === 'probs',
    renormalize: renormalize && isRow,
    outside,
    above: isRow ? Math.max(outside, rowSum) : outside,
    rowSum: isRow ? rowSum : Number.POSITIVE_INFINITY,
    spread: isRow ? Number.MAX_VALUE : Number.POSITIVE_INFINITY,
  }
}
