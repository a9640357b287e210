import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { advisedFlag } from '../made/paste.ts'
import { printedCe } from '../made/printed-ce.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

const ROWS = 60
const truth = (row: number, place: number) => Number((row * 3 + place * 5) % 7 < 3)
const probability = (row: number, model: number, place: number) =>
  Number((1 / (1 + Math.exp(-Math.sin(row * 1.7 + place * 2.1 + model * 4)))).toFixed(3))

/** The mean over all cells, from its definition. */
function meanOf(model: number): number {
  let sum = 0
  for (let row = 0; row < ROWS; row++)
    for (const place of [0, 1]) {
      const p = probability(row, model, place)
      sum -= Math.log(truth(row, place) === 1 ? p : 1 - p)
    }
  return sum / (2 * ROWS)
}

/** @param places the model and the class of each column of scores */
function fileOf(header: string, places: readonly (readonly [model: number, place: number])[]): string {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const scores = places.map(([model, place]) => probability(row, model, place))
    return `${truth(row, 0)},${truth(row, 1)},${scores.join(',')}\n`
  })
  return write('matrix.csv', `${header}\n${rows.join('')}`)
}

interface Compared {
  readonly results: readonly { readonly losses: readonly { readonly value: number }[] }[]
}

const byModel = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const
const byClass = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const

describe('as many models as classes beside labels of each class', () => {
  it.each([
    ['the class last', 'label_a,label_b,m1_a,m1_b,m2_a,m2_b', byModel, []],
    ['the class first', 'label_cat,label_dog,cat_lr,dog_lr,cat_rf,dog_rf', byModel, []],
    ['the class first, class by class', 'label_cat,label_dog,cat_lr,cat_rf,dog_lr,dog_rf', byClass, []],
    ['numbers of classes first', 'label_0,label_1,0_m1,1_m1,0_m2,1_m2', byModel, []],
    ['numbers of classes and of models', 'label_0,label_1,1_0,1_1,2_0,2_1', byModel, []],
    ['labels by their names alone', 'cat,dog,cat_lr,dog_lr,cat_rf,dog_rf', byModel, ['--label', 'cat,dog']],
    ['names of no class of the labels', 'label_p,label_q,lr_cat,lr_dog,rf_cat,rf_dog', byModel, []],
  ])('are parted by the names of the classes: %s', async (_, header, places, words) => {
    const file = fileOf(header, places)
    const { code, stderr } = await lossctl(['compare', file, ...words])
    expect([code, stderr]).toEqual([3, expect.stringContaining('seem to be the scores of 2 models on 2')])
    const one = advisedFlag(stderr, '--score')
    const [, second] = advisedFlag(stderr, '--score-b')
    for (const [model, score] of [one[1], second].entries()) {
      const { results } = await lossctlJson<Compared>(
        'compare',
        file,
        ...words,
        '--score',
        score,
        '--loss',
        'ce',
      )
      expect(results[0].losses[0].value).toBeCloseTo(meanOf(model), 12)
    }
    const names = stderr.includes('--class-names') ? advisedFlag(stderr, '--class-names') : []
    const both = await lossctl([
      'diff',
      file,
      ...words,
      ...one,
      '--score-b',
      second,
      ...names,
      '--loss',
      'ce',
    ])
    expect([both.code, both.stderr]).toEqual([0, ''])
  })

  it('are given no flags that fail where labels are of other classes', async () => {
    const file = fileOf('label_a,label_b,m1_a,m1_c,m2_a,m2_c', byModel)
    const { code, stderr } = await lossctl(['compare', file])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('2 classes; name the columns that belong together with --score and --label'),
    ])
  })
})

it.each([
  ['credit_score', 300, 550],
  ['confidence', 0, 100],
])('whole numbers beyond 1 are no scores of a further class: %s', async (name, low, span) => {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const scores = [0, 1].map((place) => probability(row, 0, place))
    return `${truth(row, 0)},${truth(row, 1)},${scores.join(',')},${low + ((row * 37) % (span + 1))}\n`
  })
  const file = write('credit.csv', `label_a,label_b,a,b,${name}\n${rows.join('')}`)
  expect(await printedCe(file)).toBeCloseTo(meanOf(0), 12)
})
