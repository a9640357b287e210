/** A table that an engine made, and what may happen to it on its way: each damage is refused by its name. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readSketch } from '../../src/index.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Row = Readonly<Record<string, string>>

/** No cell of it has a comma or a quote in it. */
const [header, ...lines] = readFileSync(fixture('engines/preds.duckdb.csv'), 'utf8').trim().split('\n')
const names = header.split(',')
const rows: readonly Row[] = lines.map((line) =>
  Object.fromEntries(line.split(',').map((cell, column) => [names[column], cell])),
)

const quote = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

function csv(table: readonly Row[], columns = Object.keys(table[0] ?? rows[0])): string {
  return [columns, ...table.map((row) => columns.map((name) => row[name]))]
    .map((cells) => cells.map(quote).join(','))
    .join('\n')
}

function save(text: string, name = 'table.csv'): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const sums = names.filter((name) => /^([mv]\d+|held_[mv]0)$/.test(name))
const doubles = [...sums, 'third', 'check_sum']
const inBin = rows.findIndex(
  ({ segment, n }) => Number(segment) > 0 && Number(segment) < 1e6 && Number(n) > 2,
)

const change = (index: number, of: Row) => rows.map((row, i) => (i === index ? { ...row, ...of } : row))
const every = (of: (row: Row) => Row) => rows.map((row) => ({ ...row, ...of(row) }))
const mapDoubles = (how: (cell: string) => string) =>
  every((row) => Object.fromEntries(doubles.map((name) => [name, how(row[name])])))
const spec = (of: object) => {
  const found = JSON.parse(Buffer.from(rows[0].spec, 'base64url').toString())
  return every(() => ({ spec: Buffer.from(JSON.stringify({ ...found, ...of })).toString('base64url') }))
}
const without = (name: string) =>
  csv(
    rows,
    names.filter((column) => column !== name),
  )
const plus = (cell: string, step: number) => `${Number(cell) + step}`
const row = rows[inBin]

const [edge] = JSON.parse(Buffer.from(rows[0].spec, 'base64url').toString()).edges as number[]

/** What was done to it, the text, and what is said. */
const DAMAGED: readonly (readonly [string, string, RegExp])[] = [
  ['the last row lost', csv(rows.slice(0, -1)), /lacks rows/],
  ['the first row lost', csv(rows.slice(1)), /lacks rows/],
  ['half of it, as a console shows', csv(rows.slice(0, rows.length / 2)), /lacks rows/],
  ['a row twice', csv([...rows, rows[3]]), /has rows twice/],
  ['all rows twice', csv([...rows, ...rows]), /has rows twice/],
  [
    'one row instead of another of as many samples',
    csv(swapped()),
    /segment \d+ of a group twice|lacks rows|has rows twice/,
  ],
  ['no row', csv([], names), /no rows|without rows|unclear/],
  ['two runs', csv([...rows, ...every((r) => ({ total: plus(r.total, 1) }))]), /several runs/],
  ['two queries', csv([...rows, ...spec({ table: 'other' })]), /several queries/],
  ['rounded to 6 digits', csv(mapDoubles((cell) => Number(cell).toPrecision(6))), /lost digits/],
  ['rounded to 15 digits', csv(mapDoubles((cell) => Number(cell).toPrecision(15))), /lost digits/],
  ['as float32', csv(mapDoubles((cell) => `${Math.fround(Number(cell))}`)), /lost digits/],
  [
    'sums as float32 alone',
    csv(every((r) => Object.fromEntries(sums.map((s) => [s, `${Math.fround(Number(r[s]))}`])))),
    /changed on its way/,
  ],
  ['thousands with commas', csv(change(inBin, { m0: '1,234.5' })), /no number/],
  ['a sum that is NULL', csv(change(inBin, { m4: '' })), /m4 of row \d+ is empty/],
  ['a sum that is NaN', csv(change(inBin, { m4: 'nan' })), /m4 of row \d+ is "nan"/],
  ['an infinite sum', csv(change(inBin, { v2: 'Infinity' })), /v2 of row \d+/],
  ['a count that is NULL', csv(change(inBin, { n: '' })), /n of row \d+ is empty/],
  ['a count changed', csv(change(inBin, { n: plus(row.n, 1) })), /keys and counts/],
  ['a count that is no whole number', csv(change(inBin, { n: '2.5' })), /no whole number/],
  ['a segment changed', csv(change(inBin, { segment: plus(row.segment, 1) })), /keys and counts/],
  ['all segments off by one', csv(every((r) => ({ segment: plus(r.segment, 1) }))), /keys and counts/],
  ['a part changed', csv(change(inBin, { part: row.part === '1' ? '0' : '1' })), /keys and counts/],
  [
    'a part below 0',
    csv(change(inBin, { part: '-7', check_key: plus(row.check_key, 1_000_003 * (-7 - Number(row.part))) })),
    /of no samples/,
  ],
  ['a moment a little off', csv(change(inBin, { m2: plus(row.m2, 1e-6) })), /its sums/],
  ['the sign of a moment lost', csv(change(inBin, { m1: `${-Number(row.m1)}` })), /its sums/],
  ['two columns exchanged', csv(every((r) => ({ m1: r.m2, m2: r.m1 }))), /its sums/],
  ['weights for their squares', csv(every((r) => ({ m0: r.v0, v0: r.m0 }))), /its sums/],
  ['clamped counts lost', csv(every(() => ({ clamped: '0' }))), /keys and counts/],
  ['held counts changed', csv(change(inBin, { held: '9' })), /keys and counts/],
  ['a slice under another name', csv(change(inBin, { slice: 'dusk' })), /name of a slice/],
  [
    'two slices exchanged in a row',
    csv(change(inBin, { slice: row.slice === 'day' ? 'night' : 'day' })),
    /name of a slice/,
  ],
  ['a slice number changed', csv(change(inBin, { slice_number: '9' })), /name of a slice|keys and counts/],
  ['another version', csv(spec({ version: 2 })), /version 2/],
  ['edges an ulp off', csv(spec({ edges: [edge * (1 + 2 ** -52)] })), /other margins/],
  ['another threshold', csv(spec({ thresholds: [0.31, 0.5] })), /other margins/],
  ['a specification cut off', csv(every((r) => ({ spec: r.spec.slice(0, 90) }))), /"spec" that was changed/],
  ['a specification without its classes', csv(spec({ classes: null })), /no sound sketch/],
  ['no column of the total', without('total'), /without its column "total"/],
  ['no column of the check', without('check_key'), /without its column "check_key"/],
  ['no column of a moment', without('m13'), /without its column "m13"/],
  ['no column of slices', without('slice'), /without its column "slice"/],
  ['a line cut off', `${csv(rows).slice(0, -40)}`, /too few|lacks|empty|changed/],
  ['moments of no samples under a right check', csv(change(inBin, forged())), /of no samples/],
]

/** Where two rows hold as many samples, the second in the place of the first. */
function swapped(): readonly Row[] {
  const [first, second] = [0, rows.findIndex((r, i) => i > 0 && r.n === rows[0].n)]
  return rows.map((r, i) => (i === first ? rows[second] : r))
}

/** m2 above m0, and the check made to fit. */
function forged(): Row {
  const step = Number(row.m0) + 1
  return { m2: plus(row.m2, step), check_sum: plus(row.check_sum, 3 * step) }
}

describe('a table that an engine made', () => {
  it('gives what the predictions give, in whatever order and under whatever case', async () => {
    const losses = ['--loss', 'ce', '--loss', 'focal:gamma=2', '--threshold', '0.3', '--by', 'scene']
    const read = ['--label', 'y', '--score', 'p', '--weight', 'w', '--from', 'probs']
    type Report = { results: readonly { losses: object; groups: object }[] }
    const sumsOf = ({ results }: Report) => results.map(({ losses, groups }) => ({ losses, groups }))
    const expected = sumsOf(
      await lossctlJson<Report>('compare', fixture('engines/preds.csv'), ...read, ...losses),
    )
    const upper = csv(
      [...rows]
        .reverse()
        .map((r) => Object.fromEntries(Object.entries(r).map(([k, v]) => [k.toUpperCase(), v]))),
    )
    const json = JSON.stringify(rows)
    // As pandas and Polars write columns, whose names are far apart where a specification stands in each row.
    const columns = Object.fromEntries(
      Object.keys(rows[0]).map((name) => [name, rows.map((r) => r[name as keyof typeof r])]),
    )
    const keyed = Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [
        name,
        Object.fromEntries(cells.map((cell, i) => [i, cell])),
      ]),
    )
    const commas = mapDoubles((cell) => cell.replace('.', ','))
    for (const path of [
      save(csv(rows)),
      save(upper, 'upper.csv'),
      save(json, 'table.json'),
      save(JSON.stringify(columns), 'columns.json'),
      save(JSON.stringify(keyed), 'keyed.json'),
      save(csv(commas), 'commas.csv'),
    ]) {
      const found = sumsOf(await lossctlJson<Report>('compare', path, ...losses))
      // A dozen roundings in each of 14 sums, and of sums of squares: design says 1e-12.
      expectNear(found, expected, 1e-13)
    }
  })

  it.each(DAMAGED)('is refused with %s', async (_what, text, reason) => {
    const { code, stderr, stdout } = await lossctl(['compare', save(text), '--loss', 'ce'])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(reason)
  })

  it('is refused with bad rows, which can be left out', async () => {
    const bad = { ...row, segment: '-3', part: '-1', n: '2', held: '0', clamped: '0' }
    const zeros = Object.fromEntries([...sums, 'check_sum'].map((name) => [name, '0']))
    const factors: readonly (readonly [string, number])[] = [
      ['part', 1_000_003],
      ['segment', 31],
      ['n', 7],
      ['clamped', 11],
      ['held', 13],
      ['slice_number', 10_007],
    ]
    const key = (r: Row) => factors.reduce((sum, [name, factor]) => sum + factor * Number(r[name]), 0)
    const table = [...rows, { ...bad, ...zeros, check_key: `${key(bad)}` }].map((r) => ({
      ...r,
      total: '302',
    }))
    const path = save(csv(table))
    const sketch = join(folder, 'preds.sketch.json')
    await lossctl(['sketch', save(csv(rows), 'whole.csv'), '-o', sketch])
    const refused = await lossctl(['compare', path, '--loss', 'ce'])
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringMatching(/of 302 rows 2 have a score that is no probability/),
    ])
    const taken = await lossctl(['compare', path, '--loss', 'ce', '--on-bad-row', 'skip'])
    expect([taken.code, taken.stdout]).toEqual([0, expect.stringMatching(/300|2 .*skipped|2 rows/)])
    const named = /of 302 rows 2 have a score .*, or give --on-bad-row skip/
    for (const words of [
      ...[['inspect'], ['calibrate'], ['curve', '--cdf'], ['report', '-o', join(folder, 'r.html')]],
      ['sweep', '--over', 'gamma=0,1'],
      ['check', '--max', 'ce.mean=9'],
      ['report', '-o', join(folder, 'r.html'), '--baseline', sketch],
      [
        'check',
        '--max-increase',
        'ce.mean=9%',
        '--allow-other-labels',
        '--baseline',
        path,
        '--threshold',
        '0.3',
      ],
    ]) {
      const args = [...words, words.includes(path) ? sketch : path]
      expect((await lossctl(args)).stderr, args.join(' ')).toMatch(named)
      expect((await lossctl([...args, '--on-bad-row', 'skip'])).stderr, args.join(' ')).not.toMatch(/rows 2/)
    }
    await expect(readSketch(path)).rejects.toThrow(named)
    expect((await readSketch(path, { onBadRow: 'skip' })).source).toMatchObject({ samples: 300, skipped: 2 })
    // Where it is added to others, too.
    const sum = join(folder, 'sum.sketch.json')
    expect(await lossctl(['merge', path, '-o', sum])).toMatchObject({ code: 3, stderr: refused.stderr })
    const merged = await lossctl(['merge', path, sketch, '-o', sum, '--on-bad-row', 'skip'])
    expect([merged.code, merged.stderr]).toEqual([0, expect.stringContaining('600 samples of 2 sketches')])
  })
})

function expectNear(found: unknown, expected: unknown, near: number, path = 'results'): void {
  if (typeof expected === 'number') {
    expect(Math.abs((found as number) - expected), path).toBeLessThanOrEqual(
      near * Math.max(1, Math.abs(expected)),
    )
    return
  }
  if (typeof expected !== 'object' || expected === null) {
    expect(found, path).toEqual(expected)
    return
  }
  expect(Object.keys(found as object), path).toEqual(Object.keys(expected))
  for (const [key, value] of Object.entries(expected))
    expectNear((found as Record<string, unknown>)[key], value, near, `${path}.${key}`)
}
