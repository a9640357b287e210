/** Scores with a temperature and a prior before all else, against PyTorch's losses of such scores, and sums in the test. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  baseline,
  type CalibrateReport,
  calibrate,
  check,
  compare,
  type Data,
  type How,
  inspect,
  merge,
  readSketch,
  type SoftmaxCalibrateReport,
  samples,
  sketch,
  writeSketch,
} from '../../src/index.ts'
import { draws } from '../made/draws.ts'
import { lossctl } from '../made/host.ts'
import { exactSum } from '../made/oracle.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const scratch = scratchFolder()

interface Case<Expected> {
  readonly setting: Pick<How, 'temperature' | 'priors' | 'logitAdjust'>
  readonly logits: Expected
  readonly probs: Expected
  readonly ce: readonly (readonly number[])[]
}
interface Rows {
  readonly ce: readonly number[]
  readonly focal: readonly number[]
  readonly smooth: number
}

const { softmax, sigmoids } = JSON.parse(readFileSync(fixture('adjusted.json'), 'utf8')) as {
  readonly softmax: Readonly<Record<'logits' | 'probs', readonly (readonly number[])[]>> & {
    readonly labels: readonly number[]
    readonly cases: readonly Case<Rows>[]
  }
  readonly sigmoids: {
    readonly logits: readonly (readonly number[])[]
    readonly labels: readonly (readonly number[])[]
    readonly cases: readonly Case<never>[]
  }
}

/** Logits of up to 1400 make losses as large, of which either side has the last digits only. */
const near = (got: number | null, want: number | null) =>
  expect(Math.abs(got! - want!), `${got} for ${want}`).toBeLessThanOrEqual(
    1e-12 * Math.max(1, Math.abs(want!)),
  )

const mean = (values: readonly number[]) => exactSum(values) / values.length
const LOSSES = ['ce', 'focal:gamma=2', 'label-smooth:smoothing=0.1']

describe.each(
  softmax.cases.map((one) => ({ ...one, title: JSON.stringify(one.setting) })),
)('softmax rows under $title', ({ setting, ...expected }) => {
  const { labels } = softmax

  it.each(['logits', 'probs'] as const)('lose what F.cross_entropy of them says: %s', async (from) => {
    const data: Data = { scores: softmax[from], labels, task: 'softmax', from, ...setting }
    const rows = await samples(data, { losses: LOSSES.slice(0, 2), top: 100 })
    expect(rows.samples).toHaveLength(labels.length)
    for (const { row, losses } of rows.samples) {
      near(losses[0].value, expected[from].ce[row])
      near(losses[1].value, expected[from].focal[row])
    }
    const means = (await compare(data, { losses: LOSSES })).losses.map(({ value }) => value)
    near(means[0], mean(expected[from].ce))
    near(means[1], mean(expected[from].focal))
    near(means[2], expected[from].smooth)
  })

  it('are the same from log-probabilities', async () => {
    const scores = softmax.probs.map((row) => row.map((p) => Math.log(p)))
    const data: Data = { scores, labels, from: 'log-probs', ...setting }
    near((await compare(data, { losses: ['ce'] })).losses[0].value, mean(expected.probs.ce))
  })
})

describe.each(
  sigmoids.cases.map((one) => ({ ...one, title: JSON.stringify(one.setting) })),
)('sigmoids under $title', ({ setting, ce }) => {
  it('lose what F.binary_cross_entropy_with_logits of them says', async () => {
    const { logits: scores, labels } = sigmoids
    const data: Data = { scores, labels, task: 'multilabel', from: 'logits', ...setting }
    near((await compare(data, { losses: ['ce'] })).losses[0].value, mean(ce.flat()))
    const { losses } = await compare(data, { losses: ['ce'], by: 'class' })
    expect(losses).toHaveLength(1)
  })

  it('are binary ones one by one', async () => {
    const { logits, labels } = sigmoids
    const column = logits.map((row) => row[1])
    const own = { ...setting, ...(setting.priors && { priors: [setting.priors[1]] }) }
    const data: Data = { scores: column, labels: labels.map((row) => row[1]), from: 'logits', ...own }
    near((await compare(data, { losses: ['ce'] })).losses[0].value, mean(ce.map((row) => row[1])))
  })
})

describe('a temperature before the loss', () => {
  it('is that of ce:temperature where a loss has it, of one column and of two', async () => {
    const scores = Array.from({ length: 50 }, (_, i) => 4 * Math.sin(i * 7))
    const labels = scores.map((_, i) => (i % 3 === 0 ? 1 : 0))
    const of = async (data: Data, losses: readonly string[]) =>
      (await compare(data, { losses })).losses.map(({ value }) => value)
    const [within] = await of({ scores, labels }, ['ce:temperature=1.5,prior=0.2,logit-adjust=0.5'])
    const before = { labels, temperature: 1.5, logitAdjust: 0.5, from: 'logits' as const }
    near((await of({ ...before, scores, priors: [0.2] }, ['ce']))[0], within)
    const pairs = scores.map((z) => [1, z + 1])
    near((await of({ ...before, scores: pairs, priors: [4, 1], task: 'binary' }, ['ce']))[0], within)
  })

  it('is the same whichever way a file is read, with weights, slices and one-hot labels', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            z: fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 3, maxLength: 3 }),
            y: fc.nat(2),
            w: fc.integer({ min: 1, max: 5 }),
          }),
          { minLength: 6, maxLength: 30 },
        ),
        fc.constantFrom(0.5, 3),
        async (rows, temperature) => {
          const terms = rows.map(({ z, y, w }) => {
            const to = z.map((one, k) => one / temperature + 0.5 * Math.log([0.6, 0.3, 0.1][k]))
            const most = Math.max(...to)
            return w * (most - to[y] + Math.log(exactSum(to.map((one) => Math.exp(one - most)))))
          })
          const want = exactSum(terms) / exactSum(rows.map(({ w }) => w))
          const header = 'a,b,c,w,s,la,lb,lc,y'
          const lines = rows.map(({ z, y, w }, i) => [
            ...z,
            w,
            i % 2,
            ...[0, 1, 2].map((k) => +(k === y)),
            'abc'[y],
          ])
          const path = scratch('rows.csv', [header, ...lines.map((line) => line.join())].join('\n'))
          const said = {
            scores: path,
            score: 'a,b,c',
            weight: 'w',
            from: 'logits',
            task: 'softmax',
            temperature,
            priors: [6, 3, 1],
            logitAdjust: 0.5,
          } as const
          for (const ways of [
            { label: 'y' },
            { label: 'la,lb,lc' },
            { label: 'y', by: 's' },
            { label: 'y', threads: 1 },
          ]) {
            const report = await compare({ ...said, ...ways }, { losses: ['ce'] })
            const largest = Math.max(1, ...terms)
            expect(Math.abs(report.losses[0].value! - want)).toBeLessThanOrEqual(1e-12 * largest)
          }
        },
      ),
      { numRuns: draws(20) },
    ))

  it('takes cells to ignore out of multi-label rows', async () => {
    const path = scratch('cells.csv', 'a,b,la,lb\n1,-2,1,0\n3,0.5,-100,1\n-1,2,0,-100\n')
    const data = {
      scores: path,
      score: 'a,b',
      label: 'la,lb',
      ignoreLabel: ['-100'],
      task: 'multilabel',
    } as const
    const report = await compare(
      { ...data, from: 'logits', temperature: 2, priors: [0.5, 0.2] },
      { losses: ['ce'] },
    )
    const b = Math.log(0.2 / 0.8)
    const ce = (s: number) => Math.log1p(Math.exp(-s))
    near(report.losses[0].value, mean([ce(0.5), ce(1 - b), ce(0.25 + b), ce(0.5)]))
  })

  it('divides rows of probabilities by their sum, and holds the logarithm of 0 at -100', async () => {
    const data: Data = {
      scores: [
        [0.5, 0.4, 0],
        [0.2, 0.3, 0.4],
      ],
      labels: [2, 0],
      from: 'probs',
      probTolerance: 0.2,
      temperature: 2,
    }
    const { source, losses } = await compare(data, { losses: ['ce'] })
    const first = 50 + Math.log(Math.sqrt(0.5) + Math.sqrt(0.4) + Math.exp(-50))
    const second = Math.log((Math.sqrt(0.2) + Math.sqrt(0.3) + Math.sqrt(0.4)) / Math.sqrt(0.2))
    near(losses[0].value, (first + second) / 2)
    expect([source.clamped, source.held, source.from]).toEqual([1, 0, 'logits'])
    const whole = {
      ...data,
      scores: [
        [50, 40, 0],
        [2, 3, 4],
      ],
      renormalize: true,
      probTolerance: undefined,
    }
    near(
      (await compare(whole, { losses: ['ce'] })).losses[0].value,
      (first + 0.5 * Math.log(1 / 0.9) + second) / 2,
    )
  })

  it('gives calibrate the figures of the temperature that it found', async () => {
    const scores = fixture('wine.csv')
    const found = (await calibrate(scores)) as SoftmaxCalibrateReport
    const { temperature } = found.temperature!
    const after = (await calibrate({ scores, temperature })) as SoftmaxCalibrateReport
    near(after.asItIs.logLoss, found.temperature!.logLoss)
    near(after.asItIs.brier, found.temperature!.brier)
    near(after.reliability.ece, found.temperature!.reliability.ece)
    near(after.classwiseEce, found.temperature!.classwiseEce)
    // Newton's last step is below 1e-11.
    expect(Math.abs(after.temperature!.temperature - 1)).toBeLessThanOrEqual(1e-10)
  })
})

describe('priors', () => {
  it.each([
    ['1e-310,1e300,1'],
    ['5e-324,1e308,1'],
    ['1,1e305,1'],
  ])('of %s are refused, since a share of them is no double', async (priors) => {
    const { code, stderr } = await lossctl(['compare', fixture('wine.csv'), '--priors', priors])
    expect([code, stderr]).toEqual([
      2,
      'error: the prior of class 0 is less than 1e-300 of all, which a double does not hold; give priors that are nearer to each other\n',
    ])
  })

  it.each([4, -4, 0.5])('far apart, %d times, are so beside another prior too', async (logitAdjust) => {
    const [to, from, priors] = [
      [0.3, 0.3, 0.4],
      [0.4, 0.4, 0.2],
      [1e-290, 1, 1],
    ]
    const scores = [
      [1, 2, 3],
      [0, 0, 1],
      [2, 1, 0],
      [0, 3, 1],
      [1, 1, 0],
    ]
    const labels = [0, 2, 0, 1, 1]
    const how = { from: 'logits', task: 'softmax', priors, logitAdjust } as const
    const { asItIs } = await calibrate({ scores, labels, ...how }, { prior: to })
    const terms = scores.map((row, i) => {
      const moves = row.map((z, k) => z + logitAdjust * Math.log(priors[k]) + Math.log(to[k] / from[k]))
      const top = Math.max(...moves)
      const loss = top + Math.log(moves.reduce((sum, z) => sum + Math.exp(z - top), 0)) - moves[labels[i]]
      return ((to[labels[i]] / from[labels[i]]) * loss) / scores.length
    })
    near(asItIs.logLoss, exactSum(terms))
  })

  it('far apart are those of the closed form', async () => {
    const priors = [1e-290, 1e5, 1e-3]
    const { losses } = await compare({ scores: fixture('wine.csv'), priors }, { losses: ['ce'] })
    const rows = readFileSync(fixture('wine.csv'), 'utf8').replace('\ufeff', '').trim().split('\n').slice(1)
    const names = ['barolo', 'grignolino', 'barbera']
    const terms = rows.map((row) => {
      const [label, ...cells] = row.split(';')
      const z = cells.map((cell, k) => Number(cell) + Math.log(priors[k]))
      const top = Math.max(...z)
      return top + Math.log(z.reduce((sum, one) => sum + Math.exp(one - top), 0)) - z[names.indexOf(label)]
    })
    near(losses[0].value, terms.reduce((sum, one) => sum + one, 0) / terms.length)
  })
})

describe('what is said of a temperature', () => {
  const moved = { scores: fixture('wine.csv'), temperature: 2, priors: [1, 2, 1] }
  const adjustment = { given: 'logits', temperature: 2, priors: [0.25, 0.5, 0.25], strength: 1 }

  it('stands in reports, in sketches and in what inspect says', async () => {
    const made = await sketch(moved)
    expect(made.source.adjustment).toEqual(adjustment)
    const path = scratch('moved.sketch.json', '')
    await writeSketch(path, made)
    expect((await readSketch(path)).source.adjustment).toEqual(adjustment)
    const [direct, saved] = [
      await compare(moved, { losses: ['ce'] }),
      await compare(path, { losses: ['ce'] }),
    ]
    near(saved.losses[0].value, direct.losses[0].value)
    expect((await inspect(moved)).reasons.at(-1)).toBe(
      'logits are divided by a temperature of 2 and moved by 1 × the logarithms of priors 0.25, 0.5, 0.25, as is said',
    )
  })

  it('keeps sketches and baselines of other moves apart', async () => {
    const plain = { scores: moved.scores }
    const made = [await sketch(plain), await sketch(moved)]
    expect(() => merge(made)).toThrow('its scores are divided by a temperature of 2 and moved by 1 ×')
    expect(merge([made[1], made[1]]).source.adjustment).toEqual(adjustment)
    const before = await baseline(plain, { losses: ['ce'] })
    await expect(check(moved, { baseline: before, rules: ['max-increase ce.mean=1%'] })).rejects.toThrow(
      'its scores are as they stand, and these are divided by a temperature of 2',
    )
  })

  it('is refused where a sketch says anything else of it', async () => {
    const made = await sketch(moved)
    const broken = { ...made, source: { ...made.source, adjustment: { ...adjustment, temperature: 0 } } }
    await expect(compare(broken as typeof made)).rejects.toThrow('is no sound sketch')
  })

  it.each([
    [['--priors', '1,2'], '--priors has 2 numbers, and there are 3 columns of scores'],
    [['--logit-adjust', '2'], '--logit-adjust is how many times'],
    [['--temperature', '0'], '--temperature 0: it is a number from 0.01 to 100'],
    [['--priors', '1,0,2'], '--priors 0: it is a number'],
    [
      ['--loss', 'ce:temperature=3'],
      'of a file say --temperature 3, which divides the scores before any loss',
    ],
  ])('is refused with its reason: %j', async (words, reason) => {
    const { code, stderr } = await lossctl(['compare', fixture('wine.csv'), ...words])
    expect(code).toBe(2)
    expect(stderr).toContain(reason)
  })

  it('is refused of a sketch, and of shares of positives that are none', async () => {
    const path = scratch('plain.sketch.json', '')
    await writeSketch(path, await sketch(fixture('wine.csv')))
    const saved = await lossctl(['compare', path, '--temperature', '2'])
    expect([saved.code, saved.stderr]).toEqual([2, expect.stringContaining('--temperature says how to read')])
    const binary = await lossctl(['compare', fixture('scenes.csv'), '--priors', '3'])
    expect([binary.code, binary.stderr]).toEqual([
      2,
      expect.stringContaining('a share of positives lies between'),
    ])
  })

  it('is that of B alone where diff is told so', async () => {
    const args = [fixture('wine.csv'), fixture('wine.csv'), '--loss', 'ce', '--format', 'json']
    const { stdout } = await lossctl(['diff', ...args, '--temperature-b', '2'])
    const report = JSON.parse(stdout)
    const { losses } = await compare({ scores: fixture('wine.csv'), temperature: 2 }, { losses: ['ce'] })
    expect(report.a.adjustment).toBeUndefined()
    near(report.losses[0].meanB, losses[0].value)
  })

  describe.each(['nan', '', 'x', 'inf', '-inf'])('beside a score of "%s"', (score) => {
    const lines = ['z,label', '1,1', `${score},1`, '-1,0', '0.5,0']
    // Of (z, y) = (1, 1), (-1, 0) and (0.5, 0) at z / 2 + ln 0.2 - ln 0.8.
    const shift = Math.log(0.2) - Math.log(0.8)
    const ce = (s: number) => Math.log1p(Math.exp(-s))
    const kept = mean([ce(0.5 + shift), ce(0.5 - shift), ce(-0.25 - shift)])
    const said = { label: 'label', from: 'logits', temperature: 2, priors: [0.2] } as const
    const file = (name: string, rows: readonly string[]) => ({
      scores: scratch(`${name}.csv`, rows.join('\n')),
      ...said,
    })

    it('names the cell, and leaves its row out where that is asked for', async () => {
      const data = file('faulty', lines)
      await expect(compare(data, { losses: ['ce'] })).rejects.toThrow(/faulty\.csv:3:1: the score/)
      const { losses, source } = await compare({ ...data, onBadRow: 'skip' }, { losses: ['ce'] })
      near(losses[0].value, kept)
      expect(source.skipped).toBe(1)
      expect(((await calibrate({ ...data, onBadRow: 'skip' })) as CalibrateReport).count).toBe(3)
    })

    it('passes over it beside a label to ignore', async () => {
      const data = file('padded', lines.with(2, `${score},-100`))
      near((await compare({ ...data, ignoreLabel: '-100' }, { losses: ['ce'] })).losses[0].value, kept)
    })
  })

  it.each([Number.NaN, -Number.MAX_VALUE])('passes over padding of %d in arrays', async (padding) => {
    const data = {
      scores: [1, padding, -1],
      labels: [1, -100, 0],
      ignoreLabel: '-100',
      from: 'logits',
    } as const
    const { losses } = await compare({ ...data, temperature: 0.5 }, { losses: ['ce'] })
    near(losses[0].value, Math.log1p(Math.exp(-2)))
  })

  it('reads shards of probabilities as probabilities, however few the first has', async () => {
    const labels = Array.from({ length: 29 }, (_, i) => (i % 3) % 2)
    const probs = labels.map((_, i) => (i + 1) / 31)
    const rows = probs.map((p, i) => `${p},${labels[i]}`)
    const first = scratch('shard-1.csv', ['p,label', ...rows.slice(0, 9)].join('\n'))
    scratch('shard-2.csv', ['p,label', ...rows.slice(9)].join('\n'))
    const data = { scores: first.replace('1.csv', '*.csv'), from: 'probs', temperature: 2 } as const
    const want = probs.map((p, i) => Math.log1p(Math.sqrt(labels[i] ? (1 - p) / p : p / (1 - p))))
    near((await compare(data, { losses: ['ce'] })).losses[0].value, mean(want))
  })

  it('refuses logits that it makes too large', async () => {
    const data: Data = {
      scores: [
        [1e307, 0],
        [0, 1],
      ],
      labels: [0, 1],
      from: 'logits',
      temperature: 0.01,
    }
    await expect(compare(data)).rejects.toThrow('no doubles when divided by a temperature of 0.01')
  })
})
