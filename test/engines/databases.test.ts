/** Databases whose own programs run the query; programs that misbehave are scripts. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { check, compare, diff, inspect, readSketch, UsageError } from '../../src/index.ts'
import { bytesOfProgram } from '../../src/sources/program.ts'
import { stopPrograms } from '../../src/sources/running.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { ARRAY } from './array.ts'
import { hasProgram } from './python.ts'

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

describe.each([
  { prefix: 'sqlite', program: 'sqlite3' },
  { prefix: 'duckdb', program: 'duckdb' },
])('a database of $program (needs it on PATH)', ({ prefix, program }) => {
  it.skipIf(!hasProgram(program))('gives what the same rows give, and is only read', async () => {
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
    const none = await lossctl(['sketch', `${prefix}:${file}`, ...TABLE, '--where', 'y > 7', '-o', output], {
      env,
    })
    expect([none.code, none.stderr]).toEqual([
      3,
      `error: ${prefix}:${file}: has no rows; look at --table and --where\n`,
    ])
    const wrong = ['--table', 'preds', '--label', 'y', '--logit', 'nope', '-o', output]
    const column = await lossctl(['sketch', `${prefix}:${file}`, ...wrong], { env })
    expect([column.code, column.stderr]).toEqual([3, expect.stringMatching(/says: .*nope/)])
  })
})

const ADDRESSES = [
  'postgresql+psycopg2://u:sek/r:e@t@h/d',
  'postgress://u:sekret@h/d',
  'psql://u:sekret@h/d',
  'mysql://u:sekret@h/d',
  'snowflake://u:sekret@h/d?password=sekret',
  'duckdb:postgres://u:sekret@h/d',
  'sqlite:postgres://u:sekret@h/d',
  'mysql://me@corp:sekret@db.host/x',
  'mysql://me:sek\'r"ret@db.host/x',
]

describe.each(ADDRESSES)('of an address in the place of a file, %s,', (address) => {
  it.each<readonly [string, readonly string[]]>([
    ['compare', []],
    ['compare', TABLE],
    ['diff', []],
    ['sketch', [...TABLE, '-o', output]],
    ['inspect', ['--show-query']],
  ])('%s %j tells no password', async (command, words) => {
    const args = command === 'diff' ? [address, address] : [address]
    const { code, stdout, stderr } = await lossctl([command, ...args, ...words])
    expect([code > 1, stdout]).toEqual([true, ''])
    expect(stderr).toMatch(/^error: /)
    for (const secret of ['sek', 'ret', 'e@t']) expect(stderr).not.toContain(secret)
  })

  it('nor does what takes it for a command', async () => {
    const { stderr } = await lossctl([address])
    expect(stderr).toMatch(/^error: /)
    expect(stderr).not.toMatch(/sek|ret|e@t/)
  })
})

it('masks no port, and no @ of a path behind one', async () => {
  const { stderr } = await lossctl(['compare', 'https://example.com:8080/a@2x.csv'])
  expect(stderr).toContain('https://example.com:8080/a@2x.csv')
})

it('says how an address is written that psql takes', async () => {
  for (const address of ADDRESSES.slice(0, 3))
    expect((await lossctl(['compare', address, ...TABLE])).stderr).toMatch(
      /is no database that lossctl asks; a PostgreSQL database is postgres:\/\/user@host\/db\n$/,
    )
})

describe.skipIf(!hasProgram('sqlite3'))('rows of a database that are no samples', () => {
  const file = `sqlite:${at('faults.db')}`
  const ask = (...words: readonly string[]) =>
    lossctl(['compare', file, '--table', 'preds', ...words], { env: { PATH: process.env.PATH! } })

  it('are told by what is wrong with them', async () => {
    execFileSync('sqlite3', [
      at('faults.db'),
      'CREATE TABLE preds (y INT, p REAL, q REAL); INSERT INTO preds VALUES (0, 2, 0.5), (1, 0.5, 0.6), (1, 0.5, 0.5)',
    ])
    const one = await ask('--label', 'y', '--prob', 'p')
    expect([one.code, one.stderr]).toEqual([
      3,
      expect.stringContaining('1 has a score that is no probability;'),
    ])
    const rows = ['--label', 'y', '--prob', 'p,q', '--where', 'p < 1']
    const sums = await ask(...rows)
    expect(sums.stderr).toMatch(
      /1 has probabilities that do not sum to 1; ask with --renormalize, which divides rows/,
    )
    expect((await ask(...rows, '--renormalize')).code).toBe(0)
  })
})

it.skipIf(!hasProgram('duckdb') && !hasProgram('sqlite3'))(
  'takes slices as files do, without blanks',
  async () => {
    const named = rows.map(([y, z], i) => [y, z, [' a', 'a', 'a  ', 'b c', ''][i % 5]])
    writeFileSync(at('slices.csv'), `y,z,g\n${named.map((row) => row.join(',')).join('\n')}\n`)
    const list = named.map(([y, z, g]) => `(${y}, ${z}, '${g}')`).join(', ')
    const by = ['--by', 'g', '--loss', 'ce']
    type Report = { results: readonly { groups: readonly { name: string; count: number }[] }[] }
    const slicesOf = async (...words: readonly string[]) => {
      const { code, stdout, stderr } = await lossctl(['compare', ...words, ...by, '--format', 'json'], {
        env: { PATH: process.env.PATH! },
      })
      expect([code, stderr]).toEqual([0, ''])
      const { results }: Report = JSON.parse(stdout)
      return results[0].groups.map(({ name, count }) => [name, count])
    }
    const expected = await slicesOf(at('slices.csv'), '--label', 'y', '--score', 'z', '--from', 'logits')
    expect(expected).toContainEqual(['a', 180])
    for (const [prefix, program] of [
      ['sqlite', 'sqlite3'],
      ['duckdb', 'duckdb'],
    ]) {
      if (!hasProgram(program)) continue
      execFileSync(program, [
        at(`slices.${prefix}`),
        `CREATE TABLE preds (y INTEGER, z DOUBLE, g TEXT); INSERT INTO preds VALUES ${list};`,
      ])
      expect(await slicesOf(`${prefix}:${at(`slices.${prefix}`)}`, ...TABLE), prefix).toEqual(expected)
    }
  },
)

it.skipIf(!hasProgram('duckdb'))('duckdb does not do what it is told to do at a start', async () => {
  const home = mkdtempSync(at('home-'))
  writeFileSync(join(home, '.duckdbrc'), '.mode box\n.print "good morning"\n')
  const env = { PATH: process.env.PATH!, HOME: home }
  expect(execFileSync('duckdb', { input: 'SELECT 1;', env, encoding: 'utf8' })).toContain('good morning')
  const query = `SELECT * FROM '${at('preds.csv')}'`
  const made = await lossctl(['sketch', 'duckdb::memory:', '--query', query, ...READ, '-o', output], { env })
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('300 samples')])
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
    expect(stderr).toMatch(
      /^error: duckdb:x\.db: needs duckdb, which is not on PATH; .*lossctl sketch .*--sql duckdb/,
    )
  })

  it('that is not there leaves a command to paste, which prints the query that it would have run', async () => {
    const asked = [
      ...TABLE,
      '--where',
      "y < 7 AND 'a' < 'b'",
      '--threshold',
      '0.3,0.6',
      '--loss',
      'asl',
      '--bins',
      '5',
    ]
    const said = [...asked, '--on-bad-row', 'skip', '--name', 'all']
    const { stderr } = await lossctl(['sketch', 'duckdb:x.db', ...said, '-o', output], {
      env: { PATH: at('nothing') },
    })
    const words = /: lossctl (.*)\n$/.exec(stderr)![1]
    // As a shell takes the words.
    const pasted = execFileSync('sh', ['-c', `printf '%s\\0' ${words}`], { encoding: 'utf8' })
    const printed = await lossctl(pasted.split('\0').slice(0, -1))
    expect(printed.code, printed.stderr).toBe(0)
    script('duckdb', `cat > ${at('stdin')}; exit 1`)
    await sketch('duckdb:x.db', ...asked)
    const query = readFileSync(at('stdin'), 'utf8').replace(/;\n$/, '')
    expect(query.length).toBeGreaterThan(1000)
    expect(printed.stdout.trimEnd().endsWith(query)).toBe(true)
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

  it('is told to read no settings of its user, whose clock would stand in the table', async () => {
    // sqlite3 looks for them where the system says that its user is at home, whatever HOME says.
    for (const [prefix, program, words] of [
      ['duckdb:x.db', 'duckdb', `-init ${devNull} `],
      ['duckdb::memory:', 'duckdb', `-init ${devNull} `],
      ['sqlite:x.db', 'sqlite3', `-init ${devNull} `],
      ['postgres://host/db', 'psql', '-X '],
    ]) {
      script(program, `echo "$@" > ${at('args')}; exit 2`)
      await sketch(prefix, ...TABLE)
      expect(readFileSync(at('args'), 'utf8')).toContain(words)
    }
  })

  it.each([
    // As sqlite3 3.40, psql 15 and duckdb 1.5 have them.
    [
      'sqlite3',
      'sqlite:x.db',
      'Parse error near line 1: no such column: nope\n  rce AS (   SELECT CAST(nope\n         error here ---^',
      'Parse error near line 1: no such column: nope',
    ],
    [
      'sqlite3',
      'sqlite:x.db',
      'Parse error near line 1: near "FORM": syntax error\n  SELECT y FORM preds\n           ^--- error here',
      'Parse error near line 1: near "FORM": syntax error',
    ],
    [
      'psql',
      'postgres://host/db',
      'ERROR:  column "nope" does not exist\nLINE 4: SELECT nope AS y FROM preds\n               ^',
      'ERROR:  column "nope" does not exist LINE 4: SELECT nope AS y FROM preds',
    ],
    [
      'duckdb',
      'duckdb:x.db',
      'Parser Error:\nsyntax error at or near "FORM"\n\nLINE 4: SELECT y FORM preds\n                 ^',
      'Parser Error: syntax error at or near "FORM" LINE 4: SELECT y FORM preds',
    ],
  ])('that points at a place of the query is quoted in a line without: %s', async (name, base, text, said) => {
    writeFileSync(at('said'), text)
    script(name, `cat ${at('said')} >&2; exit 1`)
    const { stderr } = await sketch(base, ...TABLE)
    expect(stderr).toBe(`error: ${base}: ${name} says: ${said}\n`)
  })

  it('that has much to say is quoted at its beginning', async () => {
    script('duckdb', 'echo "Error: the first line" >&2; head -c 3000000 /dev/zero | tr "\\0" x >&2; exit 1')
    const { code, stderr } = await sketch('duckdb:x.db', ...TABLE)
    expect(code).toBe(3)
    expect(stderr).toMatch(/^error: duckdb:x\.db: duckdb says: Error: the first line x/)
    expect(stderr.length).toBeLessThan(1000)
  })

  it('that reads nothing, and gives nothing or another thing, is refused', async () => {
    script('duckdb', 'exec 0<&-; exit 0')
    expect((await sketch('duckdb:x.db', ...TABLE)).stderr).toBe(
      'error: duckdb:x.db: has no rows; look at --table\n',
    )
    for (const text of ['a,b', 'a,b\n1,2']) {
      script('duckdb', `echo '${text}'`)
      const { stderr } = await sketch('duckdb:y.db', ...TABLE)
      expect(stderr).toMatch(/^error: duckdb:y\.db: duckdb gave no table; see what duckdb says of the query /)
    }
  })

  it.each([
    ['nothing', ''],
    ['a header', 'spec,segment,n,third,check_sum'],
    ['an empty list', '[]'],
  ])('that finds no rows and writes %s is not blamed for it', async (_what, text) => {
    script('duckdb', `cat > ${at('stdin')}; echo '${text}'`)
    const { code, stderr } = await sketch('duckdb:x.db', ...TABLE, '--where', 'y > 7')
    expect([code, stderr]).toEqual([3, 'error: duckdb:x.db: has no rows; look at --table and --where\n'])
    const own = await sketch('duckdb:x.db', '--query', 'SELECT 1', ...READ)
    expect(own.stderr).toBe('error: duckdb:x.db: has no rows; look at --query\n')
  })

  it('is not run for what is refused of its sketch, nor is the one before it', async () => {
    for (const name of ['duckdb', 'sqlite3']) script(name, `touch ${at('ran')}; exit 1`)
    const soft = ['--table', 'preds', '--label', 'y']
    const bins = await sketch('duckdb:x.db', ...soft, '--logit', 'a,b,c', '--bins', '10')
    expect([bins.code, bins.stderr]).toEqual([2, expect.stringMatching(/^error: --bins parts a sketch for/)])
    const second = await sketch('duckdb:x.db', 'sqlite:y.db', ...soft, ...ARRAY)
    expect([second.code, second.stderr]).toEqual([2, expect.stringMatching(/SQLite has no arrays/)])
    expect(existsSync(at('ran'))).toBe(false)
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

it.each<readonly [string, (name: string) => unknown]>([
  ['scores', (name) => compare(name, { losses: ['ce'] })],
  ['labels', (name) => compare({ scores: at('preds.csv'), labels: name }, { losses: ['ce'] })],
  ['rows', (name) => diff(name, name, { losses: ['ce'] })],
  ['predictions to be looked at', (name) => inspect(name)],
  ['a baseline', (name) => check(at('preds.csv'), { rules: ['max ce.mean=1'], baseline: name })],
  ['a sketch', (name) => readSketch(name)],
])('a database is no file of functions, which say so without its password: %s', async (_what, ask) => {
  const asked = Promise.resolve(ask('postgres://me:hush@host/db'))
  const wrong = await asked.then(
    () => null,
    (error: Error) => error,
  )
  expect(wrong).toBeInstanceOf(UsageError)
  expect(wrong!.message).toMatch(
    /^only the command lossctl asks databases \(postgres:\); lossctl sketch postgres:… /,
  )
  expect(wrong!.message).not.toContain('hush')
})

describe('one database of two names', () => {
  const file = at('one.db')
  writeFileSync(file, '')
  symlinkSync(file, at('link.db'))
  writeFileSync(at('two.db'), '')

  it.each([
    [`sqlite:${file}`, `sqlite:${folder}/./one.db`],
    [`sqlite:${file}`, `sqlite:${at('link.db')}`],
    [`sqlite:${file}`, `sqlite:file:${file}?mode=ro`],
    [`sqlite:${file}`, `sqlite:file://${file}`],
    [`duckdb:${file}`, `DuckDB:${at('link.db')}`],
    ['postgres://host/db', 'postgresql://host/db'],
    ['postgres://me:hush@host/db', 'postgresql://you@HOST:5432/db?sslmode=require'],
    ['postgres://me@host', 'postgres://host/me'],
    ['postgres://localhost/db', 'postgres://127.0.0.1:5432/db'],
    ['postgres://[::1]/db', 'postgres:///db?host=LocalHost'],
    ['postgres://host:5433/db', 'postgres:///?host=host&port=5433&dbname=db'],
  ])('%s and %s counts once', async (one, other) => {
    const { code, stderr } = await sketch(one, other, ...TABLE)
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/: is the same database as .*would count twice/),
    ])
    expect(stderr).not.toContain('hush')
  })

  it.each([
    [`sqlite:${file}`, `sqlite:${at('two.db')}`],
    ['postgres://host/db', 'postgres://host/other'],
    ['postgres://host/db', 'postgres://host:5433/db'],
    ['postgres:///db?host=/a', 'postgres:///db?host=/b'],
    ['postgres://localhost/db', 'postgres:///db'],
    ['postgres://127.0.0.1/db', 'postgres://128.0.0.1/db'],
  ])('%s and %s are two', async (one, other) => {
    for (const name of ['sqlite3', 'psql']) script(name, 'echo ran >&2; exit 1')
    expect((await sketch(one, other, ...TABLE)).stderr).toContain('says: ran')
  })
})

describe('a database is not written over', () => {
  it.each([
    ['its name', 'sqlite:FILE', 'FILE'],
    ['a link', 'sqlite:FILE', 'LINK'],
    ['another spelling', 'duckdb:FOLDER/./kept.json', 'FILE'],
    ['its address', 'sqlite:file:FILE?mode=ro', 'FILE'],
    ['its address without a server', 'duckdb:file://FILE', 'LINK'],
  ])('by %s', async (_what, database, to) => {
    const [file, link] = [at('kept.json'), at('kept-link.json')]
    writeFileSync(file, 'a database')
    rmSync(link, { force: true })
    symlinkSync(file, link)
    const named = (text: string) => text.replace('FILE', file).replace('LINK', link).replace('FOLDER', folder)
    const args = ['sketch', named(database), ...TABLE, '-o', named(to)]
    const { code, stderr } = await lossctl(args, { env: { PATH } })
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/ would overwrite (sqlite|duckdb):.*, which is read/),
    ])
    expect(readFileSync(file, 'utf8')).toBe('a database')
  })

  it.each([
    ['a query', ["SELECT * FROM 'FILE'"]],
    ['a query with a pattern', ['SELECT * FROM read_csv("FOLDER/kept.*")']],
    ['a condition', ["SELECT * FROM 'other.csv'", '--where', "y IN (SELECT y FROM 'LINK')"]],
  ])('nor is what %s of its own reads', async (_what, query) => {
    const file = at('kept.json')
    writeFileSync(file, 'rows')
    rmSync(at('kept-link.json'), { force: true })
    symlinkSync(file, at('kept-link.json'))
    const words = query.map((word) =>
      word.replace('FILE', file).replace('FOLDER', folder).replace('LINK', at('kept-link.json')),
    )
    const args = ['sketch', 'duckdb::memory:', '--query', ...words, ...READ, '-o', file]
    const { code, stderr } = await lossctl(args, { env: { PATH } })
    expect([code, stderr]).toEqual([2, expect.stringMatching(/ would (overwrite|be one of the files of) '/)])
    expect(readFileSync(file, 'utf8')).toBe('rows')
  })

  it('nor is a file that is called as a table is', async () => {
    const file = at('table.json')
    writeFileSync(file, 'rows')
    const args = ['sketch', 'duckdb::memory:', '--table', file, ...READ, '-o', file]
    const { code, stderr } = await lossctl(args, { env: { PATH } })
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/ would overwrite '.*table\.json' of --table, /),
    ])
    expect(readFileSync(file, 'utf8')).toBe('rows')
  })

  it('of memory is none', async () => {
    script('duckdb', 'echo ran >&2; exit 1')
    const { stderr } = await sketch('duckdb::memory:', '--query', "SELECT * FROM 'preds.csv'", ...READ)
    expect(stderr).toContain('says: ran')
  })
})

describe('a database is refused', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    [
      'by commands that add sketches up',
      ['merge', 'postgres://me:hush@host/db', '-o', output],
      /merge reads no database \(postgres:\)/,
    ],
    ['beside a file', ['sketch', 'duckdb:x.db', at('preds.csv'), ...TABLE, '-o', output], /not read at once/],
    ['twice', ['sketch', 'duckdb:x.db', 'duckdb:x.db', ...TABLE, '-o', output], /given twice/],
    [
      'without scores, in no words that nobody said',
      ['sketch', 'sqlite:x.db', '-o', output],
      /^error: nothing says which columns hold the scores; say --logit z/,
    ],
    [
      'without a label',
      ['sketch', 'sqlite:x.db', '--logit', 'z', '-o', output],
      /^error: nothing says .* labels/,
    ],
    ['without a table', ['sketch', 'duckdb:x.db', ...READ, '-o', output], /^error: nothing says which table/],
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
