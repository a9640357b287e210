/** Matrices of labels whose rows to leave out hold a third number, and one column of a matrix taken for all of the truth. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { labelFamily, listFamily, scoreFamily } from '../column-names.ts'
import { findColumns, groupFamilies, sampleOf } from '../named-columns.ts'
import type { ReadingOptions } from '../reading.ts'
import { adviseScores } from '../scores/advice.ts'
import { classesOf } from '../scores/classes.ts'
import { holdsFractions } from '../scores/fractions.ts'
import { rowsSumToOne } from '../scores/seen-scores.ts'
import { canonical, type Ignore, isIgnored } from './codes.ts'
import { findBare } from './matrix.ts'
import { mostlyAgree } from './other-people.ts'

export interface LabelMatrix {
  readonly columns: readonly number[]
  /** The number besides 0 and 1 of which nothing is said yet; undefined where there is none. */
  readonly third: string | undefined
  /** All numbers besides 0 and 1. */
  readonly lefts: readonly string[]
}

/** Lists, and columns named alike as labels are, that hold 0, 1 and one more number at most. */
export function labelMatrices(
  table: Table,
  columns: readonly number[],
  ignore?: Ignore,
): readonly LabelMatrix[] {
  const lists = groupFamilies(table, columns, listFamily)
  const families = groupFamilies(table, columns, (name) => (listFamily(name) ? undefined : labelFamily(name)))
  return [...lists, ...families].flatMap(([, members]) => asMatrix(table, members, ignore) ?? [])
}

function asMatrix(table: Table, columns: readonly number[], ignore?: Ignore): LabelMatrix | undefined {
  const cells = new Set(
    columns.flatMap((column) => sampleOf(table, column).map((cell) => canonical(cell.trim()))),
  )
  const lefts = [...cells].filter((cell) => cell !== '0' && cell !== '1')
  const [third, ...others] = lefts.filter((cell) => !isIgnored(cell, ignore))
  const isNone = third === undefined || third === 'nan' || (isNumber(third) && !mayBeClass(third, columns))
  return cells.has('0') && isNone && others.length === 0 ? { columns, third, lefts } : undefined
}

/** Class indices that several people gave stand side by side as well. */
function mayBeClass(cell: string, { length }: readonly number[]): boolean {
  const value = parseNumber(cell)
  return Number.isInteger(value) && value > 1 && value <= length
}

/** How many scores a row may have: those that are said, or those of each list and of columns named alike. */
export function widthsOfScores(scores: Table, said: string | undefined): ReadonlySet<number> {
  if (said !== undefined) return new Set([findColumns(scores, said, '--score').length])
  const all = scores.columns.map((_, column) => column)
  const groups = [listFamily, scoreFamily].flatMap((family) => groupFamilies(scores, all, family))
  const found = groups.map(([, members]) => members).filter((members) => holdsFractions(scores, members))
  return new Set(scores.named ? found.map(({ length }) => length) : [all.length])
}

/**
 * The labels are a matrix as wide as the scores, which is found where its third number is left out.
 * @param find the labels where that number is to be left out too
 */
export function refuseThirdOfMatrix(
  table: Table,
  matrices: readonly LabelMatrix[],
  find: (third: string) => readonly number[] | undefined,
): void {
  for (const { columns, third } of matrices)
    if (third !== undefined && find(third)?.join() === columns.join()) throw thirdNumber(table, third)
}

export function thirdNumber({ path }: Table, third: string): InputError {
  return new InputError(
    path,
    `labels are a matrix of 0, 1 and ${third}`,
    `say ${leave(third)} to leave out the cells of ${third}`,
  )
}

/** The flags that read all of it: `--label targets --ignore-label=-1`. */
export function adviseMatrix(table: Table, { columns, lefts }: LabelMatrix): string {
  return [adviseScores(table, columns, '--label'), ...lefts.map(leave)].join(' ')
}

function leave(label: string): string {
  return writeFlag('--ignore-label', joinNames([label]))
}

/**
 * Of a matrix of one column per class, one says of a row whether it is of that class, and not of which class it is.
 * @param label the column that `--label` names
 */
export function refuseOneOfMatrix(
  scores: Table,
  scoreColumns: readonly number[],
  labels: Table,
  label: number,
  { score, ignoreLabel, background }: ReadingOptions,
): void {
  const width = scoreColumns.length
  if (width < 2) return
  const all = labels.columns.map((_, column) => column)
  const taken = new Set(labels === scores ? scoreColumns : [])
  const free = all.filter((column) => !taken.has(column))
  const isBit = (cell: string) => cell === '0' || cell === '1' || isIgnored(cell, ignoreLabel)
  const bare = findBare(labels, all, isBit, scores, score)
  const matrices = [
    ...labelMatrices(labels, free, ignoreLabel),
    ...((bare && [asMatrix(labels, bare, ignoreLabel)]) ?? []),
  ]
  const found = matrices.find((matrix) => matrix?.columns.length === width && matrix.columns.includes(label))
  if (!found || !isOfClasses(found)) return
  // Of two classes the last column is the class index too.
  const isIndex = width === 2 && background === undefined && label === found.columns[1]
  if (isIndex && haveOneEach(labels, found)) return
  // What two people said of the same rows, of which one is named.
  if (width === 2 && mostlyAgree(labels, found.columns) && rowsSumToOne(scores, scoreColumns)) return
  throw new InputError(
    labels.path,
    `"${labels.columns[label]}" is one column of a matrix of labels (${['0', '1', ...found.lefts].join(', ')}), which has one for each of the ${width} columns of scores, and holds no class indices`,
    `say ${adviseMatrix(labels, found)} to read all of them${background === undefined ? '' : ', and leave --background out'}`,
  )

  /** Two columns may be what two people said of the same rows. */
  function isOfClasses({ columns }: LabelMatrix): boolean {
    if (width > 2) return true
    const names = columns.map((column) => labels.columns[column])
    const classes = classesOf(scoreColumns.map((column) => scores.columns[column]))
    const isNamed = names.every((name) => classes.includes(labelFamily(name)?.member ?? name))
    return isNamed || names.every((name) => listFamily(name) !== undefined)
  }
}

function haveOneEach(table: Table, { columns, lefts }: LabelMatrix): boolean {
  const rows = table.sample.map((row) => columns.map((column) => canonical(row[column].trim())))
  return rows.every((cells) => cells.filter((cell) => cell === '1').length === 1 || lefts.includes(cells[0]))
}
