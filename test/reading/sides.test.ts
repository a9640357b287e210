import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { printedCe } from '../made/printed-ce.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 60

/** Probabilities of the label 1 by a model that is right more often than not. */
const Y = Array.from({ length: N }, (_, i) => Number(i % 3 === 0))
const P = Y.map((y, i) => 0.3 + 0.4 * y + (((i * 7) % 11) - 5) / 20)
const MEAN = P.reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / N

const csv = (name: string, header: string, row: (i: number) => readonly (string | number)[]) =>
  write(name, `${[header, ...P.map((_, i) => row(i).join(','))].join('\n')}\n`)

const ofPositiveFirst = (i: number) => [Y[i], P[i], 1 - P[i]]
const ofPositiveLast = (i: number) => [Y[i], 1 - P[i], P[i]]

describe('two scores per row beside labels of 0 and 1', () => {
  it.each([
    ['in the order of the labels, which the scores confirm', 'label,legit,fraud', ofPositiveLast],
    ['in that order, named alike', 'label,prob_legit,prob_fraud', ofPositiveLast],
    ['of which one is named as the positive one', 'label,prob_positive,rest', ofPositiveFirst],
    ['of which one is named as the negative one', 'label,rest,no', ofPositiveFirst],
  ])('are read: %s', async (_, header, row) => {
    expect(await printedCe(csv('read.csv', header, row))).toBeCloseTo(MEAN, 12)
  })

  it.each([
    ['the other way round', 'label,fraud,legit', ofPositiveFirst],
    ['the other way round, named alike', 'label,prob_spam,prob_ham', ofPositiveFirst],
    ['that are the same in either class', 'label,spam,ham', (i: number) => [Y[i], 0.25, 0.75]],
    ['of which no label is 1', 'label,spam,ham', (i: number) => [0, P[i], 1 - P[i]]],
  ])('are a question that the flags in it answer: %s', async (_, header, row) => {
    const file = csv('asked.csv', header, row)
    const { code, stderr } = await lossctl(['compare', file])
    const [, first, second] = header.split(',')
    expect([code, stderr]).toEqual([
      3,
      `error: ${file}: it is unclear which of ${first} and ${second} is the score of the label 1; say --score ${first},${second} if it is ${second}, --score ${second},${first} if it is ${first}\n`,
    ])
    for (const [order, truth] of [
      [`${second},${first}`, 0],
      [`${first},${second}`, 1],
    ] as const) {
      const losses = P.map((_, i) => {
        const [label, ...scores] = row(i)
        return -Math.log(scores[label === 1 ? truth : 1 - truth])
      })
      expect(await printedCe(file, '--score', order)).toBeCloseTo(
        losses.reduce((sum, loss) => sum + loss, 0) / N,
        12,
      )
    }
  })

  it('are a question where labels are joined in another order, which tells nothing of the first rows', async () => {
    const scores = csv('scores.csv', 'id,legit,fraud', (i) => [`s${i}`, 1 - P[i], P[i]])
    const labels = csv('labels.csv', 'id,label', (i) => [`s${N - 1 - i}`, Y[N - 1 - i]])
    expect((await lossctl(['compare', scores, '--labels', labels])).code).toBe(3)
    expect(await printedCe(scores, '--labels', labels, '--score', 'legit,fraud')).toBeCloseTo(MEAN, 12)
  })
})

it('two scores per row are a question where no label is 1, whatever is left out', async () => {
  for (const left of ['ignore', '-1', '255']) {
    const file = csv('left.csv', 'label,spam,ham', (i) => [i % 5 === 0 ? left : 0, P[i], 1 - P[i]])
    for (const flags of [[`--ignore-label=${left}`], [`--ignore-label=${left}`, '--ignore-label=7']])
      expect((await lossctl(['compare', file, ...flags])).code).toBe(3)
  }
})

it('a score that is called a confidence is a question where no row of a few is below a half', async () => {
  const rows = (name: string) =>
    write('few.csv', `label,c0,${name}\n1,-2,0.6\n1,-1,0.7\n0,-3,0.8\n0,-1,0.55\n1,-2,0.9\n`)
  for (const name of ['pred_conf', 'confidence'])
    expect((await lossctl(['compare', rows(name)])).stderr).toContain('of the class that was predicted')
  expect((await lossctl(['compare', rows('prob')])).code).toBe(0)
})

it('the probability of the truth is no second class where all samples are negatives', async () => {
  const file = csv('pt.csv', 'label,prob_positive,pt', (i) => [0, P[i], 1 - P[i]])
  const wanted = P.reduce((sum, p) => sum - Math.log(1 - p), 0) / N
  expect(await printedCe(file)).toBeCloseTo(wanted, 12)
})

describe('a confidence beside two columns of which one always is the higher', () => {
  it.each([
    ['negative,positive,Confidence', 1],
    ['cat,dog,confidence', 0],
  ])('is none of the classes: %s', async (header, label) => {
    const file = csv(`sure-${label}.csv`, `label,${header}`, (i) => {
      const p = 1 - 1e-6 * (i + 1)
      return label === 1 ? [1, 1 - p, p, p.toFixed(6)] : [0, p, 1 - p, p.toFixed(6)]
    })
    const wanted = P.reduce((sum, _, i) => sum - Math.log(1 - 1e-6 * (i + 1)), 0) / N
    const order = label === 1 ? [] : ['--score', 'cat,dog']
    expect(await printedCe(file, ...order)).toBeCloseTo(wanted, 12)
  })
})

describe('columns of words beside labels of 0 to 2', () => {
  const labels = P.map((_, i) => i % 3)
  const others = [0.1, 0.2, 0.3, 0.15]
  const scores = labels.map((label, i) =>
    [0, 1, 2].map((c) => (c === label ? 1 - 2 * others[i % 4] : others[i % 4])),
  )
  const write = (order: readonly number[]) => {
    const header = ['label', ...order.map((c) => ['cat', 'dog', 'bird'][c])].join(',')
    return csv(`${order.join('')}.csv`, header, (i) => [labels[i], ...order.map((c) => scores[i][c])])
  }
  const wanted = labels.reduce((sum, label, i) => sum - Math.log(scores[i][label]), 0) / N

  it('are read in the order of the labels', async () => {
    expect(await printedCe(write([0, 1, 2]))).toBeCloseTo(wanted, 12)
  })

  it.each([
    [[1, 0, 2]],
    [[2, 1, 0]],
    [[1, 2, 0]],
    [[2, 0, 1]],
  ])('are a question where their scores speak for another order: %s', async (order) => {
    const file = write(order)
    const { code, stderr } = await lossctl(['compare', file])
    expect([code, stderr.split(';')[0]]).toEqual([
      3,
      expect.stringContaining('it is unclear which column is of which label'),
    ])
    expect(await printedCe(file, '--score', 'cat,dog,bird')).toBeCloseTo(wanted, 12)
  })
})

describe('a score that is named for a class', () => {
  const file = () => csv('one.csv', 'label,p_fraud', (i) => [['legit', 'fraud'][Y[i]], P[i]])

  it('is not that of the other one, which class names put last', async () => {
    const { code, stderr } = await lossctl(['compare', file(), '--class-names', 'fraud,legit'])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('has "legit" for the positive one; say --class-names legit,fraud'),
    ])
    expect(await printedCe(file(), '--class-names', 'legit,fraud')).toBeCloseTo(MEAN, 12)
  })

  it('by a number may be that of any: of a sigmoid it counts the outputs', async () => {
    const first = csv('first.csv', 'label,prob_0', (i) => [Y[i], P[i]])
    expect(await printedCe(first, '--class-names', '0,1')).toBeCloseTo(MEAN, 12)
  })
})
