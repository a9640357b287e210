import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type CompareReport, compare, type Data, sweep } from '../../../src/index.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { fixture, sharedPath } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A sample: the probability of the positive class, the truth, its weight. */
interface Sample {
  readonly p: number
  readonly y: number
  readonly w: number
}

/** Sums without rounding to speak of (Neumaier), so that a direct sum of 60,000 samples is an oracle to 1e-12. */
function sum(terms: readonly number[]): number {
  let [total, lost] = [0, 0]
  for (const term of terms) {
    const next = total + term
    lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total
    total = next
  }
  return total + lost
}

const over = (samples: readonly Sample[], of: (sample: Sample) => number) =>
  sum(samples.map((sample) => sample.w * of(sample)))

/** The textbook formulas, sample by sample. */
function diceOf(samples: readonly Sample[], smooth = 0, squared = false): number {
  const both = over(samples, ({ p, y }) => p * y)
  const all = over(samples, ({ p, y }) => (squared ? p * p : p) + y)
  return 1 - (2 * both + smooth) / (all + smooth)
}

function tverskyOf(samples: readonly Sample[], alpha: number, beta: number, smooth = 0): number {
  const [hit, fp, fn] = [
    over(samples, ({ p, y }) => p * y),
    over(samples, ({ p, y }) => p * (1 - y)),
    over(samples, ({ p, y }) => (1 - p) * y),
  ]
  return 1 - (hit + smooth) / (hit + alpha * fp + beta * fn + smooth)
}

/** libauc's version 1, all means over all samples; a, b and alpha at their optimum unless given. */
function aucmOf(
  samples: readonly Sample[],
  margin = 1,
  given?: { a: number; b: number; alpha: number },
): number {
  const weight = over(samples, () => 1)
  const mean = (of: (sample: Sample) => number) => over(samples, of) / weight
  const share = mean(({ y }) => y)
  const [plus, minus] = [mean(({ p, y }) => p * y) / share, mean(({ p, y }) => p * (1 - y)) / (1 - share)]
  const { a, b, alpha } = given ?? { a: plus, b: minus, alpha: Math.max(0, margin + minus - plus) }
  return (
    (1 - share) * mean(({ p, y }) => (p - a) ** 2 * y) +
    share * mean(({ p, y }) => (p - b) ** 2 * (1 - y)) +
    2 *
      alpha *
      (share * (1 - share) * margin + mean(({ p, y }) => share * p * (1 - y) - (1 - share) * p * y)) -
    share * (1 - share) * alpha ** 2
  )
}

const crossEntropy = ({ p, y }: Sample) => -(y === 1 ? Math.log(p) : Math.log1p(-p))

/** mmdetection's weights, N over the samples of a bin over the bins that are not empty. */
function ghmOf(samples: readonly Sample[], bins: number): number {
  const binOf = ({ p, y }: Sample) => Math.min(bins - 1, Math.floor(Math.abs(p - y) * bins))
  const parts = Array.from({ length: bins }, (_, bin) => samples.filter((one) => binOf(one) === bin))
  const used = parts.filter((part) => over(part, () => 1) > 0)
  const total = over(samples, () => 1)
  const weighted = used.map((part) => (over(part, crossEntropy) * total) / over(part, () => 1))
  return sum(weighted) / used.length / total
}

function ohemOf(samples: readonly Sample[], keep: number): number {
  const losses = samples.map(crossEntropy).sort((a, b) => b - a)
  const kept = losses.slice(0, Math.max(1, Math.floor(keep * losses.length)))
  return sum(kept) / kept.length
}

const SETS = [
  'dice',
  'dice:smooth=1,squared=on',
  'tversky',
  'tversky:alpha=2,beta=0.5,smooth=0.5',
  'focal-tversky',
  'focal-tversky:gamma=2,alpha=0.7,beta=0.3',
  'aucm',
  'aucm:margin=0.3,a=0.7,b=0.2,alpha=0.4',
  'ghm',
  'ghm:bins=30',
  'ohem',
  'ohem:keep=0.013',
] as const

/** Those of SETS whose mean over classes is meant, in their order, by the formulas. */
const OF_CLASS: readonly ((samples: readonly Sample[]) => number)[] = [
  (samples) => diceOf(samples),
  (samples) => diceOf(samples, 1, true),
  (samples) => tverskyOf(samples, 0.3, 0.7),
  (samples) => tverskyOf(samples, 2, 0.5, 0.5),
  (samples) => tverskyOf(samples, 0.3, 0.7) ** 0.75,
  (samples) => tverskyOf(samples, 0.7, 0.3) ** 2,
  (samples) => aucmOf(samples),
  (samples) => aucmOf(samples, 0.3, { a: 0.7, b: 0.2, alpha: 0.4 }),
]
const OF_CELLS: readonly ((samples: readonly Sample[]) => number)[] = [
  (samples) => ghmOf(samples, 10),
  (samples) => ghmOf(samples, 30),
  (samples) => ohemOf(samples, 0.25),
  (samples) => ohemOf(samples, 0.013),
]

const mean = (values: readonly number[]) => sum(values) / values.length

/** Two runs, since bins of 10 and 30 are more limits than one sketch is parted at. */
async function valuesOf(data: Data, by: 'slice' | null = null): Promise<CompareReport['sets']> {
  const ask = (sets: readonly string[]) => compare(data, { losses: ['ce'], sets, by })
  const [most, other] = [await ask(SETS.filter((set) => set !== 'ghm:bins=30')), await ask(['ghm:bins=30'])]
  return SETS.map((set) => {
    const found = most.sets[SETS.filter((one) => one !== 'ghm:bins=30').indexOf(set as 'dice')]
    return set === 'ghm:bins=30' ? other.sets[0] : found
  })
}

/**
 * Sums of a sketch are right to 1e-12 of their terms. Values near 0 are differences of sums near 1 in the formulas above, and
 * products of such in AUCM; so both are held to 1e-12 of the larger of the value and 1.
 */
function expectNear(got: number | null, want: number): void {
  expect(Math.abs(got! - want)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(want)))
}

/** Samples by class. */
function expectAll(sets: CompareReport['sets'], classes: readonly (readonly Sample[])[]): void {
  const wanted = [...OF_CLASS.map((of) => mean(classes.map(of))), ...OF_CELLS.map((of) => of(classes.flat()))]
  for (const [i, want] of wanted.entries()) expectNear(sets[i].value, want)
}

const table = (path: string): readonly string[][] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))

/** A generator of doubles in [0, 1) that needs no library: 2^32 of its states, of which the high bits are good. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

describe('losses of sets are the formulas, sample by sample', () => {
  it('of binary probabilities', async () => {
    const samples = table(fixture('breast-cancer.csv')).map((cells) => {
      const { length } = cells
      return { p: Number(cells[length - 1]), y: Number(cells[length - 2]), w: 1 }
    })
    expect(samples).toHaveLength(569)
    expectAll(await valuesOf(fixture('breast-cancer.csv')), [samples])
  })

  it('of a scene of 20,000 windows, by their logits', async () => {
    const samples = table(fixture('scenes.csv')).map(([, y, z]) => ({
      p: sigmoid(Number(z)),
      y: Number(y),
      w: 1,
    }))
    expectAll(await valuesOf(fixture('scenes.csv')), [samples])
  })

  it('of multi-label data, class by class or cell by cell', async () => {
    const rows = table(fixture('multilabel.csv'))
    const classes = [0, 1, 2, 3].map((c) =>
      rows.map((row) => ({ p: Number(row[1 + c]), y: Number(row[5 + c]), w: 1 })),
    )
    const sets = await valuesOf(fixture('multilabel.csv'))
    expectAll(sets, classes)
    expect(sets[0].classes!.map(({ name }) => name)).toEqual(['even', 'prime', 'loop', 'large'])
    for (const [c, { value }] of sets[0].classes!.entries()) expectNear(value, diceOf(classes[c]))
    expect(sets.at(-1)!.classes).toBeNull()
  })

  it('of real predictions (skipped where ../shared/data is absent)', async ({ skip }) => {
    const path = sharedPath('data/real/bitoguard-oof.csv')
    if (!path) return skip()
    const samples = table(path).map(([y, p]) => ({ p: Number(p), y: Number(y), w: 1 }))
    expect(samples.length).toBeGreaterThan(40_000)
    expectAll(await valuesOf(path), [samples])
  })

  it('with weights as if a sample were there as many times', async () => {
    const random = generator(7)
    const samples = Array.from({ length: 500 }, () => {
      const z = 8 * (random() - 0.5)
      return {
        p: sigmoid(z),
        y: random() < 0.3 + 0.4 * sigmoid(z) ? 1 : 0,
        w: 1 + Math.floor(4 * random()),
        z,
      }
    })
    const labels = samples.map(({ y }) => y)
    const data = {
      scores: samples.map(({ z }) => z),
      labels,
      weights: samples.map(({ w }) => w),
      from: 'logits',
    } as const
    const repeated = samples.flatMap((one) => Array.from({ length: one.w }, () => ({ ...one, w: 1 })))
    const sets = await valuesOf(data)
    for (const [i, of] of OF_CLASS.entries()) expectNear(sets[i].value, of(samples))
    expectNear(sets[8].value, ghmOf(repeated, 10))
    // A share of the weight ends within a sample: 1/4 of these sums is a whole number of the repeated ones or not.
    const losses = repeated.map(crossEntropy).sort((a, b) => b - a)
    const kept = losses.length / 4
    const whole = Math.floor(kept)
    expectNear(sets[10].value, (sum(losses.slice(0, whole)) + (kept - whole) * losses[whole]) / kept)
  })

  it('of samples that stand on the limits of bins: each is in the bin that its limit begins', async () => {
    // |p - y| = 0.3 exactly, four times, and 0.1 twice; in doubles 1 - 0.7 is above 0.3 and 1 - 0.9 below 0.1.
    const scores = [0.3, 0.7, 0.3, 0.7, 0.1, 0.9, 0.25, 0.35]
    const labels = [0, 1, 0, 1, 0, 1, 0, 0]
    const { sets } = await compare({ scores, labels, from: 'probs' }, { sets: ['ghm'] })
    const ce = (p: number) => -Math.log(p)
    const bins = [[0.9, 0.9], [0.75], [0.7, 0.7, 0.7, 0.7, 0.65]].map((bin) => mean(bin.map(ce)))
    expectNear(sets[0].value, mean(bins))
  })

  it('of the hardest of equal samples, and of one sample', async () => {
    const equal = { scores: [0.5, 0.5, 0.5, 0.9], labels: [1, 0, 1, 1], from: 'probs' } as const
    const { sets } = await compare(equal, { sets: ['ohem:keep=0.5', 'ohem:keep=0.001', 'ohem:keep=1'] })
    expectNear(sets[0].value, Math.LN2)
    expectNear(sets[1].value, Math.LN2)
    expectNear(sets[2].value, (3 * Math.LN2 - Math.log(0.9)) / 4)
  })

  it('beyond the bins of a sketch', async () => {
    const scores = [-900, -1000, 1200, 900, -1500, 3]
    const { sets } = await compare(
      { scores, labels: [1, 1, 1, 0, 0, 1], from: 'logits' },
      { sets: ['dice', 'aucm', 'ghm', 'ohem:keep=0.34', 'ohem:keep=0.2'] },
    )
    const [three, e3] = [sigmoid(3), sigmoid(-3)]
    // Hits 1 and sigmoid(3) of four positives; one false positive.
    expectNear(sets[0].value, 1 - (2 * (1 + three)) / (2 + three + 4))
    expectNear(
      sets[1].value,
      aucmOf([0, 0, 1, 1, 0, three].map((p, i) => ({ p, y: [1, 1, 1, 0, 0, 1][i], w: 1 }))),
    )
    expectNear(sets[2].value, ((900 + 1000 + 900) / 3 + (0 + 0 + Math.log1p(Math.exp(-3))) / 3) / 2)
    expectNear(sets[3].value, (1000 + 900) / 2)
    expectNear(sets[4].value, 1000)
    expect(e3).toBeLessThan(0.1)
  })
})

describe('ohem-thresh', () => {
  const samples = table(fixture('breast-cancer.csv')).map((cells) => {
    const [y, p] = cells.slice(-2).map(Number)
    return { p, y, w: 1 }
  })
  const ptOf = ({ p, y }: Sample) => (y === 1 ? p : 1 - p)

  /** As HRNet writes it: the pt at place min_kept, or thresh where that is larger, and all below. */
  function hrnetOf(thresh: number, minKept: number): number {
    const sorted = samples.map(ptOf).sort((a, b) => a - b)
    const threshold = Math.max(sorted[Math.min(minKept, sorted.length - 1)], thresh)
    return mean(samples.filter((one) => ptOf(one) < threshold).map(crossEntropy))
  }
  const setOf = async (data: Data, set: string) =>
    (await compare(data, { losses: ['ce'], sets: [set] })).sets[0].value

  it.each([
    [0.7, 1],
    [0.9, 1],
    [0.7, 200],
    [0.2, 57],
  ])('keeps what HRNet keeps: thresh %d, min-kept %d', async (thresh, least) => {
    const spec = `ohem-thresh:thresh=${thresh},min-kept=${least}`
    expectNear(await setOf(fixture('breast-cancer.csv'), spec), hrnetOf(thresh, least))
  })

  it('keeps none of a pt that equals it, all where there are not enough, and has no value of none', async () => {
    const data = { scores: [0.7, 0.6, 0.7, 0.9], labels: [1, 1, 1, 1], from: 'probs' } as const
    expectNear(await setOf(data, 'ohem-thresh:thresh=0.7'), -Math.log(0.6))
    expectNear(await setOf(data, 'ohem-thresh:min-kept=9'), mean(data.scores.map((p) => -Math.log(p))))
    expectNear(await setOf(data, 'ohem-thresh:thresh=0.1,min-kept=2'), -Math.log(0.6 * 0.7) / 2)
    expect(await setOf(data, 'ohem-thresh:thresh=0.5')).toBeNull()
  })

  it('counts weights, and takes softmax rows', async () => {
    const weighted = {
      scores: [0.6, 0.2, 0.9],
      labels: [1, 1, 1],
      weights: [1, 3, 5],
      from: 'probs',
    } as const
    expectNear(await setOf(weighted, 'ohem-thresh'), -(Math.log(0.6) + 3 * Math.log(0.2)) / 4)
    const probs = [
      [0.5, 0.25, 0.25],
      [0.1, 0.8, 0.1],
      [0.3, 0.4, 0.3],
    ]
    const rows = { scores: probs, labels: [0, 1, 2], task: 'softmax', from: 'probs' } as const
    expectNear(await setOf(rows, 'ohem-thresh'), -(Math.log(0.5) + Math.log(0.3)) / 2)
  })

  it('is told by a sketch that is parted there, and by no other', async () => {
    const path = join(folder, 'thresh.sketch.json')
    const ask = () =>
      lossctl(['compare', path, '--set', 'ohem-thresh', '--format', 'json', '--threshold', '0.5'])
    await lossctl(['sketch', fixture('breast-cancer.csv'), '-o', path])
    expect((await ask()).stderr).toContain(
      'is not parted at pt = 0.7, as ohem-thresh:thresh=0.7,min-kept=0 needs it; give the predictions, or sketch them again with --threshold 0.7',
    )
    await lossctl(['sketch', fixture('breast-cancer.csv'), '-o', path, '--threshold', '0.7'])
    expectNear(JSON.parse((await ask()).stdout).results[0].sets[0].value, hrnetOf(0.7, 1))
    const checked = await lossctl(['check', path, '--max', 'ohem-thresh:thresh=0.9=9'])
    expect(checked.stdout.replace(/\s+/g, ' ')).toContain('sketch them with --threshold 0.9')
  })

  it('is swept over its threshold', async () => {
    const { settings } = await sweep(fixture('breast-cancer.csv'), {
      sets: ['ohem-thresh'],
      over: { thresh: [0.6, 0.8] },
    })
    for (const [i, thresh] of [0.6, 0.8].entries()) expectNear(settings[i].values[0], hrnetOf(thresh, 1))
  })
})

describe('softmax', () => {
  it('has the hardest samples', async () => {
    const data = {
      scores: [
        [2, 0, 1],
        [0, 1, 2],
        [3, 1, 0],
        [0, 0, 0.5],
      ],
      labels: [0, 1, 0, 2],
      from: 'logits',
    } as const
    const ce = data.scores.map((row, i) => Math.log(sum(row.map(Math.exp))) - row[data.labels[i]])
    const hardest = ce.toSorted((a, b) => b - a)
    const { sets } = await compare(data, { sets: ['ohem:keep=0.5'] })
    expectNear(sets[0].value, (hardest[0] + hardest[1]) / 2)
  })

  /** Rows of K logits, a weight and an image each, and softmax as it is written. */
  const random = generator(5)
  const K = 4
  const rows = Array.from({ length: 700 }, (_, i) => {
    const logits = Array.from({ length: K }, () => 8 * (random() - 0.5))
    return { logits, truth: i % 97 === 0 ? 3 : i % 3, w: 1 + (i % 4), image: i % 5 }
  })
  const softmax = (logits: readonly number[], temperature = 1): readonly number[] => {
    const powers = logits.map((z) => Math.exp(z / temperature))
    return powers.map((power) => power / sum(powers))
  }
  const cellsOf = (some: typeof rows, probabilities: (row: (typeof rows)[number]) => readonly number[]) =>
    Array.from({ length: K }, (_, k) =>
      some.map((row) => ({ p: probabilities(row)[k], y: row.truth === k ? 1 : 0, w: row.w })),
    )
  const asData = (scores: readonly (readonly number[])[], from: 'logits' | 'probs') =>
    ({
      scores,
      labels: rows.map(({ truth }) => truth),
      weights: rows.map(({ w }) => w),
      slices: rows.map(({ image }) => `image ${image}`),
      task: 'softmax',
      from,
    }) as const
  const OF_ROWS = SETS.slice(0, 8)

  it.each([
    'logits',
    'probs',
  ] as const)('has each class against the others, and their mean: of %s', async (from) => {
    const scores = rows.map(({ logits }) => (from === 'logits' ? logits : softmax(logits)))
    const { sets } = await compare(asData(scores, from), { sets: OF_ROWS, by: 'slice' })
    const classes = cellsOf(rows, ({ logits }) => softmax(logits))
    for (const [i, of] of OF_CLASS.entries()) {
      for (const [k, { value }] of sets[i].classes!.entries()) expectNear(value, of(classes[k]))
      expectNear(sets[i].value, mean(classes.map(of)))
    }
    for (const { name, value } of sets[0].parts!.slices) {
      const own = rows.filter(({ image }) => name === `image ${image}`)
      expectNear(value, mean(cellsOf(own, ({ logits }) => softmax(logits)).map((one) => diceOf(one))))
    }
  })

  it('has those of MONAI 1.6.1, run on the same rows, with and without the first class', async () => {
    const sets = ['dice', 'dice:smooth=0.00001', 'tversky:alpha=0.3,beta=0.7']
    const [plain, smooth, tversky] = (await compare(fixture('wine.csv'), { sets })).sets
    // DiceLoss(softmax=True, to_onehot_y=True, smooth_nr=0, smooth_dr=0), with 1e-5 of both, TverskyLoss likewise, in float64.
    for (const [{ value }, monai] of [
      [plain, 0.11900801425694385],
      [smooth, 0.1190080040957282],
      [tversky, 0.11879380657018009],
    ] as const)
      expectNear(value, monai)
    // include_background=False
    expectNear(mean(plain.classes!.slice(1).map(({ value }) => value!)), 0.12269183381511478)
  })

  it('has them of rows under a temperature, beside the hardest samples', async () => {
    const path = join(folder, 'rows.csv')
    const lines = rows.map(({ logits, truth }) => [truth, ...logits].join(','))
    writeFileSync(path, ['label,logit_0,logit_1,logit_2,logit_3', ...lines].join('\n'))
    const args = ['compare', path, '--set', 'dice,ohem:keep=0.1', '--temperature', '2']
    const { results } = await lossctlJson<{ results: CompareReport[] }>(...args)
    const alike = rows.map((row) => ({ ...row, w: 1 }))
    const classes = cellsOf(alike, ({ logits }) => softmax(logits, 2))
    expectNear(results[0].sets[0].value, mean(classes.map((one) => diceOf(one))))
    const ce = rows.map(({ logits, truth }) => -Math.log(softmax(logits, 2)[truth])).sort((a, b) => b - a)
    expectNear(results[0].sets[1].value, mean(ce.slice(0, 70)))
    expect(results[0].sets[1].classes).toBeNull()
  })

  it('has sure rows: probabilities of 0 and 1, and logits far apart', async () => {
    const labels = [0, 1, 2, 1]
    const probs = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
      [0, 1, 0],
    ]
    const far = probs.map((row) => row.map((p) => 2000 * p))
    for (const [scores, from] of [
      [probs, 'probs'],
      [far, 'logits'],
    ] as const) {
      const { sets } = await compare({ scores, labels, task: 'softmax', from }, { sets: ['dice'] })
      // Class 0 is right, class 1 has one false positive beside two hits, and class 2 none.
      expectNear(sets[0].classes![0].value, 0)
      expectNear(sets[0].classes![1].value, 1 - 4 / 5)
      expectNear(sets[0].classes![2].value, 1)
    }
  })

  it('has more classes than are sketched at once', async () => {
    const classes = 66_000
    const scores = [0, 1].map((row) => Float64Array.from({ length: classes }, (_, k) => (k === row ? 13 : 0)))
    const data = {
      scores: { data: Float64Array.from(scores.flatMap((row) => [...row])), shape: [2, classes] },
      labels: [0, 0],
      task: 'softmax',
      from: 'logits',
    } as const
    const { sets } = await compare(data, { losses: ['ce'], sets: ['dice'] })
    const top = Math.exp(13) / (Math.exp(13) + classes - 1)
    const rest = 1 / (Math.exp(13) + classes - 1)
    expectNear(sets[0].classes![0].value, 1 - (2 * (top + rest)) / (top + rest + 2))
    expectNear(sets[0].classes![1].value, 1)
  })

  it('is refused by ghm, with the reason, and by sketches of rows, with the way out', async () => {
    const ghm = await lossctl(['compare', fixture('digits.csv'), '--set', 'ghm'])
    expect(ghm.code).toBe(2)
    expect(ghm.stderr).toMatch(
      /ghm is for binary and multilabel scores, and these are softmax: its bins are of \|p − y\|/,
    )
    const path = join(folder, 'rows.sketch.json')
    await lossctl(['sketch', fixture('digits.csv'), '-o', path])
    const { code, stderr } = await lossctl(['compare', path, '--set', 'dice'])
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /knows the truth of each row alone, and dice needs the probabilities of all classes; give the predictions/,
    )
  })

  it('says the same with --task multilabel, of probabilities', async () => {
    const ask = async (...more: string[]) =>
      (
        await lossctlJson<{ results: CompareReport[] }>(
          'compare',
          fixture('digits.csv'),
          '--set',
          'dice',
          ...more,
        )
      ).results[0].sets[0]
    const [rowwise, cellwise] = [await ask(), await ask('--task', 'multilabel')]
    expect(rowwise.classes).toHaveLength(10)
    for (const [k, { value }] of cellwise.classes!.entries()) expectNear(rowwise.classes![k].value, value!)
  })
})

describe('--by', () => {
  const random = generator(11)
  const samples = Array.from({ length: 600 }, (_, i) => {
    const z = 6 * (random() - 0.5)
    // The last image has no positives, and the one before it no negatives.
    const image = i % 5
    const y = image === 4 ? 0 : image === 3 ? 1 : random() < sigmoid(z) ? 1 : 0
    return { z, p: sigmoid(z), y, w: 1, image }
  })
  const data = {
    scores: samples.map(({ z }) => z),
    labels: samples.map(({ y }) => y),
    slices: samples.map(({ image }) => `image ${image}`),
    from: 'logits',
  } as const

  it('is the mean over images of the loss of each, of those that have one', async () => {
    const sets = await valuesOf(data, 'slice')
    const images = [0, 1, 2, 3, 4].map((image) => samples.filter((one) => one.image === image))
    for (const [i, of] of [...OF_CLASS, ...OF_CELLS].entries()) {
      const isAucm = SETS[i].startsWith('aucm')
      const own = isAucm ? images.slice(0, 3) : images
      expectNear(sets[i].value, of(samples))
      expectNear(sets[i].parts!.value, mean(own.map(of)))
      expect([sets[i].parts!.batches, sets[i].parts!.without]).toEqual([5, isAucm ? 2 : 0])
      const { slices } = sets[i].parts!
      const wanted = new Map(
        images.map((one, image) => [`image ${image}`, own.includes(one) ? of(one) : null]),
      )
      for (const { name, value } of slices)
        if (wanted.get(name) === null) expect(value).toBeNull()
        else expectNear(value, wanted.get(name)!)
      const order = [...wanted].sort(([, a], [, b]) => (b ?? -1) - (a ?? -1)).map(([name]) => name)
      expect(slices.map(({ name }) => name)).toEqual(order)
    }
  })

  it('is said in words', async () => {
    const path = join(folder, 'images.csv')
    const lines = samples.map(({ z, y, image }) => `${image},${y},${z}`)
    writeFileSync(path, ['image,label,logit', ...lines].join('\n'))
    const { stdout } = await lossctl(['compare', path, '--by', 'image', '--set', 'dice,aucm'])
    expect(stdout).toContain('each image, mean')
    expect(stdout).toMatch(/image, largest dice s=0 first +dice s=0 +aucm m=1\n +4 +1\.00000 +–\n/)
    expect(stdout).toContain('every value of image is a batch of its own')
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'aucm m=1: 2 of 5 batches have no such loss and are left out of the mean, since there are no positives, or no negatives.',
    )
  })
})

it('says why there is no value of the whole file', async () => {
  const set = ['--set', 'ohem-thresh:thresh=1e-9,dice']
  const { stdout } = await lossctl(['compare', fixture('breast-cancer.csv'), ...set])
  expect(stdout).toContain(
    'ohem-thresh thresh=1e-9 min-kept=0: there is no such loss, since no pt is below thresh.',
  )
  expect(stdout).not.toContain('nothing is positive')
})

describe('a saved sketch', () => {
  const path = join(folder, 'saved.sketch.json')

  it('says the same, but for bounds where a share of the hardest ends within a bin', async () => {
    await lossctl(['sketch', fixture('scenes.csv'), '--bins', '10', '-o', path])
    const ask = async (file: string) => {
      const list = 'dice,tversky,focal-tversky,aucm,ghm,ohem'
      const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', file, '--set', list)
      return results[0].sets
    }
    const [direct, saved] = [await ask(fixture('scenes.csv')), await ask(path)]
    for (const [i, { value }] of direct.slice(0, 5).entries()) expectNear(saved[i].value, value!)
    const [of, bounds] = [direct[5].value!, saved[5]]
    expect(direct[5].low).toBe(direct[5].high)
    expect(bounds.low!).toBeLessThan(of)
    expect(bounds.high!).toBeGreaterThan(of)
    expect(bounds.high! - bounds.low!).toBeLessThan(0.01 * of)
    expect(Math.abs(bounds.value! - of)).toBeLessThan((bounds.high! - bounds.low!) / 2)
  })

  it('says which limits it lacks, and the command that makes them', async () => {
    const { code, stderr } = await lossctl(['compare', path, '--set', 'ghm:bins=30'])
    expect([code, stderr]).toEqual([
      3,
      `error: ${path}: this sketch is not parted at the limits of the bins of ghm:bins=30, |p − y| = 1/30 and its multiples; give the predictions, or sketch them again with --bins 30\n`,
    ])
  })

  it('that keeps its classes together is refused where a class is a batch', async () => {
    const pooled = join(folder, 'pooled.sketch.json')
    await lossctl(['sketch', fixture('multilabel.csv'), '--bins', '10', '-o', pooled])
    const { code, stderr } = await lossctl(['compare', pooled, '--set', 'dice'])
    expect(code).toBe(3)
    expect(stderr).toContain('does not keep its classes apart; sketch the predictions again with --by class')
    expect((await lossctl(['compare', pooled, '--set', 'ghm,ohem'])).code).toBe(0)
  })
})

describe('what is asked', () => {
  it.each([
    ['dise', /there is no loss of a set "dise"; did you mean dice\?/],
    ['focal', /there is no loss of a set "focal"; it is a loss of samples: --loss focal/],
    ['topk', /it is ohem/],
    ['dice:alpha=1', /dice has no parameter "alpha"; it has smooth, squared/],
    ['ghm:bins=2.5', /is no whole number/],
    ['aucm:a=worst', /"worst" is not a number/],
    ['ohem:keep=0', /is below 1e-9/],
  ])('is refused with advice: %s', async (list, words) => {
    const { code, stderr } = await lossctl(['compare', fixture('scenes.csv'), '--set', list])
    expect(code).toBe(2)
    expect(stderr).toMatch(words)
  })

  it('is a loss of a set where somebody names it as one of samples', async () => {
    const { stderr } = await lossctl(['compare', fixture('scenes.csv'), '--loss', 'DiceLoss'])
    expect(stderr).toContain('it is a loss of a whole set of samples: lossctl compare FILE --set dice')
  })

  it.each([
    ['--compat', 'keras'],
    ['--class-weight', 'balanced'],
  ])('says nothing beside %s %s', async (...flags) => {
    const { code, stderr } = await lossctl(['compare', fixture('scenes.csv'), '--set', 'dice', ...flags])
    expect(code).toBe(2)
    expect(stderr).toContain(flags[0])
    expect(stderr).toContain('--set')
  })
})

type Nested = readonly (number | Nested)[]

interface Peer {
  readonly inputs: Record<string, { readonly p: Nested; readonly y: Nested; readonly x: Nested }>
  readonly cases: readonly ({ readonly input: string; readonly params: Record<string, number> } & Record<
    string,
    unknown
  >)[]
}

const golden = (path: string): Peer => JSON.parse(readFileSync(sharedPath(path)!, 'utf8'))
const numbers = (nested: Nested): readonly number[] => nested.flat(9) as readonly number[]

describe.skipIf(!sharedPath('golden/family'))(
  "libraries' own code (skipped where ../shared/golden is absent)",
  () => {
    const one = async (data: Data, set: string) => (await compare(data, { sets: [set] })).sets[0].value!
    /** The foreground of one image, as MONAI is given it: channel 1. */
    const images = ({ p, y }: Peer['inputs'][string], channel = 1) =>
      [0, 1].map((image) => {
        const [scores, labels] = [p, y].map((nested) => numbers((nested[image] as Nested)[channel] as Nested))
        return { scores, labels, from: 'probs' } as const
      })

    it('MONAI 1.6.1: TverskyLoss and DiceLoss, image by image', async () => {
      const { inputs, cases } = golden('golden/family/tversky_and_dice.json')
      for (const { params, ...own } of cases)
        for (const [image, data] of images(inputs.seg2).entries()) {
          const { alpha, beta } = params
          const tversky = await one(data, `tversky:alpha=${alpha},beta=${beta},smooth=1e-5`)
          expectNear(tversky, (own.monai_tversky as number[])[image])
          expectNear(await one(data, 'dice:smooth=1e-5'), (own.monai_dice as number[])[image])
        }
    })

    it('Keras 3.15.1: Dice of both images, and Tversky with α and β the other way round (float32)', async () => {
      const { inputs, cases } = golden('golden/family/tversky_and_dice.json')
      const [a, b] = images(inputs.seg2)
      const data = {
        scores: [...a.scores, ...b.scores],
        labels: [...a.labels, ...b.labels],
        from: 'probs',
      } as const
      for (const { params, ...own } of cases) {
        const swapped = await one(data, `tversky:alpha=${params.beta},beta=${params.alpha},smooth=1e-7`)
        expect(Math.abs(swapped - (own.keras_tversky as number))).toBeLessThan(2e-6)
        expect(Math.abs((await one(data, 'dice')) - (own.keras_dice as number))).toBeLessThan(2e-6)
      }
    })

    it('MONAI 1.6.1: the foreground of AsymmetricFocalTverskyLoss, whose exponent is 1 − γ', async () => {
      const { inputs, cases } = golden('golden/family/monai.AsymmetricFocalTverskyLoss.json')
      for (const { params, none } of cases)
        for (const [image, data] of images(inputs.seg2).entries()) {
          const { delta, gamma } = params
          const sides = `alpha=${1 - delta},beta=${delta},smooth=1e-7`
          const [background, foreground] = (none as number[][])[image]
          expectNear(await one(data, `focal-tversky:gamma=${1 - gamma},${sides}`), foreground)
          expectNear(await one(images(inputs.seg2, 0)[image], `tversky:${sides}`), background)
        }
    })

    it('MONAI 1.6.1: both channels of AsymmetricFocalTverskyLoss, as softmax rows', async () => {
      const { inputs, cases } = golden('golden/family/monai.AsymmetricFocalTverskyLoss.json')
      for (const { params, none } of cases)
        for (const image of [0, 1]) {
          const [off, on] = [images(inputs.seg2, 0)[image], images(inputs.seg2)[image]]
          const { delta, gamma } = params
          const sides = `alpha=${1 - delta},beta=${delta},smooth=1e-7`
          const data = {
            scores: on.scores.map((p, i) => [off.scores[i], p]),
            labels: on.labels,
            task: 'softmax',
            from: 'probs',
          } as const
          const { sets } = await compare(data, {
            sets: [`tversky:${sides}`, `focal-tversky:gamma=${1 - gamma},${sides}`],
          })
          const [background, foreground] = (none as number[][])[image]
          expectNear(sets[0].classes![0].value, background)
          expectNear(sets[1].classes![1].value, foreground)
        }
    })

    it('libauc 2.0.1 and MONAI 1.6.1: AUCM at given a, b and α (float32)', async () => {
      const { inputs, cases } = golden('golden/family/AUCM.json')
      const data = { scores: numbers(inputs.binp.p), labels: numbers(inputs.binp.y), from: 'probs' } as const
      for (const { params, ...own } of cases) {
        const { a, b, alpha, margin } = params
        const given = `margin=${margin},a=${a},b=${b},alpha=${alpha}`
        const first = await one(data, `aucm:${given}`)
        expect(Math.abs(first - (own.libauc_v1 as number))).toBeLessThan(2e-6)
        expect(Math.abs(first - (own.monai_v1 as number))).toBeLessThan(2e-6)
        const second = await one(data, `aucm:${given},prior=off`)
        expect(Math.abs(second - (own.monai_v2 as number))).toBeLessThan(2e-6)
      }
    })

    it('mmdetection: GHMC, whose cross-entropy is in float32', async ({ skip }) => {
      if (!sharedPath('golden/public/mmdet.GHMC.json')) return skip()
      const { inputs, cases } = golden('golden/public/mmdet.GHMC.json')
      const { x, y } = inputs.multilabel
      const data = {
        scores: x as number[][],
        labels: y as number[][],
        task: 'multilabel',
        from: 'logits',
      } as const
      for (const { params, mean: want } of cases)
        expect(Math.abs((await one(data, `ghm:bins=${params.bins}`)) - (want as number))).toBeLessThan(
          2e-6 * 3,
        )
    })
  },
)
