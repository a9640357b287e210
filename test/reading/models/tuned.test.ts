/** The same samples again under another value of what a model is made with, or of any column where ids number the rows of the data. */
import { describe, expect, it, test } from 'vitest'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { compareCe, lossctl } from '../../made/host.ts'
import { advisedFlag } from '../../made/paste.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { uniforms } from '../../made/uniforms.ts'

const write = scratchFolder()

type Cell = string | number
type Names = readonly Cell[]

const truthOf = (samples: number) => {
  const draw = uniforms(11)
  return Array.from({ length: samples }, () => Number(draw() < 0.4))
}
const chance = (sample: number, model: number) => ((sample * 41 + model * 17) % 89) / 90 + 0.004
const lossOf = (label: number, p: number) => -Math.log(label === 1 ? p : 1 - p)

/** What a model has: the mean over its rows, in as many parts as there are. */
const meanOf = (labels: readonly number[], model: number) =>
  labels.reduce((sum, label, sample) => sum + lossOf(label, chance(sample, model)), 0) / labels.length

interface Long {
  readonly ids: string
  readonly names: readonly string[]
  readonly models: readonly Names[]
  readonly samples?: number
  readonly inTurns?: boolean
  readonly idOf?: (sample: number) => Cell
}

/** Rows of each model below one another, or of each sample. */
function longFile({
  ids,
  names,
  models,
  samples = 40,
  inTurns,
  idOf = (sample) => sample + 1,
}: Long): string {
  const labels = truthOf(samples)
  const rows = models.flatMap((model, at) =>
    labels.map((label, sample) => ({ sample, cells: [idOf(sample), ...model, label, chance(sample, at)] })),
  )
  if (inTurns) rows.sort((one, other) => one.sample - other.sample)
  return write(
    'long.csv',
    `${[ids, ...names, 'label', 'prob'].join()}\n${rows.map(({ cells }) => cells.join()).join('\n')}\n`,
  )
}

async function holdsEach(file: string, asked: string, means: readonly number[]): Promise<void> {
  const { results } = await compareCe(file, ...advisedFlag(asked, '--model'))
  expect(results.map(({ losses }: CompareReport) => losses[0].value)).toEqual(
    means.map((mean) => expect.closeTo(mean, 12)),
  )
  const one = advisedFlag(asked.slice(asked.lastIndexOf('--model')), '--model')
  expect((await compareCe(file, ...one)).results[0].losses[0].value).toBeCloseTo(means[0], 12)
  const all = await compareCe(file, ...advisedFlag(asked.slice(asked.indexOf('--by')), '--by'))
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length
  expect(all.results[0].losses[0].value).toBeCloseTo(mean, 12)
}

async function asked(file: string): Promise<string> {
  const { code, stderr } = await lossctl(['compare', file])
  expect(code, stderr).toBe(3)
  return stderr
}

describe('the same samples again', () => {
  test.each<[string, string, Names]>([
    ['rowIndex', 'mtry', [2, 4]],
    ['rowIndex', 'alpha', [0.1, 0.55, 1]],
    ['.row', 'wflow_id', ['rf', 'glm']],
    ['row_index', 'anything', ['a', 'b']],
    ['source_row', 'degree_of_it', [1, 2, 3]],
    ['sample_idx', 'seed', [1, 2]],
    ['id', 'judge', ['strict', 'lenient']],
    ['id', 'clf', ['lr', 'rf']],
    ['patient_id', 'penalty', ['1e-3', '1e-1']],
    ['id', '.config', [1, 2]],
    ['image_id', 'prompting', ['full', 'none']],
    ['uid', 'max_depth', [3, 5]],
  ])('are asked about, %s with %s, and what is advised has the numbers of each', async (ids, name, values) => {
    const labels = truthOf(40)
    for (const inTurns of [false, true]) {
      const file = longFile({ ids, names: [name], models: values.map((value) => [value]), inTurns })
      const said = await asked(file)
      expect(said).toContain(
        `each sample comes once for each "${name}": ${values.map((value) => `"${value}"`).join(', ')}; say --model `,
      )
      await holdsEach(
        file,
        said,
        values.map((_, model) => meanOf(labels, model)),
      )
    }
  })

  it('are told by two values together, and by one beside the folds of repeats', async () => {
    const labels = truthOf(40)
    const grid = [50, 100].flatMap((trees) => [1, 2].map((depth) => [trees, depth]))
    const file = longFile({ ids: 'rowIndex', names: ['n.trees', 'interaction.depth'], models: grid })
    const said = await asked(file)
    expect(said).toContain('once for each "n.trees" and "interaction.depth" together: "50/1", ')
    await holdsEach(
      file,
      said,
      grid.map((_, model) => meanOf(labels, model)),
    )
    const rows = [2, 4].flatMap((mtry, model) =>
      ['Rep1', 'Rep2'].flatMap((rep, turn) =>
        labels.map((label, i) =>
          [i + 1, mtry, `Fold${(i + turn) % 5}.${rep}`, label, chance(i, 2 * model + turn)].join(),
        ),
      ),
    )
    const repeated = write('repeats.csv', `rowIndex,mtry,Resample,label,prob\n${rows.join('\n')}\n`)
    const meanOfTurns = (model: number) => (meanOf(labels, 2 * model) + meanOf(labels, 2 * model + 1)) / 2
    const repeats = await asked(repeated)
    expect(repeats).toContain('each sample comes once for each "mtry": "2", "4"; say --model mtry')
    await holdsEach(repeated, repeats, [meanOfTurns(0), meanOfTurns(1)])
  })

  it('are found behind the first rows, in JSON, and without ids by their labels', async () => {
    const labels = truthOf(1500)
    for (const [ids, name] of [
      ['rowIndex', 'anything'],
      ['id', 'lambda'],
    ]) {
      const file = longFile({ ids, names: [name], models: [[7], [9]], samples: 1500 })
      await holdsEach(file, await asked(file), [meanOf(labels, 0), meanOf(labels, 1)])
    }
    const few = truthOf(40)
    const records = ['a', 'b'].flatMap((judge, model) =>
      few.map((label, id) => ({ judge, id, label, prob: chance(id, model) })),
    )
    const json = write('long.json', JSON.stringify(records))
    await holdsEach(json, await asked(json), [meanOf(few, 0), meanOf(few, 1)])
    const rows = [2, 4].flatMap((mtry, model) =>
      few.map((label, i) => `${mtry},${label},${chance(i, model)}`),
    )
    const alone = write('alone.csv', `mtry,label,prob\n${rows.join('\n')}\n`)
    await holdsEach(alone, await asked(alone), [meanOf(few, 0), meanOf(few, 1)])
  })
})

describe('rows of one id', () => {
  test.each<[string, string, readonly Cell[]]>([
    ['patient_id', 'slice', [1, 2]],
    ['image_id', 'tile', ['a', 'b']],
    ['image_id', 'stain', ['he', 'ihc']],
    ['id', 'number', [1, 2]],
    ['id', 'seed', [1, 2]],
    ['video_id', 'epoch', [1, 2]],
    ['.row', 'id', ['Repeat1', 'Repeat2']],
    ['rowIndex', 'Resample', ['Rep1', 'Rep2']],
    ['row', 'col', [1, 2]],
  ])('stay together where they are parts of it, or the mean over them is meant: %s with %s', async (ids, name, parts) => {
    const labels = truthOf(40)
    const { code, results } = await compareCe(
      longFile({ ids, names: [name], models: parts.map((part) => [part]) }),
    )
    expect([code, results[0].count]).toEqual([0, 80])
    expect(results[0].losses[0].value).toBeCloseTo((meanOf(labels, 0) + meanOf(labels, 1)) / 2, 12)
  })

  it('are others where labels differ, and rows of classes where their words are those of the labels', async () => {
    const labels = truthOf(40)
    const other = labels.toReversed()
    const rows = [labels, other].flatMap((own, part) =>
      own.map((label, i) => `${i},${'ab'[part]},${label},${chance(i, part)}`),
    )
    const { results } = await compareCe(write('others.csv', `row_id,clf,label,prob\n${rows.join('\n')}\n`))
    expect(results[0].count).toBe(80)
    const long = labels.flatMap((label, i) =>
      ['cat', 'dog'].map((word) => `${i},${word},${['cat', 'dog'][label]},0.5`),
    )
    const { stderr } = await lossctl([
      'compare',
      write('classes.csv', `id,animal,label,prob\n${long.join('\n')}\n`),
    ])
    expect(stderr).not.toContain('comes once for each')
  })
})
