/** Labels in a table without names: told by what the cells hold. */
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { sampleOf } from '../named-columns.ts'
import { canonical, type Ignore, isIgnored } from './codes.ts'
import type { CellTest } from './matrix.ts'
import { thirdNumber } from './one-of-matrix.ts'
import { likelyLabels, unclearLabels } from './unclear.ts'

/** Without names: the one column of whole numbers among fractions; or a matrix of 0 and 1. */
export function findLabelsByValue(
  table: Table,
  free: readonly number[],
  isBit: CellTest,
  ignore: Ignore | undefined,
  reasons: string[],
  widths: () => ReadonlySet<number>,
): number[] {
  if (free.every((index) => sampleOf(table, index).every(isBit))) {
    reasons.push('labels are a matrix of 0 and 1, one column per class')
    return [...free]
  }
  const cellsOf = (index: number) => sampleOf(table, index).filter((cell) => !isIgnored(cell.trim(), ignore))
  const whole = free.filter((index) => cellsOf(index).every((cell) => Number.isInteger(parseNumber(cell))))
  if (whole.length === 1) {
    reasons.push(`labels are column ${table.columns[whole[0]]}, the only one of whole numbers`)
    return whole
  }
  const worded = free.filter((index) => !cellsOf(index).some(isNumber))
  if (worded.length === 1 && isRepeated(cellsOf(worded[0]))) {
    reasons.push(`labels are column ${worded[0]}, the only one of words`)
    return worded
  }
  refuseThirdNumber(table, free)
  throw unclearLabels(table, likelyLabels(table, free), widths())
}

/** Words that come again and again name classes, and not rows. */
function isRepeated(cells: readonly string[]): boolean {
  return new Set(cells).size <= Math.max(2, cells.length / 4)
}

/** A matrix of 0, 1 and one more number, which is a class in no cell. */
function refuseThirdNumber(table: Table, free: readonly number[]): void {
  const cells = new Set(table.sample.flatMap((row) => free.map((index) => canonical(row[index].trim()))))
  const [third, ...others] = [...cells].filter((cell) => cell !== '0' && cell !== '1')
  if (third === undefined || others.length > 0 || !cells.has('0')) return
  throw thirdNumber(table, third)
}
