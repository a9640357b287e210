/** Commands that take a database themselves, beside what they say of the same rows in a file. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/commands/index.ts'
import { lossctl } from '../made/host.ts'
import { numbersOf } from './numbers.ts'
import { hasProgram } from './python.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)

const env = { PATH: `${folder}/bin:${process.env.PATH}` }
const run = (...args: readonly string[]) => lossctl(args, { env })

const hasSqlite = hasProgram('sqlite3')

/** Of three classes, with a binary score, a slice and a weight. */
const rows = Array.from({ length: 400 }, (_, i) => {
  const z = [Math.sin(i) * 3, Math.cos(3 * i) * 2, Math.sin(7 * i + 1)]
  return [i % 3, i % 3 === 0 ? 1 : 0, ...z, 'ab'[i % 2], 1 + (i % 4)]
})
const file = at('preds.csv')
const database = `sqlite:${at('preds.db')}`

beforeAll(() => {
  mkdirSync(at('bin'))
  writeFileSync(file, `k,y,z0,z1,z2,g,size\n${rows.map((row) => row.join(',')).join('\n')}\n`)
  if (!hasSqlite) return
  const values = rows.map((row) => `(${row.map((x) => (typeof x === 'string' ? `'${x}'` : x)).join(', ')})`)
  const columns = 'k INTEGER, y INTEGER, z0 REAL, z1 REAL, z2 REAL, g TEXT, size INTEGER'
  execFileSync('sqlite3', [
    at('preds.db'),
    `CREATE TABLE preds (${columns}); INSERT INTO preds VALUES ${values}`,
  ])
})

const BINARY = {
  ofBase: ['--label', 'y', '--logit', 'z0'],
  ofFile: ['--label', 'y', '--score', 'z0', '--from', 'logits'],
}
const ROWS = {
  ofBase: ['--label', 'k', '--logit', 'z0,z1,z2', '--class-names', '0,1,2', '--label-is', 'index'],
  ofFile: ['--label', 'k', '--score', 'z0,z1,z2', '--from', 'logits', '--class-names', '0,1,2'],
}

/** Fields that tell how data were read, and what only single rows tell: nodes of a sketch are no samples. */
const OTHER = /^\/(results\/\d+\/)?(source|hardest|schemaVersion)/

describe.skipIf(!hasSqlite)('a database of sqlite3, which is on PATH here', () => {
  it.each<readonly [string, typeof BINARY, readonly string[]]>([
    ['compare', BINARY, ['--loss', 'ce', '--loss', 'asl', '--by', 'g', '--weight', 'size']],
    ['compare', BINARY, ['--set', 'dice,ohem-thresh:thresh=0.3', '--threshold', '0.37']],
    ['compare', ROWS, ['--loss', 'brier', '--loss', 'focal:alpha=0.2,0.3,0.5', '--by', 'class']],
    ['compare', BINARY, ['--compat', 'keras']],
    ['compare', ROWS, ['--class-weight', 'balanced', '--threshold', '0.37']],
    ['sweep', BINARY, ['--over', 'gamma=0..3/0.5', '--over', 'alpha=0.25,0.75', '--threshold', '0.7']],
    ['sweep', BINARY, ['--loss', 'asl', '--over', 'clip=0.05,0.2']],
    ['sweep', BINARY, ['--set', 'tversky', '--over', 'alpha=0.3,0.7']],
    ['solve', BINARY, ['--for', 'gamma', '--want', 'easy.loss <= 3%']],
    ['check', BINARY, ['--max', 'focal.mean=1', '--max', 'ece=0.9', '--max', 'dice=1', '--by', 'g']],
  ])('gives in %s what its rows give', async (command, { ofBase, ofFile }, words) => {
    const more = [...words, '--format', 'json']
    const found = await run(command, database, '--table', 'preds', ...ofBase, ...more)
    expect([found.code, found.stderr]).toEqual([0, ''])
    const expected = await run(command, file, ...ofFile, ...more)
    expect(expected.code, expected.stderr).toBe(0)
    const [own, theirs] = [found, expected].map(({ stdout }) => numbersOf(JSON.parse(stdout)))
    const paths = [...theirs.keys()].filter((path) => !OTHER.test(path))
    expect(paths.length).toBeGreaterThan(1)
    // As engines.test.ts has it.
    for (const path of paths)
      expect(Math.abs(own.get(path)! - theirs.get(path)!), path).toBeLessThanOrEqual(
        1e-12 * Math.max(Math.abs(theirs.get(path)!), 1e-2),
      )
  })

  const asked = [database, '--table', 'preds', ...BINARY.ofBase] as const

  it('is taken by calibrate, curve --cdf, report and inspect', async () => {
    const page = at('page.html')
    for (const words of [
      ['calibrate', ...asked, '--bins', '10'],
      ['curve', '--cdf', ...asked],
      ['report', ...asked, '-o', page],
      ['inspect', ...asked],
    ]) {
      const { code, stderr } = await run(...words)
      expect([code, stderr.replace(/^.*kB\n$/, '')], words[0]).toEqual([0, ''])
    }
    const html = readFileSync(page, 'utf8')
    expect(html).toContain('"words":["sqlite:preds.db"')
    expect(html).not.toContain(folder)
  })

  it('is told from files in the commands that are printed, which can be pasted', async () => {
    const { stdout } = await run('compare', ...asked, '--where', "g = 'a'")
    const words = execFileSync('sh', ['-c', `printf '%s\\0' ${/lossctl (sweep .*)/.exec(stdout)![1]}`], {
      encoding: 'utf8',
    })
    const pasted = await run(...words.split('\0').slice(0, -1))
    expect([pasted.code, pasted.stderr]).toEqual([0, ''])
    expect(pasted.stdout).toContain('200 rows')
  })

  it('is asked a query that ends as one does', async () => {
    const of = (end: string) =>
      run('compare', database, '--query', `SELECT * FROM preds${end}`, ...BINARY.ofBase, '-f', 'json')
    const [plain, ended] = [await of(''), await of(' ;\n')]
    expect([plain.code, ended.code]).toEqual([0, 0])
    expect(ended.stdout).toBe(plain.stdout)
  })

  it('is told how percentages become probabilities, whole ones too', async () => {
    const file = at('percent.db')
    execFileSync('sqlite3', [
      file,
      'CREATE TABLE preds(y INT, p INT); INSERT INTO preds VALUES (1,97),(0,12),(1,60),(0,45),(1,35)',
    ])
    const name = `sqlite:${file}`
    const refused = await run(
      'compare',
      name,
      '--table',
      'preds',
      '--label',
      'y',
      '--prob',
      'p',
      '--from',
      'percent',
    )
    const [, query] = /--query '([^']+)'/.exec(refused.stderr)!
    const { code, stdout } = await run(
      'compare',
      name,
      '--query',
      query,
      '--label',
      'y',
      '--prob',
      'p',
      '--loss',
      'ce',
      '-f',
      'json',
    )
    const mean = [0.97, 0.88, 0.6, 0.55, 0.35].reduce((sum, p) => sum - Math.log(p) / 5, 0)
    expect(code).toBe(0)
    expect(JSON.parse(stdout).results[0].losses[0].value).toBeCloseTo(mean, 12)
  })

  it('is told by its first bytes where it is named as a file', async () => {
    const words = ['--table', 'preds', ...BINARY.ofBase]
    const plain = await run('samples', database.slice('sqlite:'.length))
    expect([plain.code, plain.stderr]).toEqual([
      3,
      expect.stringContaining('is a database of SQLite; lossctl compare takes one as sqlite:'),
    ])
    const asked = await run('compare', database.slice('sqlite:'.length), ...words)
    expect([asked.code, asked.stderr]).toEqual([
      2,
      expect.stringContaining('is named as a file; name it as one: sqlite:'),
    ])
    const [, name] = /name it as one: (\S+?);? /.exec(`${asked.stderr.replace('\n', ' ')}`)!
    expect((await run('compare', name, ...words)).code).toBe(0)
  })

  it('is told that no row of it weighs anything, as a file is', async () => {
    const none = [
      '--query',
      'SELECT y, z0, 0.0 AS w FROM preds',
      '--label',
      'y',
      '--logit',
      'z0',
      '--weight',
      'w',
    ]
    for (const words of [
      ['compare', database],
      ['curve', '--cdf', database],
      ['calibrate', database],
      ['sketch', database, '-o', at('none.sketch.json')],
    ]) {
      const { code, stderr } = await run(...(words as [string]), ...none)
      expect([code, stderr]).toEqual([
        3,
        expect.stringContaining('every weight is 0, so that there is nothing to average'),
      ])
    }
  })

  it('is asked what --show-query prints, and nothing else', async () => {
    const { code, stdout, stderr } = await run('compare', ...asked, '--show-query')
    const query = await run('sketch', '--sql', 'sqlite', '--table', 'preds', ...BINARY.ofBase)
    expect([code, stderr]).toEqual([0, query.stdout.split('\n').slice(2).join('\n').replace(/\n$/, ';\n')])
    expect(stdout).toContain('400 rows')
    const sketched = await run('sketch', ...asked, '--show-query', '-o', at('shown.sketch.json'))
    expect(sketched.stderr.startsWith(stderr)).toBe(true)
  })

  it('names classes by its columns, and says how they are named as those of a file', async () => {
    const [own, other, sum] = ['own', 'other', 'sum'].map((name) => at(`${name}.sketch.json`))
    const softmax = ['--table', 'preds', '--label', 'k', '--logit', 'z0,z1,z2']
    const sketch = async (...words: readonly string[]) => {
      const { code, stderr } = await run('sketch', ...words)
      expect(code, stderr).toBe(0)
    }
    await sketch(database, ...softmax, '-o', own)
    await sketch(file, '--label', 'k', '--score', 'z0,z1,z2', '--from', 'logits', '-o', other)
    const refused = await run('merge', other, own, '-o', sum)
    expect(refused.code).toBe(3)
    const [, advice] = /the name of class 0 is "z0", not "0"; .*sketch it again with (.*)\n/.exec(
      refused.stderr,
    )!
    await sketch(database, ...softmax, ...advice.split(' '), '-o', own)
    const merged = await run('merge', other, own, '-o', sum)
    expect([merged.code, merged.stderr]).toEqual([0, expect.stringContaining('800 samples of 2 sketches')])
    // The other way round a file is named as the columns are.
    await sketch(database, ...softmax, '-o', own)
    const turned = await run('merge', own, other, '-o', sum)
    expect(turned.stderr).toMatch(
      /is "0", not "z0"; if they are the same classes in the same order, sketch it again with --class-names z0,z1,z2\n/,
    )
    await sketch(
      file,
      '--label',
      'k',
      '--score',
      'z0,z1,z2',
      '--from',
      'logits',
      '--class-names',
      'z0,z1,z2',
      '-o',
      other,
    )
    expect((await run('merge', own, other, '-o', sum)).stderr).toContain('800 samples of 2 sketches')
  })

  it('is one of two that are compared', async () => {
    const both = await run('compare', database, database, ...asked.slice(1), '--detail')
    expect([both.code, both.stderr]).toEqual([0, ''])
    const skips = await run('compare', ...asked, '--on-bad-row', 'skip')
    expect([skips.code, skips.stderr]).toEqual([0, ''])
  })
})

it('gives its password to psql alone', async () => {
  writeFileSync(at('bin/psql'), `#!/bin/sh\necho "$@" > ${at('args')}; cat > ${at('stdin')}; exit 2\n`)
  chmodSync(at('bin/psql'), 0o755)
  const address = 'postgres://me:hush@host/db?sslmode=require'
  const words = ['--table', 'preds', ...BINARY.ofBase, '--show-query']
  for (const args of [
    ['compare', address, ...words],
    ['curve', '--cdf', address, ...words],
    ['check', address, ...words, '--max', 'focal.mean=1'],
    ['report', address, ...words, '-o', at('none.html')],
    ['compare', address, ...words, '--per-sample', '3'],
    ['compare', address, file, ...words],
    ['samples', address, ...words],
  ]) {
    const { code, stdout, stderr } = await run(...args)
    expect(code, args[0]).toBeGreaterThan(0)
    expect(stdout + stderr + (existsSync(at('args')) ? readFileSync(at('args'), 'utf8') : '')).not.toContain(
      'hush',
    )
  }
  expect(readFileSync(at('args'), 'utf8')).toContain('postgresql://me@host/db?sslmode=require')
})

describe('refuses, with a way out,', () => {
  const words = ['--table', 'preds', ...BINARY.ofBase]
  it.each<readonly [string, readonly string[], RegExp]>([
    [
      'samples',
      ['samples', database, ...words],
      /samples lists samples, and a database \(sqlite:\) gives sums/,
    ],
    ['diff', ['diff', database, database, ...words], /diff pairs samples, .*; have it write the rows/],
    [
      'diagnose',
      ['diagnose', database, ...words, '--printed', '0.3'],
      /diagnose looks at samples one by one/,
    ],
    ['weights', ['weights', database], /weights takes cases one by one/],
    [
      'pairs of a check',
      ['check', database, ...words, '--baseline-preds', file, '--max-increase', 'ce.mean=1'],
      /--baseline-preds pairs samples, .*--save-baseline --unchecked/,
    ],
    [
      'the hardest samples',
      ['compare', database, ...words, '--per-sample', '5'],
      /is a database, which gives no samples/,
    ],
    [
      'a file beside it',
      ['compare', database, file, ...words],
      /not read at once; make a sketch of the database first: lossctl sketch \S*sqlite:\S+ --table .* --label .* --output preds/,
    ],
    [
      'a temperature in a sweep of softmax rows',
      ['sweep', database, '--table', 'preds', ...ROWS.ofBase, '--over', 'temperature=1,2'],
      /a database divides them in --query/,
    ],
    ['threads', ['compare', database, ...words, '--threads', '2'], /--threads is of files/],
    [
      'logits that are said to be probabilities',
      ['compare', database, ...words, '--from', 'probs'],
      /--from probs contradicts --logit: these are logits/,
    ],
    ['a database for labels', ['compare', file, '--labels', database], /an option names a database/],
    [
      'how files are read',
      ['compare', database, ...words, '--temperature', '2'],
      /--temperature says how files are read, and a query reads none/,
    ],
    [
      'bins of softmax rows',
      ['calibrate', database, '--table', 'preds', ...ROWS.ofBase],
      /the calibration of softmax scores takes their rows one by one, .*CSV or Parquet file/,
    ],
    [
      'a query of its own for a file that is none',
      ['sweep', file, '--over', 'gamma=1', '--logit', 'z0'],
      /--logit says what is asked of a database, and .*preds.csv is none; leave it out, or name a database/,
    ],
    [
      'to show a query where there is none',
      ['curve', '--show-query'],
      /--show-query says what is asked of a database, and there is none/,
    ],
  ])('%s', async (_what, args, reason) => {
    const { code, stdout, stderr } = await run(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(reason)
  })

  it('each option that says what a database is asked, where a command takes one', async () => {
    const taking = COMMANDS.filter(({ takes }) => takes !== undefined).map(({ name }) => name)
    expect(taking.sort()).toEqual([
      'calibrate',
      'check',
      'compare',
      'curve',
      'inspect',
      'report',
      'sketch',
      'solve',
      'sweep',
    ])
    for (const { name, takes, options } of COMMANDS)
      expect(
        options.some(({ key }) => key === 'table'),
        name,
      ).toBe(takes !== undefined)
  })
})
