/** Files around a query: a job for Spark, which is run, and models of dbt's, whose templates are rendered by Jinja. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DIALECTS, findDialect } from '../../src/engines/sql/dialects/index.ts'
import { quoteName } from '../../src/words/names.ts'
import { draws } from '../made/draws.ts'
import { lossctl } from '../made/host.ts'
import { ARRAY } from './array.ts'
import { hostile } from './hostile.ts'
import { JOBS, type Job } from './jobs.ts'
import { expectSame } from './numbers.ts'
import { can, hasProgram, hasTables, python, runPython, script } from './python.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

beforeAll(async () => {
  if (hasTables) await runPython('make_tables.py', folder, '10000')
})

/** One of each way of reading, and the names that are hardest. */
const NAMES = [
  'weighted-slices',
  'probabilities',
  'softmax-rows',
  'multilabel',
  'names-of-ours',
  'hostile-names',
]
const CHOSEN = JOBS.filter(({ name }) => NAMES.includes(name))
/** Spark takes seconds a query, and engines.test.ts asks it all of them. */
const FEW = CHOSEN.filter(({ name }) => name === 'hostile-names')

async function printed(sql: string, words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await lossctl(['sketch', '--sql', sql, ...words])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

const wordsOf = ({ table, query, options }: Job) => ['--table', table, ...query, ...options]

/** The sketch of the same rows from a file. */
async function ownSketch({ name, table, file, options }: Job): Promise<string> {
  const own = join(folder, `${name}.sketch.json`)
  const { code, stderr } = await lossctl([
    ...['sketch', join(folder, `${table}.csv`), ...file, ...options, '-o', own],
  ])
  expect(code, stderr).toBe(0)
  return own
}

const LOGITS = JOBS.find(({ name }) => name === 'logits')!

describe('a job for Spark (needs pyspark and a Java)', () => {
  it.skipIf(!hasTables || !can('pyspark') || !hasProgram('java', '-version'))(
    'gives what lossctl gives, of a table, of a query, of a DataFrame, and batch by batch of a stream',
    async () => {
      const room = join(folder, 'pyspark')
      mkdirSync(room)
      for (const job of FEW)
        writeFileSync(join(room, `${job.name}.py`), await printed('pyspark', wordsOf(job)))
      const asked = [...LOGITS.query, ...LOGITS.options]
      const select = ['--query', 'SELECT * FROM bl\nWHERE """x""" IS NOT NULL -- \\']
      writeFileSync(join(room, 'query.py'), await printed('pyspark', [...select, ...asked]))
      for (const name of ['frame', 'stream'])
        writeFileSync(join(room, `${name}.py`), await printed('pyspark', ['--table', 'nowhere', ...asked]))
      await runPython('run_spark_job.py', folder)
      for (const job of FEW)
        await expectSame(
          join(room, `${job.name}.csv`),
          await ownSketch(job),
          job.name,
          job.options,
          job.losses,
        )
      const own = await ownSketch(LOGITS)
      for (const name of ['query', 'frame'])
        await expectSame(join(room, `${name}.csv`), own, name, LOGITS.options)
      expect(readdirSync(join(folder, 'stream')).sort()).toEqual(['0.csv', '1.csv'])
      const sum = join(folder, 'stream.sketch.json')
      const { code, stderr } = await lossctl(['merge', join(folder, 'stream'), '-o', sum])
      expect(code, stderr).toBe(0)
      await expectSame(sum, own, 'stream', LOGITS.options)
    },
  )
})

describe.each([
  { target: 'duckdb', ending: 'csv', isThere: hasTables && can('jinja2', 'duckdb') },
  { target: 'sqlite', ending: 'json', isThere: hasTables && can('jinja2') && hasProgram('sqlite3') },
])('a model of dbt, rendered by Jinja and run in $target (needs jinja2)', ({ target, ending, isThere }) => {
  it.skipIf(!isThere)('gives what lossctl gives, whether its target is said or chosen', async () => {
    const room = join(folder, target)
    mkdirSync(room)
    for (const job of CHOSEN)
      for (const sql of ['dbt', `dbt-${target}`])
        writeFileSync(join(room, `${job.name}-${sql}.model.sql`), await printed(sql, wordsOf(job)))
    await runPython('run_dbt.py', target, folder)
    for (const job of CHOSEN) {
      const own = await ownSketch(job)
      for (const sql of ['dbt', `dbt-${target}`]) {
        const found = join(room, `${job.name}-${sql}.${ending}`)
        await expectSame(found, own, `${job.name} ${sql}`, job.options, job.losses)
      }
    }
  })
})

interface Model {
  readonly text: string
  readonly target: string
  readonly reference?: string
}

/** What Jinja makes of models, all in one process. */
function render(models: readonly Model[]): readonly string[] {
  const input = JSON.stringify(models)
  const options = { input, encoding: 'utf8', maxBuffer: 1 << 29 } as const
  return JSON.parse(execFileSync(python, [script('render_dbt.py')], options))
}

describe('a model of dbt', () => {
  it.skipIf(!can('jinja2'))(
    'is rendered to the query of its target, whatever names are (needs jinja2)',
    async () => {
      const models: Model[] = []
      const queries: string[] = []
      const drawn = fc.sample(fc.uniqueArray(hostile, { minLength: 4, maxLength: 4 }), draws(200))
      for (const [index, [table, label, score, by]] of drawn.entries()) {
        const { key, usage } = DIALECTS[index % DIALECTS.length]
        const names = ['--label', quoteName(label), '--logit', quoteName(score), '--by', by]
        const words = ['--table', `"${table.replaceAll('"', '""')}"`, ...names]
        const query = await printed(key, words)
        // Its first two lines say how it is run.
        queries.push(usage === null ? query : query.split('\n').slice(2).join('\n'))
        const reference = findDialect(key).table([table])
        models.push({ text: await printed(`dbt-${key}`, words), target: key, reference })
        queries.push(queries.at(-1)!)
        models.push({ text: await printed('dbt', words), target: key, reference })
      }
      for (const [index, text] of render(models).entries()) expect(text.trim()).toBe(queries[index].trim())
    },
  )

  it.skipIf(!can('jinja2'))(
    'takes --query and --where for templates, and two names for a source',
    async () => {
      const read = ['--label', 'y', '--logit', 'z', '--where', 'day = {{ 1 + 1 }}']
      const own = await printed('dbt-duckdb', ['--query', "SELECT * FROM {{ ref('a') }}", ...read])
      const named = await printed('dbt-duckdb', ['--table', 'lake.preds', ...read])
      const [query, source] = render([own, named].map((text) => ({ text, target: 'duckdb' })))
      expect(query).toContain('(\nSELECT * FROM "a"\n) AS preds\n  WHERE (\nday = 2\n)')
      expect(source).toContain('FROM "lake"."preds"\n  WHERE (\nday = 2\n)')
    },
  )

  it.skipIf(!can('jinja2'))('refuses a target that it has no query for', async () => {
    const words = ['--table', 'preds', '--label', 'y', ...ARRAY]
    const text = await printed('dbt', words)
    for (const target of ['sqlite', 'teradata'])
      expect(() => render([{ text, target }])).toThrow(`lossctl has no query for a target of type ${target}`)
  })
})

describe('a file is refused', () => {
  const read = ['--label', 'y', '--logit', 'z']
  it.each<readonly [string, readonly string[], RegExp]>([
    [
      'with rows of its own',
      ['--sql', 'pyspark', '--self-test'],
      /--sql pyspark a file; .*--sql spark --self-test/,
    ],
    ['with rows of its own, of dbt', ['--sql', 'dbt-duckdb', '--self-test'], /--sql dbt-duckdb a file/],
    [
      'for a table of three names',
      ['--sql', 'dbt', '--table', 'a.b.c', ...read],
      /dbt knows a model by one name/,
    ],
    [
      'for arrays where there are none',
      ['--sql', 'dbt-sqlite', '--table', 't', '--label', 'y', ...ARRAY],
      /SQLite has no arrays/,
    ],
    ['for an engine that is none', ['--sql', 'dbt-oracle', '--table', 't', ...read], /is one of duckdb/],
  ])('%s', async (_what, words, reason) => {
    const { code, stdout, stderr } = await lossctl(['sketch', ...words])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(reason)
  })
})
