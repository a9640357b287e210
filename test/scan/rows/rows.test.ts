import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import type { RowBlock, Selection, Table } from '../../../src/formats/table.ts'
import { type Dataset, openDataset } from '../../../src/reading/dataset.ts'
import type { ReadingOptions } from '../../../src/reading/reading.ts'
import { readRows } from '../../../src/scan/rows/rows.ts'
import { createScan } from '../../../src/scan/samples.ts'
import type { ScanOptions } from '../../../src/scan/scan.ts'
import { draws } from '../../made/draws.ts'
import { lossctl } from '../../made/host.ts'
import { scanOptions } from '../../made/scan-options.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()

const SELECTION: Selection = { numbers: [0], texts: [0] }

/** A table whose rows are numbered through the data set from `first` on, in blocks of these lengths. */
function numberedTable(path: string, first: number, blocks: readonly number[]): Table {
  async function* read(): AsyncGenerator<RowBlock> {
    let row = first
    for (const length of blocks) {
      const rows = Array.from({ length }, (_, i) => row + i)
      // Every fifth row counts as ragged.
      const ragged = rows.flatMap((number, i) => (number % 5 === 0 ? [i] : []))
      yield { length, numbers: Float64Array.from(rows), texts: [rows.map(String)], ragged }
      row += length
    }
  }
  const locate = async () => ({ place: path, text: '', width: 1 })
  const shape = {
    summary: '',
    columns: ['a'],
    named: true,
    sample: [],
    raw: null,
  }
  return { path, ...shape, read, locate } as unknown as Table
}

/** Shards that hold these blocks each. */
function numberedShards(name: string, shards: readonly (readonly number[])[]): Table[] {
  let first = 0
  return shards.map((blocks, index) => {
    const table = numberedTable(`${name}-${index}`, first, blocks)
    first += total(blocks)
    return table
  })
}

const total = (lengths: readonly number[]) => lengths.reduce((sum, length) => sum + length, 0)
const readBoth = (scores: readonly Table[], labels: readonly Table[]) => {
  const [left, right] = [scores, labels].map((tables) => ({ tables, selection: SELECTION }))
  return readRows({ scores: left, labels: right, weight: null, by: null }, { weight: 'scores', by: 'scores' })
}

/** Cuts `rows` rows into blocks, and blocks into shards. */
function cutShards(rows: number, lengths: readonly number[], perShard: number): number[][] {
  const blocks: number[] = []
  for (let left = rows, i = 0; left > 0; i++) {
    blocks.push(Math.min(left, lengths[i % lengths.length]))
    left -= blocks[i]
  }
  return Array.from({ length: Math.ceil(blocks.length / perShard) }, (_, i) =>
    blocks.slice(i * perShard, (i + 1) * perShard),
  )
}

const lengths = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })
const cuts = fc.tuple(lengths, fc.integer({ min: 1, max: 3 }))

describe('rows of two tables', () => {
  test('stand side by side, however both are cut into blocks and shards', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), cuts, cuts, async (rows, left, right) => {
        const [scores, labels] = [left, right].map((cut, i) =>
          numberedShards(`side ${i}`, cutShards(rows, ...cut)),
        )
        let row = 0
        for await (const pair of readBoth(scores, labels)) {
          const { length } = pair.scores.block
          expect(pair.labels.block.length).toBe(length)
          for (const { table, firstRow, block } of [pair.scores, pair.labels]) {
            const expected = Array.from({ length }, (_, i) => row + i)
            expect(Array.from(block.numbers)).toEqual(expected)
            expect(block.texts).toEqual([expected.map(String)])
            expect(block.ragged).toEqual(expected.flatMap((number, i) => (number % 5 === 0 ? [i] : [])))
            expect(await firstRowOf(table)).toBe(row - firstRow)
          }
          row += length
        }
        expect(row).toBe(rows)
      }),
      { numRuns: draws(300) },
    )
  })

  test('are told by number when they differ in it', async () => {
    const rows = fc
      .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }))
      .filter(([a, b]) => a !== b)
    await fc.assert(
      fc.asyncProperty(rows, cuts, cuts, async ([left, right], leftCut, rightCut) => {
        const scores = numberedShards('scores', cutShards(left, ...leftCut))
        const labels = numberedShards('labels', cutShards(right, ...rightCut))
        const all = async () => {
          for await (const _ of readBoth(scores, labels));
        }
        await expect(all()).rejects.toThrow(InputError)
        await expect(all()).rejects.toThrow(`there are ${left} rows of scores and ${right} rows of labels`)
      }),
      { numRuns: draws(200) },
    )
  })
})

/** Row of the data set at which a table begins. */
async function firstRowOf(table: Table): Promise<number> {
  for await (const { numbers } of table.read(SELECTION)) return numbers[0]
  throw new Error(`${table.path} has no rows`)
}

interface Sample {
  readonly id: string
  readonly label: string
  readonly score: string
  readonly weight: string
  /** What the row is, by design of the test. */
  readonly kind: 'good' | 'bad' | 'ignored'
}

const good = fc.record({
  label: fc.constantFrom('0', '1', ' 1', '0.0'),
  score: fc.double({ min: 0, max: 1, noNaN: true }).map(String),
  weight: fc.constantFrom('1', '0', '2.5'),
})
const spoil = fc.constantFrom(
  { score: 'nan' },
  { score: '' },
  { score: '1.5' },
  { score: '-0.1' },
  { score: 'x' },
  { label: '2' },
  { label: '' },
  { label: '0.5' },
  { weight: '-1' },
  { weight: 'inf' },
)
const samples: fc.Arbitrary<Sample[]> = fc
  .array(fc.tuple(good, fc.nat(9), spoil), { minLength: 1, maxLength: 40 })
  .map((rows) =>
    rows.map(([row, dice, fault], i) => {
      const id = `row-${i}`
      if (dice === 0) return { id, ...row, ...fault, kind: 'bad' as const }
      if (dice === 1) return { id, ...row, label: '-1', kind: 'ignored' as const }
      return { id, ...row, kind: 'good' as const }
    }),
  )
  // One of each label makes the coding plain, whatever else is drawn.
  .map((rows) => [
    { id: 'first', label: '0', score: '0.25', weight: '1', kind: 'good' as const },
    { id: 'second', label: '1', score: '0.75', weight: '1', kind: 'good' as const },
    ...rows,
  ])

const READING: ReadingOptions = { from: 'probs', label: 'label', ignoreLabel: '-1' }

/** What a pass delivers, sample by sample. */
async function collect(dataset: Dataset, options: ScanOptions) {
  const scan = createScan(dataset, options)
  const found: { id: string | undefined; label: number; score: number; weight: number; row: number }[] = []
  for await (const block of scan.blocks()) {
    for (let i = 0; i < block.length; i++) {
      const { ids, label, weight, row } = block
      found.push({
        id: ids?.at(i),
        label: label[i],
        score: block.scoreOf(i),
        weight: weight?.[i] ?? 1,
        row: row[i],
      })
    }
  }
  return { found, counts: scan.counts }
}

/** What it should. */
function expected(rows: readonly Sample[], withIds: boolean) {
  return rows.flatMap(({ id, label, score, weight, kind }, row) =>
    kind === 'good'
      ? [
          {
            id: withIds ? id : undefined,
            label: Number(label),
            score: Number(score),
            weight: Number(weight),
            row,
          },
        ]
      : [],
  )
}

/** An empty cell in a column of its own is quoted, as pandas does: an empty line is none. */
function shard(rows: readonly Sample[], columns: readonly (keyof Sample)[]): string {
  const lines = rows.map((row) => columns.map((column) => row[column]).join(',') || '""')
  return `${columns}\n${lines.join('\n')}\n`
}

/** Bad rows among few would leave the coding of labels in doubt, which is another test's matter. */
const fewBad = samples.filter(
  (rows) => rows.filter(({ kind }) => kind === 'bad').length <= 1 + rows.length / 40,
)

describe('skipping bad rows', () => {
  test('keeps ids, labels, scores and weights together in one file', async () => {
    await fc.assert(
      fc.asyncProperty(fewBad, async (rows) => {
        const dataset = await openDataset(
          write('skip.csv', shard(rows, ['id', 'weight', 'label', 'score'])),
          undefined,
          READING,
        )
        const { found, counts } = await collect(dataset, scanOptions({ onBadRow: 'skip' }))
        const count = (kind: string) => rows.filter((row) => row.kind === kind).length
        expect(found).toEqual(expected(rows, true))
        expect(counts).toMatchObject({
          rows: rows.length,
          samples: count('good'),
          skipped: count('bad'),
          ignored: count('ignored'),
          clamped: expected(rows, true).filter(({ score }) => score === 0 || score === 1).length,
        })
      }),
      { numRuns: draws(200) },
    )
  })

  test('keeps scores and labels of two files together', async () => {
    await fc.assert(
      fc.asyncProperty(fewBad, async (rows) => {
        const dataset = await openDataset(
          write('scores.csv', shard(rows, ['id', 'score', 'weight'])),
          write('labels.csv', shard(rows, ['label'])),
          READING,
        )
        const { found, counts } = await collect(dataset, scanOptions({ onBadRow: 'skip' }))
        expect(found).toEqual(expected(rows, true))
        expect(counts.rows).toBe(rows.length)
      }),
      { numRuns: draws(150) },
    )
  })

  test('is what else would be an error at the first bad row', async () => {
    await fc.assert(
      fc.asyncProperty(fewBad, async (rows) => {
        const path = write('fail.csv', shard(rows, ['id', 'weight', 'label', 'score']))
        const result = collect(await openDataset(path, undefined, READING), scanOptions())
        const bad = rows.findIndex(({ kind }) => kind === 'bad')
        if (bad < 0) expect((await result).found).toEqual(expected(rows, true))
        else await expect(result).rejects.toThrow(new RegExp(`^${path}:${bad + 2}:\\d: `))
      }),
      { numRuns: draws(150) },
    )
  })
})

test('the score beside a label to ignore may be anything', async () => {
  const one = write('ignored.csv', 'label,prob\n1,0.75\n-100,nan\n0,0.5\n-100,7\n')
  const two = write(
    'ignored-cells.csv',
    'prob_a,prob_b,label_a,label_b\n0.5,0.75,1,1\nnan,0.25,-100,0\n7,nan,-100,-100\n',
  )
  const options = { ignoreLabel: '-100' }
  expect((await collect(await openDataset(one, undefined, options), scanOptions())).counts).toMatchObject({
    samples: 2,
    ignored: 2,
  })
  expect((await collect(await openDataset(two, undefined, options), scanOptions())).counts).toMatchObject({
    samples: 3,
    ignored: 3,
  })
})

test('what is skipped is counted in the answer', async () => {
  const path = write('counted.csv', 'label,prob\n1,0.75\n0,0.5\n1,nan\n0,1.5\n1,0.25\n0\n')
  const { code, stdout } = await lossctl(['compare', path, '--on-bad-row', 'skip'])
  expect(code).toBe(0)
  expect(stdout).toContain('3 of 6 rows are bad and were left out.')
  const other = write('other.csv', 'label,prob\n1,0.5\n0,0.25\n1,2\n')
  const { stdout: both } = await lossctl(['compare', path, other, '--on-bad-row', 'skip'])
  expect(both).toMatch(/^counted\.csv: 3 of 6 rows are bad and were left out\.$/m)
  expect(both).toMatch(/^other\.csv: 1 of 3 rows is bad and was left out\.$/m)
})

describe('bad rows in shards', () => {
  const rows = (id: string, score: string) => `id,label,prob\n${id}-a,0,0.25\n${id}-b,1,${score}\n`

  test('are told by the file and line they stand in', async () => {
    write('shard-1.csv', rows('1', '0.75'))
    write('shard-2.csv', rows('2', '0.5'))
    const bad = write('shard-10.csv', rows('10', 'x'))
    const dataset = await openDataset(bad.replace('shard-10', 'shard-*'), undefined, {})
    expect(dataset.scores.map(({ path }) => path.split('-').at(-1))).toEqual(['1.csv', '2.csv', '10.csv'])
    await expect(collect(dataset, scanOptions())).rejects.toThrow(`${bad}:3:3: the score "x" is not a number`)
    const { found, counts } = await collect(dataset, scanOptions({ onBadRow: 'skip' }))
    expect(found.map(({ id, row }) => [id, row])).toEqual([
      ['1-a', 0],
      ['1-b', 1],
      ['2-a', 2],
      ['2-b', 3],
      ['10-a', 4],
    ])
    expect(counts).toMatchObject({ rows: 6, samples: 5, skipped: 1 })
  })
})

describe('ids in two files', () => {
  const scores = () => write('id-scores.csv', 'id,prob\n1,0.75\n2,0.25\n3,0.5\n')
  const open = (labels: string) => openDataset(scores(), write('id-labels.csv', labels), {})

  test('in another order are joined, also where bad rows are skipped', async () => {
    const dataset = await open('label,id\n0,2\n1,1\n5,3\n')
    const { found, counts } = await collect(dataset, scanOptions({ onBadRow: 'skip' }))
    expect(found.map(({ id, label }) => [id, label])).toEqual([
      ['1', 1],
      ['2', 0],
    ])
    expect(counts).toMatchObject({ rows: 3, skipped: 1 })
  })

  test('that agree, if in other spellings, are read', async () => {
    const { found } = await collect(await open('label,id\n1,1.0\n0,2\n1, 3\n'), scanOptions())
    expect(found.map(({ id, label }) => [id, label])).toEqual([
      ['1', 1],
      ['2', 0],
      ['3', 1],
    ])
  })

  test('under other names are not compared', async () => {
    expect((await collect(await open('label,image_id\n1,a\n0,b\n1,c\n'), scanOptions())).found).toHaveLength(
      3,
    )
  })
})

describe('rows of logits', () => {
  const text = 'label,logit_0,logit_1\n0,1,2\n1,1e308,-1e308\n1,0,3\n'

  test('that differ by more than a double holds are bad like others', async () => {
    const path = write('apart.csv', text)
    const dataset = await openDataset(path, undefined, {})
    await expect(collect(dataset, scanOptions())).rejects.toThrow(
      `${path}:3:2: the logits around "1e308" differ`,
    )
    expect((await collect(dataset, scanOptions({ onBadRow: 'skip' }))).counts).toMatchObject({
      samples: 2,
      skipped: 1,
    })
  })
})

describe('nothing left', () => {
  test('names the first bad row when all are bad', async () => {
    const path = write('all.csv', 'label,prob\n1,x\n0,y\n')
    const dataset = await openDataset(path, undefined, { score: 'prob' })
    await expect(collect(dataset, scanOptions({ onBadRow: 'skip' }))).rejects.toThrow(
      `${path}: every row is bad, so nothing is left to evaluate; the first: ${path}:2:2: the score "x"`,
    )
  })

  test('says so when every label is to be ignored', async () => {
    const dataset = await openDataset(write('none.csv', 'label,prob\n9,0.5\n9,0.25\n'), undefined, {
      ignoreLabel: '9',
    })
    await expect(collect(dataset, scanOptions())).rejects.toThrow(
      'no samples are left; every label is the one to ignore',
    )
  })
})
