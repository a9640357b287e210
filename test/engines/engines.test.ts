/** Queries in the engines themselves, over margins that are hard, beside what lossctl makes of the same rows. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DIALECTS } from '../../src/engines/sql/dialects/index.ts'
import { draws } from '../made/draws.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { JOBS, type Job } from './jobs.ts'
import { expectSame } from './numbers.ts'
import { can, hasProgram, hasTables, runPython } from './python.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ENGINES: Readonly<Record<string, () => boolean>> = {
  duckdb: () => hasTables && can('duckdb'),
  postgres: () => hasTables && hasProgram('initdb') && hasProgram('psql'),
  spark: () => hasTables && can('pyspark') && hasProgram('java', '-version'),
  clickhouse: () => hasTables && can('chdb'),
  sqlite: () => hasTables && hasProgram('sqlite3'),
}

/** 40,000 where a fifth of the draws is asked for, as in CI. */
const rows = Math.min(100_000, Math.max(10_000, draws(200_000)))

beforeAll(async () => {
  if (hasTables) await runPython('make_tables.py', folder, `${rows}`)
})

describe.each(Object.keys(ENGINES))('a query in %s', (engine) => {
  it.skipIf(!ENGINES[engine]())('gives what lossctl gives', async () => {
    const jobs = JOBS.filter(({ arrays }) => !arrays || engine !== 'sqlite')
    mkdirSync(join(folder, engine))
    for (const { name, table, options, query } of jobs) {
      const { code, stdout, stderr } = await lossctl([
        'sketch',
        '--sql',
        engine,
        '--table',
        table,
        ...query,
        ...options,
      ])
      expect([code, stderr]).toEqual([0, ''])
      writeFileSync(join(folder, engine, `${name}.sql`), stdout)
    }
    const selfTest = await lossctl(['sketch', '--sql', engine, '--self-test'])
    writeFileSync(join(folder, engine, 'self-test.sql'), selfTest.stdout)
    const read = ['--label', 'y', '--logit', 'z', '--weight', 'w']
    const awkward = await lossctl(['sketch', '--sql', engine, '--table', 'awkward', ...read])
    writeFileSync(join(folder, engine, 'awkward.sql'), awkward.stdout)
    await runPython('run_engine.py', engine, folder)
    const ending = engine === 'sqlite' ? 'json' : 'csv'
    const passed = await lossctl(['compare', join(folder, engine, `self-test.${ending}`)])
    expect([passed.code, passed.stderr]).toEqual([0, ''])
    await judgeAwkward(join(folder, engine, `awkward.${ending}`))
    for (const job of jobs) await compare(job, join(folder, engine, `${job.name}.${ending}`))
  })
})

/** Of 19 rows four are samples, with margins of -1, 2, -1/4 and 0 and weights of 1, 1, 0 and 2. */
async function judgeAwkward(result: string): Promise<void> {
  const refused = await lossctl(['compare', result])
  expect(refused.stderr).toContain(
    'of 19 rows 4 have an unknown label, 5 have a score that is no number, 6 have a bad weight;',
  )
  const skipped = ['compare', result, '--on-bad-row', 'skip', '--loss', 'ce']
  const { results } = await lossctlJson<{ results: { losses: { value: number }[]; source: object }[] }>(
    ...skipped,
  )
  expect(results[0].source).toMatchObject({ rows: 19, samples: 4, skipped: 15 })
  const mean = (Math.log1p(Math.E) + Math.log1p(Math.exp(-2)) + 2 * Math.LN2) / 4
  expect(results[0].losses[0].value).toBeCloseTo(mean, 14)
}

it('names the engines that are run', () => {
  expect(
    DIALECTS.filter(({ isRun }) => isRun)
      .map(({ key }) => key)
      .sort(),
  ).toEqual(Object.keys(ENGINES).sort())
})

it.skipIf(!can('sqlglot') || !hasTables)(
  'spells queries as parsers of all engines read them (needs sqlglot)',
  async () => {
    for (const { key, arrays } of DIALECTS) {
      mkdirSync(join(folder, `parse-${key}`))
      for (const { name, table, options, query } of JOBS.filter((job) => !job.arrays || arrays)) {
        const { stdout } = await lossctl(['sketch', '--sql', key, '--table', table, ...query, ...options])
        writeFileSync(join(folder, `parse-${key}`, `${name}.sql`), stdout)
      }
      const { stdout } = await runPython('parse.py', key, join(folder, `parse-${key}`))
      expect(stdout.trim(), key).toBe(`${JOBS.filter((job) => !job.arrays || arrays).length} parsed`)
    }
  },
)

/** Every number of compare within 1e-12 of the sketch of the same rows, which lossctl has read from a file. */
async function compare({ name, table, options, file, losses }: Job, result: string): Promise<void> {
  const own = join(folder, `${name}.sketch.json`)
  if (!existsSync(own)) {
    const { code, stderr } = await lossctl([
      'sketch',
      join(folder, `${table}.csv`),
      ...file,
      ...options,
      '-o',
      own,
    ])
    expect(code, stderr).toBe(0)
  }
  await expectSame(result, own, name, options, losses)
}
