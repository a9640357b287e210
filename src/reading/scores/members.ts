/** Columns of scores that are those of several models, or of several runs of one, where they would be taken for classes. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { columnNumbers } from '../first-numbers.ts'
import { canonical } from '../labels/codes.ts'
import { listNames } from '../named-columns.ts'
import { FEWEST, rankError, SURE_OF_PAIRS } from '../rank-sum.ts'
import { adviseScores } from './advice.ts'
import { adviseModels } from './several-models.ts'

/**
 * Throws an InputError where every column is higher beside the label 1 than beside 0. The score of class 0 is lower there, and
 * so is what it leaves to the others.
 * @param labels of the first rows
 */
export function refuseMembers(table: Table, columns: readonly number[], labels: readonly string[]): void {
  const classes = labels.map((label) => canonical(label.trim()))
  if (columns.length < 2 || !classes.every((label) => label === '0' || label === '1')) return
  const of = (label: string) => (_: number, row: number) => classes[row] === label
  const rises = (column: number) => {
    const values = columnNumbers(table, column).slice(0, classes.length)
    const [ones, zeros] = [values.filter(of('1')), values.filter(of('0'))]
    const areEnough = Math.min(ones.length, zeros.length) >= FEWEST && values.every(Number.isFinite)
    return areEnough && rankError(ones, zeros) >= SURE_OF_PAIRS
  }
  if (!columns.every(rises)) return
  const names = columns.map((column) => table.columns[column])
  throw new InputError(
    table.path,
    `${listNames(names)} are all higher where the label is 1, as the scores of several models are and those of classes are not`,
    `say ${adviseModels(table, columns)}, or ${adviseScores(table, columns)} if each is of a class`,
  )
}
