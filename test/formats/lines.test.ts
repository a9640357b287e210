import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { parseNumber } from '../../src/formats/csv/dialect.ts'
import { readLines } from '../../src/formats/csv/lines.ts'
import type { RowBlock, Selection } from '../../src/formats/table.ts'
import { seeFile } from '../../src/sources/file.ts'
import { draws } from '../made/draws.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

const COLUMNS = 3

/** What a block holds of each row, or null for one of another length. */
type Row = readonly (number | string)[] | null

function rowsOf({ length, numbers, texts, ragged }: RowBlock, selection: Selection): Row[] {
  const width = selection.numbers.length
  return Array.from({ length }, (_, i) =>
    ragged.includes(i)
      ? null
      : [...numbers.subarray(i * width, (i + 1) * width), ...texts.map((cells) => cells.at(i)!)],
  )
}

/** Rows as csv-parse has parted them. */
function blockOf(rows: readonly string[][], { numbers, texts }: Selection): RowBlock {
  const ragged = rows.flatMap(({ length }, i) => (length === COLUMNS ? [] : [i]))
  return {
    length: rows.length,
    numbers: Float64Array.from(rows.flatMap((row) => numbers.map((c) => parseNumber(row[c] ?? '')))),
    texts: texts.map((column) => rows.map((row) => (row[column] ?? '').trim())),
    ragged,
  }
}

/** All rows, and how many of them csv-parse had to part. */
async function read(text: string, selection: Selection, batch: number, separator = ',') {
  const path = join(folder, 'a.csv')
  writeFileSync(path, text)
  const seen = await seeFile(path)
  const syntax = { ...seen, separator, lineEnds: ['\r\n', '\n'] }
  const raw = { kind: 'text' as const, separator, offset: 0, size: Buffer.byteLength(text) }
  const rows: Row[] = []
  let careful = 0
  const toBlock = (parsed: readonly string[][]) => {
    careful += parsed.length
    return blockOf(parsed, selection)
  }
  for await (const block of readLines(syntax, raw, COLUMNS, selection, toBlock, batch))
    rows.push(...rowsOf(block, selection))
  return { rows, careful }
}

function whole(text: string, selection: Selection, separator = ','): Row[] {
  const rows: string[][] = parse(text, {
    delimiter: separator,
    record_delimiter: ['\r\n', '\n'],
    skip_empty_lines: true,
    relax_column_count: true,
  })
  return rowsOf(blockOf(rows, selection), selection)
}

const word = fc.constantFrom(
  'cat',
  'dog',
  'a longer word',
  ' ä ',
  '',
  'x'.repeat(40),
  '0.25',
  '-1e-3',
  'nan',
  '7',
)
const quoted = fc
  .oneof(word, fc.constantFrom('a,b', 'say ""so""', 'two\nlines', 'two\r\nlines', '""', ' '))
  .map((text) => `"${text}"`)
const cell = fc.oneof({ weight: 6, arbitrary: word }, { weight: 2, arbitrary: quoted })
const line = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(cell, cell, cell).map((cells) => cells.join(',')) },
  { weight: 1, arbitrary: fc.constantFrom('', 'cat,dog', 'cat', '1,2,3,4', '"a\nb",1') },
)
const text = fc
  .tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 30 }), fc.boolean())
  .map(([lines, isWhole]) =>
    lines
      .flat()
      .slice(0, isWhole ? undefined : -1)
      .join(''),
  )
const columns = fc.array(fc.integer({ min: 0, max: COLUMNS - 1 }), { maxLength: 4 })
const selections = fc.record({ numbers: columns, texts: columns })

describe('readLines', () => {
  it('reads what csv-parse reads, whatever the bytes of a batch', async () => {
    await fc.assert(
      fc.asyncProperty(text, selections, fc.integer({ min: 1, max: 400 }), async (text, selection, batch) => {
        const { rows } = await read(text, selection, batch)
        expect(rows).toEqual(whole(text, selection))
      }),
      { numRuns: draws(300) },
    )
  })

  it('leaves to csv-parse the rest of a batch from a line end in quotes on, and no other batch', async () => {
    const plain = '"cat",0.25,"a, ""b"""\n'
    const batch = 100 * plain.length
    const text = `${plain.repeat(1000)}"two\nlines",1,2\n${plain.repeat(1000)}`
    const { rows, careful } = await read(text, { numbers: [1], texts: [0, 2] }, batch)
    expect(rows).toHaveLength(2001)
    expect(rows[0]).toEqual([0.25, 'cat', 'a, "b"'])
    expect(rows[1000]).toEqual([1, 'two\nlines', '2'])
    expect(rows[2000]).toEqual([0.25, 'cat', 'a, "b"'])
    expect(careful).toBeGreaterThan(0)
    expect(careful).toBeLessThanOrEqual(200)
  })

  it('leaves nothing of plain text to csv-parse: quotes, words, blanks and numbers that are none', async () => {
    const text = 'cat,"0.5",\r\n\n"d, ""o"" g",nan,"x"\n a ,0x1f,1e400'
    const { rows, careful } = await read(text, { numbers: [1], texts: [0, 2] }, 1000)
    expect(careful).toBe(0)
    expect(rows).toEqual([
      [0.5, 'cat', ''],
      [Number.NaN, 'd, "o" g', 'x'],
      [Number.NaN, 'a', '1e400'],
    ])
  })

  it('reads a column of more words than it has codes for', async () => {
    const names = Array.from({ length: 40_000 }, (_, i) => `image_${i % 30_000}`)
    const text = names.map((name, i) => `${name},${i},${i % 2}\n`).join('')
    const { rows, careful } = await read(text, { numbers: [1], texts: [0, 2] }, 1 << 16)
    expect(careful).toBe(0)
    expect(rows).toEqual(names.map((name, i) => [i, name, `${i % 2}`]))
  })

  it('tells apart words that only their ends, their lengths or their quotes tell apart', async () => {
    const words = Array.from({ length: 40 }, (_, i) => [
      'x'.repeat(i),
      `${'x'.repeat(i)}y`,
      `${'x'.repeat(i)}\u0001`,
    ])
    const cells = [...words.flat(), 'say ""so""']
    const text = cells.map((word) => `"${word}",1,${word.includes('"') ? 1 : word}\n`).join('')
    const { rows } = await read(text + text, { numbers: [1], texts: [0] }, 1 << 16)
    const expected = cells.map((word) => [1, word.replaceAll('""', '"').trim()])
    expect(rows).toEqual([...expected, ...expected])
  })

  it.each([
    ['is not UTF-8', [0x61, 0xff, 0x2c, 0x31, 0x2c, 0x31, 0x0a], 'is not UTF-8'],
    ['has a quote inside a cell', [...Buffer.from('a"b,1,1\n')], 'a quote stands inside a cell'],
    ['has a quote that is not closed', [...Buffer.from('"b,1,1\n')], 'a quoted cell is never closed'],
  ])('names the line of a row that %s, in whatever batch', async (_, bytes, problem) => {
    for (const batch of [16, 64, 1 << 16]) {
      const path = join(folder, 'bad.csv')
      const before = Buffer.from('a,1,1\n\r\n'.repeat(20))
      writeFileSync(path, Buffer.concat([before, Buffer.from(bytes), before]))
      const seen = await seeFile(path)
      const syntax = { ...seen, separator: ',', lineEnds: ['\r\n', '\n'] }
      const raw = { kind: 'text' as const, separator: ',', offset: 0, size: 2 * before.length + bytes.length }
      const selection = { numbers: [1], texts: [] }
      const all = async () => {
        for await (const block of readLines(
          syntax,
          raw,
          3,
          selection,
          (rows) => blockOf(rows, selection),
          batch,
        ))
          expect(block.length).toBeGreaterThan(0)
      }
      await expect(all()).rejects.toMatchObject({ problem })
      if (problem !== 'is not UTF-8') await expect(all()).rejects.toMatchObject({ place: `${path}:41:1` })
    }
  })

  it('finds what is no text in a last line without an end, which fills its batch', async () => {
    const path = join(folder, 'end.csv')
    const bytes = Buffer.concat([
      Buffer.from('a,1,1\n'.repeat(50)),
      Buffer.from([0x61, 0xff]),
      Buffer.from(',1,1'),
    ])
    writeFileSync(path, bytes)
    const syntax = { ...(await seeFile(path)), separator: ',', lineEnds: ['\r\n', '\n'] }
    const raw = { kind: 'text' as const, separator: ',', offset: 0, size: bytes.length }
    const selection = { numbers: [1], texts: [] }
    const all = async () => {
      for await (const block of readLines(syntax, raw, 3, selection, (rows) => blockOf(rows, selection)))
        expect(block.length).toBeGreaterThan(0)
    }
    await expect(all()).rejects.toMatchObject({ problem: 'is not UTF-8' })
  })
})
