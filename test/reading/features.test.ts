/** Tables of features: what is asked names a column that can be a score, and answers; where none can be, that is said. */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { createRandom, type Random } from '../made/layouts/random.ts'
import { advisedFlags } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 200

type Row = Readonly<Record<string, number | string>>

function table(
  seed: number,
  row: (random: Random, y: number) => Row,
): { path: string; rows: readonly Row[] } {
  const random = createRandom(seed)
  const rows = Array.from({ length: N }, (_, i) => row(random, i < 2 ? i : Number(random.chance(0.4))))
  const lines = [Object.keys(rows[0]), ...rows.map((one) => Object.values(one))]
  return { path: write('features.csv', lines.map((cells) => `${cells.join(',')}\n`).join('')), rows }
}

const count = (random: Random, most: number) => Math.trunc(most * random.next())
const share = (random: Random) => Number(random.next().toFixed(2))
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
const probability = (random: Random, y: number) =>
  Number(sigmoid(1.5 * (2 * y - 1) + random.normal()).toFixed(6))

const INTRUSIONS = (random: Random, y: number): Row => ({
  duration: 0,
  protocol_type: ['tcp', 'udp', 'icmp'][count(random, 3)],
  flag: ['SF', 'REJ', 'S0'][count(random, 3)],
  src_bytes: count(random, 9999),
  land: 0,
  serror_rate: share(random),
  same_srv_rate: share(random),
  label: y,
  predicted_label: random.chance(0.2 + 0.6 * y) ? 'attack' : 'normal',
})

describe('what is asked of features and a label', () => {
  it('names no column first that is the same in all rows, or whole', async () => {
    const { path, rows } = table(3, INTRUSIONS)
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining('say --score serror_rate or')])
    const flags = advisedFlags(stderr)[0] ?? []
    expect((await lossctl(['compare', path, ...flags])).code, rows[0].label.toString()).toBe(0)
  })

  it.each([
    ['beside counts', (random: Random): Row => ({ duration: 0, bytes: count(random, 9999), land: 0 })],
    ['beside lengths', (random: Random): Row => ({ age: 20 + count(random, 50), bmi: 20 + share(random) })],
    ['beside a constant', (): Row => ({ duration: 0, level: 0.25 })],
  ])('names the one that is a score, whatever it is called: %s', async (_, others) => {
    const { path, rows } = table(5, (random, y) => ({ ...others(random), out1: probability(random, y), y }))
    const { code, stderr } = await lossctl(['compare', path])
    expect(code).toBe(3)
    const { code: asked, stdout } = await lossctl([
      ...['compare', path, '--loss', 'ce', '--format', 'json'],
      ...(advisedFlags(stderr)[0] ?? []),
    ])
    expect(asked).toBe(0)
    const losses = rows.map(({ y, out1 }) => -Math.log(y === 1 ? Number(out1) : 1 - Number(out1)))
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / N
    expect(JSON.parse(stdout).results[0].losses[0].value / mean).toBeCloseTo(1, 12)
  })

  it.each([
    [
      'flowers',
      (random: Random, y: number): Row => ({
        sepal_length: 4 + 3 * share(random),
        sepal_width: 2 + share(random),
        petal_length: 1 + 4 * share(random),
        petal_width: 0.1 + 2 * share(random),
        class: ['setosa', 'versicolor', 'virginica'][y + count(random, 2)],
      }),
    ],
    [
      'patients',
      (random: Random, y: number): Row => ({
        sex: count(random, 2),
        cp: count(random, 4),
        chol: 150 + count(random, 200),
        oldpeak: (count(random, 60) / 10).toFixed(1),
        target: y,
      }),
    ],
    [
      'passengers, of whom no name says which column is the truth',
      (random: Random, y: number): Row => ({
        PassengerId: count(random, 1e6),
        Survived: y,
        Pclass: 1 + count(random, 3),
        Sex: ['male', 'female'][count(random, 2)],
        Fare: 1.5 + 80 * share(random),
      }),
    ],
    [
      'customers',
      (random: Random, y: number): Row => ({
        gender: ['Male', 'Female'][count(random, 2)],
        tenure: count(random, 72),
        MonthlyCharges: 20 + 90 * share(random),
        Churn: y ? 'Yes' : 'No',
      }),
    ],
    ['whole numbers', (random: Random, y: number): Row => ({ a: count(random, 9), b: count(random, 50), y })],
  ])('says that there is no score where no column can be one: %s', async (_, row) => {
    const { code, stderr } = await lossctl(['compare', table(7, row).path])
    expect([code, stderr]).toEqual([3, expect.stringContaining('features.csv: holds no scores: none of')])
    expect(stderr).toContain('write the probability or the logit of each class')
  })

  it('names as many columns as there are classes where all are whole numbers', async () => {
    const { path } = table(5, (random) => ({
      label: count(random, 3),
      l0: `${count(random, 5) - 2}.0`,
      l1: `${count(random, 5) - 2}.0`,
      l2: `${count(random, 5) - 2}.0`,
    }))
    const { code, stderr } = await lossctl(['compare', path])
    expect(code).toBe(3)
    // They are below 0 at times, and no fractions.
    expect(stderr).toContain('or holds fractions that lie within 0 to 1 or are below 0 at times')
    const [, advised] = /say --score '?([^' ;]+)'? if each/.exec(stderr)!
    expect((await lossctl(['compare', path, '--score', advised])).code).toBe(0)
  })
})

it('shows a cell of what is called as scores are and holds no numbers', async () => {
  const comma = (z: number) => `"${(Math.trunc(z * 1000 + 1000) / 1000).toFixed(3)}"`.replace('.', ',')
  const { path } = table(17, (random, y) => ({
    y_true_a: y,
    y_true_b: 1 - y,
    a_logit: comma(1 + 5 * random.next()),
    b_logit: comma(1 + 5 * random.next()),
    epoch: 12,
    fold: count(random, 5),
  }))
  const { stderr } = await lossctl(['compare', path])
  expect(stderr).toMatch(/has no column of scores: "a_logit" holds "\d,\d{3}", which is not a number/)
})

it('names a confidence behind what may be a score', async () => {
  const { path } = table(19, (random, y) => ({
    y,
    top1_prob: 0.5 + share(random) / 2,
    probability: probability(random, y),
  }))
  expect((await lossctl(['compare', path])).stderr).toContain('say --score probability or')
})

it('advises two shares for two classes only where they sum to 1', async () => {
  const other = table(13, (random, y) => ({
    smoothness: share(random),
    concavity: share(random),
    diagnosis: 'MB'[y],
  }))
  expect((await lossctl(['compare', other.path])).stderr).toMatch(
    /say --score smoothness or whichever it is\n$/,
  )
})

describe('what is asked of scores without a label', () => {
  const compounds = (random: Random, y: number): Row => {
    const p = probability(random, y)
    return { rank: count(random, 1e6), priority: p > 0.5 ? '1 - High' : '2 - Low', activity_probability: p }
  }

  it('names no words that a score decides', async () => {
    const { code, stderr } = await lossctl(['compare', table(9, compounds).path])
    expect([code, stderr]).toEqual([3, expect.stringContaining('say --label NAME, or --labels FILE')])
  })

  it('names numbers before words', async () => {
    const { path, rows } = table(11, (random, y) => ({
      region: ['north', 'south'][count(random, 2)],
      sold: y,
      prob: probability(random, y),
    }))
    const { stderr } = await lossctl(['compare', path])
    const flags = advisedFlags(stderr)[0] ?? []
    const { stdout } = await lossctl(['compare', path, '--loss', 'ce', '--format', 'json', ...flags])
    const losses = rows.map(({ sold, prob }) => -Math.log(sold === 1 ? Number(prob) : 1 - Number(prob)))
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / N
    expect(JSON.parse(stdout).results[0].losses[0].value / mean).toBeCloseTo(1, 12)
  })
})
