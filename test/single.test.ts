/** The single file, in a folder with nothing beside it and no Node on the PATH: it says what the package says, to the last byte. */
import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bin, endOf } from './made/process.ts'
import { fixture } from './made/shared.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'lossctl-single-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Why there can be none of this Node, if so. */
const lacking =
  process.platform !== 'linux'
    ? 'Linux'
    : !existsSync(join(root, 'node_modules/postject'))
      ? 'postject'
      : readFileSync(process.execPath).includes('NODE_SEA_FUSE_') || 'a Node that takes a program into it'

const single = join(folder, 'made', `lossctl-${process.platform}-${process.arch}`)

type Program = 'single' | 'package'

/** Where a program runs: a folder for each, so that what they write is told apart. */
const placeOf = (program: Program) => join(folder, program)

/** What one of them makes of a command line. */
function run(
  program: Program,
  args: readonly string[],
  input = '',
  env: Readonly<Record<string, string>> = {},
) {
  const [command, ...first] = program === 'single' ? [single] : [process.execPath, bin]
  const child = spawn(command, [...first, ...args], {
    cwd: placeOf(program),
    env: { PATH: '', HOME: folder, NODE_DISABLE_COMPILE_CACHE: '1', NO_COLOR: '1', ...env },
  })
  child.stdin.end(input)
  return endOf(child)
}

/** Lays the same file beside both. */
function lay(name: string, content: string | Uint8Array): void {
  for (const program of ['single', 'package'] as const) writeFileSync(join(placeOf(program), name), content)
}

/** What both say of a command line and write into a file, with that exit code. */
async function both(
  code: number,
  args: readonly string[],
  { output, input }: { output?: string; input?: string } = {},
) {
  const all = (['single', 'package'] as const).map(async (program) => ({
    ...(await run(program, args, input)),
    written: output === undefined ? '' : readFileSync(join(placeOf(program), output), 'latin1'),
  }))
  const [one, other] = await Promise.all(all)
  expect([one.code, one], args.join(' ')).toEqual([code, other])
  return one
}

const npy = (type: string, array: Float64Array | Uint8Array) => {
  const head = `{'descr': '${type}', 'fortran_order': False, 'shape': (${array.length},), }`.padEnd(117)
  return Buffer.concat([
    Buffer.from(`\x93NUMPY\x01\x00\x76\x00${head}\n`, 'latin1'),
    Buffer.from(array.buffer),
  ])
}

describe.skipIf(lacking !== true)(`the single file${lacking === true ? '' : ` (needs ${lacking})`}`, () => {
  beforeAll(() => {
    for (const program of ['single', 'package'] as const) mkdirSync(placeOf(program))
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'scripts/binary.js'), join(folder, 'made')],
      {
        encoding: 'utf8',
      },
    )
    expect([status, stderr]).toEqual([0, ''])
    const csv = readFileSync(fixture('breast-cancer.csv'))
    lay('p.csv', csv)
    lay('p.csv.gz', gzipSync(csv))
    lay('p.csv.zst', readFileSync(new URL('sources/zstd/one.csv.zst', import.meta.url)))
    lay('p.parquet', readFileSync(fixture('parquet/small.parquet')))
    lay('p.npz', readFileSync(fixture('arrays/plain.npz')))
    lay('digits.csv', readFileSync(fixture('digits.csv')))
    lay('units.csv', readFileSync(fixture('digits-units.csv')))
  })

  it('is one file that says whose terms are in it, and leaves nothing else where it is made', () => {
    const name = `lossctl-${process.platform}-${process.arch}`
    expect(readdirSync(join(folder, 'made')).sort()).toEqual([name, `${name}.licences.txt`])
    const terms = readFileSync(`${single}.licences.txt`, 'utf8')
    expect(terms).toContain(`https://github.com/nodejs/node/blob/${process.version}/LICENSE`)
    expect(terms).toContain(readFileSync(join(root, 'dist/licences.txt'), 'utf8'))
  })

  it('answers each command', async () => {
    for (const [code, ...args] of [
      [0, '--version'],
      [0, '--version', '--json'],
      [0, '--help'],
      [0, 'help', '--man'],
      [0, 'completions', 'bash'],
      [0, 'inspect', 'p.csv'],
      [0, 'compare', 'p.csv'],
      [0, 'calibrate', 'p.csv', '--format', 'json'],
      [0, 'sweep', 'p.csv', '--over', 'gamma=0..5/0.5', '--format', 'csv'],
      [0, 'solve', 'p.csv', '--for', 'gamma', '--want', 'easy.negative.loss=1%'],
      [1, 'check', 'p.csv', '--max', 'focal.mean=0'],
      [0, 'diff', 'units.csv', 'digits.csv'],
      [0, 'curve'],
      [0, 'samples', 'digits.csv', '--top', '5'],
      [0, 'sketch', '--code', 'pytorch'],
      [2, 'comprae', 'p.csv'],
      [3, 'compare', 'absent.csv'],
    ] as const)
      await both(code, args)
  })

  it('reads each format, packed or from a pipe', async () => {
    for (const name of ['p.csv.gz', 'p.csv.zst', 'p.parquet', 'p.npz'])
      await both(0, ['compare', name, '--format', 'json'])
    await both(0, ['compare', '-'], { input: readFileSync(fixture('breast-cancer.csv'), 'utf8') })
    lay('quoted.csv', 'label,prob\n1,"0.9"\n0,"0.2"\n1,0.4\n')
    expect((await both(0, ['compare', 'quo*.csv'])).stdout).toContain('3 rows')
    lay('rules.yaml', 'rules:\n  - max focal.mean=1\n')
    expect((await both(0, ['check', 'quoted.csv', '--config', 'rules.yaml'])).stdout).toContain('Passed')
  })

  it('writes the same files', async () => {
    for (const [output, ...args] of [
      ['report.html', 'report', 'p.csv'],
      ['curve.svg', 'curve', '--cdf', 'p.csv'],
      ['samples.csv', 'samples', 'digits.csv'],
      ['p.sketch.json', 'sketch', 'p.csv'],
    ])
      await both(0, [...args, '--output', output], { output })
    await both(0, ['compare', 'p.sketch.json'])
  })

  it('starts threads, which say what one says', async () => {
    const scores = Float64Array.from({ length: 600_000 }, (_, i) => 6 * Math.sin(i))
    const labels = Uint8Array.from(scores, (z, i) => Number(z + (i % 5) > 2))
    lay('s.npy', npy('<f8', scores))
    lay('l.npy', npy('|u1', labels))
    const rows = Array.from(scores, (z, i) => `${labels[i]},${z}`)
    lay('many.csv', `label,logit\n${rows.join('\n')}\n`)
    for (const args of [
      ['compare', 's.npy', '--labels', 'l.npy', '--format', 'json'],
      ['compare', 'many.csv', '--format', 'json'],
    ])
      expect(await both(0, [...args, '--threads', '2'])).toEqual(await both(0, [...args, '--threads', '1']))
  })

  it('tells which loss was computed', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [4 * Math.sin(i), i % 2])
    const lines = rows.map(([z, y]) => {
      const pt = 1 / (1 + Math.exp(y === 1 ? -z : z))
      return `${z},${y},${-((1 - pt) ** 2) * Math.log(pt)}`
    })
    lay('values.csv', `logit,label,loss\n${lines.join('\n')}\n`)
    const { stdout } = await both(0, ['diagnose', 'values.csv', '--loss-column', 'loss'])
    expect(stdout).toContain('focal')
  })

  it('starts with what V8 compiled when it was made', async () => {
    const hook = join(folder, 'hook.cjs')
    writeFileSync(
      hook,
      `const vm = require('node:vm'), { Script } = vm
vm.Script = class extends Script {
  constructor(...args) {
    super(...args)
    if (args[1]?.cachedData) process.stderr.write('rejected: ' + this.cachedDataRejected)
  }
}`,
    )
    const { stderr } = await run('single', ['compare', 'p.csv'], '', { NODE_OPTIONS: `--require ${hook}` })
    expect(stderr).toBe('rejected: false')
  })

  it('keeps nothing in the folders of its user, and runs by any name', async () => {
    const home = join(folder, 'home')
    mkdirSync(home)
    const env = { HOME: home, NODE_DISABLE_COMPILE_CACHE: '' }
    expect((await run('single', ['compare', 'p.csv'], '', env)).code).toBe(0)
    expect(readdirSync(home)).toEqual([])
    renameSync(single, join(home, 'lossctl'))
    const { stdout } = spawnSync(join(home, 'lossctl'), ['--version'], { encoding: 'utf8', env: {} })
    expect(stdout).toBe((await run('package', ['--version'])).stdout)
  })
})
