/** JSON as it is rarely written, and what is none. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { compare } from '../../../src/api/compare.ts'
import { inspect } from '../../../src/api/samples.ts'
import { InputError } from '../../../src/errors.ts'
import { openTable } from '../../../src/formats/index.ts'
import { skipValue } from '../../../src/formats/json/grammar.ts'
import { numberAt } from '../../../src/formats/json/number.ts'
import { draws } from '../../made/draws.ts'
import { attempt, readNumbers, readTexts, scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()

async function cellsOf(text: string | Uint8Array, name = 'odd.json') {
  const table = await openTable(write(name, text))
  return { columns: table.columns, named: table.named, rows: await readTexts(table) }
}

describe('a row', () => {
  test.each<[string, string, readonly string[], readonly (readonly string[])[]]>([
    [
      'keys in any order',
      '{"a":1,"b":2}\n{"b":3,"a":4}\n',
      ['a', 'b'],
      [
        ['1', '2'],
        ['4', '3'],
      ],
    ],
    [
      'keys that come later',
      '{"a":1}\n{"b":3}\n',
      ['a', 'b'],
      [
        ['1', ''],
        ['', '3'],
      ],
    ],
    [
      'null',
      '{"a":null,"b":2}\n{"a":3,"b":null}\n',
      ['a', 'b'],
      [
        ['', '2'],
        ['3', ''],
      ],
    ],
    ['true and false', '{"a":true}\n{"a":false}\n', ['a'], [['true'], ['false']]],
    ['strings of numbers', '{"a":"1"}\n{"a":"2.5"}\n', ['a'], [['1'], ['2.5']]],
    [
      'ids beyond 2^53',
      '{"id":9007199254740993}\n{"id":9007199254740992}\n',
      ['id'],
      [['9007199254740993'], ['9007199254740992']],
    ],
    [
      'escapes in keys and strings',
      '{"\\u0061":"\\ud83d\\ude00\\n\\"\\\\\\/"}\n{"a":"é"}\n',
      ['a'],
      [['😀\n"\\/'], ['é']],
    ],
    ['halves of surrogates', '{"a":"\\ud800"}\n{"a":"\\udc00"}\n', ['a'], [['\ud800'], ['\udc00']]],
    [
      'objects in objects',
      '{"a":{"b":{"c":1},"d":2}}\n{"a":{"d":3}}\n',
      ['a.b.c', 'a.d'],
      [
        ['1', '2'],
        ['', '3'],
      ],
    ],
    ['null for an object', '{"a":{"b":1}}\n{"a":null}\n', ['a.b'], [['1'], ['']]],
    ['lists of one', '{"a":[1]}\n{"a":[2]}\n', ['a'], [['1'], ['2']]],
    ['lists of lengths of their own', '{"a":[1,2]}\n{"a":[3]}\n', ['a'], [['[1,2]'], ['[3]']]],
    ['lists of words', '{"a":["x","y"]}\n{"a":["z","w"]}\n', ['a'], [['["x","y"]'], ['["z","w"]']]],
    [
      'blanks everywhere',
      ' { "a" : [ 1 , 2 ] } \r\n\r\n\t{"a":[3,4]}',
      ['a[0]', 'a[1]'],
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['a byte-order mark', '\ufeff{"a":1}\n{"a":2}', ['a'], [['1'], ['2']]],
    ['one object alone', '{"a":1,"b":"x"}', ['a', 'b'], [['1', 'x']]],
    ['an object with a list', '{"a":1,"b":[3,4]}', ['a', 'b[0]', 'b[1]'], [['1', '3', '4']]],
    [
      'names above lists',
      '["a","b"]\n["x",1]\n["y",2]\n',
      ['a', 'b'],
      [
        ['x', '1'],
        ['y', '2'],
      ],
    ],
    [
      'lists without names',
      '["x",[1,2]]\n["y",[3,4]]\n',
      ['0', '1[0]', '1[1]'],
      [
        ['x', '1', '2'],
        ['y', '3', '4'],
      ],
    ],
    ['words', '["cat","dog"]', ['0'], [['cat'], ['dog']]],
    ['numbers', '[1, -0.5e-3]', ['0'], [['1'], ['-0.5e-3']]],
    [
      'columns of several kinds',
      '{"a":[1,2],"b":["x",null],"c":[[3,4],[5,6]],"d":[1],"e":"z"}',
      ['a', 'b', 'c[0]', 'c[1]'],
      [
        ['1', 'x', '3', '4'],
        ['2', '', '5', '6'],
      ],
    ],
    [
      'rows by their keys',
      '{"x":{"a":1,"b":"u"},"y":{"b":"v","a":2},"z":{"a":3}}',
      ['', 'a', 'b'],
      [
        ['x', '1', 'u'],
        ['y', '2', 'v'],
        ['z', '3', ''],
      ],
    ],
    [
      'values by their keys',
      '{"0":3,"1":4}',
      ['', '0'],
      [
        ['0', '3'],
        ['1', '4'],
      ],
    ],
    [
      'a table without an index',
      '{"columns":["a","b"],"data":[[1,"x"],[2,"y"]]}',
      ['a', 'b'],
      [
        ['1', 'x'],
        ['2', 'y'],
      ],
    ],
  ])('has %s', async (_what, text, columns, rows) => {
    expect(await cellsOf(text)).toMatchObject({ columns, rows })
    expect(await cellsOf(gzipSync(text), 'odd.json.gz')).toMatchObject({ columns, rows })
  })

  it('has keys of other rows than the first ones only where they hold words', async () => {
    const rows = Array.from({ length: 3000 }, (_, row) => `{"label":${row % 2},"prob":${row / 3000}}`)
    const with_ = (more: string) =>
      write('late.jsonl', [...rows, `{"label":1,"prob":0.5,${more}}`].join('\n'))
    expect((await compare(with_('"note":"x"'))).count).toBe(3001)
    await expect(compare(with_('"logit":1'))).rejects.toThrow(
      'late.jsonl:3001: the key "logit" is none of those of the first rows',
    )
  })

  it('may be as long as a file', async () => {
    const scores = Array.from({ length: 200_000 }, (_, i) => i / 7)
    const path = write('wide.jsonl', `${JSON.stringify(scores)}\n${JSON.stringify(scores)}\n`)
    const table = await openTable(path)
    expect(table.columns.length).toBe(200_000)
    expect(await readNumbers(table)).toEqual([...scores, ...scores])
  })

  it('ends at any byte of what is read at once', async () => {
    const rows = Array.from({ length: 9000 }, (_, row) => ({ id: 'é'.repeat(row % 50), label: row }))
    for (const text of [
      rows.map((row) => JSON.stringify(row)).join('\n'),
      JSON.stringify(rows),
      JSON.stringify(rows, null, 1),
    ])
      expect((await cellsOf(text)).rows).toEqual(rows.map(({ id, label }) => [id, `${label}`]))
  })
})

describe('a bad row', () => {
  const rows = Array.from({ length: 40 }, (_, row) => `{"label":${row % 2},"prob":${(row + 1) / 50}}`)
  const among = (line: string) =>
    write('bad.jsonl', [...rows.slice(0, 20), line, ...rows.slice(20), ''].join('\n'))
  test.each([
    ['{"label":1,"prob":NaN}', ":prob: NaN is no JSON; Python's json wrote it"],
    ['{"label":1,"prob":-Infinity}', ":prob: -Infinity is no JSON; Python's json wrote it"],
    ['{"label":1,"prob":null}', ':prob: the score is empty'],
    ['{"label":1,"prob":"0.5x"}', ':prob: the score "0.5x" is not a number'],
    ['{"label":1,"prob":1e400}', ':prob: the score "1e400" is not a number'],
    ['{"label":1,"prob":2}', ':prob: "2" is not a probability'],
    ['{"label":1}', ':prob: the score is empty'],
    ['{"prob":0.5}', ':label: the label is empty'],
    ['{"label":1,"prob":0.5,"prob":0.5}', ': the key "prob" stands twice'],
    ['{"label":1,"prob":[0.5]}', ':prob: the score "[0.5]" is not a number'],
    ['[1, 0.5]', ': the row is no object'],
    ['7', ': the row is no object'],
    ['{"label":1,"prob":0.5', ': the line ends before its JSON does'],
    ['{"label":1,"prob":0.5}}', ': something stands behind the JSON of the line'],
    ['{"label":1,"prob":0.5} {"label":1,"prob":0.5}', ': something stands behind the JSON of the line'],
    ['{"label":1,"prob":.5}', ': a value is expected, and "." is found'],
    ['{"label":1,"prob":00.5}', ': a number begins with 0'],
    ['{"label":1,"prob":+0.5}', ': a value is expected'],
    ['{"label":1,"prob":0.5,}', ': a key in double quotes is expected'],
    ["{'label':1,'prob':0.5}", ': a key in double quotes is expected'],
    ['label: 1, prob: 0.5', ': a value is expected'],
  ])('%s is named, or left out', async (line, message) => {
    const path = among(line)
    const error = await compare(path).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(InputError)
    expect(error.message).toContain(`bad.jsonl:21${message}`)
    const { source } = await compare({ scores: path, onBadRow: 'skip' })
    expect([source.rows, source.skipped]).toEqual([41, 1])
  })

  it.each([
    '"prob":0.5,"prob":0.5,"label":1',
    '"prob":0.5,"label":1,"label":1',
    '"a":{"prob":0.5,"prob":0.5},"label":1',
  ])('is named where all are so: %s', async (row) => {
    const key = /"(\w+)":[\d.]+,"\1"/.exec(row)![1]
    const lines = `{${row}}\n`.repeat(30)
    await expect(compare(write('twice.jsonl', lines))).rejects.toThrow(
      `twice.jsonl:1: the key "${key}" stands twice; mend the rows`,
    )
  })

  it('is none where NaN stands in a column that nobody asked for', async () => {
    expect((await compare(among('{"label":1,"prob":0.5,"loss":NaN}'))).count).toBe(41)
  })

  it('is named by its place in a list, and by its key', async () => {
    const list = `[${rows.join(',')},{"label":1,"prob":NaN}]`
    await expect(compare(write('bad.json', list))).rejects.toThrow('bad.json[40].prob: NaN is no JSON')
    const columns = '{"label":[0,1,0,1],"logit":[0.1,2,-3,"x"]}'
    await expect(compare(write('bad.json', columns))).rejects.toThrow('bad.json[3].logit: the score "x"')
  })
})

describe('what is no table', () => {
  test.each([
    ['[]', 'holds no rows'],
    ['{}', 'holds rows without a value'],
    ['[[0.1,0.9],[0.2,0.8]] [[1]]', ':1:23: is no JSON: something stands behind the end of the JSON'],
    ['[{"a":1}\n{"a":2}]', ':2:1: is no JSON: "," or "]" is expected, and "{" is found'],
    ['[{"a":1},\n{"a":2}', ':2:8: the JSON is cut off: "," or "]" is expected, and the end is found'],
    ['{"a":[1,2],\n"b":[1,', ':2:8: the JSON is cut off'],
    ['{"a":1,"b":2', ':1:13: the JSON is cut off'],
    ['{\n "a": 1\n}\n', 'is one JSON object that holds no rows'],
    ['{"a":[1,2],"b":[1]}', 'has lists of different lengths: a 2, b 1'],
    [
      '{"train":{"y":[0,1],"p":[0.1,0.9]},"val":{"y":[0,1],"p":[0.1,0.9]},"test":{"y":[0,1],"p":[0.1,0.9]}}',
      'may hold a table at each key: train, val, test',
    ],
    ['{"a":{"x":1,"y":2},"b":{"x":3,"y":4}}', 'has 2 keys in each of 2: rows or columns'],
    ['{"a":{"x":1,"y":2,"z":3},"b":{"x":3,"z":4,"y":5}}', 'its columns have other keys'],
    ['[[[1,2],[3,4]],[[5,6],[7,8]]]', 'its rows are lists of lists'],
    ['[{"a":1}]\n[{"a":2}]\n', ':2:1: is no JSON: something stands behind the end of the JSON'],
    [`${'['.repeat(200_000)}`, 'more than 100 objects and lists stand within each other'],
    [`${'{"a":'.repeat(200_000)}`, 'more than 100 objects and lists stand within each other'],
    ["{'a': 1}\n", 'holds dicts as Python prints them'],
    [Buffer.from('{"a":"caf\xe9"}\n{"a":"x"}\n', 'latin1'), 'is not UTF-8'],
    [Buffer.from('\ufeff{"a":"x"}\n{"a":"x"}\n', 'utf16le'), 'is UTF-16'],
  ])('is refused: %s', async (text, message) => {
    const { error } = await attempt(write('none.json', text))
    expect(error).toBeInstanceOf(InputError)
    expect(error?.message).toContain(message)
  })

  it('is text where a bracket begins a cell', async () => {
    expect((await openTable(write('cells.csv', '[0.1 0.9],1\n[0.2 0.8],0\n'))).summary).toMatch(/^CSV/)
    expect((await openTable(write('cells.csv', '[0.1, 0.9],1\n[0.2, 0.8],0\n'))).summary).toMatch(/^CSV/)
  })

  it('is shown by inspect with its columns', async () => {
    const { columns } = await inspect(
      write('seen.jsonl', '{"id":1,"p":{"a":0.5}}\n{"id":2,"p":{"a":0.25}}\n'),
    )
    expect(columns.map(({ name }) => name)).toEqual(['id', 'p.a'])
  })
})

describe('the grammar', () => {
  const parses = (text: string) => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  const walks = (bytes: Buffer) => {
    const text = bytes.toString('latin1')
    try {
      return skipValue(text, 0) === text.length
    } catch {
      return false
    }
  }

  it('is that of JSON.parse, whatever the text', () => {
    const piece = fc.constantFrom(
      ...'[]{},:"\\-+.0123456789eE u\t',
      'null',
      'true',
      '"a":',
      '\\u00e9',
      '\\n',
      '""',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('').trim()
        if (walks(Buffer.from(text)) !== parses(text)) expect(text).toBe('walked as JSON.parse does')
      }),
      { numRuns: draws(50_000) },
    )
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(walks(Buffer.from(text))).toBe(true)
      }),
    )
  })

  it('reads every number as the nearest double', () => {
    const check = (text: string) => {
      expect(numberAt(text, 0, text.length)).toBe(Number(text))
    }
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => check(String(value))),
      {
        numRuns: draws(20_000),
      },
    )
    const digits = fc.array(fc.nat(9), { minLength: 1, maxLength: 25 }).map((list) => list.join(''))
    fc.assert(
      fc.property(digits, digits, fc.boolean(), (whole, decimals, isNegative) =>
        check(`${isNegative ? '-' : ''}${Number(whole) ? whole.replace(/^0+/, '') : '0'}.${decimals}`),
      ),
      { numRuns: draws(20_000) },
    )
    for (const text of ['-0', '1e-400', '1e400', '9007199254740993', '9007199254740991.5', '0.1e1', '5e-324'])
      check(text)
  })
})

it('is told of a row that sums up the others, at the end of lines that are many', async () => {
  const rows = Array.from({ length: 3000 }, (_, id) =>
    JSON.stringify({ id, label: id % 2, prob: (id + 1) / 3002 }),
  )
  const path = write('summed.jsonl', [...rows, '{"id":"mean","label":0.5,"prob":0.5}', ''].join('\n'))
  await expect(compare(path)).rejects.toThrow('mean')
  const { last } = await openTable(path)
  expect((await last!()).at(-1)).toEqual(['mean', '0.5', '0.5'])
})
