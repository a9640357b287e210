/** What losses of whole softmax rows need, summed by a query: brier and label-smooth from the table that comes back. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

const table = fixture('engines/rows.duckdb.csv')
const [header, ...lines] = readFileSync(table, 'utf8').trim().split('\n')
const names = header.split(',')

const rows = readFileSync(fixture('engines/rows.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number))
  .map(([y, ...p]) => ({ y, p }))

interface Report {
  readonly results: readonly { readonly losses: readonly { readonly value: number }[] }[]
}

async function means(path: string, ...losses: readonly string[]): Promise<readonly number[]> {
  const words = losses.flatMap((loss) => ['--loss', loss])
  const { results } = await lossctlJson<Report>('compare', path, ...words)
  return results[0].losses.map(({ value }) => value)
}

/** Of 200 terms below 100, each with a few roundings. */
const NEAR = 1e-13

it('gives their means as the rows do, one by one', async () => {
  const mean = (of: (row: (typeof rows)[number]) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  const ln = (p: number) => (p > 0 ? Math.log(p) : -100)
  const [brier, smooth] = await means(table, 'brier', 'label-smooth:smoothing=0.3')
  const squares = mean(({ y, p }) => p.reduce((sum, one, j) => sum + (one - (j === y ? 1 : 0)) ** 2, 0))
  expect(Math.abs(brier - squares)).toBeLessThanOrEqual(NEAR * squares)
  const smoothed = mean(({ y, p }) => -0.7 * ln(p[y]) - p.reduce((sum, one) => sum + (0.3 / 3) * ln(one), 0))
  expect(Math.abs(smooth - smoothed)).toBeLessThanOrEqual(NEAR * smoothed)
})

it('adds them up with those of files, and saves them', async () => {
  const own = join(folder, 'rows.sketch.json')
  const read = [
    '--label',
    'y',
    '--score',
    'p0,p1,p2',
    '--class-names',
    'p0,p1,p2',
    '--from',
    'probs',
    '--by',
    'class',
  ]
  await lossctl(['sketch', fixture('engines/rows.csv'), ...read, '--loss', 'brier', '-o', own])
  const sum = join(folder, 'sum.sketch.json')
  expect((await lossctl(['merge', own, table, '-o', sum])).code).toBe(0)
  const [[one], [both]] = [await means(table, 'brier'), await means(sum, 'brier')]
  expect(Math.abs(one - both)).toBeLessThanOrEqual(NEAR * one)
})

it('asks for them only where a loss needs them', async () => {
  const sql = ['sketch', '--sql', 'duckdb', '--table', 't', '--label', 'y']
  const query = async (...words: readonly string[]) => (await lossctl([...sql, ...words])).stdout
  const softmax = ['--logit', 'a,b,c']
  expect(await query(...softmax, '--loss', 'brier')).toMatch(/ AS r1\b.* AS r3\b/s)
  expect(await query(...softmax, '--loss', 'focal')).not.toMatch(/\br1\b/)
  expect(await query('--logit', 'a', '--loss', 'brier')).not.toMatch(/\br1\b/)
})

it('refuses them when they were changed, lost, or are of no softmax rows', async () => {
  const [r1, spec] = ['r1', 'spec'].map((name) => names.indexOf(name))
  const saved = (text: string) => {
    writeFileSync(join(folder, 'table.csv'), text)
    return join(folder, 'table.csv')
  }
  const refused = async (cells: (row: readonly string[]) => readonly string[], head = names) => {
    const text = [head, ...lines.map((line) => cells(line.split(',')))].map((row) => row.join(',')).join('\n')
    const { code, stderr } = await lossctl(['compare', saved(text)])
    expect(code).toBe(3)
    return stderr
  }
  expect(await refused((row) => row.with(r1, `${Number(row[r1]) * 2 + 1}`))).toContain('its sums do not fit')
  const without = (row: readonly string[]) => row.filter((_, column) => column !== r1)
  expect(await refused(without, [...without(names)])).toContain('is a sketch without its column "r1"')
  const found = JSON.parse(Buffer.from(lines[0].split(',')[spec], 'base64url').toString())
  const other = Buffer.from(JSON.stringify({ ...found, task: 'binary' })).toString('base64url')
  expect(await refused((row) => row.with(spec, other))).toContain('is of no softmax rows')
})
