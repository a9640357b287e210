import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { TABLE_VERSION } from '../../src/engines/table/spec.ts'
import { SKETCH_VERSION } from '../../src/formats/sketch-text.ts'
import { FORMATS, VERSION } from '../../src/version.ts'
import { SCHEMA_VERSION } from '../../src/views/drawings/json.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')
const manifest = JSON.parse(read('package.json'))

it('has one version', () => {
  expect(VERSION).toBe(manifest.version)
  expect(read('CHANGELOG.md')).toContain(`## ${VERSION}`)
})

it('has versions of formats, which begin with those in the files and stand in the docs', () => {
  for (const [version, written] of [
    [FORMATS.json, SCHEMA_VERSION],
    [FORMATS.sketch, SKETCH_VERSION],
    [FORMATS.table, TABLE_VERSION],
  ] as const)
    expect(version).toMatch(new RegExp(`^${written}\\.\\d+\\.\\d+$`))
  const [, shown] = /prints the versions of lossctl.*?```json\n(.*?)```/s.exec(read('docs/conventions.md'))!
  expect(JSON.parse(shown)).toEqual({ lossctl: VERSION, node: '24.19.0', formats: FORMATS })
  expect(read('docs/sketch.md')).toContain(`version ${SKETCH_VERSION} ([${FORMATS.sketch}]`)
})

/** All that npm takes into the package. */
function packed(): readonly string[] {
  files ??= JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
  )[0].files.map(({ path }: { path: string }) => path) as string[]
  return files
}
let files: readonly string[] | undefined

it('packs the program, its types and its schema, and nothing else', () => {
  const expected =
    /^(bin\/lossctl\.js|bin\/package\.json|dist\/.+\.(js|cjs|d\.ts|wasm)|dist\/report-page\.css|dist\/licences\.txt|dist\/python\/\w+\.py|dist\/lossctl\.1|docs\/\w+\.md|docs\/report\.schema\.json|package\.json|README(?:\.zh-CN)?\.md|LICENSE)$/
  expect(packed().filter((path) => !expected.test(path))).toEqual([])
  for (const path of [
    'bin/lossctl.js',
    'bin/package.json',
    'dist/main.cjs',
    'dist/run.cjs',
    'dist/index.js',
    'dist/svg-chart.js',
    'dist/report-page.js',
    'dist/report-page.css',
    'dist/index.d.ts',
    'dist/python/sketch.py',
    'dist/python/with_pytorch.py',
    'docs/report.schema.json',
    'dist/lossctl.1',
    'README.zh-CN.md',
    'LICENSE',
  ]) {
    expect(packed()).toContain(path)
  }
})

it('ships each page that a message, a type or a page names, and the manual page that it says it has', () => {
  const texts = packed().filter((path) => /\.(?:md|ts|1|cjs)$/.test(path))
  const named = texts.flatMap((path) => read(path).match(/\bdocs\/\w+\.(?:md|schema\.json)/g) ?? [])
  expect(named.length).toBeGreaterThan(30)
  for (const page of named) expect(packed()).toContain(page)
  // A list: npm links no page that stands there as a text.
  expect(packed()).toEqual(expect.arrayContaining(manifest.man.map((page: string) => page.replace('./', ''))))
})

it('ships what its pages link to, with the heading that is meant', () => {
  const pages = packed().filter((path) => path.endsWith('.md'))
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!\w+:)([^)#\s]*)#?([^)\s]*)\)/g)].map(([, path, heading]) => ({
      page,
      to: path ? join(dirname(page), path) : page,
      heading,
    })),
  )
  expect(links.length).toBeGreaterThan(50)
  const isDead = ({ to, heading }: (typeof links)[number]) =>
    !packed().includes(to) || (heading !== '' && !anchorsOf(to).includes(heading))
  expect(links.filter(isDead)).toEqual([])
})

/** What GitHub calls the headings of a page. */
const anchorsOf = (page: string) =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

it('has a progress bar where the program looks for one', async () => {
  const { default: library } = await import(`${root}/dist/cli-progress.js`)
  expect(library.SingleBar).toBeTypeOf('function')
  expect(read('dist/run.cjs')).toMatch(/new \w+\.SingleBar\(/)
})

it('keeps what draws SVG out of the file that every command reads', () => {
  const holds = (path: string) => /createElementNS/.test(read(path))
  expect(['dist/run.cjs', 'dist/svg-chart.js'].map(holds)).toEqual([false, true])
})

it('names no package registry in the lock file', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved"/)
})

it('runs from bin, and exits with what main returns', () => {
  const run = (args: string[]) =>
    execFileSync('node', ['bin/lossctl.js', ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' })
  expect(run(['--version']).trim()).toBe(VERSION)
  const versions = { lossctl: VERSION, node: process.versions.node, formats: FORMATS }
  for (const words of [
    ['--version', '--json'],
    ['--json', '-V'],
  ])
    expect(JSON.parse(run(words))).toEqual(versions)
  expect(() => run(['compare', 'no-such-file.csv'])).toThrow(expect.objectContaining({ status: 3 }))
  expect(() => run(['compare'])).toThrow(expect.objectContaining({ status: 2 }))
})

it('explains every dependency', () => {
  const page = read('docs/dependencies.md')
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  for (const name of names) expect(page).toContain(name.startsWith('@types/') ? '`@types/*`' : `\`${name}\``)
})
