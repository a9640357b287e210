import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
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

it('packs the program, its types and its schema, and nothing else', () => {
  const [{ files }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
  )
  const paths = (files as { path: string }[]).map(({ path }) => path)
  const expected =
    /^(bin\/lossctl\.js|dist\/.+\.(js|cjs|d\.ts|wasm)|dist\/report-page\.css|dist\/licences\.txt|dist\/python\/\w+\.py|dist\/lossctl\.1|docs\/\w+\.md|docs\/report\.schema\.json|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
  expect(paths.filter((path) => !expected.test(path))).toEqual([])
  for (const path of [
    'bin/lossctl.js',
    'dist/main.js',
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
    'LICENSE',
  ]) {
    expect(paths).toContain(path)
  }
})

it('ships each page that a message or README names, and the manual page that it says it has', () => {
  const [{ files }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
  )
  const packed = (files as { path: string }[]).map(({ path }) => path)
  const script = read('dist/run.cjs')
  const named = [
    ...script.matchAll(/\bdocs\/\w+\.(?:md|schema\.json)/g),
    ...read('README.md').matchAll(/(?<=\]\()docs\/\w+\.(?:md|schema\.json)/g),
  ]
  expect(named.length).toBeGreaterThan(0)
  for (const [page] of named) expect(packed).toContain(page)
  // A list: npm links no page that stands there as a text.
  expect(packed).toEqual(expect.arrayContaining(manifest.man.map((page: string) => page.replace('./', ''))))
})

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
