/** Rows of the table that an engine made, each checked by itself. */
import { InputError } from '../../errors.ts'
import { checkSpec } from './check-spec.ts'
import { checkFactor, countColumns, keyFactors, sumColumns, type TableShape, UNREAD } from './columns.ts'
import { decodeSpec, type TableSpec } from './spec.ts'

/** One group and segment. */
export interface TableRow {
  readonly slice: string
  readonly part: number
  readonly segment: number
  readonly n: number
  readonly clamped: number
  readonly held: number
  /** By the names of their columns. */
  readonly sums: ReadonlyMap<string, number>
}

export interface TableRows {
  readonly spec: TableSpec
  readonly shape: TableShape
  readonly rows: readonly TableRow[]
}

/** What came: a text for each column, by its name in small letters. */
export type Cells = ReadonlyMap<string, string>

/** How far `check_sum`, a sum of some 30 doubles, may be off, in parts of the sum of their sizes. */
const ROUNDING = 1e-13

/** Said where a table is not what the engine gave. */
export const AGAIN = 'run the query again, and keep its table as it comes: all rows, all digits'

/**
 * Takes rows one after another, in any order. Throws an InputError for one that is not as the query made it, or that is of
 * another query.
 */
export function createTableReader(name: string) {
  let known: { text: string; spec: TableSpec; shape: TableShape; columns: readonly string[] } | undefined
  const rows: TableRow[] = []
  const totals = new Set<number>()
  const numberOf = new Map<string, number>()
  const sliceOf = new Map<number, string>()

  function begin(cells: Cells) {
    const text = cells.get('spec') ?? ''
    const spec = checkSpec(name, decodeSpec(text))
    const shape = { weighted: spec.weight !== null, probs: spec.from === 'probs', rows: spec.rows === true }
    const columns = [
      ...['total', 'third', 'check_sum', 'check_key', 'part', 'segment', 'n'],
      ...(spec.by === null ? [] : ['slice', 'slice_number']),
      ...countColumns(shape),
      ...sumColumns(shape),
    ]
    const missing = columns.find((column) => !cells.has(column))
    if (missing) throw new InputError(name, `is a sketch without its column "${missing}"`, AGAIN)
    return { text, spec, shape, columns }
  }

  return {
    add(cells: Cells): void {
      known ??= begin(cells)
      const { text, spec, shape } = known
      if (cells.get('spec') !== text)
        throw new InputError(
          name,
          'holds rows of several queries',
          'give the table of each by itself: lossctl merge adds them up',
        )
      const at = `row ${rows.length + 1}`
      const number = (column: string) => parse(name, at, column, cells.get(column))
      const whole = (column: string) => parseWhole(name, at, column, cells.get(column))
      if (number('third') !== 1 / 3)
        throw new InputError(
          name,
          `its numbers lost digits on their way: a third came as ${cells.get('third')}`,
          'export doubles with all digits, as JSON or Parquet where CSV has fewer, and cast none of them',
        )
      totals.add(whole('total'))
      const sliced = spec.by !== null
      const slice = sliced ? (cells.get('slice') ?? '') : ''
      if (sliced) checkSlice(slice, whole('slice_number'))
      const key = keyFactors(shape, sliced).reduce((sum, [column, factor]) => sum + factor * whole(column), 0)
      if (key !== whole('check_key')) throw changed(at, 'its keys and counts')
      const sums = new Map(sumColumns(shape).map((column) => [column, number(column)]))
      checkSums(at, sums, number('check_sum'))
      const n = whole('n')
      if (n < 1) throw changed(at, 'its count')
      const [clamped, held] = shape.probs ? [whole('clamped'), whole('held')] : [0, 0]
      rows.push({ slice, part: whole('part'), segment: whole('segment'), n, clamped, held, sums })
    },

    /** All rows. Throws an InputError when some are missing, or there twice. */
    end(): TableRows {
      if (!known) throw new InputError(name, 'is a sketch without rows', AGAIN)
      const found = rows.reduce((sum, { n }) => sum + n, 0)
      const [total] = totals
      if (totals.size > 1)
        throw new InputError(
          name,
          'holds rows of several runs of a query',
          'give the table of each by itself: lossctl merge adds them up',
        )
      if (found !== total)
        throw new InputError(
          name,
          `${found < total ? 'lacks rows' : 'has rows twice'}: they hold ${found} samples of ${total}`,
          AGAIN,
        )
      return { spec: known.spec, shape: known.shape, rows }
    },
  }

  function changed(at: string, what: string): InputError {
    return new InputError(name, `${at} was changed on its way: ${what} do not fit its check`, AGAIN)
  }

  function checkSums(at: string, sums: ReadonlyMap<string, number>, check: number): void {
    let [sum, size] = [0, 0]
    let place = 0
    for (const value of sums.values()) {
      const term = checkFactor(place++) * value
      sum += term
      size += Math.abs(term)
    }
    if (Math.abs(sum - check) > ROUNDING * size) throw changed(at, 'its sums')
  }

  /** A number stands for one slice, and a slice for one number. */
  function checkSlice(slice: string, number: number): void {
    const [before, other] = [numberOf.get(slice), sliceOf.get(number)]
    if ((before !== undefined && before !== number) || (other !== undefined && other !== slice))
      throw new InputError(
        name,
        `the name of a slice was changed on its way: "${slice}"`,
        `${AGAIN}; where slices differ in tabs or ends of lines at an end alone, take these off in --query`,
      )
    numberOf.set(slice, number)
    sliceOf.set(number, slice)
  }
}

function parse(name: string, at: string, column: string, text: string | undefined): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(value)) return value
  const problem = text === undefined || text === '' ? 'is empty' : `is "${text}", which is no number`
  const hint = /^-?\d+,\d+/.test(text ?? '') ? 'export numbers with a decimal point' : AGAIN
  throw new InputError(name, `${column} of ${at} ${problem}`, hint)
}

function parseWhole(name: string, at: string, column: string, text: string | undefined): number {
  const value = parse(name, at, column, text)
  if (Number.isSafeInteger(value)) return value
  throw new InputError(name, `${column} of ${at} is ${text}, which is no whole number`, AGAIN)
}

/** Whether a segment is of rows that are no samples. */
export function isUnread(segment: number): boolean {
  return UNREAD.some((kind) => kind.segment === segment)
}
