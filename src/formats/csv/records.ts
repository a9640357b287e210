/** The rows of separated text, read as a stream by csv-parse: quotes, any separator, CRLF, byte-order mark. */
import type { CsvError, Info, Options, Parser } from 'csv-parse'
import { InputError } from '../../errors.ts'
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import { chunksOf, whileUnchanged } from '../../sources/reading.ts'
import { BLANKS, readBlanks } from './blanks.ts'
import { lineAfter, lineAt } from './line-numbers.ts'

export type { Info }

/** Bytes of one row; an unclosed quote would otherwise gather the whole file. */
const MAX_ROW_BYTES = 1 << 27

/** How cells and rows are parted. */
export interface Syntax extends SeenFile {
  readonly separator: string
  readonly lineEnds: readonly string[]
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

/** Records chunk by chunk, from a place on at which one begins. */
export function records<T>(
  syntax: Syntax,
  more?: Options,
  chunkBytes = 1 << 18,
  start = 0,
): AsyncGenerator<T[]> {
  return whileUnchanged(syntax, (file) => parseChunks<T>(file, syntax, more, chunkBytes, start))
}

async function* parseChunks<T>(
  file: OpenFile,
  syntax: Syntax,
  more: Options | undefined,
  chunkBytes: number,
  start: number,
): AsyncGenerator<T[]> {
  if (syntax.separator === BLANKS) yield* parseBlanks<T>(file, syntax, more, chunkBytes)
  else for await (const { rows } of parseFrom<T>(file, syntax, more, chunkBytes, start)) yield rows
}

/** What came of a chunk, or, when all chunks are fed, of their end. */
interface Parsed<T> {
  readonly rows: T[]
  /** Bytes fed until then. */
  readonly fed: number
  readonly isEnd: boolean
}

/** A chunk's records are taken out before the next is fed, so memory stays flat. */
async function* parseFrom<T>(
  file: OpenFile,
  syntax: Syntax,
  more: Options | undefined,
  chunkBytes: number,
  start: number,
): AsyncGenerator<Parsed<T>> {
  const { parse } = await import('csv-parse')
  const parser = parse(options(syntax, more))
  // Each step below rejects by itself; without a listener Node would throw as well. A race against one promise of
  // failure would keep every block alive, since each race leaves its result behind in that promise.
  parser.on('error', () => {})
  try {
    const check = createTextCheck()
    let fed = 0
    for await (const chunk of chunksOf(file, chunkBytes, start)) {
      check(chunk)
      const rows = await feed<T>(parser, chunk)
      fed += chunk.length
      yield { rows, fed, isEnd: false }
    }
    check()
    yield { rows: await finish<T>(parser), fed, isEnd: true }
  } catch (error) {
    throw await explain(syntax, error, start)
  } finally {
    parser.destroy()
  }
}

/** Bytes read at a time. */
const [LEAST_CHUNK, MOST_CHUNK] = [1 << 12, 1 << 18]

/** Rows of a part of a file. */
export interface Batch {
  readonly rows: string[][]
  /** Byte behind the last of them. */
  readonly end: number
}

/** The rows that begin at a place of an open file, up to another one or, where there is no whole row, to the first one's end. */
export async function recordsOfBatch(
  file: OpenFile,
  syntax: Syntax,
  start: number,
  until: number,
): Promise<Batch> {
  const bytes = Math.max(LEAST_CHUNK, Math.min(MOST_CHUNK, until - start))
  const more = { bom: false, info: true }
  const found: { record: string[]; info: Info }[] = []
  let end = start
  for await (const { rows, fed, isEnd } of parseFrom<(typeof found)[0]>(file, syntax, more, bytes, start)) {
    for (const row of rows) found.push(row)
    end = start + fed
    if (end >= until && found.length > 0 && !isEnd) {
      end = start + found.at(-1)!.info.bytes
      break
    }
  }
  return { rows: found.map(({ record }) => record), end }
}

async function* parseBlanks<T>(
  file: OpenFile,
  syntax: Syntax,
  more: Options | undefined,
  chunkBytes: number,
): AsyncGenerator<T[]> {
  try {
    for await (const rows of readBlanks(chunksOf(file, chunkBytes)))
      yield (more?.info ? rows : rows.map(({ record }) => record)) as T[]
  } catch (error) {
    throw await explain(syntax, error)
  }
}

/** Throws a TypeError at bytes that are no UTF-8, which a parser would all make one character of. */
function createTextCheck(): (chunk?: Buffer) => void {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return (chunk) => void (chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode())
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
  parser.on('readable', () => {
    for (const row of drain<T>(parser)) rows.push(row)
  })
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
 *
 * @param start byte at which it began
 */
async function explain(syntax: Syntax, error: unknown, start = 0): Promise<unknown> {
  const { path } = syntax
  if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new InputError(path, 'is not UTF-8', 'save it as UTF-8; it may be Latin-1 (Windows-1252)')
  const { CsvError } = await import('csv-parse')
  if (!(error instanceof CsvError)) return error
  const { code, lines, bytes } = error as CsvError & { lines: number; bytes: number }
  const opened = async () => `${path}:${await lineAfter(syntax, start + bytes)}:1`
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new InputError(await opened(), 'a quoted cell is never closed', 'add the missing "')
  if (code === 'CSV_MAX_RECORD_SIZE')
    return new InputError(
      await opened(),
      `a row is longer than ${MAX_ROW_BYTES} bytes`,
      'is a quote left open?',
    )
  return new InputError(
    `${path}:${(await lineAt(syntax, start)) + lines - 1}:1`,
    'a quote stands inside a cell',
    'double it ("") and quote the whole cell, with no space before it',
  )
}
