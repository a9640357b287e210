/** What stands beside a column called score and is the score: taken where predictions follow it, and asked about first elsewhere. */
import { describe, expect, it } from 'vitest'
import { compareCe } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { advisedFlags } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 60
const random = createRandom(53)
const Y = Array.from({ length: N }, (_, i) => i % 2)
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
const drawn = (slope: number) =>
  Y.map((y) => Number(sigmoid(slope * (2 * y - 1) + random.normal()).toFixed(6)))
const P = drawn(1.6)
/** The same decisions, less sure. */
const OTHER = P.map((p) => Number((0.5 + 0.7 * (p - 0.5)).toFixed(6)))
/** A feature, which is higher for the label 1 and never far from a half. */
const FEATURE = Y.map((y) => Number((0.45 + 0.1 * y + 0.2 * (random.next() - 0.5)).toFixed(6)))
const EXAM = FEATURE.map((x) => Number((45 + 30 * x).toFixed(4)))
const decided = (scores: readonly number[]) => scores.map((p) => Number(p > 0.5))

/** −ln p of a positive, −ln(1 − p) of a negative. */
const meanOf = (scores: readonly number[]) =>
  scores.reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / N

type Columns = Readonly<Record<string, readonly number[]>>

function fileOf(columns: Columns): string {
  const rows = Y.map((_, i) => Object.values(columns).map((cells) => cells[i]))
  return write('dump.csv', [Object.keys(columns), ...rows].map((cells) => `${cells.join(',')}\n`).join(''))
}

async function compare(path: string, ...flags: readonly string[]) {
  const { code, stderr, results } = await compareCe(path, ...flags)
  return { code, stderr, scores: results[0]?.source.scores, mean: results[0]?.losses[0].value, results }
}

/** The first flag that is advised names the column, and gives its mean. */
async function isAskedFirst(columns: Columns, name: string, right: number, from = 'probs'): Promise<void> {
  const path = fileOf(columns)
  const { code, stderr } = await compare(path)
  expect([code, advisedFlags(stderr)[0]]).toEqual([3, ['--score', name]])
  const { mean } = await compare(path, '--score', name, '--from', from)
  expect(mean / right).toBeCloseTo(1, 12)
}

describe('a column called score', () => {
  it.each([
    ['a share', 'score', FEATURE, 'rf_oof_prediction'],
    ['that of an exam', 'score', EXAM, 'rf_oof_prediction'],
    ['that of an exam, by two words', 'test_score', EXAM, 'pred'],
  ])('is not taken where predictions follow a probability beside it: %s', async (_, name, feature, pred) => {
    const columns = {
      [name]: feature,
      true_class: Y,
      [pred]: decided(P),
      rf_oof_probability_high: P,
    }
    const { scores, mean } = await compare(fileOf(columns))
    expect(scores).toEqual(['rf_oof_probability_high'])
    expect(mean / meanOf(P)).toBeCloseTo(1, 12)
  })

  it('is taken where they follow it', async () => {
    const { scores, mean } = await compare(
      fileOf({ label: Y, pred: decided(P), base_likelihood: drawn(0.9), score: P }),
    )
    expect(scores).toEqual(['score'])
    expect(mean / meanOf(P)).toBeCloseTo(1, 12)
  })

  it('is asked about where another has predictions of its own, though they are all alike', async () => {
    const low = P.map((p) => Number((p / 9).toFixed(6)))
    const columns = {
      ...{ label: Y, pred_raw: decided(P), raw_score_raw: P },
      ...{ pred_calibrated: decided(low), raw_score_calibrated: low },
    }
    const { code, stderr } = await compare(fileOf(columns))
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/raw_score_raw.* with lossctl diff for two models/),
    ])
  })

  it.each([
    ['score', 'rf_oof_probability_high'],
    ['score', 'rf_probability_high'],
    ['engagement_score', 'churn_likelihood'],
    ['match_score', 'yhat_1'],
    ['credit_score', 'risk'],
  ])('is asked about behind what says a probability: %s and %s', async (feature, name) => {
    await isAskedFirst({ label: Y, [feature]: FEATURE, [name]: P }, name, meanOf(P))
  })

  it('is asked about so where percentages would be advised otherwise', async () => {
    await isAskedFirst(
      { score: EXAM, true_class: Y, rf_oof_probability_high: P },
      'rf_oof_probability_high',
      meanOf(P),
    )
  })

  it.each([
    ['beside nothing of that kind', 'score', { label: Y, age: EXAM, ratio: FEATURE }],
    [
      'beside a probability that is the same in all rows',
      'score',
      { label: Y, base_likelihood: Y.map(() => 0.3) },
    ],
    ['named for the label alone', 'fraud_score', { fraud: Y, merchant_risk: FEATURE }],
    ['by a word of a model', 'y_score', { label: Y, churn_likelihood: FEATURE }],
    ['that was predicted', 'pred_score', { label: Y, churn_likelihood: FEATURE }],
  ])('is taken %s', async (_, name, others: Columns) => {
    const { scores, mean } = await compare(fileOf({ [name]: P, ...others }))
    expect(scores).toEqual([name])
    expect(mean / meanOf(P)).toBeCloseTo(1, 12)
  })
})

describe('a column called a percentage', () => {
  const PERCENT = FEATURE.map((x) => Number((100 * x).toFixed(4)))

  it.each([
    ['attendance_pct', 'model_out'],
    ['fat_percent', 'result'],
  ])('of something is asked about behind fractions: %s and %s', async (feature, name) => {
    await isAskedFirst({ label: Y, [feature]: PERCENT, [name]: P }, name, meanOf(P))
  })

  it('named for the label is taken', async () => {
    const { scores, mean } = await compare(
      fileOf({ churn: Y, usage: FEATURE, churn_pct: P.map((p) => 100 * p) }),
    )
    expect(scores).toEqual(['churn_pct'])
    expect(mean / meanOf(P)).toBeCloseTo(1, 12)
  })

  it('or a risk in percent is asked about beside a score', async () => {
    const risk = P.map((p) => Number((100 * p).toFixed(4)))
    await isAskedFirst({ label: Y, credit_score: EXAM, risk }, 'risk', meanOf(P), 'percent')
  })
})

it('a confidence is no score beside the logits that it is of, however few rows there are', async () => {
  const logits = [
    [-5.2, 4.8, -1.8],
    [-4.5, 0.6, 0.4],
    [-1.9, 1.6, -3.1],
  ]
  const rows = logits.map((row) => [
    1,
    ...row,
    1 / row.reduce((sum, z) => sum + Math.exp(z - Math.max(...row)), 0),
  ])
  const path = write(
    'few.csv',
    `targets,truck,fish,frog,pred_prob\n${rows.map((row) => row.join()).join('\n')}\n`,
  )
  const { code, stderr } = await compare(path)
  expect([code, stderr]).toEqual([3, expect.stringMatching(/may hold the scores: (?!.*pred_prob)/)])
})

it('what is surely lower where the label is 1 is named last', async () => {
  const lower = P.map((p) => Number((1 - p - 0.01).toFixed(6)))
  await isAskedFirst({ target: Y, autre: lower, lamantin: P }, 'lamantin', meanOf(P))
})

describe('columns of 0 and 1 that are called predictions', () => {
  it('are no scores among others that are called alike', async () => {
    await isAskedFirst(
      {
        true_label: Y,
        rule_prediction: decided(OTHER),
        rule_score: OTHER,
        cnn_prediction: FEATURE,
        ensemble_score: P,
        ensemble_prediction: decided(P),
      },
      'cnn_prediction',
      meanOf(FEATURE),
    )
  })

  it('are none beside one score', async () => {
    const bits = { rule_prediction: decided(OTHER), cnn_prediction: decided(P) }
    const { scores, mean } = await compare(fileOf({ true_label: Y, ...bits, ensemble_score: P }))
    expect(scores).toEqual(['ensemble_score'])
    expect(mean / meanOf(P)).toBeCloseTo(1, 12)
  })

  it('are no models', async () => {
    const { results } = await compare(
      fileOf({ true_label: Y, rule_prediction: decided(OTHER), cnn_prediction: P, lstm_prediction: OTHER }),
    )
    const means = results.map(({ losses }: { losses: { value: number }[] }) => losses[0].value)
    expect(means).toHaveLength(2)
    expect(means[0] / meanOf(P)).toBeCloseTo(1, 12)
    expect(means[1] / meanOf(OTHER)).toBeCloseTo(1, 12)
  })
})
