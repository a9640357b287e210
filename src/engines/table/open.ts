/** A file that holds the table of an engine, in whatever format. */
import { readSync } from 'node:fs'
import { constants, gunzipSync } from 'node:zlib'
import { InputError } from '../../errors.ts'
import { openTable } from '../../formats/index.ts'
import { columnsOfSketchTable, mayNameSketchTable } from '../../formats/sketch-table.ts'
import type { Table } from '../../formats/table.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { openSource } from '../../sources/source.ts'
import { selfTestError } from '../sql/self-test.ts'
import { sketchOfTable, type TableAsked } from './read.ts'
import { createTableReader } from './rows.ts'
import { SPEC_START } from './spec.ts'

/** Bytes at the beginning, or of Parquet at the end, in which the names of the columns stand. */
const LOOKED_AT = 1 << 16

/** How far sums of a self-test may be off: up to five samples of a segment, a few roundings each. */
const SELF_TEST_ERROR = 16 * Number.EPSILON

/** Null when the file is no such table, or cannot be opened. Throws an InputError when it is one that did not come whole. */
export async function openSketchTable(path: string, asked: TableAsked): Promise<SketchedData | null> {
  if (!(await mayBeTable(path))) return null
  const table = await openTable(path)
  const names = columnsOfSketchTable(table.columns)
  if (names === null) return null
  const rows = await readRows(path, table, names)
  if (rows.spec.selfTest) checkSelfTest(path, sketchOfTable(path, rows, asked), rows.spec.dialect)
  return sketchOfTable(path, rows, asked)
}

async function readRows(path: string, table: Table, names: readonly string[]) {
  const reader = createTableReader(path)
  const texts = names.map((_, column) => column)
  for await (const block of table.read({ numbers: [], texts })) {
    if (block.ragged.length > 0)
      throw new InputError(
        path,
        'has rows of too few or too many cells',
        'run the query again, and keep its table as it comes',
      )
    for (let row = 0; row < block.length; row++)
      reader.add(new Map(names.map((name, column) => [name, block.texts[column].at(row) ?? ''])))
  }
  return reader.end()
}

function checkSelfTest(path: string, { sketch }: SketchedData, dialect: string): void {
  const error = selfTestError(sketch)
  if (error <= SELF_TEST_ERROR) return
  const what =
    error < Number.POSITIVE_INFINITY
      ? `its sums are off by ${error.toExponential(1)}`
      : 'samples lie in other bins'
  throw new InputError(
    path,
    `${dialect} does not pass the self-test: ${what}`,
    'do not trust sketches that it makes, and tell the makers of lossctl',
  )
}

/** A look at the names of columns, so that predictions are not opened twice. */
async function mayBeTable(path: string): Promise<boolean> {
  const file = await openSource(path).catch(() => undefined)
  if (!file) return false
  try {
    const head = readAt(file.handle, 0)
    const isParquet = head.toString('latin1', 0, 4) === 'PAR1'
    const names = isParquet
      ? readAt(file.handle, Math.max(0, Number(file.state.size) - LOOKED_AT))
      : unpacked(head)
    const text = names.toString('latin1')
    // Specifications fill the head of JSON that has its columns one after another.
    return mayNameSketchTable(text) || (/^\s*\{/.test(text) && text.includes(SPEC_START))
  } finally {
    await file.close()
  }
}

type Handle = NonNullable<Awaited<ReturnType<typeof openSource>>>['handle']

function readAt(handle: Handle, position: number): Buffer {
  const buffer = Buffer.alloc(LOOKED_AT)
  const bytesRead = readSync(handle.fd, buffer, 0, LOOKED_AT, position)
  return buffer.subarray(0, bytesRead)
}

function unpacked(head: Buffer): Buffer {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return head
  }
}
