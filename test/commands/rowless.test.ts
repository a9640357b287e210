/** Sketches where rows are asked for: each command says what the file is, and what can be asked of it. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { baseline, check, diff, inspect, readSketch, samples, sketch } from '../../src/index.ts'
import type { InspectReport } from '../../src/questions/inspect/inspect.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)

const [table, preds] = ['engines/preds.duckdb.csv', 'engines/preds.csv'].map(fixture)
const saved = at('preds.sketch.json')
const read = ['--label', 'y', '--score', 'p', '--from', 'probs']

beforeAll(async () => {
  const { code } = await lossctl(['sketch', table, '-o', saved])
  expect(code).toBe(0)
})

/** Command lines that need the rows of the file behind FILE. */
const NEEDING: readonly (readonly string[])[] = [
  ['samples', 'FILE'],
  ['samples', 'FILE', '-o', at('samples.csv')],
  ['diff', 'FILE', 'FILE'],
  ['diff', preds, 'FILE', ...read],
  ['diff', 'FILE', preds],
  ['weights', 'FILE'],
  ['diagnose', 'FILE', '--printed', '0.3'],
  ['diagnose', preds, ...read, '--loss-values', 'FILE'],
  ['compare', preds, '--labels', 'FILE'],
  ['compare', preds, ...read, '--weight', 'FILE'],
  ['check', preds, ...read, '--baseline-preds', 'FILE', '--max-increase', 'ce.mean=1%'],
  ['check', 'FILE', '--baseline-preds', preds, '--max-increase', 'ce.mean=1%'],
]

describe.each([
  [
    'the table of an engine',
    table,
    'is a sketch that an engine made, which has no rows; give the rows it was made from as a file, or ask what needs none: compare, sweep, solve, check, calibrate, report, curve --cdf\n',
  ],
  ['a saved sketch', saved, 'is a sketch, which has no rows; give the predictions it was made from\n'],
])('%s', (_, file, said) => {
  it.each(
    NEEDING.map((words) => ({ words, title: words.join(' ').replaceAll(folder, '') })),
  )('is refused by its name in $title', async ({ words }) => {
    const { code, stdout, stderr } = await lossctl(words.map((word) => (word === 'FILE' ? file : word)))
    expect([code, stdout, stderr]).toEqual([3, '', `error: ${file}: ${said}`])
  })

  it('answers the commands that it names', async () => {
    for (const words of [
      ...[['compare'], ['calibrate'], ['curve', '--cdf'], ['report', '-o', at('r.html')]],
      ['sweep', '--over', 'gamma=0,1'],
      ['solve', '--for', 'gamma', '--want', 'easy.loss <= 10%'],
      ['check', '--max', 'ce.mean=9', '--threshold', '0.3'],
    ]) {
      const asked = words[0] === 'compare' || words[0] === 'sweep' ? ['--threshold', '0.3'] : []
      const { code, stderr } = await lossctl([...words, file, ...asked])
      expect([code, stderr.replace(/^.*r\.html: \d+ kB\n$/, '')], words.join(' ')).toEqual([0, ''])
    }
  })

  it('is shown by inspect: what it holds, and what a comparison makes of it', async () => {
    const report = await lossctlJson<InspectReport>('inspect', file)
    expect(report).toMatchObject({
      format: 'sketched by DuckDB',
      task: 'binary',
      from: 'probs',
      sketch: {
        thresholds: [0.3, 0.5],
        kinks: [],
        perClass: false,
        by: 'scene',
        slices: ['day', "it's fog", 'night'],
        rows: false,
        samples: 300,
      },
      columns: [],
      questions: [],
    })
    const direct = await lossctlJson<{ results: readonly { losses: readonly { value: number }[] }[] }>(
      ...['compare', preds, ...read, '--weight', 'w', '--loss', 'ce'],
    )
    const { value } = direct.results[0].losses[0]
    expect(Math.abs(report.compare!.losses[0].value! - value)).toBeLessThanOrEqual(1e-13 * value)
    const { stdout } = await lossctl(['inspect', file])
    expect(stdout).toContain(`${file}: a sketch; sketched by DuckDB\n`)
    expect(stdout).toContain('· the 3 values of "scene" are kept apart\n')
    expect(stdout).toContain('It has no rows: samples, diff and diagnose need the predictions')
  })
})

describe('several sketches in the place of one data set', () => {
  it.each([
    ['tables', 'tables', '1.csv', table, 'for what needs none, add such files up: '],
    ['saved ones', 'saved', '1.sketch.json', saved, 'for what needs no rows, add them up: '],
  ])('are added up by the command that is advised: a folder of %s', async (_, name, file, from, words) => {
    mkdirSync(at(name))
    copyFileSync(from, at(`${name}/${file}`))
    const { code, stderr } = await lossctl(['compare', at(name)])
    expect([code, stderr]).toEqual([3, expect.stringContaining(words)])
    const command = stderr.slice(stderr.indexOf('lossctl merge')).trim().split(' ').slice(1)
    expect(command).toEqual(['merge', at(name), '-o', 'all.sketch.json'])
    expect((await lossctl(command.with(-1, at(`${name}.sketch.json`)))).code).toBe(0)
    expect((await lossctl(['compare', at(`${name}.sketch.json`), '--threshold', '0.3'])).code).toBe(0)
  })

  it('are no matter where predictions lie beside them', async () => {
    mkdirSync(at('mixed'))
    copyFileSync(saved, at('mixed/preds.sketch.json'))
    copyFileSync(preds, at('mixed/preds.csv'))
    expect((await lossctl(['compare', at('mixed'), ...read])).code).toBe(0)
  })
})

describe('the table of an engine as a baseline', () => {
  const change = ['--max-increase', 'ce.mean=1%', '--threshold', '0.3']
  const weighed = [...read, '--weight', 'w', '--by', 'scene']

  it('is what predictions are held against', async () => {
    for (const words of [[preds, ...weighed], [saved], [table]]) {
      const { code, stdout } = await lossctl(['check', ...words, ...change, '--baseline', table])
      expect([code, stdout]).toEqual([0, expect.stringContaining(`Passed against ${table}`)])
    }
    writeFileSync(at('none.csv'), 'a,b\n1,2\n')
    expect((await lossctl(['check', table, ...change, '--baseline', at('none.csv')])).stderr).toContain(
      'none.csv: is no baseline; if it holds predictions, say --baseline-preds',
    )
  })

  it('is one that is saved, and one in a report', async () => {
    const written = at('table.baseline.json')
    const saving = ['check', table, '--save-baseline', written, '--threshold', '0.3', '--unchecked']
    expect((await lossctl(saving)).code).toBe(0)
    expect((await lossctl(['check', saved, ...change, '--baseline', written])).code).toBe(0)
    expect((await lossctl(['report', saved, '--baseline', table, '-o', at('r.html')])).code).toBe(0)
  })
})

describe('as functions', () => {
  it('reads the table of an engine as a sketch, whose file is the same', async () => {
    const read = await readSketch(table)
    expect(read.source).toMatchObject({ format: 'sketched by DuckDB', samples: 300, by: 'scene' })
    const { groups, squares } = await readSketch(saved)
    expect({ groups: read.groups, squares: read.squares }).toEqual({ groups, squares })
    expect((await sketch(table, { thresholds: [0.3] })).groups).toEqual(groups)
  })

  it('takes it for a baseline, by its name and as it is read', async () => {
    const rules = ['max-increase ce.mean=1%']
    for (const before of [table, await readSketch(table), await baseline(table, { threshold: 0.3 })])
      expect((await check(table, { rules, baseline: before, threshold: 0.3 })).verdict).toBe('passed')
  })

  it('inspects it, and says that it has no samples', async () => {
    for (const data of [table, await readSketch(table)]) {
      expect((await inspect(data)).sketch?.slices).toEqual(['day', "it's fog", 'night'])
      await expect(samples(data)).rejects.toThrow(/is a sketch, which has no samples; give the predictions/)
    }
    await expect(diff(table, table)).rejects.toThrow(/is a sketch/)
    await expect(samples({ scores: table })).rejects.toThrow(/is a sketch that an engine made/)
  })
})
