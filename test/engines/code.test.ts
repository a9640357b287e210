/** Modules for training loops in Python itself, over margins that are hard, beside what lossctl makes of the same rows. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FRAMEWORKS } from '../../src/engines/code/module.ts'
import { draws } from '../made/draws.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { expectSame } from './numbers.ts'
import { can, hasTables, python, runPython, script } from './python.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

const MODULES = { pytorch: 'torch', numpy: 'numpy', jax: 'jax' } as const

interface Job {
  readonly name: string
  readonly table: string
  readonly scores: readonly string[]
  readonly labels: readonly string[]
  /** Options of `lossctl sketch --code`, which are also those of `lossctl sketch TABLE.csv`. */
  readonly options: readonly string[]
  readonly weight: string | null
  readonly precision: 'float64' | 'float32'
}

const PARTED = ['--threshold', '0.3,0.3004,0.5,0.7']
const columns = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i}`)

function job(
  name: string,
  table: string,
  [scores, labels]: readonly [readonly string[], readonly string[]],
  options: readonly string[],
  precision: Job['precision'] = 'float64',
): Job {
  const classes = scores.length > 1 ? ['--class-names', scores.map((_, index) => `${index}`).join(',')] : []
  const weight = options.includes('--weight') ? 'w' : null
  const all = [...classes, ...(options.includes('--from') ? [] : ['--from', 'logits']), ...options]
  return { name, table, scores, labels, options: all, weight, precision }
}

const LOGIT = [['z'], ['y']] as const
const PROBABILITY = [['p'], ['y']] as const
const ROW = [columns('z', 5), ['y']] as const
const PROBABILITIES = [columns('p', 5), ['y']] as const
const CELLS = [columns('z', 3), columns('y', 3)] as const

const JOBS: readonly Job[] = [
  job('logits', 'bl', LOGIT, PARTED),
  job('float32', 'bl', LOGIT, PARTED, 'float32'),
  job('weighted', 'blw', LOGIT, ['--weight', 'w', ...PARTED]),
  job('probabilities', 'bp', PROBABILITY, ['--from', 'probs', ...PARTED]),
  job('weighted-probabilities', 'bpw', PROBABILITY, ['--from', 'probs', '--weight', 'w']),
  job('kinks', 'bp', PROBABILITY, ['--from', 'probs', '--loss', 'asl', '--bins', '10']),
  job('softmax', 'sm', ROW, ['--by', 'class', ...PARTED]),
  job('softmax-float32', 'sm', ROW, [], 'float32'),
  job('ignored', 'sm', ROW, ['--ignore-label', '3']),
  job('softmax-probabilities', 'sp', PROBABILITIES, ['--from', 'probs', '--by', 'class']),
  job('renormalized', 'sp', PROBABILITIES, ['--from', 'probs', '--renormalize']),
  job('multilabel', 'ml', CELLS, ['--task', 'multilabel', '--by', 'class', ...PARTED]),
  job('cells', 'ml', CELLS, ['--task', 'multilabel']),
]

const rows = Math.max(10_000, draws(30_000))

beforeAll(async () => {
  if (hasTables) await runPython('make_tables.py', folder, `${rows}`)
})

async function print(framework: string, options: readonly string[], path: string): Promise<void> {
  const { code, stdout, stderr } = await lossctl(['sketch', '--code', framework, ...options])
  expect([code, stderr]).toEqual([0, ''])
  writeFileSync(path, stdout)
}

describe.each(FRAMEWORKS)('a module of %s', (framework) => {
  const isThere = hasTables && can(MODULES[framework])

  it.skipIf(!isThere)('gives what lossctl gives', async () => {
    const at = join(folder, framework)
    mkdirSync(at)
    for (const { name, options } of JOBS) await print(framework, options, join(at, `${name}.py`))
    const jobs = JOBS.map((job) => ({ ...job, table: join(folder, `${job.table}.csv`) }))
    writeFileSync(join(at, 'jobs.json'), JSON.stringify(jobs))
    await runPython('run_module.py', framework, at, join(at, 'jobs.json'))
    for (const { name, scores, labels, options } of JOBS) {
      const own = join(at, `${name}.own.sketch.json`)
      const read = ['--label', labels.join(','), '--score', scores.join(','), ...options, '-o', own]
      const { code, stderr } = await lossctl(['sketch', join(at, `${name}.csv`), ...read])
      expect(code, stderr).toBe(0)
      await expectSame(join(at, `${name}.sketch.json`), own, `${framework} ${name}`, options)
    }
  })

  it.skipIf(!can(MODULES[framework], 'numpy'))(
    'counts what is no sample, and refuses to leave it out unasked',
    async () => {
      const path = join(folder, `awkward-${framework}.py`)
      await print(framework, ['--weight', 'w', '--ignore-label', '-100'], path)
      const { stdout } = await runPython('run_awkward.py', framework, path, folder)
      expect(stdout.trim().split('\n')).toEqual([
        'there are no samples: give update() a batch',
        expect.stringContaining(
          'of 19 samples 4 have an unknown label, 5 have a score that is no number, 5 have a bad weight:',
        ),
        '0',
        'nothing',
        expect.stringMatching(/^labels are of shape/),
        expect.stringMatching(/^labels are of shape/),
        expect.stringMatching(/^weights are of shape/),
        expect.stringMatching(/takes weights in every batch/),
        'only sketches of the same settings add up: make both with the same ones',
      ])
      type Report = { results: { losses: { value: number }[]; source: object }[] }
      const sketch = join(folder, `awkward.${framework}.sketch.json`)
      const { results } = await lossctlJson<Report>('compare', sketch, '--loss', 'ce')
      expect(results[0].source).toMatchObject({ rows: 19, samples: 4, skipped: 14, ignored: 1 })
      // Margins of -1, 2, -1/4 and 0, with weights of 1, 1, 0 and 2.
      const mean = (Math.log1p(Math.E) + Math.log1p(Math.exp(-2)) + 2 * Math.LN2) / 4
      expect(results[0].losses[0].value).toBeCloseTo(mean, 14)
    },
  )

  it.skipIf(!can('py_compile'))('is Python, whatever classes are called', async () => {
    const name = `hostile-${framework}.py`
    const hostile = `a"b\\, 'c\n\u2028$&$1"""`
    const names = `"${hostile.replaceAll('"', '""')}",plain,π`
    await print(framework, ['--class-names', names], join(folder, name))
    const { status, stdout } = spawnSync(
      python,
      [script('read_settings.py'), join(folder, name), 'classes'],
      { encoding: 'utf8' },
    )
    expect(status).toBe(0)
    const first = stdout.trim()
    expect(first).toBe(String.raw`['a"b\\, \'c\n\u2028$&$1"""', 'plain', '\u03c0']`)
  })
})

it.skipIf(!hasTables || !can('torch'))(
  'adds up the sketches of three ranks, one of which saw nothing (gloo)',
  async () => {
    const [path, found, own] = ['ranks.py', 'ranks.sketch.json', 'ranks.own.sketch.json'].map((name) =>
      join(folder, name),
    )
    await print('pytorch', PARTED, path)
    await runPython('run_ranks.py', path, join(folder, 'bl.csv'), found)
    const read = ['--label', 'y', '--score', 'z', '--from', 'logits', ...PARTED]
    await lossctl(['sketch', join(folder, 'bl.csv'), ...read, '-o', own])
    await expectSame(found, own, 'ranks', PARTED)
  },
)

it.skipIf(!hasTables || !can('jax'))(
  'gives the same of scores on two devices, and in a compiled function (JAX)',
  async () => {
    const [path, table, found, own] = ['sharded.py', 'sharded.csv', 'sharded.json', 'sharded.own.json'].map(
      (name) => join(folder, name),
    )
    await print('jax', PARTED, path)
    // An even number of rows, as float32 has them, none of which is too small for JAX.
    const [head, ...lines] = readFileSync(join(folder, 'bl.csv'), 'utf8').trim().split('\n')
    const rounded = lines
      .map((line) => line.split(','))
      .map(([y, z]) => `${y},${Math.abs(Number(z)) < 1e-30 ? 0 : Math.fround(Number(z))}`)
    const even = rounded.slice(0, rounded.length - (rounded.length % 2))
    writeFileSync(table, [head.split(',').slice(0, 2).join(','), ...even].join('\n'))
    await runPython('run_sharded.py', path, table, found)
    const read = ['--label', 'y', '--score', 'z', '--from', 'logits', ...PARTED]
    await lossctl(['sketch', table, ...read, '-o', own])
    await expectSame(found, own, 'sharded', PARTED)
  },
)

it.skipIf(!can('numpy'))('adds two million equal samples up without a drift', async () => {
  const [path, found] = ['equal.py', 'equal.json'].map((name) => join(folder, name))
  await print('numpy', [], path)
  await runPython('run_equal.py', path, found)
  type Report = { results: { losses: { value: number }[] }[] }
  const asked = ['--loss', 'ce', '--loss', 'focal:gamma=10']
  const { results } = await lossctlJson<Report>('compare', found, ...asked)
  const focal = (s: number, gamma: number) => Math.log1p(Math.exp(-s)) / (1 + Math.exp(s)) ** gamma
  for (const [index, gamma] of [0, 10].entries()) {
    const mean = (focal(1.1, gamma) + focal(-0.37, gamma)) / 2
    // Of 10^6 equal terms a plain sum is off by some 1e-12 of itself.
    expect(Math.abs(results[0].losses[index].value / mean - 1)).toBeLessThan(2e-14)
  }
})

describe('lossctl sketch --code', () => {
  it('parts bins where lossctl does, to the last bit', async () => {
    const { stdout } = await lossctl(['sketch', '--code', 'numpy', '--threshold', '0.3,0.7'])
    // docs/sketch.md's edge_of.
    const edges = JSON.parse(stdout.match(/"edges": (\[.*\])/)![1]) as number[]
    const { stdout: query } = await lossctl([
      'sketch',
      '--sql',
      'duckdb',
      '--table',
      't',
      '--label',
      'y',
      '--logit',
      'z',
      '--threshold',
      '0.3,0.7',
    ])
    const spec = JSON.parse(Buffer.from(query.match(/'([\w-]{100,})' AS/)![1], 'base64url').toString())
    expect(edges).toEqual(spec.edges)
  })

  it('has pages of its own, each of which names the framework that it is of', async () => {
    for (const framework of FRAMEWORKS) {
      const { stdout } = await lossctl(['sketch', '--code', framework])
      expect(stdout).toMatch(new RegExp(`^import ${MODULES[framework]}$`, 'm'))
      expect(stdout).not.toMatch(/with_\w+ import|SETTINGS = \{\}/)
    }
  })

  it.each([
    [['--code', 'keras'], '--code keras: it is one of pytorch, numpy, jax'],
    [['no.csv', '--code', 'numpy'], '--code prints a module, and reads no file'],
    [['--code', 'numpy', '--sql', 'duckdb'], '--sql and --code both say what to print'],
    [['--code', 'numpy', '--label', 'y'], '--label says nothing of the batches that --code is for'],
    [['--code', 'numpy', '--logit', 'z'], '--logit says nothing of the batches'],
    [['--code', 'numpy', '--name', 'z'], '--name says nothing of the batches'],
    [['--code', 'numpy', '--by', 'scene'], '--by scene is a column, and a batch has none'],
    [['--code', 'numpy', '--from', 'percent'], '--from percent is of files'],
    [['--code', 'numpy', '--task', 'softmax'], 'nothing says how many classes there are'],
    [['--code', 'numpy', '--task', 'binary', '--classes', '3'], '--task binary has two classes, not 3'],
    [['--code', 'numpy', '--classes', '1'], 'one class is no task'],
    [
      ['--code', 'numpy', '--classes', '3', '--class-names', 'a,b'],
      '--classes says 3, and --class-names has 2',
    ],
    [['--code', 'numpy', '--class-names', 'a,a'], '--class-names has a name twice'],
    [['--code', 'numpy', '--ignore-label', 'none'], 'the label none is no number'],
    [
      ['--code', 'numpy', '--classes', '3', '--bins', '10'],
      '--bins parts a sketch for lossctl calibrate, which',
    ],
    [['--code', 'numpy', '--renormalize'], '--renormalize is of softmax rows of probabilities'],
  ])('refuses %j', async (args, reason) => {
    const { code, stderr, stdout } = await lossctl(['sketch', ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(reason)
  })
})

it('is one part of a framework and one of all, which fit together', () => {
  const part = (name: string) => readFileSync(script(`../../src/engines/code/${name}`), 'utf8')
  const wanted = part('sketch.py')
    .match(/^from with_numpy import (.*)$/m)![1]
    .split(', ')
  for (const framework of FRAMEWORKS) {
    const text = part(`with_${framework}.py`)
    for (const name of wanted)
      expect(text, `${framework} ${name}`).toMatch(
        new RegExp(`^(def ${name}\\(|(\\w+, )*${name}\\b.* = )`, 'm'),
      )
  }
})
