/** The table of a query that made a sketch, told by its columns: no predictions. */
import { InputError } from '../errors.ts'

/** Columns that nothing but such a table has. */
const COLUMNS = ['spec', 'third', 'check_sum'] as const

/** @param text in which the names of columns stand among others */
export function mayNameSketchTable(text: string): boolean {
  const small = text.toLowerCase()
  return COLUMNS.every((name) => small.includes(name))
}

/** In small letters: engines write names as they like. */
export function columnsOfSketchTable(columns: readonly string[]): readonly string[] | null {
  const names = columns.map((name) => name.trim().toLowerCase())
  return COLUMNS.every((name) => names.includes(name)) ? names : null
}

/** Throws an InputError for a table that is a sketch, where rows are asked for. */
export function refuseSketchTable({
  path,
  columns,
}: {
  readonly path: string
  readonly columns: readonly string[]
}): void {
  if (columnsOfSketchTable(columns) === null) return
  throw new InputError(
    path,
    'is a sketch that an engine made, which has no rows',
    'give the rows it was made from as a file, or ask what needs none: compare, sweep, solve, check, calibrate, report, curve --cdf',
    'rowless',
  )
}
