import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** Imports run from right to left: a file sees its own room and those before it. */
const ROOMS = [
  'words',
  'extremes',
  'errors',
  'own-file',
  'losses',
  'margin',
  'sketch',
  'kernels',
  'sources',
  'formats',
  'reading',
  'scan',
  'measures',
  'sketched',
  'engines',
  'questions',
  'views',
  'page',
  'host',
  'commands',
  'api',
  'drop',
  'main',
]

/** The one address of each package: the files that may import it. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  commander: ['commands/define.ts', 'program.ts'],
  'csv-parse': ['formats/csv/records.ts'],
  'cli-table3': ['views/drawings/terminal.ts'],
  'cli-progress': ['progress.ts'],
  'string-width': ['words/width.ts'],
  chalk: ['views/drawings/ink.ts'],
  yaml: ['host/yaml.ts'],
  tinyglobby: ['reading/expand-path.ts'],
  open: ['host/open-page.ts'],
  tinyqueue: ['measures/top.ts'],
  'zstddec/stream': ['sources/zstd-stream.ts'],
  'hyparquet-compressors': ['formats/parquet/library.ts'],
  'hyparquet/src/column.js': ['formats/parquet/library.ts'],
  'hyparquet/src/delta.js': ['formats/parquet/library.ts'],
  'hyparquet/src/metadata.js': ['formats/parquet/library.ts'],
  'hyparquet/src/types.js': ['formats/parquet/library.ts'],
  '@stdlib/math-base-special-betainc': ['measures/statistics.ts'],
  'simple-ascii-chart': ['views/drawings/terminal-chart.ts'],
  '@observablehq/plot': ['views/drawings/svg-chart.ts'],
  'd3-array': ['page/charts/kit/', 'views/ticks.ts'],
  'd3-format': ['page/charts/kit/ticks.ts', 'views/ticks.ts'],
  linkedom: ['views/drawings/svg-chart.ts'],
  'pako/lib/zlib/crc32.js': ['drop/node/crc32.ts'],
  'pako/lib/zlib/inflate.js': ['drop/node/inflate.ts'],
  'pako/lib/zlib/zstream.js': ['drop/node/inflate.ts', 'drop/node/pako.d.ts'],
  '@noble/hashes/sha2.js': ['drop/node/crypto.ts'],
  'buffer/index.js': ['drop/node/bytes.ts'],
}

const source = fileURLToPath(new URL('../../src', import.meta.url))

interface Import {
  readonly from: string
  readonly to: string
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll(sep, '/'))

const read = (path: string) => readFileSync(join(source, path), 'utf8')

const imports: readonly Import[] = files.flatMap((from) =>
  [...read(from).matchAll(/(?:\bfrom |\bimport\()'([^']+)'/g)].map((match) => ({ from, to: match[1] })),
)

/** `index.ts`, and what main is helped by, stand above all rooms. */
function roomOf(path: string): number {
  const name = path.split('/')[0].replace('.ts', '')
  return ['index', 'version', 'progress', 'program', 'run', 'compiled', 'script', 'single'].includes(name)
    ? ROOMS.length
    : ROOMS.indexOf(name)
}

const local = imports
  .filter(({ to }) => to.startsWith('.'))
  .map(({ from, to }) => ({
    from,
    to: relative(source, join(source, dirname(from), to)).replaceAll(sep, '/'),
  }))

describe('the house', () => {
  it('has only the rooms in the plan', () => {
    expect(files.filter((path) => roomOf(path) < 0)).toEqual([])
  })

  it('lets imports run one way', () => {
    const wrong = local.filter(
      ({ from, to }) =>
        roomOf(to) > roomOf(from) && !['version.ts', 'progress.ts', 'program.ts', 'run.ts'].includes(to),
    )
    expect(wrong).toEqual([])
  })

  it('exports nothing that changes, and imports nothing for its effects: scripts/link.js relies on it', () => {
    const wrong = files.filter((path) => /^export (let|var) |^import '/m.test(read(path)))
    expect(wrong).toEqual(['drop/program/worker.ts'])
  })

  it('has no circles, type-only ones included', () => {
    const below = new Map(
      files.map((file) => [file, local.flatMap(({ from, to }) => (from === file ? [to] : []))]),
    )
    const finished = new Set<string>()
    const circleFrom = (file: string, way: readonly string[]): readonly string[] | undefined => {
      if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
      if (finished.has(file)) return undefined
      const circle = below
        .get(file)
        ?.map((to) => circleFrom(to, [...way, file]))
        .find((found) => found)
      finished.add(file)
      return circle
    }
    expect(files.flatMap((file) => circleFrom(file, []) ?? [])).toEqual([])
  })

  it('keeps Node out of words, losses, margin and sketch, which run in a browser too', () => {
    const rooms = ['words/', 'losses/', 'margin/', 'sketch/']
    const pure = imports.filter(({ from }) => rooms.some((room) => from.startsWith(room)))
    // It counts, and asks nothing of Node.
    const isPure = (to: string) => to.startsWith('.') || to === 'string-width'
    expect(pure.filter(({ to }) => !isPure(to))).toEqual([])
  })

  it('lets the page of a report import no package but those of d3, and nothing of Node, and nothing import the page', () => {
    const foreign = imports.filter(({ from, to }) => from.startsWith('page/') && !/^(\.|d3-)/.test(to))
    expect(foreign).toEqual([])
    const inward = local.filter(({ from, to }) => to.startsWith('page/') && !from.startsWith('page/'))
    expect(inward).toEqual([])
  })

  it('lets the page without an install show what its program answers, and know no more of it', () => {
    const known = local.filter(
      ({ from, to }) => from.startsWith('drop/page/') && !/^(drop\/page|words)\//.test(to),
    )
    expect(new Set(known.map(({ to }) => to))).toEqual(new Set(['drop/messages.ts']))
    expect(local.filter(({ from, to }) => to.startsWith('drop/') && !from.startsWith('drop/'))).toEqual([])
  })

  it('lets nothing know of what stands in the single file in its place', () => {
    expect(local.filter(({ from, to }) => to.startsWith('single/') && !from.startsWith('single/'))).toEqual(
      [],
    )
  })

  it('gives each dependency one address', () => {
    const packages = imports.filter(({ to }) => !to.startsWith('.') && !to.startsWith('node:'))
    for (const { from, to } of packages) {
      expect(
        ADDRESSES[to]?.some((address) => from.startsWith(address)),
        `${from} imports ${to}`,
      ).toBe(true)
    }
    expect(new Set(packages.map(({ to }) => to))).toEqual(new Set(Object.keys(ADDRESSES)))
  })

  it('prints in main only, and sees process in bin only', () => {
    expect(files.filter((path) => /\bconsole\./.test(read(path)))).toEqual([])
    expect(files.filter((path) => /\bprocess\.(?!env\b.*\/\/)/.test(read(path)))).toEqual([])
    expect(
      files.filter(
        (path) =>
          !['main.ts', 'run.ts', 'program.ts'].includes(path) && /\b(stdout|stderr)\.write/.test(read(path)),
      ),
    ).toEqual([])
  })

  it('keeps views from computing and questions from formatting', () => {
    const compute = local.filter(
      ({ from, to }) =>
        from.startsWith('views/') && /^(sketch|kernels|sources|formats|reading|scan)\//.test(to),
    )
    expect(compute).toEqual([])
    const answering = files.filter((path) => /^(measures|sketched|questions)\//.test(path))
    expect(answering.length).toBeGreaterThan(0)
    expect(answering.filter((path) => /toFixed|toPrecision|toLocaleString/.test(read(path)))).toEqual([])
  })

  it('looks at no words of errors and findings: they carry codes and kinds', () => {
    const looking =
      /\.(problem|hint|message|note|words|title)\s*(===|!==|\.(startsWith|endsWith|includes|match|search)\()/
    expect(files.filter((path) => looking.test(read(path)))).toEqual([])
  })

  it('is described by docs/architecture.md, room by room', () => {
    const page = readFileSync(join(source, '../docs/architecture.md'), 'utf8')
    for (const room of new Set(files.map((path) => path.split('/')[0]))) expect(page).toContain(room)
  })
})
