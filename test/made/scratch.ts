/** Files that tests make for themselves, and tables read to the end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openTable } from '../../src/formats/index.ts'
import type { Table } from '../../src/formats/table.ts'

/** Writes a file into a folder that goes away with the tests of this file, and returns its path. */
export function scratchFolder(): (name: string, content: string | Uint8Array) => string {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  return (name, content) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
}

/** All numbers of a table, row-major. */
export async function readNumbers(table: Table): Promise<number[]> {
  const all = table.columns.map((_, column) => column)
  const numbers: number[] = []
  for await (const block of table.read({ numbers: all, texts: [] })) {
    for (const number of block.numbers) numbers.push(number)
  }
  return numbers
}

/** All cells of a table as text, row by row. */
export async function readTexts(table: Table): Promise<string[][]> {
  const rows: string[][] = []
  for await (const block of table.read({ numbers: [], texts: table.columns.map((_, column) => column) })) {
    for (let i = 0; i < block.length; i++) rows.push(block.texts.map((cells) => cells.at(i)!))
  }
  return rows
}

/** What opening and reading a file ends in: its table and numbers, or the error. */
export async function attempt(
  path: string,
): Promise<{ table: Table; numbers: number[]; error?: undefined } | { error: Error }> {
  try {
    const table = await openTable(path)
    return { table, numbers: await readNumbers(table) }
  } catch (error) {
    return { error: error as Error }
  }
}
