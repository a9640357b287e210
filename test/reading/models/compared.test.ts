/** Words of what is compared that compare shows side by side without being told, where ids prove that each has the same samples. */
import { describe, expect, it, test } from 'vitest'
import { compareCe, lossctl } from '../../made/host.ts'
import { advisedFlag } from '../../made/paste.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { uniforms } from '../../made/uniforms.ts'

const write = scratchFolder()

interface Row {
  readonly id: number
  readonly keys: readonly (string | number)[]
  readonly y: number
  readonly p: number
}

function rowsOf(
  models: readonly (readonly (string | number)[])[],
  samples = 30,
): readonly (readonly Row[])[] {
  const draw = uniforms(17)
  const labels = Array.from({ length: samples }, () => Number(draw() < 0.4))
  return models.map((keys) => labels.map((y, id) => ({ id, keys, y, p: 0.02 + 0.6 * draw() + 0.3 * y })))
}

const meanOf = (rows: readonly Row[]) =>
  rows.reduce((sum, { y, p }) => sum - Math.log(y === 1 ? p : 1 - p), 0) / rows.length

const fileOf = (names: readonly string[], rows: readonly Row[], ids = 'ID') =>
  write(
    'rows.csv',
    `${[ids, ...names, 'y_true', 'y_score'].join()}\n${rows.map(({ id, keys, y, p }) => `${[`s${id}`, ...keys, y, p].join()}\n`).join('')}`,
  )

async function showsEach(file: string, flags: readonly string[], models: readonly (readonly Row[])[]) {
  const { stderr, results } = await compareCe(file, ...flags)
  expect(stderr).toBe('')
  expect(results).toHaveLength(models.length)
  for (const [at, rows] of models.entries()) {
    expect(results[at].count).toBe(rows.length)
    expect(results[at].losses[0].value).toBeCloseTo(meanOf(rows), 12)
  }
}

async function asked(file: string): Promise<string> {
  const { code, stderr } = await compareCe(file)
  expect(code).toBe(3)
  return stderr
}

async function holdsBoth(file: string, said: string, models: readonly (readonly Row[])[]) {
  await showsEach(file, advisedFlag(said, '--model'), models)
  const by = advisedFlag(said.slice(said.lastIndexOf('--by')).replace(/ for the mean.*/s, ''), '--by')
  await showsEach(file, by, [models.flat()])
}

describe('words that are the same samples each', () => {
  test.each([
    'variant',
    'method',
    'method_name',
    'approach',
    'system',
    'representation',
    'configuration',
    'config',
    '.config',
    'setup',
    'technique',
    'strategy',
    'training_strategy',
    'pipeline',
    'network',
    'encoder',
    'learner',
    'ablation',
    'experiment',
    'run_name',
    'baseline',
  ])('stand side by side as each %s, in any order of rows', async (name) => {
    const models = rowsOf([['kg'], ['raw'], ['full_k5']])
    for (const rows of [models.flat(), models.flat().toSorted((one, other) => one.id - other.id)]) {
      const file = fileOf([name], rows)
      await showsEach(file, [], models)
      const { stdout } = await lossctl(['inspect', file])
      const text = stdout.replace(/\s+/g, ' ')
      expect(text).toContain(
        '? "kg", "raw", "full_k5" are 3 models, which compare and report show side by side; say',
      )
      const [one, all] = text.slice(text.indexOf('; say')).split(' for one of them, or ')
      await showsEach(file, advisedFlag(one, '--model'), [models[0]])
      await showsEach(file, advisedFlag(all.replace(/ for the mean.*/, ''), '--by'), [rows])
    }
  })

  it('are told by two columns together, and by one of models beside another', async () => {
    const models = rowsOf([
      ['kg', 'k5'],
      ['kg', 'full'],
      ['raw', 'full'],
      ['concat', 'k5'],
    ])
    await showsEach(fileOf(['representation', 'variant'], models.flat()), [], models)
    await showsEach(fileOf(['model', 'variant'], models.flat()), [], models)
  })

  it('are found behind the first rows', async () => {
    const models = rowsOf([['kg'], ['raw']], 1500)
    await showsEach(fileOf(['variant'], models.flat()), [], models)
  })
})

describe('words that may be something else', () => {
  test.each<[string, readonly (string | number)[]]>([
    ['seed', ['a', 'b']],
    ['variant', [1, 2]],
    ['variant', ['original', 'hflip']],
    ['variant', ['clean', 'adversarial']],
    ['experiment', ['seed1', 'seed2']],
    ['config', ['en', 'de']],
    ['prompt_variant', ['a', 'b']],
    ['operating_system', ['linux', 'mac']],
    ['prompt', ['a', 'b']],
    ['preprocessing', ['a', 'b']],
  ])('are asked about: %s of %j', async (name, words) => {
    const models = rowsOf(words.map((word) => [word]))
    const file = fileOf([name], models.flat(), 'row_id')
    await holdsBoth(file, await asked(file), models)
  })

  it('are asked about where another column is no model', async () => {
    const models = rowsOf([
      ['kg', 1],
      ['kg', 2],
      ['raw', 1],
      ['raw', 2],
    ]) // prettier-ignore
    const file = fileOf(['variant', 'seed'], models.flat())
    expect(advisedFlag(await asked(file), '--model')).toEqual(['--model', 'variant,seed'])
    await showsEach(file, ['--model', 'variant,seed'], models)
  })

  it('are asked about where a word has other samples, or a sample another label, be it behind the first rows', async () => {
    for (const samples of [30, 1500]) {
      const [one, other] = rowsOf([['kg'], ['raw']], samples)
      const last = other.length - 1
      const turned = other.with(last, { ...other[last], y: 1 - other[last].y, p: 0.4 })
      const strange = other.with(last, { ...other[last], id: samples })
      for (const rows of [turned, strange, other.slice(0, last)]) {
        const file = fileOf(['variant'], [...one, ...rows])
        await holdsBoth(file, await asked(file), [one, rows])
      }
    }
  })
})
