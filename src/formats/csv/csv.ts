/** Separated text as a table: which columns it has, its rows in blocks, and where a cell stands. */
import { InputError } from '../../errors.ts'
import type { SeenFile } from '../../sources/file.ts'
import {
  type Cell,
  type RawText,
  type RowBlock,
  SAMPLE_CELLS,
  SAMPLE_ROWS,
  type Selection,
  type Table,
} from '../table.ts'
import { areBlanks, BLANKS } from './blanks.ts'
import { columnNames, detectLineEnds, hasHeader } from './dialect.ts'
import { readLastRows } from './last-rows.ts'
import { findLead, lacksNameOfRows } from './lead.ts'
import { lineAfter } from './line-numbers.ts'
import { findLandmark, readLines } from './lines.ts'
import { findStyles, type NumberStyle, parseStyled, plainNumber } from './number-styles.ts'
import { plainRows } from './plain-rows.ts'
import { type Info, records, type Syntax } from './records.ts'
import { readWeka } from './weka.ts'

/** Rows parsed before a block is handed on, and cells, of which wide files have many in few rows. */
const BLOCK_ROWS = 1 << 14
const BLOCK_CELLS = 1 << 18

/** Bytes read at a time for the first rows: most files need few. */
const FIRST_BYTES = 1 << 14

/** And at a time for one cell. */
const CHUNK = 1 << 18

interface Dialect extends Syntax {
  /** Rows above the first one of the table: its header, and what stands above that. */
  readonly headerRows: number
  readonly width: number
  /** Of columns whose numbers are not written as programs write them. */
  readonly styles: ReadonlyMap<number, NumberStyle>
  /** A row without what a program writes into cells beside the number or the class; null where it writes nothing. */
  readonly plain: ((row: readonly string[]) => string[]) | null
}

/** Opens a text table. `head` is how the file begins. */
export async function openCsv(seen: SeenFile, head: Buffer): Promise<Table> {
  const { path, at, state } = seen
  checkText(path, head)
  const text = head.toString('utf8')
  const size = Number(state.size)
  const lead = areBlanks(text) ? { rows: 0, separator: BLANKS } : findLead(text, head.length === size)
  const { separator } = lead
  const syntax = { path, at, state, separator, lineEnds: detectLineEnds(text) }
  const isWhole = head.length === size
  const seenRows = separator === BLANKS ? null : plainRows(head, isWhole, syntax)
  const top = sampleOf(seenRows, isWhole) ?? (await readFirstRows(syntax))
  const first = top.slice(lead.rows)
  if (first.length === 0) throw new InputError(path, 'is empty', 'it should hold a header and rows')
  const isNamed = hasHeader(first)
  const headerRows = lead.rows + Number(isNamed)
  const weka = readWeka(first)
  const columns = weka?.names ?? namesOf(first, isNamed)
  if (top.length === headerRows) throw new InputError(path, 'has a header and no rows')
  const plain = weka?.plain ?? null
  const whole = top.slice(headerRows).filter((row) => row.length === columns.length)
  const rows = plain ? whole.map(plain) : whole
  const styles = findStyles(rows, separator)
  const dialect = { ...syntax, headerRows, width: columns.length, styles, plain }
  if (rows.length === 0) throw await otherWidth(dialect)
  const isRaw = styles.size === 0 && separator !== BLANKS && plain === null
  const raw = isRaw ? rawText(syntax, head, lead.rows, isNamed, size) : null
  return {
    ...seen,
    summary: `CSV, ${separatorName(syntax.separator)}, ${count(columns.length, 'column')}`,
    precision: 'float64',
    columns,
    named: isNamed,
    expectedRows: Math.ceil(size / meanLength(rows)),
    bytes: size,
    sample: styles.size === 0 ? rows : rows.map((row) => plainRow(row, styles)),
    last: async () => (await readLastRows(syntax, headerRows)).map((row) => plainRow(row, styles)),
    percent: new Set([...styles].flatMap(([column, { percent }]) => (percent ? [columns[column]] : []))),
    raw,
    read: (selection) => readRows(dialect, raw, selection),
    locate: (row, column) => locate(dialect, raw, row, column),
  }
}

function namesOf([first, ...rows]: readonly (readonly string[])[], isNamed: boolean): readonly string[] {
  if (!isNamed) return first.map((_, index) => `${index}`)
  const names = columnNames(first)
  return lacksNameOfRows(names, rows) ? ['', ...names] : names
}

/**
 * All rows are at odds with the header: a comment on the first line, an index without a name, a separator
 * at line ends.
 */
async function otherWidth(dialect: Dialect): Promise<InputError> {
  const { place, width } = await locate(dialect, null, 0, 0)
  return new InputError(
    place,
    `the header names ${count(dialect.width, 'column')} and the row has ${count(width, 'cell')}`,
    'the first line is to name every column, and nothing else',
  )
}

/** Bytes of a row, its separators and its end included. */
function meanLength(rows: readonly (readonly string[])[]): number {
  return rows.reduce((sum, row) => sum + row.join(' ').length + 1, 0) / rows.length
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** Where the rows begin; null where only a parser of the whole dialect can tell. */
function rawText(
  { separator, lineEnds }: Syntax,
  head: Buffer,
  leadRows: number,
  isNamed: boolean,
  size: number,
): RawText | null {
  if (lineEnds.includes('\r')) return null
  let offset = head.subarray(0, 3).equals(BOM) ? BOM.length : 0
  for (let above = leadRows + Number(isNamed); above > 0; ) {
    const end = head.indexOf('\n', offset)
    const line = head.subarray(offset, end).toString('latin1')
    // A line longer than the head is not worth the trouble, nor one that ends in quotes.
    if (end < 0 || line.split('"').length % 2 === 0) return null
    if (line.replace(/\r$/, '') !== '') above--
    offset = end + 1
  }
  return { kind: 'text', separator, offset, size }
}

function plainRow(row: readonly string[], styles: Dialect['styles']): string[] {
  return row.map((cell, column) => {
    const style = styles.get(column)
    return style ? plainNumber(cell, style) : cell
  })
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function separatorName(separator: string): string {
  return { ' ': 'blanks', ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }[separator] ?? separator
}

/** A NUL byte stands in no text; UTF-16 is full of them. */
function checkText(path: string, head: Buffer): void {
  const utf16 =
    head.length >= 2 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
  if (utf16) throw new InputError(path, 'is UTF-16', 'save it as UTF-8')
  if (head.includes(0))
    throw new InputError(path, 'is binary, neither text nor NPY', 'give a CSV or an .npy file')
}

async function readFirstRows(syntax: Syntax): Promise<string[][]> {
  let rows: string[][] = []
  for await (const block of records<string[]>(syntax, {}, FIRST_BYTES)) {
    rows = rows.concat(block)
    if (rows.length > SAMPLE_ROWS || (rows.length > 1 && rows.length * rows[0].length > SAMPLE_CELLS)) break
  }
  return rows.slice(0, rowsToSample(rows))
}

/** Those of the sample; null where the head holds too few. */
function sampleOf(rows: string[][] | null, isWhole: boolean): string[][] | null {
  if (rows === null) return null
  const enough = rowsToSample(rows)
  return isWhole || rows.length >= enough ? rows.slice(0, enough) : null
}

/** With the header, if there is one. */
function rowsToSample([first]: readonly string[][]): number {
  return Math.max(2, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / (first?.length ?? 1)))) + 1
}

function readRows(dialect: Dialect, raw: RawText | null, selection: Selection): AsyncGenerator<RowBlock> {
  if (!raw) return readBlocks(dialect, selection)
  return readLines(dialect, raw, dialect.width, selection, (rows) => toBlock(rows, dialect, selection))
}

async function* readBlocks(dialect: Dialect, selection: Selection): AsyncGenerator<RowBlock> {
  let skip = dialect.headerRows
  let pending: string[][] = []
  for await (const block of records<string[]>(dialect)) {
    pending = pending.length > 0 ? pending.concat(block.slice(skip)) : block.slice(skip)
    skip = Math.max(0, skip - block.length)
    if (pending.length < BLOCK_ROWS && pending.length * dialect.width < BLOCK_CELLS) continue
    yield toBlock(dialect.plain ? pending.map(dialect.plain) : pending, dialect, selection)
    pending = []
  }
  if (pending.length > 0)
    yield toBlock(dialect.plain ? pending.map(dialect.plain) : pending, dialect, selection)
}

function toBlock(
  rows: readonly string[][],
  { width, styles }: Dialect,
  { numbers, texts }: Selection,
): RowBlock {
  const parsers = numbers.map((column) => parseStyled(styles.get(column)))
  const values = new Float64Array(rows.length * numbers.length).fill(Number.NaN)
  const ragged: number[] = []
  rows.forEach((row, i) => {
    if (row.length !== width) ragged.push(i)
    else for (let c = 0; c < numbers.length; c++) values[i * numbers.length + c] = parsers[c](row[numbers[c]])
  })
  return {
    length: rows.length,
    numbers: values,
    texts: texts.map((column) => {
      const style = styles.get(column)
      const textOf = style ? (cell: string) => plainNumber(cell, style) : (cell: string) => cell.trim()
      return rows.map((row) => textOf(row[column] ?? ''))
    }),
    ragged,
  }
}

/** Reads the file again up to the row, and once more for its line, which costs too much to carry along. */
async function locate(dialect: Dialect, raw: RawText | null, row: number, column: number): Promise<Cell> {
  const near = raw && (await findLandmark(dialect, raw, dialect.width, row))
  const start = near?.offset ?? 0
  let index = near?.row ?? -dialect.headerRows
  let end = start
  for await (const block of records<{ record: string[]; info: Info }>(
    dialect,
    { info: true },
    CHUNK,
    start,
  )) {
    for (const { record, info } of block) {
      if (index++ === row) {
        const line = await lineAfter(dialect, end)
        return {
          place: `${dialect.path}:${line}:${column + 1}`,
          text: record[column] ?? '',
          width: record.length,
        }
      }
      end = start + info.bytes
    }
  }
  return { place: dialect.path, text: '', width: 0 }
}
