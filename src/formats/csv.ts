/** Separated text, read as a stream by csv-parse: quotes, any of four separators, CRLF, byte-order mark. */
import { createReadStream } from 'node:fs'
import { type Info, type Options, type Parser, parse } from 'csv-parse'
import { InputError } from '../errors.ts'
import { detectSeparator, hasHeader, parseNumber } from './csv-dialect.ts'
import { type Cell, type RowBlock, SAMPLE_CELLS, SAMPLE_ROWS, type Selection, type Table } from './table.ts'

/** Bytes of one row; an unclosed quote would otherwise gather the whole file. */
const MAX_ROW_BYTES = 1 << 27

/** Rows parsed before a block is handed on. */
const BLOCK_ROWS = 1 << 14

interface Dialect {
  readonly path: string
  readonly separator: string
  /** 1 when the first row is a header. */
  readonly headerRows: number
  readonly width: number
}

/** Opens a text table. `head` is how the file begins. */
export async function openCsv(path: string, head: Buffer): Promise<Table> {
  checkText(path, head)
  const separator = detectSeparator(head.toString('utf8'))
  const first = await readFirstRows(path, separator)
  if (first.length === 0) throw new InputError(path, 'is empty', 'it should hold a header and rows')
  const headerRows = hasHeader(first[0], first[1]) ? 1 : 0
  const sample = first.slice(headerRows)
  const columns = headerRows ? first[0].map((name) => name.trim()) : first[0].map((_, index) => `${index}`)
  if (sample.length === 0) throw new InputError(path, 'has a header and no rows')
  const dialect = { path, separator, headerRows, width: columns.length }
  return {
    path,
    format: 'csv',
    summary: `CSV, ${separatorName(separator)}, ${columns.length} column${columns.length === 1 ? '' : 's'}`,
    columns,
    named: headerRows === 1,
    rows: null,
    sample: sample.filter((row) => row.length === columns.length),
    read: (selection) => readBlocks(dialect, selection),
    locate: (row, column) => locate(dialect, row, column),
  }
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

function options(separator: string, more: Options = {}): Options {
  return {
    bom: true,
    delimiter: separator,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
    ...more,
  }
}

/** Records chunk by chunk. A chunk's records are taken out before the next is fed, so memory stays flat. */
async function* records<T>(path: string, settings: Options): AsyncGenerator<T[]> {
  const parser = parse(settings)
  const failed = new Promise<never>((_, reject) => parser.once('error', reject))
  failed.catch(() => {})
  const stream = createReadStream(path, { highWaterMark: 1 << 18 })
  try {
    for await (const chunk of stream) yield await Promise.race([feed<T>(parser, chunk), failed])
    yield await Promise.race([finish<T>(parser), failed])
  } catch (error) {
    throw explain(path, error)
  } finally {
    stream.destroy()
    parser.destroy()
  }
}

/** csv-parse works within the call; reading drains its queue, and only then does it accept the write. */
async function feed<T>(parser: Parser, chunk: Buffer): Promise<T[]> {
  const accepted = new Promise<void>((resolve) => parser.write(chunk, () => resolve()))
  const rows = drain<T>(parser)
  await accepted
  return rows.concat(drain<T>(parser))
}

async function finish<T>(parser: Parser): Promise<T[]> {
  const rows: T[] = []
  const ended = new Promise<void>((resolve) => parser.once('end', resolve))
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

/** Turns csv-parse's complaints, which carry a line, into ours. */
function explain(path: string, error: unknown): unknown {
  const { code, lines } = error as { code?: string; lines?: number }
  if (!code?.startsWith('CSV_')) return error
  const place = lines === undefined ? path : `${path}:${lines}:1`
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new InputError(place, 'a quoted cell is never closed', 'add the missing "')
  if (code === 'CSV_MAX_RECORD_SIZE')
    return new InputError(place, `a row is longer than ${MAX_ROW_BYTES} bytes`)
  return new InputError(place, 'a quote stands inside a cell', 'double it ("") and quote the cell')
}

async function readFirstRows(path: string, separator: string): Promise<string[][]> {
  const rows: string[][] = []
  for await (const block of records<string[]>(path, options(separator))) {
    rows.push(...block)
    if (rows.length > SAMPLE_ROWS || (rows.length > 1 && rows.length * rows[0].length > SAMPLE_CELLS)) break
  }
  const width = rows[0]?.length ?? 1
  return rows.slice(0, Math.max(2, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / width))) + 1)
}

async function* readBlocks(dialect: Dialect, selection: Selection): AsyncGenerator<RowBlock> {
  let skip = dialect.headerRows
  let pending: string[][] = []
  for await (const block of records<string[]>(dialect.path, options(dialect.separator))) {
    pending = pending.length > 0 ? pending.concat(block.slice(skip)) : block.slice(skip)
    skip = Math.max(0, skip - block.length)
    if (pending.length < BLOCK_ROWS) continue
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

/** Reads the file again up to the row, this time with line numbers, which cost too much to carry along. */
async function locate(dialect: Dialect, row: number, column: number): Promise<Cell> {
  let remaining = row + dialect.headerRows
  const settings = options(dialect.separator, { info: true })
  for await (const block of records<{ record: string[]; info: Info }>(dialect.path, settings)) {
    if (remaining >= block.length) {
      remaining -= block.length
      continue
    }
    const { record, info } = block[remaining]
    return {
      place: `${dialect.path}:${info.lines}:${column + 1}`,
      text: record[column] ?? '',
      width: record.length,
    }
  }
  return { place: dialect.path, text: '', width: 0 }
}
