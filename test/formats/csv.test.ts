import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { hasHeader, isNumber, parseNumber } from '../../src/formats/csv/dialect.ts'
import { openTable } from '../../src/formats/index.ts'
import { draws } from '../made/draws.ts'
import { attempt, readNumbers, readTexts, scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const write = scratchFolder()
const open = (name: string, text: string) => openTable(write(name, text))

interface Written {
  readonly text: string
  /** The line, from 1, on which each row begins. */
  readonly lines: readonly number[]
}

interface Style {
  readonly separator: string
  /** Ends of rows; taken in turn. */
  readonly lineEnds: readonly string[]
  readonly bom: boolean
  readonly lastLineEnd: boolean
  /** Blank lines before each row; taken in turn. */
  readonly blanks: readonly number[]
  readonly quoteAll: boolean
}

/** A CSV writer that shares nothing with the reader, and knows on which line each row begins. */
function writeCsv(rows: readonly (readonly string[])[], style: Style): Written {
  const quote = (cell: string) =>
    style.quoteAll || cell === '' || /[",;\t|\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  const lines: number[] = []
  let text = style.bom ? '\ufeff' : ''
  let line = 1
  rows.forEach((row, index) => {
    const end = style.lineEnds[index % style.lineEnds.length]
    const blank = index === 0 ? 0 : style.blanks[index % style.blanks.length]
    const cells = row.map(quote).join(style.separator)
    const last = index === rows.length - 1 && !style.lastLineEnd
    text += end.repeat(blank) + cells + (last ? '' : end)
    lines.push(line + blank)
    line += blank + 1 + (cells.match(/\r\n|\n|\r/g)?.length ?? 0)
  })
  return { text, lines }
}

const styles: fc.Arbitrary<Style> = fc.record({
  separator: fc.constantFrom(',', ';', '\t', '|'),
  lineEnds: fc.constantFrom(['\n'], ['\r\n'], ['\n', '\r\n'], ['\r\n', '\r\n', '\n']),
  bom: fc.boolean(),
  lastLineEnd: fc.boolean(),
  blanks: fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }),
  quoteAll: fc.boolean(),
})

const piece = fc.constantFrom(
  'a',
  'Z',
  '7',
  ' ',
  '.',
  ',',
  ';',
  '\t',
  '|',
  '"',
  '\n',
  '\r\n',
  "'",
  '#',
  'é',
  '猫',
  '🐈',
)
const textCell = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
const double = fc.double({ noNaN: true, noDefaultInfinity: true })

/** A header, a column of numbers, and up to four of text. */
const tables = fc.nat(4).chain((texts) =>
  fc.array(fc.tuple(double, ...Array.from({ length: texts }, () => textCell)), {
    minLength: 1,
    maxLength: 12,
  }),
)

describe('any table, however written', () => {
  test('is read back cell by cell', async () => {
    await fc.assert(
      fc.asyncProperty(tables, styles, async (rows, style) => {
        const header = rows[0].map((_, column) => `name ${column}`)
        const { text } = writeCsv([header, ...rows.map((row) => row.map(String))], style)
        const table = await open('any.csv', text)
        expect(table.columns).toEqual(header)
        expect(table.named).toBe(true)
        // Cells are trimmed: a blank around a label means nothing.
        expect(await readTexts(table)).toEqual(rows.map((row) => row.map((cell) => String(cell).trim())))
        expect(table.sample).toEqual(rows.map((row) => row.map(String)))
        const numbers = await readNumbers(table)
        rows.forEach(([number], row) => {
          expect(numbers[row * header.length]).toBe(Object.is(number, -0) ? 0 : number)
        })
      }),
      { numRuns: draws(500) },
    )
  })

  test('is located line by line', async () => {
    await fc.assert(
      fc.asyncProperty(tables, styles, fc.nat(), async (rows, style, pick) => {
        const header = rows[0].map((_, column) => `name ${column}`)
        const { text, lines } = writeCsv([header, ...rows.map((row) => row.map(String))], style)
        const table = await open('line.csv', text)
        const [row, column] = [pick % rows.length, pick % header.length]
        expect(await table.locate(row, column)).toEqual({
          place: `${table.path}:${lines[row + 1]}:${column + 1}`,
          text: String(rows[row][column]),
          width: header.length,
        })
      }),
      { numRuns: draws(300) },
    )
  })

  test('with rows of other lengths keeps every row in its place', async () => {
    const ragged = fc.array(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 4 }), {
      maxLength: 9,
    })
    await fc.assert(
      fc.asyncProperty(ragged, styles, async (rest, style) => {
        const rows = [[1, 2], ...rest]
        const { text } = writeCsv([['a', 'b'], ...rows.map((row) => row.map(String))], style)
        const table = await open('ragged.csv', text)
        let row = 0
        for await (const { length, numbers, ragged } of table.read({ numbers: [1], texts: [] })) {
          for (let i = 0; i < length; i++, row++) {
            expect(ragged.includes(i)).toBe(rows[row].length !== 2)
            expect(numbers[i]).toBe(rows[row].length === 2 ? rows[row][1] : Number.NaN)
          }
        }
        expect(row).toBe(rows.length)
      }),
      { numRuns: draws(200) },
    )
  })

  test('ends in a table or an InputError, whatever the text', async () => {
    const noise = fc.array(fc.oneof(piece, fc.constantFrom('0', '1', '-', 'e', '\r', '\0', '\ufeff')), {
      maxLength: 60,
    })
    await fc.assert(
      fc.asyncProperty(noise, async (pieces) => {
        const path = write('noise.csv', pieces.join(''))
        const { error } = await attempt(path)
        if (error) expect(error).toBeInstanceOf(InputError)
        if (error) expect(error.message.startsWith(path)).toBe(true)
      }),
      { numRuns: draws(500) },
    )
  })
})

describe('line ends', () => {
  test.each([
    ['of Unix', '\n'],
    ['of Windows', '\r\n'],
    ['of old Macs', '\r'],
  ])('%s part rows', async (_name, end) => {
    const table = await open('ends.csv', ['label,prob', '1,0.5', '', '0,0.25', ''].join(end))
    expect(await readNumbers(table)).toEqual([1, 0.5, 0, 0.25])
    expect((await table.locate(1, 1)).place).toBe(`${table.path}:4:2`)
  })

  test('may change within a file', async () => {
    const table = await open('mixed.csv', 'label,prob\r\n1,0.5\n0,0.25\r\n1,0.125')
    expect(await readNumbers(table)).toEqual([1, 0.5, 0, 0.25, 1, 0.125])
  })

  test('are split by no chunk, of 2^18 bytes', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => [`"cell\r\n${i % 7}"`, `${i}`])
    const table = await open(
      'long.csv',
      `text,number\r\n${rows.map((row) => row.join(',')).join('\r\n')}\r\n`,
    )
    const numbers: number[] = []
    for await (const block of table.read({ numbers: [1], texts: [] })) numbers.push(...block.numbers)
    expect(numbers).toEqual(rows.map((_, i) => i))
    expect(await table.locate(59_999, 1)).toEqual({
      place: `${table.path}:120000:2`,
      text: '59999',
      width: 2,
    })
  })

  test('of 300,000 rows of one digit are all seen', async () => {
    const table = await open('digits.csv', '1\n'.repeat(300_000))
    expect(await readNumbers(table)).toHaveLength(300_000)
  })
})

test('a row of 20,000 columns is read', async () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `logit_${index}`)
  const table = await open('wide.csv', `${names}\n${names.map((_, index) => index)}\n`)
  expect(table.columns).toEqual(names)
  expect(await readNumbers(table)).toEqual(names.map((_, index) => index))
})

describe('numbers', () => {
  test.each([
    ['1', 1],
    [' 1 ', 1],
    ['+1', 1],
    ['-1.50', -1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-3', 0.001],
    ['1E+3', 1000],
    ['1.000000000000000000e+00', 1],
    ['-0', -0],
    ['4.9e-324', 5e-324],
    ['\u00a00.5', 0.5],
    ['0001', 1],
    ['0.1000000000000000055511151231257827', 0.1],
  ])('"%s" is %d', (text, value) => {
    expect(parseNumber(text)).toBe(value)
  })

  test.each([
    '',
    ' ',
    'abc',
    '0x1f',
    '-0x1',
    '0b1',
    '0o7',
    '1,5',
    '1_000',
    '1 2',
    '1f',
    '50%',
    'nan',
    'NaN',
    'inf',
    '−1',
  ])('"%s" is none', (text) => {
    expect(parseNumber(text)).toBeNaN()
    expect(isNumber(text)).toBe(false)
  })
})

describe('the first row', () => {
  test.each([
    [
      'is a header when no cell is a number',
      [
        ['id', 'label'],
        ['a', '1'],
      ],
      true,
    ],
    [
      'is a header when a name stands above a number',
      [
        ['label', '0', '1'],
        ['1', '0.5', '0.5'],
      ],
      true,
    ],
    [
      'is a header when only the index of pandas has no name',
      [
        ['', '0', '1'],
        ['0', '0.5', '0.5'],
      ],
      true,
    ],
    [
      'is data when all cells are numbers',
      [
        ['1', '0.5'],
        ['0', '0.25'],
      ],
      false,
    ],
    [
      'is data when words stand above words',
      [
        ['cat', '0.5'],
        ['dog', '0.25'],
      ],
      false,
    ],
    [
      'is data when a score is missing',
      [
        ['1', 'nan'],
        ['0', '0.25'],
      ],
      false,
    ],
    [
      'is data when a score is infinite',
      [
        ['1', '-inf'],
        ['0', '0.25'],
      ],
      false,
    ],
    [
      'is data when a score is left empty',
      [
        ['1', ''],
        ['0', '0.25'],
      ],
      false,
    ],
    ['is a header when a lone word does not come again', [['label'], ['cat'], ['dog']], true],
    ['is data when a lone word comes again', [['cat'], ['dog'], ['cat']], false],
    [
      'is data when its numbers have decimal commas',
      [
        ['cat', '0,93', '0,07'],
        ['dog', '0,25', '0,75'],
      ],
      false,
    ],
    [
      'is data when only some of its numbers have decimal commas',
      [
        ['1', '0,93'],
        ['0', '1'],
      ],
      false,
    ],
    [
      'is data when a label above a number comes again',
      [
        ['0.75', 'true'],
        ['0.5', '255'],
        ['0.25', 'true'],
      ],
      false,
    ],
    [
      'is a header when all of it comes again, where files were joined',
      [
        ['0', 'label'],
        ['0.5', '1'],
        ['0', 'label'],
        ['0.25', '0'],
      ],
      true,
    ],
  ])('%s', (_what, rows, header) => {
    expect(hasHeader(rows)).toBe(header)
  })

  test('is not a comment above it, unless that has as many cells as the rows', async () => {
    expect((await open('above.csv', '# made by hand\na,b\n1,2\n')).columns).toEqual(['a', 'b'])
    expect((await open('above.csv', '# made by hand\n# a,b\n1,2\n')).columns).toEqual(['a', 'b'])
    expect((await open('above.csv', '# id,label\nr1,cat\nr2,dog\n')).columns).toEqual(['id', 'label'])
    const tags = await open('above.csv', '#cat,0.5,1\n#dog,0.25,0\nbird,0.75,1\n')
    expect((await readTexts(tags)).map(([tag]) => tag).at(-1)).toBe('bird')
    expect(await readTexts(tags)).toHaveLength(tags.named ? 2 : 3)
  })

  test('has its names trimmed, and the # of numpy.savetxt taken off', async () => {
    expect((await open('names.csv', '# label , prob\n1,0.5\n')).columns).toEqual(['label', 'prob'])
  })
})

describe('the separator', () => {
  test.each([
    ['comma', 'a,b\n1,2\n', 2],
    ['semicolon', 'a;b\n1,5;2,5\n3;4\n', 2],
    ['tab', 'a b\tc\n1\t2\n', 2],
    ['bar', 'a|b\n1|2\n', 2],
    ['comma', 'text,b\n"x;y;z",2\n"x;y;z",3\n', 2],
    ['comma', 'text,b\n"x;\n;",2\n";;\n",3\n', 2],
    ['semicolon', '1;0,5\n0;0,25\n', 2],
    ['comma', 'a\n1\n', 1],
  ])('is a %s in %j', async (name, text, columns) => {
    expect((await open('separator.csv', text)).summary).toBe(
      `CSV, ${name}, ${columns} column${columns === 1 ? '' : 's'}`,
    )
  })
})

describe('a broken file', () => {
  test.each([
    ['"1\n', ':1:1: a quoted cell is never closed; add the missing "'],
    ['a,b\n1,2\n\n3,"4\n5,6\n7,8\n', ':4:1: a quoted cell is never closed; add the missing "'],
    ['a,b\n1,x"y"\n', ':2:1: a quote stands inside a cell'],
    ['a, "b"\n1,2\n', ':1:1: a quote stands inside a cell'],
    ['a,b\n"1"x,2\n', ':2:1: a quote stands inside a cell'],
    ['', ': is empty'],
    ['\ufeff', ': is empty'],
    ['\n\n', ': is empty'],
    ['a,b\n', ': has a header and no rows'],
    ['a,b\n1,2,\n3,4,\n', ':2:1: the header names 2 columns and the row has 3 cells'],
    ['a,b\n1,2\0\n', ': is binary, neither text nor NPY'],
    ["{'label': 1}\n", ': holds dicts as Python prints them'],
    ['<!DOCTYPE html>\n', ': is an HTML page'],
    ['version https://git-lfs.github.com/spec/v1\n', ': is a pointer of Git LFS'],
  ])('%j is refused%s', async (text, message) => {
    const path = write('broken.csv', text)
    const { error } = await attempt(path)
    expect(error).toBeInstanceOf(InputError)
    expect(error?.message).toContain(`${path}${message}`)
  })
})

test('a fixture in an odd dialect is read as it stands', async () => {
  const path = fixture('wine.csv')
  const table = await openTable(path)
  expect(table.summary).toBe('CSV, semicolon, 4 columns')
  expect(table.columns).toEqual(['cultivar', 'logit_barolo', 'logit_grignolino', 'logit_barbera'])
  const lines = readFileSync(path, 'utf8').trimEnd().split('\r\n')
  expect(await readTexts(table)).toEqual(lines.slice(1).map((line) => line.split(';')))
})
