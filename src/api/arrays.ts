/** Arrays of scores and labels as a data set, which is then read as files are. */
import { InputError } from '../errors.ts'
import { type MemoryCell, type MemoryColumn, memoryTable } from '../formats/memory.ts'
import type { Precision } from '../losses/task.ts'
import type { FileSet } from '../reading/file-set.ts'
import { orderOfLabels } from '../reading/labels/align.ts'
import type { ReadingOptions } from '../reading/reading.ts'
import { inClassOrder } from '../reading/scores/classes.ts'
import { quoteName } from '../words/names.ts'

/** A typed array, or a plain one. */
export type Numbers = ArrayLike<number>

/** Shape (rows, columns), row-major. */
export interface Matrix {
  readonly data: Numbers
  readonly shape: readonly [rows: number, columns: number]
}

export interface Arrays {
  /** Shape (n), or (n, classes): logits or probabilities. */
  readonly scores: Numbers | readonly Numbers[] | Matrix
  /** Shape (n): 0 and 1, class indices or names; or (n, classes): 0 and 1. */
  readonly labels: ArrayLike<MemoryCell> | readonly Numbers[] | Matrix
  /** What the columns of scores are called: the classes are told from them, as from the header of a file. */
  readonly columns?: readonly string[]
  /** What the columns of a matrix of labels are called, beside those of scores: each belongs to the class of its name. */
  readonly labelColumns?: readonly string[]
  /** Shape (n): from 0 on. */
  readonly weights?: Numbers
  /** Shape (n): what samples are called, and joined by. */
  readonly ids?: ArrayLike<string | number>
  /** Shape (n): what `by: 'slice'` keeps apart. */
  readonly slices?: ArrayLike<string | number>
  /** What reports and messages call the data; `scores` unless said. */
  readonly name?: string
}

/** An array of rows and columns, whichever way it was given. */
interface Grid {
  readonly what: string
  readonly rows: number
  /** Null for an array of one dimension. */
  readonly width: number | null
  readonly at: (row: number, column: number) => MemoryCell
}

/** Arrays as files of columns, and which columns these are. */
export interface NamedArrays {
  readonly files: FileSet
  readonly options: Pick<ReadingOptions, 'score' | 'label' | 'weight' | 'id' | 'by'>
}

/**
 * Throws an InputError that names the argument, for arrays that do not go together.
 *
 * @param areNamed whether the classes have names of their own, in the order of the columns
 */
export function nameArrays(arrays: Arrays, areNamed = false): NamedArrays {
  const { scores, labels, columns, labelColumns, weights, ids, slices, name = 'scores' } = arrays
  const missing = Object.entries({ scores, labels }).find(([, values]) => values === undefined)
  if (missing) throw new InputError(missing[0], 'are missing', 'give scores and labels')
  const given = { scores, labels, weights, ids, slices }
  const laid = Object.entries(given).flatMap(([what, values]) =>
    values === undefined ? [] : [gridOf(what, values)],
  )
  if (labelColumns && !columns)
    throw new InputError(
      'labelColumns',
      'go by the names of the columns of scores',
      'give these too, columns',
    )
  const grids = columns && labelColumns ? laid.map((grid) => inOrder(grid, columns, labelColumns)) : laid
  const { rows } = grids[0]
  for (const grid of grids) {
    checkRows(grid, rows)
    checkWidth(grid)
  }
  if (columns) checkNames(columns, grids[0].width, 'columns')
  const precision = precisionOf(scores)
  const called = (what: string) => apartFrom(columns ?? [], what)
  // A matrix of labels is in the order of the scores here, and tables are paired by their names.
  const namesOf = ({ what, width }: Grid) =>
    what === 'scores' && columns
      ? columns
      : what === 'labels' && columns && width !== 1 && width === columns.length
        ? columns.map((column) => `${called(what)}_${column}`)
        : called(what)
  const table = memoryTable(
    { name, rows, precision },
    grids.flatMap((grid) => columnsOf(grid, namesOf(grid))),
  )
  const named = (what: string) => {
    const grid = grids.find((one) => one.what === what)
    return grid && (typeof namesOf(grid) === 'string' ? called(what) : `${called(what)}_*`)
  }
  const options = {
    score: columns
      ? (areNamed ? columns : inClassOrder(columns, (column) => column)).map(quoteName).join(',')
      : named('scores'),
    label: named('labels'),
    weight: named('weights'),
    id: named('ids'),
    by: named('slices'),
  }
  return { files: { name, scores: [table], labels: null }, options }
}

function gridOf(what: string, values: ArrayLike<MemoryCell> | readonly Numbers[] | Matrix): Grid {
  if (typeof values === 'object' && values !== null && 'shape' in values) return gridOfMatrix(what, values)
  if (!isArray(values)) throw new InputError(what, 'is no array', ONE_EACH)
  const { length } = values
  if (length === 0) throw new InputError(what, 'is empty')
  const first = firstOf(values)
  if (typeof first !== 'object' || first === null) {
    const cells = values as ArrayLike<MemoryCell>
    return { what, rows: length, width: null, at: (row) => cells[row] }
  }
  const rows = values as readonly Numbers[]
  for (let row = 0; row < length; row++) {
    const place = `${what}[${row}]`
    if (!isArray(rows[row])) throw new InputError(place, 'is no row of numbers', ONE_EACH)
    if (rows[row].length !== first.length)
      throw new InputError(
        place,
        `has ${rows[row].length} numbers, and the first row has ${first.length}`,
        'give each row one per class',
      )
  }
  return { what, rows: length, width: first.length, at: (row, column) => rows[row][column] }
}

const ONE_EACH = 'give an array of numbers or texts, one per sample, or of rows of numbers'

/** Texts have a length too, and are paths or names. */
function isArray(values: unknown): values is ArrayLike<unknown> {
  return (
    typeof values === 'object' && values !== null && 'length' in values && typeof values.length === 'number'
  )
}

/** The first that is not missing. */
function firstOf(values: ArrayLike<MemoryCell> | readonly Numbers[]): MemoryCell | Numbers {
  for (let row = 0; row < values.length; row++) if (values[row] != null) return values[row]
  return undefined
}

/** Arrays have no columns to choose. */
const ALIKE = 'call the columns of each class alike, or give labels without names, in the order of the scores'

/** The columns of labels in the order of those of scores. */
function inOrder(grid: Grid, columns: readonly string[], labelColumns: readonly string[]): Grid {
  const { what, width, at } = grid
  if (what !== 'labels') return grid
  checkNames(labelColumns, width, 'labelColumns')
  const order = width === null ? undefined : orderOfLabels(what, columns, labelColumns, ALIKE)
  return order === undefined ? grid : { ...grid, at: (row, column) => at(row, order[column]) }
}

function gridOfMatrix(what: string, { data, shape }: Matrix): Grid {
  const [rows, width] = shape
  if (!isArray(data)) throw new InputError(what, 'has no array of data', ONE_EACH)
  if (shape.length !== 2 || !shape.every(Number.isInteger))
    throw new InputError(
      what,
      `has the shape (${shape.join(', ')})`,
      'give rows and columns, shape: [n, classes]',
    )
  if (!(rows * width > 0)) throw new InputError(what, `is empty: its shape is (${rows}, ${width})`)
  if (data.length !== rows * width)
    throw new InputError(what, `has ${data.length} numbers, and its shape is (${rows}, ${width})`)
  return { what, rows, width, at: (row, column) => data[row * width + column] }
}

function checkRows({ what, rows }: Grid, wanted: number): void {
  if (rows !== wanted)
    throw new InputError(
      what,
      `has ${rows} rows, and scores have ${wanted}`,
      'they must stand for the same samples',
    )
}

/** What a sample has one of. */
function checkWidth({ what, width }: Grid): void {
  if (what === 'scores' || what === 'labels' || (width ?? 1) === 1) return
  throw new InputError(what, `have ${width} numbers a row`, 'give one per sample')
}

function checkNames(names: readonly string[], width: number | null, what: 'columns' | 'labelColumns'): void {
  if (names.length === (width ?? 1)) return
  const named = what === 'columns' ? 'scores' : 'labels'
  throw new InputError(
    what,
    `has ${names.length} names, and rows of ${named} have ${width ?? 1} numbers`,
    `give one name per column of ${named}`,
  )
}

/** What no column of scores is called, or begins with. */
function apartFrom(columns: readonly string[], what: string): string {
  return columns.some((name) => name.startsWith(what)) ? apartFrom(columns, `_${what}`) : what
}

/** @param named of each column, or what numbers are put behind */
function columnsOf({ what, width, at }: Grid, named: string | readonly string[]): readonly MemoryColumn[] {
  // Places of a list, as in a file: a number behind a name would be the name of a class.
  const nameOf = (column: number) =>
    typeof named !== 'string' ? named[column] : width === 1 ? named : `${named}[${column}]`
  if (width === null)
    return [
      {
        name: typeof named === 'string' ? named : named[0],
        holder: what,
        at: (row) => at(row, 0),
        placeOf: (row) => `${what}[${row}]`,
      },
    ]
  return Array.from({ length: width }, (_, column) => ({
    name: nameOf(column),
    holder: what,
    at: (row) => at(row, column),
    placeOf: (row) => `${what}[${row}, ${column}]`,
  }))
}

/** Numbers of JavaScript are of 64 bits. */
function precisionOf(scores: Arrays['scores']): Precision {
  const data = 'shape' in scores ? scores.data : typeof scores[0] === 'object' ? scores[0] : scores
  return data instanceof Float32Array ? 'float32' : 'float64'
}
