/** Separated text, read as a stream by csv-parse: quotes, any of four separators, CRLF, byte-order mark. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { CsvError, type Info, type Options, type Parser, parse } from 'csv-parse'
import { InputError } from '../errors.ts'
import { columnNames, detectLineEnds, detectSeparator, hasHeader, parseNumber } from './csv-dialect.ts'
import { lineAfter } from './line-numbers.ts'
import { explainSystemError } from './system-error.ts'
import {
  type Cell,
  type RawText,
  type RowBlock,
  SAMPLE_CELLS,
  SAMPLE_ROWS,
  type Selection,
  type Table,
} from './table.ts'

/** Bytes of one row; an unclosed quote would otherwise gather the whole file. */
const MAX_ROW_BYTES = 1 << 27

/** Rows parsed before a block is handed on, and cells, of which wide files have many in few rows. */
const BLOCK_ROWS = 1 << 14
const BLOCK_CELLS = 1 << 18

/** How cells and rows are parted. */
interface Syntax {
  readonly path: string
  readonly separator: string
  readonly lineEnds: readonly string[]
}

interface Dialect extends Syntax {
  /** 1 when the first row is a header. */
  readonly headerRows: number
  readonly width: number
}

/** Opens a text table. `head` is how the file begins. */
export async function openCsv(path: string, head: Buffer): Promise<Table> {
  checkText(path, head)
  const text = head.toString('utf8')
  const { size } = await stat(path)
  const syntax = { path, separator: detectSeparator(text), lineEnds: detectLineEnds(text) }
  const first = await readFirstRows(syntax)
  if (first.length === 0) throw new InputError(path, 'is empty', 'it should hold a header and rows')
  const headerRows = hasHeader(first) ? 1 : 0
  const columns = headerRows ? columnNames(first[0]) : first[0].map((_, index) => `${index}`)
  if (first.length === headerRows) throw new InputError(path, 'has a header and no rows')
  const dialect = { ...syntax, headerRows, width: columns.length }
  const sample = first.slice(headerRows).filter((row) => row.length === columns.length)
  if (sample.length === 0) throw await otherWidth(dialect)
  return {
    path,
    format: 'csv',
    summary: `CSV, ${separatorName(syntax.separator)}, ${count(columns.length, 'column')}`,
    columns,
    named: headerRows === 1,
    rows: null,
    expectedRows: Math.ceil(size / meanLength(sample)),
    bytes: size,
    sample,
    raw: rawText(syntax, head, headerRows, size),
    read: (selection) => readBlocks(dialect, selection),
    locate: (row, column) => locate(dialect, row, column),
  }
}

/**
 * All rows are at odds with the header: a comment on the first line, an index without a name, a separator
 * at line ends.
 */
async function otherWidth(dialect: Dialect): Promise<InputError> {
  const { place, width } = await locate(dialect, 0, 0)
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

/** Where the rows begin; null where only a parser of the whole dialect can tell. */
function rawText(
  { separator, lineEnds }: Syntax,
  head: Buffer,
  headerRows: number,
  size: number,
): RawText | null {
  const bom = head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0
  const end = headerRows ? head.indexOf('\n', bom) : bom - 1
  const header = head.subarray(bom, Math.max(bom, end)).toString('latin1')
  // A header behind an empty line, with quotes, or longer than the head is not worth the trouble.
  const plain = headerRows === 0 || (end > bom && header.trim() !== '' && !header.includes('"'))
  if (!plain || lineEnds.includes('\r')) return null
  return { kind: 'text', separator, offset: end + 1, size }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function separatorName(separator: string): string {
  return { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }[separator] ?? separator
}

/** A NUL byte stands in no text; UTF-16 is full of them. */
function checkText(path: string, head: Buffer): void {
  const utf16 =
    head.length >= 2 && ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
  if (utf16) throw new InputError(path, 'is UTF-16', 'save it as UTF-8')
  if (head.includes(0))
    throw new InputError(path, 'is binary, neither text nor NPY', 'give a CSV or an .npy file')
}

function options({ separator, lineEnds }: Syntax, more: Options = {}): Options {
  return {
    bom: true,
    delimiter: separator,
    record_delimiter: [...lineEnds],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
    ...more,
  }
}

/** Records chunk by chunk. A chunk's records are taken out before the next is fed, so memory stays flat. */
async function* records<T>(syntax: Syntax, more?: Options): AsyncGenerator<T[]> {
  const parser = parse(options(syntax, more))
  // Each step below rejects by itself; without a listener Node would throw as well. A race against one promise of
  // failure would keep every block alive, since each race leaves its result behind in that promise.
  parser.on('error', () => {})
  const stream = createReadStream(syntax.path, { highWaterMark: 1 << 18 })
  try {
    for await (const chunk of stream) yield await feed<T>(parser, chunk)
    yield await finish<T>(parser)
  } catch (error) {
    throw await explain(syntax, error)
  } finally {
    stream.destroy()
    parser.destroy()
  }
}

/** csv-parse works within the call; reading drains its queue, and only then does it accept the write. */
async function feed<T>(parser: Parser, chunk: Buffer): Promise<T[]> {
  const accepted = new Promise<void>((resolve, reject) => {
    parser.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
  const rows = drain<T>(parser)
  await accepted
  return rows.concat(drain<T>(parser))
}

async function finish<T>(parser: Parser): Promise<T[]> {
  const rows: T[] = []
  const ended = new Promise<void>((resolve, reject) => {
    parser.once('end', resolve)
    parser.once('error', reject)
  })
  parser.on('readable', () => rows.push(...drain<T>(parser)))
  parser.end()
  await ended
  return rows
}

function drain<T>(parser: Parser): T[] {
  const rows: T[] = []
  for (let row = parser.read() as T | null; row !== null; row = parser.read() as T | null) rows.push(row)
  return rows
}

/**
 * Turns csv-parse's complaints into ours. An open quote is reported where it opens, not where the file
 * ends.
 */
async function explain({ path }: Syntax, error: unknown): Promise<unknown> {
  if (!(error instanceof CsvError)) return explainSystemError(path, error)
  const { code, lines, bytes } = error as CsvError & { lines: number; bytes: number }
  const opened = async () => `${path}:${await lineAfter(path, bytes)}:1`
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new InputError(await opened(), 'a quoted cell is never closed', 'add the missing "')
  if (code === 'CSV_MAX_RECORD_SIZE')
    return new InputError(
      await opened(),
      `a row is longer than ${MAX_ROW_BYTES} bytes`,
      'is a quote left open?',
    )
  return new InputError(
    `${path}:${lines}:1`,
    'a quote stands inside a cell',
    'double it ("") and quote the whole cell, with no space before it',
  )
}

async function readFirstRows(syntax: Syntax): Promise<string[][]> {
  let rows: string[][] = []
  for await (const block of records<string[]>(syntax)) {
    rows = rows.concat(block)
    if (rows.length > SAMPLE_ROWS || (rows.length > 1 && rows.length * rows[0].length > SAMPLE_CELLS)) break
  }
  const width = rows[0]?.length ?? 1
  return rows.slice(0, Math.max(2, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / width))) + 1)
}

async function* readBlocks(dialect: Dialect, selection: Selection): AsyncGenerator<RowBlock> {
  let skip = dialect.headerRows
  let pending: string[][] = []
  for await (const block of records<string[]>(dialect)) {
    pending = pending.length > 0 ? pending.concat(block.slice(skip)) : block.slice(skip)
    skip = Math.max(0, skip - block.length)
    if (pending.length < BLOCK_ROWS && pending.length * dialect.width < BLOCK_CELLS) continue
    yield toBlock(pending, dialect.width, selection)
    pending = []
  }
  if (pending.length > 0) yield toBlock(pending, dialect.width, selection)
}

function toBlock(rows: readonly string[][], width: number, { numbers, texts }: Selection): RowBlock {
  const values = new Float64Array(rows.length * numbers.length).fill(Number.NaN)
  const ragged: number[] = []
  rows.forEach((row, i) => {
    if (row.length !== width) ragged.push(i)
    else
      for (let c = 0; c < numbers.length; c++) values[i * numbers.length + c] = parseNumber(row[numbers[c]])
  })
  return {
    length: rows.length,
    numbers: values,
    texts: texts.map((column) => rows.map((row) => (row[column] ?? '').trim())),
    ragged,
  }
}

/** Reads the file again up to the row, and once more for its line, which costs too much to carry along. */
async function locate(dialect: Dialect, row: number, column: number): Promise<Cell> {
  const target = row + dialect.headerRows
  let index = 0
  let end = 0
  for await (const block of records<{ record: string[]; info: Info }>(dialect, { info: true })) {
    for (const { record, info } of block) {
      if (index++ === target) {
        const line = await lineAfter(dialect.path, end)
        return {
          place: `${dialect.path}:${line}:${column + 1}`,
          text: record[column] ?? '',
          width: record.length,
        }
      }
      end = info.bytes
    }
  }
  return { place: dialect.path, text: '', width: 0 }
}
