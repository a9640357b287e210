/** What `npm pack` makes, unpacked in an empty folder: nothing is fetched for it, nothing is run, and all of its parts are found. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packInto } from '../made/packed.ts'
import { fixture } from '../made/shared.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'lossctl-packed-'))
const clone = join(folder, 'clone')
/** Above it there is no node_modules. */
const empty = join(folder, 'empty')
const home = join(empty, 'package')
afterAll(() => rmSync(folder, { recursive: true }))

const MAX_BYTES = 1_200_000

let tarball = ''

beforeAll(() => {
  tarball = packInto(folder)
  mkdirSync(empty)
  execFileSync('tar', ['-xzf', tarball, '-C', empty])
  packed = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(home, path)).isFile(),
  )
})

const manifestOf = (path: string) => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))

/** All files of the package. */
let packed: readonly string[] = []

function lossctl(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(home, 'bin/lossctl.js'), ...args], {
    cwd: empty,
    encoding: 'utf8',
    env: { PATH: '', NODE_DISABLE_COMPILE_CACHE: '1', NO_COLOR: '1' },
  })
  return { status, stdout, stderr }
}

/** What it prints, of a command that goes well. */
function printed(...args: readonly string[]): string {
  const { status, stdout, stderr } = lossctl(...args)
  expect([status, stderr]).toEqual([0, ''])
  return stdout
}

describe('the package', () => {
  it('has nothing to fetch and nothing to run, and leaves package.json as it was', () => {
    expect(Object.keys(manifestOf(home)).sort()).toEqual([
      'bin',
      'description',
      'engines',
      'exports',
      'files',
      'keywords',
      'license',
      'man',
      'name',
      'type',
      'types',
      'version',
    ])
    expect(manifestOf(clone).dependencies).toEqual(manifestOf(root).dependencies)
    expect(manifestOf(root).scripts.prepack).toMatch(/^npm run --silent build && /)
  })

  it(`has at most ${MAX_BYTES / 1e6} MB`, () => {
    expect(statSync(tarball).size).toBeLessThan(MAX_BYTES)
  })

  it('imports what it holds and what Node brings, and nothing else', () => {
    const known = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)])
    const scripts = packed.filter((path) => /\.c?js$/.test(path) && !path.includes('report-page'))
    expect(scripts.length).toBeGreaterThan(10)
    for (const path of scripts) {
      const text = readFileSync(join(home, path), 'utf8')
      const pattern =
        /(?:^import|^export|\bfrom|\bimport\(|\brequire\(|\bloadBeside\()\s*["']([\w@./:-]+)["']/gm
      const names = [...text.matchAll(pattern)].map(([, name]) => name)
      const held = (name: string) => packed.includes(join(path, '..', name))
      expect(
        names.filter((name) => !known.has(name) && !(name.startsWith('.') && held(name))),
        path,
      ).toEqual([])
    }
  })

  it('has all types that its types name', () => {
    for (const path of packed.filter((path) => path.endsWith('.d.ts'))) {
      const text = readFileSync(join(home, path), 'utf8')
      for (const [, name] of text.matchAll(/\bfrom ['"](\.[^'"]+)\.ts['"]/g))
        expect(packed, path).toContain(join(path, '..', `${name}.d.ts`))
    }
  })
})

it('says so where the installation lacks a file of its own, and nothing about the file that was given', () => {
  const [kernels, away] = [join(home, 'dist/kernels.wasm'), join(empty, 'kernels.wasm')]
  renameSync(kernels, away)
  const { status, stdout, stderr } = lossctl('compare', fixture('digits.csv'))
  renameSync(away, kernels)
  expect([status, stdout]).toEqual([4, ''])
  expect(stderr).toContain(`lossctl lacks ${kernels}, a file of its own; install it again`)
  expect(stderr).not.toContain('no such file')
})

/** Every package of which esbuild takes something, by a build of our own that knows of no parts. */
async function packagesIn(entries: readonly string[], more: BuildOptions): Promise<readonly string[]> {
  const { metafile } = await build({
    ...more,
    entryPoints: entries.map((entry) => join(root, entry)),
    absWorkingDir: root,
    bundle: true,
    write: false,
    outdir: folder,
    metafile: true,
    logLevel: 'silent',
  })
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  return inputs.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (/^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []) : [],
  )
}

it('has the licences of all that is in it', async () => {
  const node = { platform: 'node', format: 'esm', splitting: true } as const
  const found = await Promise.all([
    packagesIn(['src/run.ts', 'src/index.ts', 'src/scan/bytes/worker.ts'], node),
    packagesIn(['src/page/main.ts'], { platform: 'browser' }),
  ])
  // The build leaves out what would read the page and the style sheets of a chart.
  const wanted = new Set(found.flat().filter((name) => !['cssomnom', 'htmlparser2'].includes(name)))
  const text = readFileSync(join(home, 'dist/licences.txt'), 'utf8')
  const listed = [...text.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \([\w .-]+\)$/gm)].map(([, name]) => name)
  expect(new Set(listed)).toEqual(wanted)
  expect(wanted.size).toBeGreaterThan(100)
  for (const words of ['Apache License', 'Sun Microsystems']) expect(text).toContain(words)
})

describe('unpacked, without anything beside it', () => {
  it('compares, reports and shows samples', () => {
    const csv = fixture('digits.csv')
    expect(printed('compare', csv)).toContain('899 rows, softmax over 10 classes')
    expect(printed('samples', csv, '--top', '3')).toContain('digit-')
    expect(lossctl('report', csv, '--output', 'report.html').status).toBe(0)
    const page = readFileSync(join(empty, 'report.html'), 'utf8')
    expect(page).toContain('<style>')
    expect(page.length).toBeGreaterThan(200_000)
  })

  it('finds what is loaded when it is needed', () => {
    expect(printed('compare', fixture('parquet/small.parquet'))).toContain('rows')
    expect(printed('curve', '--cdf', fixture('breast-cancer.csv'), '--format', 'svg')).toMatch(/^<\?xml/)
    expect(printed('diff', fixture('digits-units.csv'), fixture('digits.csv'))).toContain('899')
    writeFileSync(join(empty, 'quoted.csv'), 'label,prob\n1,"0.9"\n0,"0.2"\n1,0.4\n')
    writeFileSync(join(empty, 'lossctl.config.yaml'), 'rules:\n  - max focal.mean=1\n')
    expect(printed('check', 'quoted.csv')).toContain('Passed')
    expect(printed('compare', '*uoted.csv')).toContain('3 rows')
    expect(printed('sketch', '--code', 'pytorch')).toContain('torch')
  })

  it('starts its threads, which say what one says', () => {
    const count = 1_500_000
    const table = (type: string, bytes: Buffer) => {
      const head = `{'descr': '${type}', 'fortran_order': False, 'shape': (${count},), }`.padEnd(117)
      return Buffer.concat([
        Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'),
        Buffer.from(`${head}\n`),
        bytes,
      ])
    }
    const scores = Float64Array.from({ length: count }, (_, i) => 6 * Math.sin(i))
    writeFileSync(join(empty, 'scores.npy'), table('<f8', Buffer.from(scores.buffer)))
    writeFileSync(
      join(empty, 'labels.npy'),
      table('|u1', Buffer.from(Uint8Array.from(scores, (z, i) => Number(z + (i % 5) > 2)))),
    )
    const args = ['compare', 'scores.npy', '--labels', 'labels.npy', '--format', 'json']
    const one = printed(...args, '--threads', '1')
    expect(printed(...args, '--threads', '2')).toBe(one)
    rmSync(join(home, 'dist/worker.cjs'))
    expect(lossctl(...args, '--threads', '2').status).not.toBe(0)
  })
})
