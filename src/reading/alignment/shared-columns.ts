/** Columns that both of two files have, which tell whether their rows belong together as they stand. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import {
  isLabelName,
  isScoreName,
  isUnnamed,
  isWeightName,
  labelFamily,
  scoreFamily,
} from '../column-names.ts'
import { saysOther } from '../name-words.ts'
import { sampleOf } from '../named-columns.ts'
import { cleanKey } from './keys.ts'

/** Share of the rows that may be written in another way. */
const FEW = 0.1

/**
 * Throws an InputError where such a column says that the rows of the labels are others than those of the scores beside them: no
 * single one names them, as patient and slice do together, or dates are written in two ways.
 */
export function refuseOtherRows(scores: Table, labels: Table): void {
  if (!scores.named || !labels.named) return
  for (const [left, name] of scores.columns.entries()) {
    const right = labels.columns.indexOf(name)
    if (right < 0 || !saysWhichRow(name)) continue
    const [here, there] = [sampleOf(scores, left).map(cleanKey), sampleOf(labels, right).map(cleanKey)]
    const rows = Math.min(here.length, there.length)
    const other = here.findIndex((cell, row) => row < rows && cell !== there[row])
    const differ = here.filter((cell, row) => row < rows && cell !== there[row]).length
    if (differ <= FEW * rows || isConstant(here) || isConstant(there) || holdsFractions([...here, ...there]))
      continue
    throw new InputError(
      labels.path,
      `"${name}" is "${there[other]}" in row ${other} and "${here[other]}" in that of ${scores.path}, so that the rows are not in the same order`,
      'give both files a column of unique ids, or say --by-row if they are in the same order after all',
    )
  }
}

/** What models and people add to rows may differ. */
function saysWhichRow(name: string): boolean {
  const isOfRow = isUnnamed(name) || isWeightName(name) || saysOther(name)
  const isAnswer = isLabelName(name) || isScoreName(name) || labelFamily(name) || scoreFamily(name)
  return !isOfRow && !isAnswer
}

function isConstant(cells: readonly string[]): boolean {
  return new Set(cells).size < 2
}

function holdsFractions(cells: readonly string[]): boolean {
  return cells.some((cell) => isNumber(cell) && !Number.isInteger(parseNumber(cell)))
}
