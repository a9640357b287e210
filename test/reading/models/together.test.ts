/** Models that two columns name together, and ids that come again without being those of several models. */
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { advisedFlag } from '../../made/paste.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()

interface Row {
  readonly sample: number
  readonly names: readonly (string | number)[]
  readonly y: number
  readonly p: number
}

/** Not crossed: each of two representations has one variant, a third has two. */
const MODELS = [
  ['kg', 'k5'],
  ['raw', 'base'],
  ['pca', 'base'],
  ['kg', 'full'],
]

/** In no order that comes again: without ids nothing else tells that the samples do. */
const truth = (sample: number) => Number((sample * 2654435761) % 2 ** 32 < 0.36 * 2 ** 32)
const chance = (sample: number, model: number) => ((sample * 37 + model * 29) % 97) / 98 + 0.005

function rowsOf(samples: number, models: readonly (readonly (string | number)[])[], isMixed = false): Row[] {
  const rows = models.flatMap((names, model) =>
    Array.from({ length: samples }, (_, sample) => ({
      sample,
      names,
      y: truth(sample),
      p: chance(sample, model),
    })),
  )
  return isMixed ? rows.sort((a, b) => a.sample - b.sample) : rows
}

const fileOf = (name: string, header: string, rows: readonly Row[], id = (row: Row) => [`i${row.sample}`]) =>
  write(name, `${header}\n${rows.map((row) => `${[...id(row), ...row.names, row.y, row.p]}\n`).join('')}`)

const meanOf = (rows: readonly Row[]) =>
  rows.reduce((sum, { y, p }) => sum - Math.log(y ? p : 1 - p), 0) / rows.length

/** A question of one data set is asked about models that compare shows without being told. */
async function asked(file: string, ...words: string[]): Promise<string> {
  const { code, stderr } = await lossctl([words.length > 0 ? 'compare' : 'samples', file, ...words])
  expect(code, stderr).toBe(3)
  return stderr
}

async function holdsEach(file: string, words: readonly string[], rows: readonly Row[]): Promise<void> {
  const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', file, ...words)
  const models = [...new Set(rows.map(({ names }) => names.join('/')))]
  expect(results.map(({ source }) => source.name)).toEqual(models.map((model) => `${file} [${model}]`))
  for (const [at, model] of models.entries())
    expect(results[at].losses[0].value).toBeCloseTo(
      meanOf(rows.filter(({ names }) => names.join('/') === model)),
      12,
    )
}

const HEADER = 'id,representation,variant,label,prob'

describe('models that columns name together', () => {
  it('are asked about, and what is advised has the numbers of each', async () => {
    for (const isMixed of [false, true])
      for (const [id, samples] of [
        ['id', 3],
        ['subject_id', 40],
        ['id', 1200],
      ] as const) {
        const rows = rowsOf(samples, MODELS, isMixed)
        const file = fileOf('pair.csv', HEADER.replace('id', id), rows)
        const said = await asked(file)
        expect(said).toContain(
          `each "${id}" comes ${samples === 1200 ? 'several' : '4'} times with the same label, once for each "representation" and "variant" together: "kg/k5", `,
        )
        expect(advisedFlag(said, '--model')).toEqual(['--model', 'representation,variant'])
        await holdsEach(file, advisedFlag(said, '--model'), rows)
        const one = advisedFlag(said.slice(said.lastIndexOf('--model')), '--model')
        const [result] = (await lossctlJson<{ results: CompareReport[] }>('compare', file, ...one)).results
        expect(result.losses[0].value).toBeCloseTo(
          meanOf(rows.filter(({ names }) => `${names}` === 'kg,k5')),
          12,
        )
      }
  })

  it.each([
    ['temperature', 0, 0.7],
    ['learning_rate', '1e-3', '3e-4'],
    ['top_k', 1, 5],
    ['prompt', 'long', 'short'],
  ])('differ in what they were made with, by numbers too, with ids and without: %s', async (setting, ...values) => {
    const models = ['gpt', 'bert'].flatMap((model) => values.map((value) => [model, value]))
    const rows = rowsOf(40, models, true)
    for (const id of ['id,', '']) {
      const file = fileOf('made.csv', `${id}model,${setting},label,prob`, rows, ({ sample }) =>
        id === '' ? [] : [`i${sample}`],
      )
      const said = await asked(file)
      expect(said).toContain(
        `comes 4 times with the same label, once for each "model" and "${setting}" together`,
      )
      await holdsEach(file, advisedFlag(said, '--model'), rows)
      // The mean of each model over its settings may be meant.
      const { code, stderr } = await lossctl(['compare', file])
      expect([code, stderr]).toEqual([3, said])
      const overAll = stderr.slice(stderr.lastIndexOf('--model'))
      const flags = [...advisedFlag(overAll, '--model'), ...advisedFlag(overAll, '--by')]
      expect(flags).toEqual(['--model', 'model', '--by', setting])
      const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', file, ...flags)
      for (const [at, model] of ['gpt', 'bert'].entries())
        expect(results[at].losses[0].value).toBeCloseTo(
          meanOf(rows.filter(({ names }) => names[0] === model)),
          12,
        )
    }
  })

  it('are told by their labels where there is no id', async () => {
    const rows = rowsOf(40, MODELS)
    const file = fileOf('labels.csv', HEADER.slice(3), rows, () => [])
    await holdsEach(file, advisedFlag(await asked(file), '--model'), rows)
    expect(await asked(file, '--model', 'variant')).toContain(
      'each sample comes 2 times within the model "base", once for each "representation": "raw", "pca"; ' +
        'say --model representation,variant if these are models of their own, or --by representation for the mean over all of them',
    )
  })

  it('are not mixed by the name of one of the columns', async () => {
    const rows = rowsOf(40, MODELS)
    const file = fileOf('mixed.csv', HEADER, rows)
    for (const column of ['variant', 'representation'])
      await holdsEach(file, advisedFlag(await asked(file, '--model', column), '--model'), rows)
    const { code } = await lossctl(['compare', file, '--model', 'variant', '--by', 'representation'])
    expect(code).toBe(0)
  })

  it('may be of one column alone, where the other tells parts of a sample', async () => {
    const ofParts = (parts: readonly (string | number)[]) =>
      rowsOf(
        30,
        parts.flatMap((part) => [
          [part, 'old'],
          [part, 'new'],
        ]),
      )
    const tiles = fileOf('tiles.csv', 'image_id,tile,model,label,prob', ofParts([0, 1, 2]))
    const said = await asked(tiles)
    expect(advisedFlag(said, '--model')).toEqual(['--model', 'model'])
    expect((await lossctl(['compare', tiles, '--model', 'model'])).code).toBe(0)
    const unknown = await asked(
      fileOf('kinds.csv', 'image_id,stain,model,label,prob', ofParts(['he', 'ihc'])),
    )
    expect(unknown).toContain(', or --model model if "stain" tells samples of one "image_id" apart')
    // With labels of their own they are parts.
    const labelled = ofParts(['he', 'ihc']).map((row) =>
      row.names[0] === 'he' ? row : { ...row, y: 1 - row.y },
    )
    const own = await asked(fileOf('labelled.csv', 'id,stain,model,label,prob', labelled))
    expect(own).toContain('each sample comes once for each "model": "old", "new"; say --model model to')
    const weak = fileOf('weak.csv', 'id,stain,method,label,prob', ofParts(['he', 'ihc']))
    const byMethod = advisedFlag((await asked(weak)).replace(/ for the mean over all.*/s, ''), '--by')
    expect([byMethod, (await lossctl(['compare', weak, ...byMethod])).code]).toEqual([['--by', 'method'], 0])
  })

  it('are found behind the first rows', async () => {
    const rows = rowsOf(1500, [['old'], ['new']])
    for (const file of [
      fileOf('late.csv', 'id,model,label,prob', rows),
      fileOf('late-labels.csv', 'model,label,prob', rows, () => []),
    ]) {
      await holdsEach(file, advisedFlag(await asked(file), '--model'), rows)
      await holdsEach(file, [], rows)
    }
  })

  it('have names that cannot be mistaken for each other', async () => {
    const rows = rowsOf(20, [
      ['a/b', 'c'],
      ['a', 'b/c'],
    ])
    const file = fileOf('slash.csv', 'id,model,prompt,label,prob', rows)
    expect(await asked(file, '--model', 'model,prompt')).toContain('two models would both be called "a/b/c"')
    expect(await asked(file, '--model', 'model,promt')).toContain(
      'has no column "promt" for --model; did you mean prompt?',
    )
    const named = fileOf('named.csv', 'id,"a,b",c=d,label,prob', rowsOf(20, MODELS))
    const { code } = await lossctl(['compare', named, '--model', '"a,b",c=d=kg/full,raw/base'])
    expect(code).toBe(0)
  })
})

describe('ids that come again', () => {
  it('are no models where their rows are parts of a sample', async () => {
    const parts = [0, 1, 2, 3].flatMap((frame) => [
      [frame, 'L'],
      [frame, 'R'],
    ])
    for (const columns of ['frame,view', 'window,laterality', 'tile,stain', 'epoch,eye']) {
      const { code, stderr } = await lossctl([
        'compare',
        fileOf('parts.csv', `video_id,${columns},label,prob`, rowsOf(30, parts)),
      ])
      expect([columns, code, stderr]).toEqual([columns, 0, ''])
    }
  })

  it('are others where their labels differ, however rare these are', async () => {
    const counted = rowsOf(400, MODELS).map((row, at) => ({ ...row, y: Number(at % 401 === 7) }))
    const { code, stderr } = await lossctl(['compare', fileOf('counted.csv', HEADER, counted)])
    expect([code, stderr]).toEqual([0, ''])
  })

  it('are none where a column called like one of models goes with the samples', async () => {
    const rows = rowsOf(40, [[0], [1], [2]]).map((row) => ({
      ...row,
      names: [...row.names, 'ab'[row.sample % 2]],
    }))
    for (const columns of ['visit,method', 'crop,system']) {
      const file = fileOf('method.csv', `patient_id,${columns},label,prob`, rows)
      expect((await lossctl(['compare', file])).code).toBe(0)
    }
    const twice = rowsOf(40, [['v1'], ['v2'], ['v1'], ['v2']])
    expect((await lossctl(['compare', fileOf('twice.csv', 'id,variant,label,prob', twice)])).code).toBe(0)
  })
})
