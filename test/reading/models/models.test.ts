import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as api from '../../../src/index.ts'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import type { DiffReport } from '../../../src/questions/diff/diff.ts'
import type { ReportContent } from '../../../src/questions/report/report-content.ts'
import { draws } from '../../made/draws.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { advisedFlag } from '../../made/paste.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()

const HEADER = 'image,site,model,label,weight,prob\n'
const MODELS = ['old', 'new, better', '3', '-x=y']
const cell = (text: string) => (text.includes(',') ? `"${text}"` : text)

/** Rows of a model, which are others for each, and have other fractions. */
function rowsOf(model: number, rows: number, seed: number): string[] {
  return Array.from({ length: rows }, (_, i) => {
    const p = ((i * 37 + model * 11 + seed) % 97) / 98 + 0.005
    const cells = [
      `i${i}.png`,
      'ab'[i % 2],
      cell(MODELS[model]),
      (i * 7 + (seed % 5)) % 3 === 0 ? 1 : 0,
      1 + (i % 3),
      p,
    ]
    return `${cells.join(',')}\n`
  })
}

/** Models below one another, or row by row. */
function longFile(name: string, parts: readonly (readonly string[])[], isMixed: boolean): string {
  const most = Math.max(...parts.map((rows) => rows.length))
  const mixed = Array.from({ length: most }, (_, i) => parts.map((rows) => rows[i] ?? '').join(''))
  return write(name, HEADER + (isMixed ? mixed : parts.flat()).join(''))
}

const compare = async (file: string, ...words: string[]) =>
  (await lossctlJson<{ results: CompareReport[] }>('compare', file, ...words)).results

/** All that a result says besides what it is called. */
const withoutName = ({ source, ...rest }: CompareReport) => ({ ...rest, source: { ...source, name: '' } })

const settings = fc.constantFrom(
  [],
  ['--weight', 'weight'],
  ['--by', 'site', '--weight', 'none'],
  ['--weight', 'none', '--per-sample', '3', '--gamma', '0,2'],
)

describe('each of several models in one file', () => {
  it('has the numbers that it has alone, to the bit', async () => {
    const shape = { models: fc.integer({ min: 2, max: 4 }), rows: fc.integer({ min: 20, max: 1500 }) }
    await fc.assert(
      fc.asyncProperty(
        fc.record({ ...shape, seed: fc.nat(96), isMixed: fc.boolean() }),
        settings,
        async (made, words) => {
          const parts = Array.from({ length: made.models }, (_, m) => rowsOf(m, made.rows, made.seed))
          const file = longFile('long.csv', parts, made.isMixed)
          const together = await compare(file, '--model', 'model', ...words)
          expect(together.map(({ source }) => source.name)).toEqual(
            MODELS.slice(0, made.models).map((model) => `${file} [${model}]`),
          )
          for (const [m, rows] of parts.entries()) {
            const alone = write('alone.csv', HEADER + rows.join(''))
            const [own] = await compare(alone, '--model', 'model', ...words)
            expect(withoutName(together[m])).toEqual(withoutName(own))
            // The column of the model is no score of its own, and nothing else is changed by it.
            const [plain] = await compare(alone, ...words, '--score', 'prob')
            expect(withoutName(together[m])).toEqual(withoutName(plain))
          }
        },
      ),
      { numRuns: draws(40) },
    )
  })

  it('is set against another as two files are', async () => {
    const parts = [rowsOf(0, 300, 1), rowsOf(1, 300, 1).reverse()]
    const file = longFile('pair.csv', parts, false)
    const files = parts.map((rows, m) => write(`${m}.csv`, HEADER + rows.join('')))
    const both = await lossctlJson<DiffReport>('diff', file, '--model', 'model', '--weight', 'none')
    const apart = await lossctlJson<DiffReport>('diff', ...files, '--weight', 'none')
    expect([both.losses, both.moves, both.verdict]).toEqual([apart.losses, apart.moves, apart.verdict])
    expect([both.a.name, both.b.name]).toEqual([`${file} [old]`, `${file} [new, better]`])
    const turned = await lossctlJson<DiffReport>(
      'diff',
      file,
      '--model',
      'model="new, better",old',
      '--weight',
      'none',
    )
    expect(turned.a.name).toBe(`${file} [new, better]`)
    expect(turned.losses[0].difference).toBeCloseTo(-both.losses[0].difference, 14)
  })

  it('is a data set of the page', async () => {
    const file = longFile('page.csv', [rowsOf(0, 100, 1), rowsOf(1, 100, 1)], true)
    const page = file.replace('.csv', '.html')
    expect((await lossctl(['report', file, '--model', 'model', '--weight', 'none', '-o', page])).code).toBe(0)
    const [, json] = /<script type="application\/json" id="content">(.*)<\/script>/.exec(
      readFileSync(page, 'utf8'),
    )!
    const { files }: ReportContent = JSON.parse(json)
    expect(files.map(({ name }) => name)).toEqual(['page.csv [old]', 'page.csv [new, better]'])
    expect(files[1].words).toEqual(expect.arrayContaining(['--model', 'model="new, better"']))
  })

  it('is named for questions about one, and for functions', async () => {
    const parts = [rowsOf(0, 100, 1), rowsOf(3, 100, 1)]
    const file = longFile('one.csv', parts, true)
    const { code, stderr } = await lossctl(['samples', file, '--model', 'model', '--weight', 'none'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('has 2 models in "model"; compare,')])
    expect(
      (await lossctl(['samples', file, '--weight', 'none', ...advisedFlag(stderr, '--model')])).code,
    ).toBe(0)
    const { source } = await api.compare({ scores: file, model: 'model=-x=y', weight: 'none' })
    expect([source.name, source.rows]).toEqual([`${file} [-x=y]`, 100])
    const unknown = await lossctl(['compare', file, '--model', 'model=lod'])
    expect(unknown.stderr).toBe(`error: ${file}: has no model "lod" in "model"; it has "old", "-x=y"\n`)
  })

  it('says of a fault where it stands in the file of all', async () => {
    const rows = rowsOf(1, 40, 1).map((row, i) => (i === 30 ? row.replace(/[\d.]+\n$/, '1.5\n') : row))
    const file = longFile('fault.csv', [rowsOf(0, 40, 1), rows], true)
    const { stderr } = await lossctl(['compare', file, '--model', 'model', '--weight', 'none'])
    expect(stderr).toContain(`${file}:63:6: "1.5" is not a probability`)
    const nameless = write(
      'nameless.csv',
      HEADER + rowsOf(0, 9, 1).join('').replace('i4.png,a,old', 'i4.png,a,'),
    )
    const told = await lossctl(['compare', nameless, '--model', 'model'])
    expect(told.stderr).toBe(`error: ${nameless}:6:3: names no model; each row names one in "model"\n`)
  })

  it('may come late, or in a shard of its own', async () => {
    const late = longFile('late.csv', [rowsOf(0, 3000, 1), rowsOf(1, 50, 2)], false)
    expect((await compare(late, '--model', 'model')).map(({ count }) => count)).toEqual([3000, 50])
    const shards = [0, 1, 1].map((m, shard) =>
      write(`shard-${shard}.csv`, HEADER + rowsOf(m, 60 + shard, shard).join('')),
    )
    const found = await compare(shards[0].replace('0.csv', '*.csv'), '--model', 'model')
    expect(found.map(({ source }) => [source.files, source.rows])).toEqual([
      [1, 60],
      [2, 123],
    ])
  })
})

describe('models that nobody has named', () => {
  const asked = async (text: string, ...words: string[]) => {
    const file = write('unnamed.csv', text)
    const { code, stderr } = await lossctl(['compare', file, '--weight', 'none', ...words])
    return { file, code, stderr }
  }
  const all = [...rowsOf(0, 40, 1), ...rowsOf(1, 40, 1)]

  it('are recognised by ids that come again, and by labels that do', async () => {
    const withoutIds = HEADER.slice(6) + all.map((row) => row.slice(row.indexOf(',') + 1)).join('')
    for (const text of [HEADER + all.join(''), withoutIds]) {
      const file = write('nobody.csv', text)
      const { code, stderr } = await lossctl(['samples', file, '--weight', 'none'])
      expect([code, stderr]).toEqual([
        3,
        expect.stringContaining('comes once for each "model": "old", "new, better"'),
      ])
      const pasted = [...advisedFlag(stderr, '--model')]
      expect(await compare(file, '--weight', 'none', ...pasted)).toHaveLength(2)
      // Where it can be nothing else no flag is needed: labels that come in turn may be those of other samples.
      const plain = await lossctl(['compare', file, '--weight', 'none', '--format', 'json'])
      if (text === withoutIds) expect(plain.code).toBe(3)
      else
        expect(JSON.parse(plain.stdout).results).toEqual(await compare(file, '--weight', 'none', ...pasted))
      const one = advisedFlag(stderr.slice(stderr.lastIndexOf('--model')), '--model')
      expect(await compare(file, '--weight', 'none', ...one)).toHaveLength(1)
    }
  })

  it('are none where rows differ, where --by names them, and where samples come once', async () => {
    const ids = all.map((row, i) => row.replace(/^i\d+/, `i${i}`))
    expect((await asked(HEADER + ids.join(''))).code).toBe(0)
    expect((await asked(HEADER + all.join(''), '--by', 'model')).code).toBe(0)
    expect((await asked(HEADER + rowsOf(0, 40, 1).join(''))).code).toBe(0)
  })
})

describe('two models in two columns', () => {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const [y, p, q] = [Number(i % 3 === 0), ((i * 7) % 19) / 20 + 0.02, ((i * 5) % 17) / 18 + 0.03]
    return { y, p, q }
  })
  const both = () =>
    write('both.csv', `label,raw,calibrated\n${rows.map(({ y, p, q }) => `${y},${p},${q}\n`).join('')}`)

  it('are set against each other as two files are', async () => {
    const [a, b] = (['p', 'q'] as const).map((score) =>
      write(`${score}.csv`, `label,prob\n${rows.map((row) => `${row.y},${row[score]}\n`).join('')}`),
    )
    const words = ['--score', 'raw', '--score-b', 'calibrated', '--from', 'probs']
    const one = await lossctlJson<DiffReport>('diff', both(), ...words)
    const apart = await lossctlJson<DiffReport>('diff', a, b)
    expect([one.losses, one.moves]).toEqual([apart.losses, apart.moves])
    const mean = (score: 'p' | 'q') =>
      rows.reduce((sum, row) => sum - Math.log(row.y ? row[score] : 1 - row[score]), 0) / rows.length
    expect(one.losses[0].difference).toBeCloseTo(mean('q') - mean('p'), 12)
  })

  it('are asked about where only one file is given', async () => {
    const { code, stderr } = await lossctl(['diff', both()])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('diff compares two models, and there is one file'),
    ])
    const three = longFile('three.csv', [rowsOf(0, 40, 1), rowsOf(1, 40, 1), rowsOf(2, 40, 1)], true)
    const many = await lossctl(['diff', three, '--model', 'model', '--weight', 'none'])
    expect([many.code, many.stderr]).toEqual([
      2,
      expect.stringContaining('--model model names 3; name two, as in'),
    ])
    const pasted = advisedFlag(many.stderr.slice(many.stderr.indexOf('as in')), '--model')
    expect((await lossctl(['diff', three, '--weight', 'none', ...pasted])).code).toBe(0)
  })
})
