/** Scores of several models are each held against the classes that the same model predicted, in whatever pattern both are called. */
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { advisedFlag } from '../made/paste.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

/** What the classes and the scores of a model are called. */
const PATTERNS: readonly (readonly [
  classes: (model: string) => string,
  scores: (model: string) => string,
])[] = [
  [(model) => `pred_${model}`, (model) => `prob_${model}`],
  [(model) => `${model}_pred`, (model) => `${model}_proba`],
  [(model) => `predicted_class_${model}`, (model) => `${model}.score`],
  [(model) => `y_pred ${model}`, (model) => `y_prob ${model}`],
  [(model) => `oof_pred_${model}`, (model) => `oof_prob_${model}`],
  [(model) => `Pred-${model}`, (model) => `conf-${model}`],
  [(model) => `${model}Pred`, (model) => `${model}Prob`],
]
const MODELS = ['xgb', 'rf', 'net2', 'net3']

const ROWS = 60
const truth = (row: number) => Number((row * 7) % 3 === 0)
/** The chance of the label 1 under a model. */
const chance = (row: number, model: number) => ((row * 37 + model * 29) % 97) / 98 + 0.005
const classOf = (p: number) => Number(p >= 0.5)

function fileOf(
  name: string,
  columns: readonly (readonly [name: string, cell: (row: number) => number])[],
): string {
  const lines = Array.from({ length: ROWS }, (_, row) => columns.map(([, cell]) => cell(row)).join())
  return write(
    name,
    `${['label', ...columns.map(([column]) => column)].join()}\n${lines.map((line, row) => `${truth(row)},${line}\n`).join('')}`,
  )
}

const meanOf = (model: number) =>
  Array.from({ length: ROWS }, (_, row) => {
    const p = chance(row, model)
    return -Math.log(truth(row) ? p : 1 - p)
  }).reduce((sum, loss) => sum + loss, 0) / ROWS

async function holds(file: string, words: readonly string[], mean: number): Promise<void> {
  const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', file, ...words)
  expect(results[0].losses[0].value).toBeCloseTo(mean, 12)
}

describe('the score of one of several models', () => {
  for (const [classes, scores] of PATTERNS)
    it(`${scores('M')} is held against ${classes('M')}`, async () => {
      const columns = MODELS.flatMap((model, at) => [
        [classes(model), (row: number) => classOf(chance(row, at))] as const,
        [scores(model), (row: number) => chance(row, at)] as const,
      ])
      const file = fileOf('all.csv', columns)
      for (const [at, model] of MODELS.entries()) await holds(file, ['--score', scores(model)], meanOf(at))
      // A model that says how sure it is of its class, whatever stands before it.
      const confidence = (row: number) => Math.max(chance(row, 2), 1 - chance(row, 2))
      const sure = fileOf(
        'sure.csv',
        columns.map(([name, cell]) => [name, name === scores('net2') ? confidence : cell]),
      )
      const { code, stderr } = await lossctl(['compare', sure, '--score', scores('net2')])
      expect([code, stderr]).toEqual([3, expect.stringContaining(`"${classes('net2')}"`)])
      await holds(
        sure,
        ['--score', scores('net2'), ...advisedFlag(stderr.replace(', or', ' or'), '--predicted')],
        meanOf(2),
      )
    })

  it('is held against no classes that are those of another', async () => {
    const file = fileOf('one.csv', [
      ['pred_a', (row) => classOf(chance(row, 0))],
      ['prob_a', (row) => chance(row, 0)],
      ['prob_b', (row) => chance(row, 1)],
    ])
    await holds(file, ['--score', 'prob_b'], meanOf(1))
  })

  it('is held against classes that are called like none', async () => {
    const confidence = (row: number) => (row % 4 === 0 ? 0.45 : Math.max(chance(row, 0), 1 - chance(row, 0)))
    const file = fileOf('plain.csv', [
      ['prediction', (row) => classOf(chance(row, 0))],
      ['prob_net', confidence],
    ])
    const { code, stderr } = await lossctl(['compare', file, '--score', 'prob_net'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('no higher for one class in "prediction"')])
  })
})
