/** Other ways to make the mistakes of the catalogue, and what is as right as they are wrong. */
import { describe, expect, it } from 'vitest'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import type { ScoredSamples } from '../../../src/questions/diagnose/types.ts'
import { binarySamples, createRandom, softmaxSamples } from './random.ts'
import { type At, at, bce, logSumExp, sigmoid, softmax, toBfloat16 } from './rules.ts'

const uniform = (row: readonly number[]) => logSumExp(row) - row.reduce((a, b) => a + b, 0) / row.length
const errorOf = (one: At, c: number) => sigmoid(c === one.y ? -one.row[c] : one.row[c])

const diagnose = (samples: ScoredSamples, rule: (one: At) => number) =>
  diagnoseSamples(samples, {
    per: 'sample',
    values: Float64Array.from(samples.label, (_, i) => Math.fround(rule(at(samples, i)))),
    half: 0,
    batchSize: 0,
    classWeights: null,
  })

const VARIANTS: Readonly<Record<string, readonly [string, (one: At) => number]>> = {
  'labels less one, held at the first class': [
    'label-offset',
    ({ row, y }) => logSumExp(row) - row[Math.max(0, y - 1)],
  ],
  'labels plus one, held at the last class': [
    'label-offset',
    ({ row, y }) => logSumExp(row) - row[Math.min(3, y + 1)],
  ],
  'softmax applied twice, with label smoothing': [
    'double-softmax',
    ({ row, y }) => {
      const p = softmax(row)
      return 0.9 * (logSumExp(p) - p[y]) + 0.1 * uniform(p)
    },
  ],
  'Poly-1 without gamma, with errors of sigmoids': [
    'poly-sigmoid',
    (one) => one.ce + one.row.reduce((sum, _, c) => sum + errorOf(one, c), 0) / 4,
  ],
  'Poly-1 with the error of the true class from sigmoid': [
    'poly-sigmoid',
    (one) => one.ce + 1.5 * errorOf(one, one.y),
  ],
  'weighted likelihood of logits': ['nll-of-scores', ({ row, y }) => -row[y] * [1, 2, 0.5, 3][y]],
}

describe('a mistake in 32 bits', () => {
  it.each(Object.entries(VARIANTS))('is named: %s', (_, [id, rule]) => {
    const { verdict, mistake, explanations } = diagnose(softmaxSamples(createRandom(5), 100, 4), rule)
    expect([verdict, mistake?.id], explanations[0]?.name).toEqual(['mistake', id])
  })

  it.each([
    ['', true],
    [', the one at the end dropped', false],
  ])('is labels moved on by one in more cells than the search looks at%s', (words, around) => {
    const [rows, classes] = [150, 5]
    const of = softmaxSamples(createRandom(5), rows, classes)
    const cells = Array.from({ length: rows * classes }, (_, i) => [Math.floor(i / classes), i % classes])
    const samples: ScoredSamples = {
      ...of,
      task: 'multilabel',
      label: Int32Array.from(cells, ([row, c]) => Number(of.label[row] === c)),
      row: Float64Array.from(cells, ([row]) => row),
    }
    const values = Float64Array.from(cells, ([row, c], i) => {
      const isPositive = of.label[row] === (around ? (c + 1) % classes : c + 1)
      const loss = bce(of.scores[i], Number(isPositive))
      return (isPositive ? 0.25 : 0.75) * (1 - Math.exp(-loss)) ** 2 * loss
    })
    const asked = { per: 'sample', values, half: 0, batchSize: 0, classWeights: null } as const
    const { verdict, mistake, explanations } = diagnoseSamples(samples, asked)
    expect([verdict, mistake?.id]).toEqual(['mistake', 'label-offset'])
    expect(explanations[0].name).toBe(`focal loss with γ = 2, α = 0.25, labels off by minus one${words}`)
  })

  it('is told from nothing where it is a known loss less a constant: likelihood of probabilities', () => {
    const { verdict, mistake } = diagnose(softmaxSamples(createRandom(5), 100, 4), ({ pt }) => -pt)
    expect([verdict, mistake?.id]).toEqual(['tied', 'nll-of-scores'])
  })

  it('is told by a dozen values where labels are turned round: smoothing by all of 1 is no other way to say it', () => {
    const samples = binarySamples(createRandom(5), 12)
    const { verdict, mistake } = diagnose(samples, ({ x, y }) => bce(x, 1 - y))
    expect([verdict, mistake?.id]).toEqual(['mistake', 'labels-inverted'])
  })

  it.each([0.1, 0.27])('is none where pos_weight goes with labels smoothed by %d', (s) => {
    const { verdict, explanations } = diagnose(binarySamples(createRandom(5), 100), ({ x, y }) => {
      const t = y * (1 - s) + s / 2
      return 3.7 * t * bce(x, 1) + (1 - t) * bce(x, 0)
    })
    const [{ parameters }] = explanations
    expect([verdict, parameters]).toEqual(['correct', { posWeight: 3.7, smoothing: s }])
  })
})

describe('a right loss', () => {
  const ofSoftmax = softmaxSamples(createRandom(5), 40, 4)
  it.each([
    ['probabilities', true],
    ['their logarithms', false],
  ])('of %s is no likelihood of logits, and weights go with no smoothing by 0', (_, probabilities) => {
    const scores = Float64Array.from({ length: 4 * ofSoftmax.rows }, (_, k) => {
      const row = at(ofSoftmax, Math.floor(k / 4)).row
      const log = row[k % 4] - logSumExp(row)
      return probabilities ? Math.exp(log) : log
    })
    for (const weights of [
      [1, 1, 1, 1],
      [1, 2, 0.5, 3],
    ]) {
      const rule = (one: At) => weights[one.y] * one.ce
      const values = Float64Array.from(ofSoftmax.label, (_, i) => rule(at(ofSoftmax, i)))
      const asked = { per: 'sample', values, half: 0, batchSize: 0, classWeights: null } as const
      const { verdict, explanations } = diagnoseSamples({ ...ofSoftmax, scores, probabilities }, asked)
      expect(verdict).toBe('correct')
      expect(
        explanations.filter(
          ({ mistake, parameters }) => mistake === 'nll-of-scores' || 'smoothing' in parameters,
        ),
      ).toEqual([])
    }
  })

  const binary = (scores: readonly number[], label: readonly number[]): ScoredSamples => ({
    task: 'binary',
    classes: 1,
    probabilities: false,
    scores: Float64Array.from(scores),
    label: Int32Array.from(label),
    row: Float64Array.from(label, (_, i) => i),
    rows: label.length,
  })
  const ask = (samples: ScoredSamples, values: readonly number[], half: number) =>
    diagnoseSamples(samples, {
      per: 'sample',
      values: Float64Array.from(values),
      half,
      batchSize: 0,
      classWeights: null,
    })

  it('of a negative epsilon is not called a sign slip for being printed', () => {
    const samples = softmaxSamples(createRandom(6), 12, 4)
    const losses = Array.from(samples.label, (_, i) => {
      const { ce, pt } = at(samples, i)
      return ce - 0.5 * (1 - pt)
    })
    const values = [0, 1, 2].map((b) => losses.slice(4 * b, 4 * b + 4).reduce((sum, x) => sum + x) / 4)
    const { verdict, explanations } = diagnoseSamples(samples, {
      per: 'batch',
      values: Float64Array.from(values, (value) => Number(value.toFixed(6))),
      half: 5e-7,
      batchSize: 4,
      classWeights: null,
    })
    expect(verdict).toBe('tied')
    expect([explanations[0].kind, explanations[0].parameters.epsilon]).toEqual(['standard', -0.5])
  })

  it('stands before others that have the last digit of 32 bits too', () => {
    // Of torch, cross-entropy of negatives.
    const samples = binary([0.8816373944282532, 1.472638487815857], [0, 0])
    const { explanations } = ask(samples, [1.2281337, 1.6790993], 5e-8)
    expect(explanations[0].name).toBe('cross-entropy')
  })

  it('of few values has no odd gamma in the place of its pos_weight', () => {
    // Of torch, with a pos_weight of 7.5.
    const scores = [
      0.5445250868797302, -1.2580273151397705, -2.135532855987549, -1.012421727180481, 2.460712432861328,
    ]
    const values = [1.002, 11.3113, 16.8543, 9.9177, 0.6144]
    const { verdict, chance } = ask(binary(scores, [0, 1, 1, 1, 1]), values, 5e-5)
    expect(['tied', 'none']).toContain(verdict)
    if (verdict === 'tied') expect(chance).toBeGreaterThan(1e-3)
  })

  it('of a dozen values of 16 bits has no other name', () => {
    // Of torch in bfloat16, focal loss with γ = 1.3 and α = 0.23.
    const scores = [
      -5.1875, -2.4375, -0.7265625, 4.8125, -0.26953125, 3.328125, 0.279296875, 0.298828125, 5.40625,
      0.828125, 4.4375, -8.4375,
    ]
    const values = [
      0, 0.002349853515625, 0.07080078125, 3.671875, 0.1474609375, 0.0001049041748046875, 0.04345703125,
      0.3203125, 7.7858567237854e-7, 0.0179443359375, 8.463859558105469e-6, 1.9453125,
    ]
    const samples = binary(scores, [0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1])
    const { verdict, explanations, chance } = ask(samples, values, 0)
    expect(['tied', 'none']).toContain(verdict)
    expect(verdict === 'none' || chance > 1e-3).toBe(true)
    expect(explanations[0].name).toContain('focal loss')
  })

  it('of 16 bits is no loss but one of the textbook', () => {
    // Of torch in bfloat16, Poly-1 with ε = 1.
    const scores = [
      -3.078125, 1.234375, 0.0186767578125, 0.6484375, 0.326171875, -2.84375, 0.62890625, -1.8125, 1.875,
      -1.859375, 1.2734375, 1.984375, 0.484375, -2.359375, 0.52734375, -1.375, -2.140625, 5.78125, 1.6875,
      -1.5546875,
    ]
    const values = [
      0.08984375, 2.265625, 1.203125, 1.7265625, 1.453125, 0.1171875, 1.703125, 0.2890625, 2.875, 0.2734375,
      2.3125, 2.984375, 1.578125, 3.375, 1.625, 0.4296875, 0.21484375, 6.78125, 2.703125, 0.37109375,
    ]
    const samples = binary(
      scores,
      scores.map((_, i) => (i === 13 ? 1 : 0)),
    )
    expect(['tied', 'none']).toContain(ask(samples, values, 0).verdict)
  })

  it.each([
    [3, 3.3],
    [4, 2.7],
    [6, 3.3],
  ])('of 18 values of bfloat16 (seed %i) has not 3 for a gamma of %d', (seed, gamma) => {
    const drawn = binarySamples(createRandom(seed), 18)
    const samples = { ...drawn, scores: drawn.scores.map(toBfloat16) }
    const values = Array.from(samples.label, (_, i) => {
      const { x, y } = at(samples, i)
      const loss = toBfloat16(Math.log1p(Math.exp(y ? -x : x)))
      const error = toBfloat16(1 - toBfloat16(1 / (1 + Math.exp(y ? -x : x))))
      return toBfloat16(toBfloat16(error ** gamma) * loss)
    })
    const { verdict, explanations } = ask(samples, values, 0)
    if (verdict !== 'tied') expect(explanations[0].name).toContain(`γ = ${gamma}`)
  })

  it.each([
    [18, 'some other loss for most of them'],
    [21, 'five class weights of their own'],
  ])('of 18 values of bfloat16 (seed %i) has not %s', (seed) => {
    const drawn = softmaxSamples(createRandom(seed), 18, 5)
    const samples = { ...drawn, scores: drawn.scores.map((x) => toBfloat16(2 * x)) }
    const values = Array.from(samples.label, (_, i) => {
      const { ce, pt } = at(samples, i)
      return toBfloat16((1 - pt) ** 5 * ce + 0.3 * (1 - pt) ** 6)
    })
    expect(['tied', 'none']).toContain(ask(samples, values, 0).verdict)
  })
})
