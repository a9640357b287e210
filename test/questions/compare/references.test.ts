/** What losses are of a model that says the same of every sample, in closed form. */
import { describe, expect, it } from 'vitest'
import { compare, type Data } from '../../../src/index.ts'

const near = (value: number | null, want: number) =>
  expect(Math.abs(value! - want), `${value} for ${want}`).toBeLessThanOrEqual(
    1e-13 * Math.max(1, Math.abs(want)),
  )

const refs = async (data: Data, question: Parameters<typeof compare>[1]) =>
  (await compare(data, question)).losses.map(({ references }) => references)

/** 3 positives and 7 negatives with any scores. */
const BINARY = {
  scores: [3, -1, 0.2, 1, -5, 2, 0.4, -0.1, -0.7, 9],
  labels: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
  from: 'logits',
} as const
const ENTROPY = -(0.3 * Math.log(0.3) + 0.7 * Math.log(0.7))

describe('the references of a mean', () => {
  it('are the entropy of the class rates and ln 2 for cross-entropy', async () => {
    const [ce] = await refs(BINARY, { losses: ['ce'] })
    near(ce.prior, ENTROPY)
    near(ce.even, Math.LN2)
  })

  it('are those of focal loss with alpha, and of a loss that is not the same for both classes', async () => {
    const [focal, hinge, asl] = await refs(BINARY, { losses: ['focal:alpha=0.25,gamma=2', 'hinge', 'asl'] })
    near(focal.prior, 0.3 * 0.25 * 0.7 ** 2 * -Math.log(0.3) + 0.7 * 0.75 * 0.3 ** 2 * -Math.log(0.7))
    near(focal.even, (0.3 * 0.25 + 0.7 * 0.75) * 0.25 * Math.LN2)
    const z = Math.log(0.3 / 0.7)
    near(hinge.prior, 0.3 * (1 - z) + 0.7 * Math.max(0, 1 + z))
    near(hinge.even, 1)
    near(asl.prior, 0.3 * 0.7 * -Math.log(0.3) + 0.7 * 0.25 ** 4 * -Math.log(0.75))
  })

  it('count weights in the rates, and class weights and reductions as the mean beside them', async () => {
    const weights = [1, 2, 0, 1, 1, 1, 1, 1, 1, 1]
    const [weighted] = await refs({ ...BINARY, weights }, { losses: ['ce'] })
    near(weighted.prior, ENTROPY)
    const [balanced] = await refs(BINARY, { losses: ['ce'], classWeights: 'balanced' })
    near(balanced.prior, -(Math.log(0.3) + Math.log(0.7)) / 2)
    const [sum] = await refs(BINARY, { losses: ['ce'], reduction: 'sum' })
    near(sum.even, 10 * Math.LN2)
    const [positives] = await refs(BINARY, { losses: ['ce'], reduction: 'positives' })
    near(positives.prior, (10 / 3) * ENTROPY)
  })

  it('are of the rates of all samples in every slice', async () => {
    const slices = ['a', 'a', 'b', 'a', 'a', 'b', 'b', 'b', 'b', 'b']
    const { groups } = await compare({ ...BINARY, slices }, { losses: ['ce'], by: 'slice' })
    const a = groups!.find(({ name }) => name === 'a')!
    near(a.losses[0].references.prior, -(Math.log(0.3) + Math.log(0.7)) / 2)
  })

  it('are even chances of K classes with softmax, and its rates where classes are kept apart', async () => {
    const data = {
      scores: [
        [1, 2, 3],
        [0, 0, 1],
        [2, 2, 0],
        [5, 1, 1],
      ],
      labels: [0, 1, 1, 2],
    } as const
    const [together] = await refs(data, { losses: ['ce'] })
    near(together.even, Math.log(3))
    expect(together.prior).toBeNull()
    const [apart] = await refs(data, { losses: ['ce'], by: 'class' })
    near(apart.prior, 1.5 * Math.LN2)
  })

  it('are of the mean of the batch for a loss of it, and unknown for one class alone', async () => {
    const [article] = await refs(BINARY, { losses: ['article-focal:gamma=2'] })
    near(article.even, 0.25 * Math.LN2)
    near(article.prior, (1 - Math.exp(-ENTROPY)) ** 2 * ENTROPY)
    const [one] = await refs(
      { scores: [1, 2], labels: [1, 1], from: 'logits', task: 'binary' },
      { losses: ['ce'] },
    )
    expect(one.prior).toBeNull()
  })
})
