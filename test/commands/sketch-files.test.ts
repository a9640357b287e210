import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { inTurn } from '../made/draws.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture, sharedPath } from '../made/shared.ts'

const write = scratchFolder()
const folder = dirname(write('rows.csv', 'label,logit\n'))

/** Holds two reports against each other, number by number; what names the file is left out. */
function expectEqual(one: unknown, other: unknown, relative: number, path = ''): void {
  if (path.endsWith('.source')) return
  if (typeof one === 'number' && typeof other === 'number') {
    const bound = relative * Math.max(Math.abs(one), Math.abs(other))
    expect(Math.abs(one - other), `${path}: ${one} and ${other}`).toBeLessThanOrEqual(bound)
  } else if (typeof one === 'object' && one !== null) {
    expect(Object.keys(other as object), path).toEqual(Object.keys(one))
    for (const [key, value] of Object.entries(one))
      expectEqual(value, (other as Record<string, unknown>)[key], relative, `${path}.${key}`)
  } else expect(other, path).toBe(one)
}

const compared = (...args: string[]) => lossctlJson<{ results: CompareReport[] }>('compare', ...args)

/** Runs sketch or merge, and returns the path of what it wrote. */
async function make(name: string, ...args: string[]): Promise<string> {
  const path = `${folder}/${name}`
  const { code, stdout, stderr } = await lossctl([...args, '-o', path])
  expect([code, stdout]).toEqual([0, ''])
  expect(stderr).toMatch(/: [\d,]+ (samples|labels) (of [\d,]+ sketch(es)? )?in [\d,]+ kB\n$/)
  return path
}

/** Twice the bound of docs/sketch.md for squares at gamma 5, r = 12, with room for a quotient of such sums. */
const SAME = 5e-14

const QUESTION = ['--gamma', '0,0.5,2,5', '--loss', 'focal', '--loss', 'poly1-focal']

describe('lossctl compare says the same of a sketch and of the file it was made from', () => {
  const data = sharedPath('data')
  const files: readonly (readonly [name: string, args: readonly string[]])[] = [
    ['breast-cancer', [fixture('breast-cancer.csv')]],
    [
      'breast-cancer-npy',
      [fixture('breast-cancer-logits.npy'), '--labels', fixture('breast-cancer-labels.npy')],
    ],
    ['digits', [fixture('digits.csv')]],
    ['wine', [fixture('wine.csv')]],
    ['scenes', [fixture('scenes.csv')]],
    ['multilabel', [fixture('multilabel.csv')]],
  ]
  const real = ['mnist', 'cifar10'].map(
    (name) =>
      [name, [`${data}/${name}-test-probs.npy`, '--labels', `${data}/${name}-test-labels.npy`]] as const,
  )

  const sameOfAll = async (name: string, args: readonly string[]) => {
    for (const ending of inTurn(['json', 'json.gz'], name.length)) {
      const path = await make(`${name}.sketch.${ending}`, 'sketch', ...args, '--threshold', '0.9,0.25')
      for (const threshold of inTurn(['0.25', '0.5', '0.9'], name.length)) {
        const question = [...QUESTION, '--threshold', threshold]
        expectEqual(await compared(...args, ...question), await compared(path, ...question), SAME)
      }
    }
  }

  it.each(files)('%s', sameOfAll)

  it.skipIf(!data).each(real)('%s (skipped where ../shared/data is absent)', sameOfAll)

  const sameByClass = async (name: string, args: readonly string[]) => {
    const path = await make(`${name}-by.sketch.json`, 'sketch', ...args, '--by', 'class')
    const question = [...QUESTION, '--by', 'class', '--class-weight', 'balanced']
    expectEqual(await compared(...args, ...question), await compared(path, ...question), SAME)
  }

  it.each(files)('%s, by class', sameByClass)

  it.skipIf(!data).each(real)('%s, by class (skipped where ../shared/data is absent)', sameByClass)
})

describe('a sketch file', () => {
  const sourceOf = (path: string) => JSON.parse(readFileSync(path, 'utf8')).sketch.source

  it('is the same bytes for the same data in another folder, and under another name with --name', async () => {
    const bytes = readFileSync(fixture('scenes.csv'), 'utf8')
    const of = async (file: string, name: string, ...args: string[]) =>
      readFileSync(await make(name, 'sketch', write(file, bytes), ...args), 'utf8')
    const one = readFileSync(await make('1.sketch.json', 'sketch', fixture('scenes.csv')), 'utf8')
    expect(await of('scenes.csv', '2.sketch.json')).toBe(one)
    expect(await of('copy.csv', '3.sketch.json', '--name', 'scenes.csv')).toBe(one)
    expect(one).not.toContain('fixtures')
  })

  it('calls files of one name by as much of their paths as tells them apart', async () => {
    const bytes = readFileSync(fixture('scenes.csv'), 'utf8')
    for (const name of ['before', 'after']) mkdirSync(`${folder}/${name}`)
    const paths = ['before/preds.csv', 'after/preds.csv'].map((name) => write(name, bytes))
    const sum = await make('both.sketch.json', 'sketch', ...paths)
    expect(sourceOf(sum).name).toBe('before/preds.csv + after/preds.csv')
    const days = ['mon', 'tue', 'wed'].map((name) => write(`${name}.csv`, `label,prob\n1,0.${name.length}\n`))
    const many = await make('many.sketch.json', 'sketch', ...days, paths[0], '--task', 'binary')
    expect(sourceOf(many).name).toBe('mon.csv and 3 more')
    const named = await make('named.sketch.json', 'sketch', ...paths, '--name', 'week 7')
    expect(sourceOf(named).name).toBe('week 7')
  })
})

describe('a file that is larger than any sketch', () => {
  it.each([
    ['compare', (path: string) => ['compare', path]],
    ['merge', (path: string) => ['merge', path, '-o', `${folder}/sum.sketch.json`]],
    ['report', (path: string) => ['report', path, '-o', `${folder}/report.html`]],
    [
      'check',
      (path: string) => ['check', fixture('scenes.csv'), '--baseline', path, '--max-increase', 'ce.mean=1%'],
    ],
  ] as const)('is refused in a line by lossctl %s', async (_, argsOf) => {
    const body = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const checksum = createHash('sha256').update(body).digest('hex')
    const text = `{"format":"lossctl-sketch","version":1,"sha256":"${checksum}","sketch":${body}}`
    const path = write('deep.sketch.json', text)
    const { code, stdout, stderr } = await lossctl(argsOf(path))
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(
      /deep\.sketch\.json: is a sketch of more than 64 levels, which is the most; [^\n]+\n$/,
    )
  })
})

describe('lossctl merge', () => {
  const [header, ...rows] = readFileSync(fixture('scenes.csv'), 'utf8').trimEnd().split('\n')
  /** Some of the scenes with two columns more: a weight, and a slice that does not occur in every file. */
  const scenes = rows.map(
    (row, i) => `${row},${(i % 7) / 2},${['day', 'night', 'fog'][Math.floor(i / 8000)]}`,
  )
  const csv = (name: string, part: readonly string[]) =>
    write(name, `${header},weight,light\n${part.join('\n')}\n`)
  const whole = csv('whole.csv', scenes)
  const parts = [scenes.slice(0, 7000), scenes.slice(7000, 15_000), scenes.slice(15_000)]

  it('adds files up to the sketch of the whole, weighted and by a column, packed or not', async () => {
    const options = ['--weight', 'weight', '--by', 'light']
    const sketches: string[] = []
    for (const [i, part] of parts.entries()) {
      const ending = i === 1 ? 'json.gz' : 'json'
      sketches.push(
        await make(`part-${i}.sketch.${ending}`, 'sketch', csv(`part-${i}.csv`, part), ...options),
      )
    }
    const sum = await make('sum.sketch.json', 'merge', ...sketches)
    const report = await compared(sum, ...QUESTION, '--by', 'light')
    expectEqual(await compared(whole, ...QUESTION, ...options), report, 2 * SAME)
    expect(report.results[0].source).toMatchObject({
      name: sum,
      files: 3,
      rows: rows.length,
      samples: rows.length,
    })
    const backwards = await make('backwards.sketch.json', 'merge', ...sketches.reverse())
    expectEqual(await compared(sum, ...QUESTION), await compared(backwards, ...QUESTION), 2 * SAME)
  })

  it('is done by lossctl sketch too, when it is given several files, sketches among them', async () => {
    const paths = parts.map((part, i) => csv(`shard-${i}.csv`, part))
    const first = await make('first.sketch.json', 'sketch', paths[0])
    const sum = await make('all.sketch.json', 'sketch', first, paths[1], paths[2])
    expectEqual(await compared(whole, ...QUESTION), await compared(sum, ...QUESTION), 2 * SAME)
    expect(JSON.parse(readFileSync(sum, 'utf8')).sketch.source.name).toBe(
      'first.sketch.json + shard-1.csv + shard-2.csv',
    )
  })

  it('writes nothing when it fails', async () => {
    const one = await make('one.sketch.json', 'sketch', fixture('scenes.csv'))
    const { code } = await lossctl(['merge', one, fixture('scenes.csv'), '-o', `${folder}/none.sketch.json`])
    expect([code, existsSync(`${folder}/none.sketch.json`)]).toEqual([3, false])
    const before = readFileSync(one, 'utf8')
    expect((await lossctl(['merge', one, one, '-o', one])).code).toBe(2)
    expect(readFileSync(one, 'utf8')).toBe(before)
  })
})

describe('a sketch that a program in Python wrote', () => {
  const [page, csv, sketch] = ['../../docs/sketch.md', 'by-python.csv', 'by-python.sketch.json'].map(
    (name) =>
      name.startsWith('.') ? fileURLToPath(new URL(name, import.meta.url)) : fixture(`sketch/${name}`),
  )

  /** Both programs round each sum of 200 terms and each moment; that is well below this. */
  const BY_PYTHON = 1e-12

  it.each([
    '0.3',
    '0.5',
  ])('says the same as the logits it was made from, parted at pt %s', async (threshold) => {
    const question = [...QUESTION, '--threshold', threshold]
    expectEqual(await compared(csv, ...question), await compared(sketch, ...question), BY_PYTHON)
  })

  it('goes together with one of ours', async () => {
    const ours = await make('ours.sketch.json', 'sketch', csv, '--threshold', '0.3,0.5')
    const sum = await make('theirs-too.sketch.json', 'merge', ours, sketch)
    const [one, two] = [await compared(csv, ...QUESTION), await compared(sum, ...QUESTION)]
    for (const [i, loss] of two.results[0].losses.entries())
      expectEqual(loss.value, one.results[0].losses[i].value, BY_PYTHON)
    expect(two.results[0].count).toBe(2 * one.results[0].count)
  })

  it('is written and read by the very programs that docs/sketch.md shows', () => {
    const text = readFileSync(page, 'utf8')
    for (const name of ['write_sketch.py', 'read_sketch.py'])
      expect(text).toContain(`\n\`\`\`python\n${readFileSync(fixture(`sketch/${name}`), 'utf8')}\`\`\`\n`)
  })

  it('has the mean cross-entropy that the program in docs/sketch.md prints', async () => {
    const printed = /read_sketch\.py by-python\.sketch\.json\n([\d.]+)\n/.exec(readFileSync(page, 'utf8'))
    const { results } = await compared(sketch, '--loss', 'ce')
    expectEqual(Number(printed?.[1]), results[0].losses[0].value, BY_PYTHON)
  })
})
