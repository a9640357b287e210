/** Labels of two values beside the scores of several classes; and predictions beside them, where there is no truth. */
import { describe, expect, it } from 'vitest'
import { compareCe } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { advisedFlags } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(131)
const N = 40
/** The class of each row, the first one in a third of them. */
const TRUTH = Array.from({ length: N }, (_, i) => (i * 7) % 3)
const ROWS = TRUTH.map((truth) => {
  const e = [0, 1, 2].map((c) => Math.exp(1.4 * Number(c === truth) + random.normal()))
  const sum = e[0] + e[1] + e[2]
  return e.map((x) => Number((x / sum).toFixed(5)))
})
const highest = (row: readonly number[]) => row.indexOf(Math.max(...row))

/** −ln p of the one class where it is true, −ln(1 − p) where not. */
const meanOfOne = (of: number) =>
  TRUTH.reduce((sum, truth, i) => sum - Math.log(truth === of ? ROWS[i][of] : 1 - ROWS[i][of]), 0) / N
/** −ln p of the class that a label counts. */
const meanOfIndex = (label: (truth: number) => number) =>
  TRUTH.reduce((sum, truth, i) => sum - Math.log(ROWS[i][label(truth)]), 0) / N

const file = (header: string, cells: (row: readonly number[], truth: number) => readonly unknown[]) =>
  write('preds.csv', `${[header, ...ROWS.map((row, i) => cells(row, TRUTH[i]).join(','))].join('\n')}\n`)

/** Every way that is printed, and the mean that it gives. */
async function answersOf(path: string, said: string) {
  const { code, stderr } = await compareCe(path)
  expect([code, stderr]).toEqual([3, expect.stringContaining(said)])
  const means: number[] = []
  for (const flags of advisedFlags(stderr)) {
    const { results, stderr: refused } = await compareCe(path, ...flags)
    expect(refused).toBe('')
    means.push(results[0].losses[0].value)
  }
  return means
}

describe('labels named for one class of several', () => {
  it.each([
    ['home_win', 'home_win_prob,away_win_prob,draw_prob', 0],
    ['is_dog', 'prob_cat,prob_dog,prob_owl', 1],
    ['positive', 'prob_negative,prob_neutral,prob_positive', 2],
    ['toxic', 'p_toxic,p_severe_toxic,p_clean', 0],
  ] as const)('are asked about, its score first: %s', async (label, names, of) => {
    const path = file(`${label},${names}`, (row, truth) => [Number(truth === of), ...row])
    const means = await answersOf(path, `"${label}" has two values and is named for one class of several`)
    expect(means).toEqual([
      expect.closeTo(meanOfOne(of), 12),
      expect.closeTo(
        meanOfIndex((truth) => Number(truth === of)),
        12,
      ),
    ])
  })

  it.each([
    ['yes', 'no'],
    ['True', 'False'],
  ])('are asked about in words too: %s, %s', async (yes, no) => {
    const path = file('is_cat,prob_cat,prob_dog,prob_owl', (row, truth) => [truth === 0 ? yes : no, ...row])
    expect(await answersOf(path, 'is named for one class of several')).toEqual([
      expect.closeTo(meanOfOne(0), 12),
    ])
  })

  it('are asked about before the first of two columns is taken for the label 0', async () => {
    const path = file('is_dog,p_dog,p_cat', (row, truth) => [
      Number(truth === 0),
      row[0],
      (1 - row[0]).toFixed(5),
    ])
    const { stderr } = await compareCe(path)
    const [flags] = advisedFlags(stderr)
    expect(flags).toEqual(['--score', 'p_cat,p_dog'])
    const { results } = await compareCe(path, ...flags)
    expect(results[0].losses[0].value).toBeCloseTo(meanOfOne(0), 9)
  })

  it('need a word that no other class has as well', async () => {
    const path = file('risk,low_risk,mid_risk,high_risk', (row, truth) => [Number(truth === 1), ...row])
    const { code, stderr } = await compareCe(path, '--label', 'risk')
    expect([code, stderr]).toEqual([3, expect.stringContaining('1 may be one of them')])
  })
})

describe('labels of 0 and 1 that say nothing, beside three classes', () => {
  it('are asked about where the scores speak for others than the first two', async () => {
    const path = file('label,entailment_prob,neutral_prob,contradiction_prob', (row, truth) => [
      Number(truth === 2),
      ...row,
    ])
    const { code, stderr } = await compareCe(path)
    expect([code, stderr]).toEqual([3, expect.stringContaining('1 may be one of them')])
    const { results } = await compareCe(path, '--score', 'contradiction_prob')
    expect(results[0].losses[0].value).toBeCloseTo(meanOfOne(2), 12)
  })

  it('name no class that is left out of three words: neu of neg, neu, pos', async () => {
    const path = file('label,neg,neu,pos', (row, truth) => [Number(truth === 2), ...row])
    await answersOf(path, '(neg, neu, pos)')
    const { results } = await compareCe(path, '--score', 'pos')
    expect(results[0].losses[0].value).toBeCloseTo(meanOfOne(2), 12)
  })

  it('are the first two classes where the scores speak for these', async () => {
    const rows = ROWS.map(([a, b]) => [a, b].map((p) => Number(((p / (a + b)) * 0.99).toFixed(5))))
    const text = rows.map(([a, b], i) => `${i % 2},${a},${b},${(1 - a - b).toFixed(5)}`)
    const { results } = await compareCe(
      write('two.csv', `label,prob_a,prob_b,prob_rare\n${text.join('\n')}\n`),
    )
    const right = rows.reduce((sum, row, i) => sum - Math.log(row[i % 2]), 0) / N
    expect(results[0].losses[0].value).toBeCloseTo(right, 12)
  })
})

describe('classes that were predicted', () => {
  const words = ['cat', 'dog', 'owl']
  const names = 'prob_cat,prob_dog,prob_owl'

  it.each([
    'prediction',
    'predicted_class',
    'y_pred',
    '.pred_class',
    'Scored Labels',
    'decision',
  ])('are no labels: %s', async (name) => {
    const path = file(`${name},${names}`, (row) => [words[highest(row)], ...row])
    const { code, stderr } = await compareCe(path)
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining(`has no labels: "${name}" holds the classes that were predicted`),
    ])
    const labels = write('truth.csv', `label\n${TRUTH.map((truth) => words[truth]).join('\n')}\n`)
    const { results } = await compareCe(path, '--labels', labels)
    expect(results[0].losses[0].value).toBeCloseTo(
      meanOfIndex((truth) => truth),
      12,
    )
  })

  it('are no labels beside the score of one class either', async () => {
    const path = file('predicted_label,prob_cat', (row) => [row[0] > 0.5 ? 'cat' : 'dog', row[0]])
    const { code, stderr } = await compareCe(path)
    expect([code, stderr]).toEqual([3, expect.stringContaining('has no labels: "predicted_label" holds')])
  })

  it.each([
    [
      'pred,obs,cat,dog,owl,rowIndex,Resample',
      (row: readonly number[], truth: number) => [words[highest(row)], words[truth], ...row, 1, 'Fold1'],
    ],
    [
      'obs,pred,prob_cat,prob_dog,prob_owl',
      (row: readonly number[], truth: number) => [words[truth], words[highest(row)], ...row],
    ],
  ] as const)('stand beside obs, the truth: %s', async (header, cells) => {
    const { results } = await compareCe(file(header, cells))
    expect(results[0].losses[0].value).toBeCloseTo(
      meanOfIndex((truth) => truth),
      12,
    )
  })

  it('stand beside obs of classes that no score is named for', async () => {
    const path = file('pred,obs,Yes', (row, truth) => [row[0] > 0.5 ? 1 : 0, Number(truth === 0), row[0]])
    const { stderr, results } = await compareCe(path, '--score', 'Yes')
    expect([stderr, results[0]?.source.labels]).toEqual(['', ['obs']])
    expect(results[0].losses[0].value).toBeCloseTo(meanOfOne(0), 12)
  })

  it('stand beside the labels', async () => {
    const path = file(`prediction,species,${names}`, (row, truth) => [
      words[highest(row)],
      words[truth],
      ...row,
    ])
    const { results } = await compareCe(path)
    expect(results[0].losses[0].value).toBeCloseTo(
      meanOfIndex((truth) => truth),
      12,
    )
  })
})
