/** Databases whose own programs run the query; programs that misbehave are scripts. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bytesOfProgram } from '../../src/sources/program.ts'
import { stopPrograms } from '../../src/sources/running.ts'
import { lossctl, lossctlJson } from '../made/host.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

const at = (name: string) => join(folder, name)
const PATH = `${folder}/bin:${process.env.PATH}`
const READ = ['--label', 'y', '--logit', 'z']
const TABLE = ['--table', 'preds', ...READ]
const output = at('out.sketch.json')

const rows = Array.from({ length: 300 }, (_, i) => [
  i % 3 === 0 ? 1 : 0,
  Math.sin(i) * 4 - 1 + (i % 3 === 0 ? 2 : 0),
])
const values = rows.map(([y, z]) => `(${y}, ${z})`).join(', ')
const create = `CREATE TABLE preds (y INTEGER, z DOUBLE); INSERT INTO preds VALUES ${values};`
writeFileSync(at('preds.csv'), `y,z\n${rows.map((row) => row.join(',')).join('\n')}\n`)

const has = (program: string) => spawnSync(program, ['--version']).status === 0

describe.each([
  { prefix: 'sqlite', program: 'sqlite3' },
  { prefix: 'duckdb', program: 'duckdb' },
])('a database of $program (needs it on PATH)', ({ prefix, program }) => {
  it.skipIf(!has(program))('gives what the same rows give, and is only read', async () => {
    const file = at(`${prefix}.db`)
    execFileSync(program, [file, create])
    const env = { PATH: process.env.PATH! }
    const made = await lossctl(['sketch', `${prefix}:${file}`, ...TABLE, '-o', output], { env })
    expect(made.code, made.stderr).toBe(0)
    type Report = { results: readonly { losses: readonly { value: number }[]; count: number }[] }
    const ask = ['--loss', 'ce', '--loss', 'focal:gamma=2']
    const { results } = await lossctlJson<Report>('compare', output, ...ask)
    const own = ['--label', 'y', '--score', 'z', '--from', 'logits']
    const direct = await lossctlJson<Report>('compare', at('preds.csv'), ...own, ...ask)
    expect(results[0].count).toBe(300)
    // The bound of engines.test.ts, of means near 1.
    for (const [i, { value }] of results[0].losses.entries())
      expect(Math.abs(value - direct.results[0].losses[i].value)).toBeLessThanOrEqual(1e-12)
    expect(readFileSync(output, 'utf8')).toContain(`"${prefix}:${prefix}.db"`)
    expect(readFileSync(output, 'utf8')).not.toContain(folder)
    const absent = await lossctl(['sketch', `${prefix}:${at('none.db')}`, ...TABLE, '-o', output], { env })
    expect([absent.code, absent.stderr]).toEqual([3, expect.stringContaining(`${program} says: `)])
    expect(existsSync(at('none.db'))).toBe(false)
    const wrong = ['--table', 'preds', '--label', 'y', '--logit', 'nope', '-o', output]
    const column = await lossctl(['sketch', `${prefix}:${file}`, ...wrong], { env })
    expect([column.code, column.stderr]).toEqual([3, expect.stringMatching(/says: .*nope/)])
  })
})

/** Puts a program on PATH. */
function script(name: string, text: string): void {
  execFileSync('mkdir', ['-p', at('bin')])
  writeFileSync(at(`bin/${name}`), `#!/bin/sh\n${text}\n`)
  chmodSync(at(`bin/${name}`), 0o755)
}

const sketch = (...args: readonly string[]) => lossctl(['sketch', ...args, '-o', output], { env: { PATH } })

describe('a program', () => {
  it('that is not there is named, with a way out', async () => {
    const { code, stderr } = await lossctl(['sketch', 'duckdb:x.db', ...TABLE, '-o', output], {
      env: { PATH: at('nothing') },
    })
    expect(code).toBe(3)
    expect(stderr).toMatch(/^duckdb:x\.db: needs duckdb, which is not on PATH; .*lossctl sketch --sql duckdb/)
  })

  it('gets a password where nobody sees it, and reads only', async () => {
    script(
      'psql',
      `echo "$@" > ${at('args')}; echo "$PGPASSWORD" > ${at('env')}; cat > ${at('stdin')}; exit 2`,
    )
    const secrets = ['s3%40cret', 'hush']
    for (const address of [
      'postgres://me:s3%40cret@host:5/db?sslmode=require',
      'postgresql://me@host/db?sslmode=require&password=hush',
    ]) {
      const { code, stdout, stderr } = await sketch(address, ...TABLE)
      expect(code).toBe(3)
      expect(stderr).toMatch(
        /postgres(ql)?:\/\/me@host(:5)?\/db: psql has failed without a word \(exit code 2\)/,
      )
      const seen = stdout + stderr + readFileSync(at('args'), 'utf8') + readFileSync(at('stdin'), 'utf8')
      for (const secret of [...secrets, 's3@cret']) expect(seen).not.toContain(secret)
      expect(readFileSync(at('args'), 'utf8')).toMatch(
        / -d postgresql:\/\/me@host(:5)?\/db\?sslmode=require\n/,
      )
      expect(['s3@cret\n', 'hush\n']).toContain(readFileSync(at('env'), 'utf8'))
      expect(readFileSync(at('stdin'), 'utf8')).toMatch(
        /^SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;\n/,
      )
    }
  })

  it('that has much to say is quoted at its beginning', async () => {
    script('duckdb', 'echo "Error: the first line" >&2; head -c 3000000 /dev/zero | tr "\\0" x >&2; exit 1')
    const { code, stderr } = await sketch('duckdb:x.db', ...TABLE)
    expect(code).toBe(3)
    expect(stderr).toMatch(/^duckdb:x\.db: duckdb says: Error: the first line x/)
    expect(stderr.length).toBeLessThan(1000)
  })

  it('that reads nothing, and gives nothing or another thing, is refused', async () => {
    script('duckdb', 'exec 0<&-; exit 0')
    expect((await sketch('duckdb:x.db', ...TABLE)).stderr).toMatch(/^duckdb:x\.db: duckdb gave no table; /)
    script('duckdb', 'echo a,b; echo 1,2')
    expect((await sketch('duckdb:y.db', ...TABLE)).stderr).toMatch(/^duckdb:y\.db: duckdb gave no table; /)
  })

  it('that hangs is ended by an interrupt', async () => {
    const program = { command: 'sleep', args: ['60'], env: { PATH }, input: '', signal: 'SIGTERM' } as const
    const started = Date.now()
    const bytes = (async () => {
      for await (const _ of bytesOfProgram('x', program, '')) expect.unreachable()
    })()
    setTimeout(stopPrograms, 200)
    await expect(bytes).rejects.toThrow('x: sleep has failed without a word (SIGTERM)')
    expect(Date.now() - started).toBeLessThan(50_000)
  })
})

describe('a database is refused', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    [
      'by commands that read files',
      ['compare', 'postgres://me:hush@host/db'],
      /compare reads no database \(postgres:\)/,
    ],
    ['beside a file', ['sketch', 'duckdb:x.db', at('preds.csv'), ...TABLE, '-o', output], /not read at once/],
    ['twice', ['sketch', 'duckdb:x.db', 'duckdb:x.db', ...TABLE, '-o', output], /given twice/],
    ['without a table', ['sketch', 'duckdb:x.db', ...READ, '-o', output], /needs a table/],
    ['without a name', ['sketch', 'duckdb:', ...TABLE, '-o', output], /is empty/],
    [
      'with a way to read files',
      ['sketch', 'duckdb:x.db', ...TABLE, '--temperature', '2', '-o', output],
      /--temperature/,
    ],
    ['as labels', ['sketch', at('preds.csv'), '--labels', 'sqlite:x.db', '-o', output], /takes a file/],
    ['with a password that is cut', ['sketch', 'postgres://me:hu/sh@host/db', ...TABLE, '-o', output], /%2F/],
    [
      'with a password for a key',
      ['sketch', 'postgres://h/db?sslpassword=hush', ...TABLE, '-o', output],
      /psql would show/,
    ],
  ])('%s', async (_what, args, reason) => {
    const { code, stdout, stderr } = await lossctl(args, { env: { PATH } })
    expect([code, stdout]).toEqual([expect.toSatisfy((one) => one === 2 || one === 3), ''])
    expect(stderr).toMatch(reason)
    expect(stderr).not.toMatch(/hush|hu\/sh/)
  })
})
