/**
 * Rows that sum up a table, which is made here without them: the right mean of cross-entropy is that of its samples. Each is
 * refused with its place, and what the refusal advises gives the right number.
 */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { writeNpy } from '../made/layouts/npy.ts'
import { createRandom } from '../made/layouts/random.ts'
import { writeParquet } from '../made/parquet.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'
import { writeZip } from '../made/zip.ts'

const write = scratchFolder()
const random = createRandom(23)
const N = 120
const rows = <Cell>(of: (i: number) => Cell) => Array.from({ length: N }, (_, i) => of(i))
const Y = rows((i) => (i < 2 ? i : Number(random.chance(0.4))))
const P = Y.map((y) => Number((1 / (1 + Math.exp(-1.2 * (2 * y - 1) - random.normal()))).toFixed(6)))
const lossOf = (p: number, y: number) => -Math.log(y === 1 ? p : 1 - p)
const RIGHT = P.reduce((sum, p, i) => sum + lossOf(p, Y[i]), 0) / N
const MEAN = (P.reduce((sum, p) => sum + p, 0) / N).toFixed(6)

/** Names without digits, each another one. */
const WORDS = rows((i) => String.fromCharCode(97 + (i % 26), 97 + Math.trunc(i / 26), 122))

type Line = string
const samples = (names: readonly (string | number)[]): readonly Line[] =>
  names.map((name, i) => `${name},${Y[i]},${P[i]}`)
const table = (name: string, ...lines: readonly Line[]) => `${[`${name},label,prob`, ...lines].join('\n')}\n`
const COUNT = samples(rows((i) => i + 1))

/** The content of a file, and the line of its first row that is none. */
const SUMMARIES: Readonly<Record<string, readonly [content: string, line: number]>> = {
  'the mean below numbered rows': [table('id', ...COUNT, `mean,0,${MEAN}`), N + 2],
  'a total above them': [table('id', 'Total,1,0.5', ...COUNT), 2],
  'a word of another language below an index without a name': [table('', ...COUNT, 'Summe:,0,0.5'), N + 2],
  'All below names of files': [table('image', ...samples(rows((i) => `img_${i}.png`)), 'All,1,0.5'), N + 2],
  'the average of scores below words': [table('name', ...samples(WORDS), `avg,0,${MEAN}`), N + 2],
  'the highest score below words': [table('word', ...samples(WORDS), `max,1,${Math.max(...P)}`), N + 2],
  'a total below words that are names': [table('name', ...samples(WORDS), 'Grand total,0,0.25'), N + 2],
  'several rows of describe': [table('id', ...COUNT, `mean,0,${MEAN}`, 'std,0,0.2', '50%,1,0.5'), N + 2],
  'the mean below numbered rows, without a name': [table('id', ...COUNT, `,0,${MEAN}`), N + 2],
  'a fold that is none': [
    `fold,label,prob\n${COUNT.map((line, i) => `${i % 5}${line.slice(line.indexOf(','))}\n`).join('')}mean,0,${MEAN}\n`,
    N + 2,
  ],
  'names in quotes': [table('id', ...samples(rows((i) => `"row, ${i}"`)), '"mean (n = 120)",0,0.5'), N + 2],
}

/** More rows than are looked at first. */
const LONG = Array.from({ length: 30 * N })
type Row = Readonly<Record<string, unknown>>
const columnsOf = (all: readonly Row[]) =>
  Object.fromEntries(Object.keys(all[0]).map((key) => [key, all.map((row) => row[key])]))

const LONG_JSON: Readonly<Record<string, (all: readonly Row[]) => string>> = {
  'objects in a list': (all) => JSON.stringify(all),
  'indented objects in a list': (all) => JSON.stringify(all, null, 2),
  columns: (all) => JSON.stringify(columnsOf(all)),
  'the orient split of pandas': (all) =>
    JSON.stringify({ columns: Object.keys(all[0]), data: all.map((row) => Object.values(row)) }),
  'objects on lines': (all) => all.map((row) => `${JSON.stringify(row)}\n`).join(''),
}

/** The lowest score twice, once in a row without an age. */
const LOWEST = [...P.keys()].reduce((a, b) => (P[b] < P[a] ? b : a))
const AGES = P.map((p, i) => `${i === 0 ? '' : 20 + (i % 50)},${Y[i]},${i === 0 ? P[LOWEST] : p}`)
const OF_AGES = P.reduce((sum, p, i) => sum + lossOf(i === 0 ? P[LOWEST] : p, Y[i]), 0) / N

/** Rows that are samples, whatever they are called. */
const SAMPLES: Readonly<Record<string, string>> = {
  'a word among words': table('word', ...samples([...WORDS.slice(0, -1), 'mean'])),
  'a row without a name': table('id', ...COUNT.slice(0, -1), `,${Y[N - 1]},${P[N - 1]}`),
  'a person called Max': table('name', ...samples([...WORDS.slice(0, -1), 'Max'])),
  'words that come again': table('split', ...samples(rows((i) => (i % 2 ? 'all' : 'fold 1')))),
}

const ask = (path: string, ...flags: readonly string[]) =>
  lossctl(['compare', path, '--loss', 'ce', '--format', 'json', ...flags])

async function meanOf(path: string, ...flags: readonly string[]): Promise<number> {
  const { code, stdout, stderr } = await ask(path, ...flags)
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout).results[0].losses[0].value
}

describe('a row whose first or last cell is empty', () => {
  it.each(['\t', ';', ','])('is looked at as one of the last where %j parts cells', async (separator) => {
    const lines = COUNT.map((line) => line.split(','))
    for (const order of [
      [0, 1, 2],
      [1, 2, 0],
    ]) {
      const table = [['id', 'label', 'prob'], ...lines, ['', '0', MEAN]].map((cells) =>
        order.map((at) => cells[at]).join(separator),
      )
      const { code, stderr } = await lossctl(['compare', write('ends.tsv', `${table.join('\n')}\n`)])
      expect([code, stderr]).toEqual([
        3,
        expect.stringContaining('the row has no name where others have one'),
      ])
    }
  })
})

describe('a header that is a word of sums', () => {
  it.each([
    'n',
    'N',
    'mean',
    'total',
    'all',
    'count',
    'sum',
    'max',
    'std',
    '50%',
  ])('stands above the rows of a short file, and sums up nothing: %s', async (name) => {
    for (const end of ['\n', '\r\n', '']) {
      const lines = [`label,prob,${name}`, '0,0.1,1', '1,0.75,', '0,0.2,3', '1,0.9,5']
      const found = await lossctl([
        'compare',
        write('short.csv', lines.join(end || '\n') + end),
        '--loss',
        'ce',
        '-f',
        'json',
      ])
      const mean = [0.9, 0.75, 0.8, 0.9].reduce((all, p) => all - Math.log(p) / 4, 0)
      expect(found).toMatchObject({ code: 0, stderr: '' })
      expect(JSON.parse(found.stdout).results[0].losses[0].value).toBeCloseTo(mean, 12)
    }
  })
})

describe('a row that sums up the others', () => {
  it.each(Object.entries(SUMMARIES))('is refused, and left out as a bad row: %s', async (_, [
    content,
    line,
  ]) => {
    const path = write('preds.csv', content)
    const { code, stderr } = await ask(path)
    expect(code).toBe(3)
    expect(stderr).toMatch(new RegExp(`preds\\.csv:${line}:1: .*(?:sums up|sum up to).*--on-bad-row skip`))
    expect((await meanOf(path, '--on-bad-row', 'skip')) / RIGHT).toBeCloseTo(1, 12)
  })

  it('is found behind more rows than are looked at first', async () => {
    const many = Array.from({ length: 20 }, (_, k) => samples(rows((i) => 1000 * k + i))).flat()
    const path = write('preds.csv', table('id', ...many, `mean,0,${MEAN}`))
    expect((await ask(path)).stderr).toContain(`preds.csv:${20 * N + 2}:1: "mean" stands`)
    expect((await meanOf(path, '--on-bad-row', 'skip')) / RIGHT).toBeCloseTo(1, 12)
  })

  it.each(Object.entries(LONG_JSON))('is found at the end of long JSON: %s', async (_, text) => {
    const all = [...LONG.keys()].map((i) => ({
      id: `img_${i}.png`,
      label: Y[i % N],
      prob: P[i % N],
      box: [
        [i, 1],
        [2, 3],
      ],
    }))
    const path = write('preds.json', text([...all, { id: 'mean', label: 0, prob: Number(MEAN), box: [] }]))
    expect((await ask(path)).stderr).toMatch(/"mean" stands where other rows have the names of samples/)
    expect((await meanOf(path, '--on-bad-row', 'skip')) / RIGHT).toBeCloseTo(1, 12)
    const right = write('right.json', text(all))
    expect((await meanOf(right)) / RIGHT).toBeCloseTo(1, 12)
  })

  it.each([
    'plain',
    'dictionary',
    'delta',
    'groups',
  ])('is found on the last of many pages of Parquet: %s', async (name) => {
    const path = fixture(`parquet/summary-${name}.parquet`)
    const { summed } = JSON.parse(readFileSync(fixture('parquet/truth.json'), 'utf8'))
    expect((await ask(path)).stderr).toContain(`summary-${name}.parquet[2500, file]: "mean" stands`)
    expect((await meanOf(path, '--on-bad-row', 'skip')) / summed).toBeCloseTo(1, 12)
  })

  it.each([1, 7, 500, 1e6])('is found in Parquet with %i rows on a page', async (most) => {
    const all = [...LONG.keys()]
    const table = (extra: number) => [
      { name: 'file', type: 'TEXT' as const, cells: [...all.map((i) => `img_${i}.png`), 'Total'] },
      { name: 'label', type: 'INT64' as const, cells: [...all.map((i) => BigInt(Y[i % N])), BigInt(extra)] },
      { name: 'prob', type: 'DOUBLE' as const, cells: [...all.map((i) => P[i % N]), Number(MEAN)] },
    ]
    const path = write('preds.parquet', writeParquet(table(1), most))
    expect((await ask(path)).stderr).toContain(`preds.parquet[${LONG.length}, file]: "Total" stands`)
    expect((await meanOf(path, '--on-bad-row', 'skip')) / RIGHT).toBeCloseTo(1, 12)
    const samples = table(1).map((column) => ({ ...column, cells: column.cells.slice(0, -1) }))
    expect((await meanOf(write('right.parquet', writeParquet(samples, most)))) / RIGHT).toBeCloseTo(1, 12)
  })

  it('is found in Parquet of few rows by their scores', async () => {
    const cells = (name: string, all: readonly (string | number)[], type: 'TEXT' | 'DOUBLE') => ({
      name,
      type,
      cells: all,
    })
    const table = [
      cells('word', [...WORDS, 'avg'], 'TEXT'),
      cells('label', [...Y, 0], 'DOUBLE'),
      cells('prob', [...P, Number(MEAN)], 'DOUBLE'),
    ]
    const path = write('few.parquet', writeParquet(table))
    expect((await ask(path)).stderr).toContain(`few.parquet[${N}, word]: "avg" stands`)
    expect((await meanOf(path, '--on-bad-row', 'skip')) / RIGHT).toBeCloseTo(1, 12)
  })

  it.each([
    ['f8', (x: number) => x],
    ['f4', Math.fround],
  ] as const)('is found in an NPZ by a name that is no number, and its scores: %s', async (code, round) => {
    const scores = P.map(round)
    const total = scores.reduce((sum, p) => sum + p, 0)
    for (const summary of [total, total / N, Math.max(...scores)]) {
      const npz = (last: readonly number[]) =>
        writeZip([
          {
            name: 'id.npy',
            bytes: writeNpy('f8', [N + last.length], [...P.keys(), ...last.map(() => Number.NaN)]),
          },
          { name: 'label.npy', bytes: writeNpy('i8', [N + last.length], [...Y, ...last.map(() => 1)]) },
          { name: 'prob.npy', bytes: writeNpy(code, [N + last.length], [...scores, ...last]) },
        ])
      const path = write('sum.npz', npz([summary]))
      expect((await ask(path, '--from', 'probs')).stderr).toMatch(/sum\.npz::id\[120\]: the row has no name/)
      const right = await meanOf(write('right.npz', npz([])))
      expect((await meanOf(path, '--from', 'probs', '--on-bad-row', 'skip')) / right).toBeCloseTo(1, 12)
    }
  })

  it('is found in files of scores and labels that are joined', async () => {
    const scores = write('p.csv', `id,prob\n${P.map((p, i) => `${i},${p}\n`).join('')}mean,${MEAN}\n`)
    const truths = Y.map((y, i) => `${i},${y}\n`).toReversed()
    const labels = write('y.csv', `id,label\nmean,0\n${truths.join('')}`)
    expect((await ask(scores, '--labels', labels)).stderr).toContain('p.csv:122:1: "mean" stands')
    const found = await meanOf(scores, '--labels', labels, '--on-bad-row', 'skip')
    expect(found / RIGHT).toBeCloseTo(1, 12)
  })

  it('is found in any shard', async () => {
    const half = N / 2
    const one = write('part-1.csv', table('id', ...COUNT.slice(0, half)))
    write('part-2.csv', table('id', ...COUNT.slice(half), `total,0,${MEAN}`))
    const pattern = one.replace('part-1', 'part-*')
    expect((await ask(pattern)).stderr).toContain('part-2.csv:62:1: "total" stands')
    expect((await meanOf(pattern, '--on-bad-row', 'skip')) / RIGHT).toBeCloseTo(1, 12)
  })

  it('is no sample that lacks a measure and scores as the lowest of the others', async () => {
    for (const missing of ['', 'NaN']) {
      const rows = AGES.map((row, i) => (i === 0 ? `${missing}${row}` : row))
      expect((await meanOf(write('ages.csv', `age,label,prob\n${rows.join('\n')}\n`))) / OF_AGES).toBeCloseTo(
        1,
        12,
      )
    }
  })

  it.each(Object.entries(SAMPLES))('is a sample where nothing says otherwise: %s', async (_, content) => {
    expect((await meanOf(write('preds.csv', content))) / RIGHT).toBeCloseTo(1, 12)
  })
})
