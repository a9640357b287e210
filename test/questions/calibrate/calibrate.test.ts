/** Calibration against sums over the samples themselves, and against what scikit-learn, torchmetrics and netcal say. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CalibrateQuestion,
  type CalibrateReport,
  calibrate as calibrateAny,
  type Data,
  sketch,
} from '../../../src/index.ts'
import type { PriorShift } from '../../../src/questions/calibrate/prior.ts'
import { draws } from '../../made/draws.ts'
import { exactSum } from '../../made/oracle.ts'
import { sharedPath } from '../../made/shared.ts'

interface Sample {
  readonly z: number
  readonly y: 0 | 1
  readonly w: number
}

/** Of no softmax. */
const calibrate = async (data: Data, question?: CalibrateQuestion) =>
  (await calibrateAny(data, question)) as CalibrateReport

const sigmoid = (z: number) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)))
const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))

const dataOf = (samples: readonly Sample[]): Data => ({
  scores: samples.map(({ z }) => z),
  labels: samples.map(({ y }) => y),
  weights: samples.map(({ w }) => w),
  from: 'logits',
})

/** sum w f / sum w, sample by sample. */
function mean(samples: readonly Sample[], of: (sample: Sample) => number): number {
  return exactSum(samples.map((one) => one.w * of(one))) / exactSum(samples.map(({ w }) => w))
}

/** Of the log loss of a z + b, by a and by b. */
function slopes(samples: readonly Sample[], a: number, b: number): readonly [number, number] {
  const off = ({ z, y }: Sample) => (y === 1 ? -sigmoid(-(a * z + b)) : sigmoid(a * z + b))
  return [mean(samples, (one) => off(one) * one.z), mean(samples, off)]
}

function spiegelhalter(samples: readonly Sample[]): number {
  const p = ({ z }: Sample) => sigmoid(z)
  const above = exactSum(samples.map((one) => one.w * (one.y - p(one)) * (1 - 2 * p(one))))
  const below = exactSum(samples.map((one) => one.w ** 2 * (1 - 2 * p(one)) ** 2 * p(one) * sigmoid(-one.z)))
  return above / Math.sqrt(below)
}

/** By the definition, pair by pair. */
function area(samples: readonly Sample[]): number {
  const [negatives, positives] = [0, 1].map((y) => samples.filter((one) => one.y === y))
  let [won, all] = [0, 0]
  for (const p of positives)
    for (const n of negatives) {
      won += p.w * n.w * (p.z > n.z ? 1 : p.z === n.z ? 0.5 : 0)
      all += p.w * n.w
    }
  return won / all
}

const anySample = fc.record({
  z: fc.oneof(
    fc.double({ min: -9, max: 9, noNaN: true }),
    fc.integer({ min: -40, max: 40 }).map((eighths) => eighths / 8),
  ),
  y: fc.constantFrom(0 as const, 1 as const),
  w: fc.constantFrom(1, 1, 0.5, 3, 0),
})

const mixed = fc
  .array(anySample, { minLength: 8, maxLength: 60 })
  .filter((samples) => [0, 1].every((y) => samples.some((one) => one.y === y && one.w > 0)))

const close = (got: number | null | undefined, want: number, within: number) =>
  expect(Math.abs(got! - want), `${got} for ${want}`).toBeLessThanOrEqual(within)

describe('a calibration', () => {
  it('has the log loss, the Brier score and the statistics of its samples', async () => {
    const property = fc.asyncProperty(mixed, async (samples) => {
      const report = await calibrate(dataOf(samples))
      close(
        report.asItIs.logLoss,
        mean(samples, ({ z, y }) => softplus(y === 1 ? -z : z)),
        1e-12,
      )
      close(
        report.asItIs.brier,
        mean(samples, ({ z, y }) => (y === 1 ? sigmoid(-z) : sigmoid(z)) ** 2),
        1e-13,
      )
      close(
        report.expected,
        mean(samples, ({ z }) => sigmoid(z)),
        1e-13,
      )
      close(
        report.observed,
        mean(samples, ({ y }) => y),
        1e-13,
      )
      const z = spiegelhalter(samples)
      close(report.spiegelhalter, z, 1e-11 * Math.max(1, Math.abs(z)))
    })
    await fc.assert(property, { numRuns: draws(100) })
  })

  it('has the true area under the curve between its bounds', async () => {
    const property = fc.asyncProperty(mixed, async (samples) => {
      const { area: found } = await calibrate(dataOf(samples))
      const truth = area(samples)
      expect(found!.low).toBeLessThanOrEqual(truth + 1e-12)
      expect(found!.high).toBeGreaterThanOrEqual(truth - 1e-12)
      expect(found!.value).toBeGreaterThanOrEqual(found!.low)
      expect(found!.value).toBeLessThanOrEqual(found!.high)
    })
    await fc.assert(property, { numRuns: draws(200) })
  })

  it('has a temperature and a line at which the log loss of the samples has no slope', async () => {
    const property = fc.asyncProperty(mixed, async (samples) => {
      const { temperature, platt, why } = await calibrate(dataOf(samples))
      if (temperature) close(slopes(samples, 1 / temperature.temperature, 0)[0], 0, 1e-10)
      else if (why.temperature === 'flat') {
        // The curvature of the log loss is greatest at 0, so that a zero within 2^-20 of it leaves a slope of no more there.
        const curvature = mean(samples, ({ z }) => z * z) / 4
        expect(Math.abs(slopes(samples, 0, 0)[0])).toBeLessThanOrEqual(curvature * 2 ** -20 + 1e-12)
      } else if (why.temperature === 'alike') expect(mean(samples, ({ z }) => z * z)).toBeLessThan(1e-12)
      else expect(['separable', 'steep']).toContain(why.temperature)
      if (why.platt === 'alike') {
        const centre = mean(samples, ({ z }) => z)
        expect(mean(samples, ({ z }) => (z - centre) ** 2)).toBeLessThan(1e-12)
      }
      if (!platt) return void expect(['separable', 'steep', 'alike']).toContain(why.platt)
      const [da, db] = slopes(samples, platt.slope, platt.intercept)
      close(da, 0, 1e-10)
      close(db, 0, 1e-10)
    })
    await fc.assert(property, { numRuns: draws(200) })
  })
})

describe('a calibration of probabilities of 0 and 1', () => {
  it('has the temperature and the line of log-odds of ±100, though nothing bends there', async () => {
    // Equal halves have no finite temperature.
    const cells = fc
      .tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 1, max: 400 })))
      .filter(([a, b, c, d]) => a + d !== b + c)
    const property = fc.asyncProperty(cells, async ([a, b, c, d]) => {
      // Positives and negatives among the samples of p = 1, then among those of p = 0.
      const counts = [
        [1, 1, a],
        [1, 0, b],
        [0, 1, c],
        [0, 0, d],
      ] as const
      const rows = counts.flatMap(([p, y, n]) => Array.from({ length: n }, () => ({ p, y })))
      const data = { scores: rows.map(({ p }) => p), labels: rows.map(({ y }) => y), from: 'probs' } as const
      const { temperature, platt } = await calibrate(data)
      const [high, low] = [Math.log(a / b), Math.log(c / d)]
      close(platt!.slope, (high - low) / 200, 1e-9)
      close(platt!.intercept, (high + low) / 2, 1e-9)
      const odds = Math.log((a + d) / (b + c))
      close(1 / temperature!.temperature, odds / 100, 1e-9)
    })
    await fc.assert(property, { numRuns: draws(60), examples: [[[5, 2, 1, 9]]] })
  })
})

describe('a calibration at another prior', () => {
  it('of multi-label data has that of each class, and all of them together', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => [3 * Math.sin(i), 2 * Math.cos(3 * i) - 1])
    const labels = rows.map(([a, b], i) => [
      a + Math.sin(9 * i) > 0 ? 1 : 0,
      b + 2 * Math.sin(7 * i) > 0 ? 1 : 0,
    ])
    const data = { scores: rows, labels, task: 'multilabel', from: 'logits' } as const
    const to = [0.3, 0.05]
    const report = await calibrate(data, { prior: to, bins: 10 })
    const shifts = report.prior as readonly PriorShift[]
    const moved = to.map((share, k) => {
      const own = rows.map((row, i) => ({ z: row[k], y: labels[i][k] }))
      const from = own.reduce((sum, { y }) => sum + y, 0) / own.length
      const shift = Math.log(share / (1 - share)) - Math.log(from / (1 - from))
      close(shifts[k].from, from, 1e-14)
      close(shifts[k].shift, shift, 1e-13)
      return own.map(({ z, y }) => ({
        z: z + shift,
        y,
        w: (y === 1 ? share : 1 - share) / (y === 1 ? from : 1 - from),
      }))
    })
    for (const [found, samples] of [
      [report.classes![0], moved[0]],
      [report.classes![1], moved[1]],
      [report, moved.flat()],
    ] as const) {
      const total = exactSum(samples.map(({ w }) => w))
      const meanOf = (of: (one: (typeof samples)[number]) => number) =>
        exactSum(samples.map((one) => one.w * of(one))) / total
      const loss = meanOf(({ z, y }) => softplus(y === 1 ? -z : z))
      close(found.asItIs.logLoss, loss, 1e-12)
      close(
        found.asItIs.brier,
        meanOf(({ z, y }) => (y - sigmoid(z)) ** 2),
        1e-12,
      )
      const gaps = Array.from({ length: 10 }, (_, bin) => {
        const own = samples.filter(({ z }) => Math.floor(sigmoid(z) * 10) === bin)
        return Math.abs(exactSum(own.map(({ z, y, w }) => w * (y - sigmoid(z)))))
      })
      close(found.reliability!.ece, exactSum(gaps) / total, 1e-12)
      if (found.platt) {
        const { slope, intercept } = found.platt
        close(
          meanOf(({ z, y }) => y - sigmoid(slope * z + intercept)),
          0,
          1e-10,
        )
      }
    }
    close(report.classes![1].observed, 0.05, 1e-13)
    const saved = await calibrate(await sketch(data, { by: 'class' }), { prior: to })
    close(saved.asItIs.logLoss, report.asItIs.logLoss, 1e-12)
    expect([saved.reliability, saved.classes![0].reliability]).toEqual([null, null])
    await expect(calibrate(await sketch(data), { prior: to })).rejects.toThrow('--by class')
    await expect(calibrate(data, { prior: 0.1 })).rejects.toThrow('the prior has one share')
  })

  it('is that of samples that are weighed and moved to it', async () => {
    const property = fc.asyncProperty(
      mixed,
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      async (samples, to) => {
        const report = await calibrate(dataOf(samples), { prior: to, bins: 10 })
        const from = mean(samples, ({ y }) => y)
        const shift = Math.log(to / (1 - to)) - Math.log(from / (1 - from))
        const moved = samples.map(({ z, y, w }) => ({
          z: z + shift,
          y,
          w: (w * (y === 1 ? to : 1 - to)) / (y === 1 ? from : 1 - from),
        }))
        const prior = report.prior as PriorShift
        close(prior.from, from, 1e-14)
        close(prior.shift, shift, 1e-12)
        close(report.observed, to, 1e-13)
        close(
          report.expected,
          mean(moved, ({ z }) => sigmoid(z)),
          1e-13,
        )
        close(
          report.asItIs.logLoss,
          mean(moved, ({ z, y }) => softplus(y === 1 ? -z : z)),
          1e-12,
        )
        if (report.platt) close(slopes(moved, report.platt.slope, report.platt.intercept)[0], 0, 1e-10)
        // Away from limits, on which rounding decides.
        if (moved.some(({ z }) => Math.abs(sigmoid(z) * 10 - Math.round(sigmoid(z) * 10)) < 1e-9)) return
        const gaps = Array.from({ length: 10 }, (_, bin) => {
          const own = moved.filter(({ z }) => Math.floor(sigmoid(z) * 10) === bin)
          return Math.abs(exactSum(own.map(({ z, y, w }) => w * (y - sigmoid(z)))))
        })
        close(report.reliability!.ece, exactSum(gaps) / exactSum(moved.map(({ w }) => w)), 1e-12)
      },
    )
    await fc.assert(property, { numRuns: draws(200) })
  })

  it('of the share of the samples is that of the samples', async () => {
    const data = dataOf([-2, -1, 0.5, 1, 2, 3].map((z, i) => ({ z, y: i % 2 === 0 ? 0 : 1, w: 1 })))
    const [plain, shifted] = [await calibrate(data), await calibrate(data, { prior: 0.5 })]
    expect(shifted.prior).toEqual({ to: 0.5, from: 0.5, shift: 0 })
    // What is weighed by its truth scatters otherwise than probabilities say, and no figure of noise is given.
    const { reliability, ...others } = plain
    expect({ ...shifted, prior: null }).toMatchObject({ ...others, spiegelhalter: null, chance: null })
    for (const [i, bin] of reliability!.bins.entries()) {
      const own = shifted.reliability!.bins[i]
      expect([own.count, own.weight]).toEqual([bin.count, bin.weight])
      close(own.mean ?? 0, bin.mean ?? 0, 1e-15)
      expect(own.observed).toBe(bin.observed)
    }
  })

  it('is refused where the samples of a class weigh nothing', async () => {
    const data = dataOf([-1, 1, 2].map((z) => ({ z, y: z < 0 ? 0 : 1, w: z < 0 ? 0 : 1 })))
    const words = 'has one class alone whose samples weigh something, and a prior is of two'
    await expect(calibrate(data, { prior: 0.5 })).rejects.toThrow(words)
  })

  it('is refused where there is no other class, or more than two', async () => {
    const one = dataOf([
      { z: 1, y: 1, w: 1 },
      { z: 2, y: 1, w: 1 },
    ])
    await expect(calibrate(one, { prior: 0.1 })).rejects.toThrow('a prior is of two')
    const softmax = {
      scores: [
        [1, 2, 3],
        [3, 2, 1],
      ],
      labels: [0, 2],
      from: 'logits',
    } as const
    await expect(calibrate(softmax, { prior: 0.1 })).rejects.toThrow(
      'the prior has one share, and these labels are softmax',
    )
    await expect(calibrate(one, { prior: 0 })).rejects.toThrow('a number between 0 and 1')
  })
})

/** Counts and the calibration error of probabilities by comparing them with i / M. */
function inBins(
  samples: readonly { p: number; y: number }[],
  bins: number,
  side: 'left' | 'right',
  limitOf = (i: number) => i / bins,
) {
  const limits = Array.from({ length: bins - 1 }, (_, i) => limitOf(i + 1))
  const binOf = (p: number) => limits.filter((limit) => (side === 'left' ? limit <= p : limit < p)).length
  const found = Array.from({ length: bins }, () => ({ n: 0, p: 0, y: 0 }))
  for (const { p, y } of samples) {
    const bin = found[binOf(p)]
    bin.n++
    bin.p += p
    bin.y += y
  }
  const ece = found.reduce((sum, { n, p, y }) => sum + (n === 0 ? 0 : Math.abs(p - y)), 0) / samples.length
  return { counts: found.map(({ n }) => n), ece }
}

describe('the bins of a calibration', () => {
  const rounded = fc.array(
    fc.record({
      p: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
      y: fc.constantFrom(0, 1),
    }),
    { minLength: 20, maxLength: 200 },
  )

  it('take probabilities that stand on a limit to the side that was asked for', async () => {
    const property = fc.asyncProperty(
      rounded,
      fc.constantFrom(2, 3, 4, 5, 10, 15, 20, 25, 32),
      fc.constantFrom('left' as const, 'right' as const),
      async (samples, bins, limits) => {
        const data = {
          scores: samples.map(({ p }) => p),
          labels: samples.map(({ y }) => y),
          from: 'probs',
        } as const
        const { reliability } = await calibrate(data, { bins, limits })
        const want = inBins(samples, bins, limits)
        expect(reliability!.bins.map(({ count }) => count)).toEqual(want.counts)
        close(reliability!.ece, want.ece, 1e-12)
      },
    )
    await fc.assert(property, { numRuns: draws(200) })
  })

  it('are the same from a sketch that is parted for them, and unknown from another', async () => {
    const data = {
      scores: [0.1, 0.2, 0.3, 0.4, 0.85, 0.9],
      labels: [0, 0, 1, 0, 1, 1],
      from: 'probs',
    } as const
    const direct = await calibrate(data, { bins: 10 })
    const saved = await calibrate(await sketch(data, { bins: 10 }), { bins: 10 })
    expect(saved.reliability!.bins.map(({ count }) => count)).toEqual([0, 1, 1, 1, 1, 0, 0, 0, 1, 1])
    close(saved.reliability!.ece, direct.reliability!.ece, 1e-14)
    close(
      direct.reliability!.ece,
      inBins(
        data.scores.map((p, i) => ({ p, y: data.labels[i] })),
        10,
        'left',
      ).ece,
      1e-14,
    )
    expect((await calibrate(await sketch(data), { bins: 10 })).reliability).toBeNull()
  })
})

it('without an answer it says why', async () => {
  const separable = await calibrate({ scores: [-2, -1, 1, 2], labels: [0, 0, 1, 1], from: 'logits' })
  expect(separable.why).toEqual({ temperature: 'separable', platt: 'separable' })
  const positives = await calibrate({ scores: [-2, 1, 2], labels: [1, 1, 1], from: 'logits', task: 'binary' })
  expect(positives).toMatchObject({ why: { temperature: 'one-sided', platt: 'one-sided' }, area: null })
  const tiny = {
    scores: [0.01, -0.01, 0.012, -0.008, 0.011, -0.013],
    labels: [1, 0, 1, 1, 0, 0],
    from: 'logits',
  } as const
  expect((await calibrate(tiny)).why.temperature).toBe('steep')
})

it('holds far beyond the bins of a sketch, as long as the best line is steep enough', async () => {
  const near = [-5, -4, -2, -1, 1, 2, 3, 4]
  const samples: Sample[] = [
    ...[1000, 900, ...near].map((z) => ({ z, y: 1 as const, w: z > 0 ? 3 : 1 })),
    ...[-1000, -850, ...near].map((z) => ({ z, y: 0 as const, w: z > 0 ? 1 : 3 })),
  ]
  const { asItIs, temperature, area: found } = await calibrate(dataOf(samples))
  close(
    asItIs.logLoss,
    mean(samples, ({ z, y }) => softplus(y === 1 ? -z : z)),
    1e-12,
  )
  close(slopes(samples, 1 / temperature!.temperature, 0)[0], 0, 1e-10)
  expect(found!.low).toBeLessThanOrEqual(area(samples))
  expect(found!.high).toBeGreaterThanOrEqual(area(samples))
  const wrong = [...samples, { z: -1000, y: 1 as const, w: 1 }]
  expect((await calibrate(dataOf(wrong))).why.temperature).toBe('flat')
})

const golden = sharedPath('golden/family/calibration_binary.json')

describe.skipIf(!golden)('what the libraries say of the same probabilities (needs ../shared)', () => {
  interface Case {
    readonly id: string
    readonly input: string
    readonly params: { readonly bins: number }
    readonly [figure: string]: unknown
  }
  const file = golden
    ? (JSON.parse(readFileSync(golden, 'utf8')) as {
        inputs: Record<string, { p: number[]; y: number[] }>
        cases: Case[]
      })
    : { inputs: {}, cases: [] }

  /**
   * numpy.linspace(0, 1, 11)[3] is 0.30000000000000004, so that a probability of 0.3 falls below it with the libraries, and not
   * below 3/10. Where no probability stands between the two, our figures are theirs.
   */
  function holdBins(
    left: CalibrateReport,
    right: CalibrateReport,
    one: Case,
    samples: readonly { p: number; y: number }[],
  ): void {
    const { bins } = one.params
    const ofNumpy = (i: number) => i * (1 / bins)
    for (const [report, side] of [
      [left, 'left'],
      [right, 'right'],
    ] as const) {
      const [theirs, ours] = [inBins(samples, bins, side, ofNumpy), inBins(samples, bins, side)]
      expect(theirs.counts).toEqual(one[`counts_${side}_closed`])
      close(theirs.ece, one[`ece_${side}_closed`] as number, 1e-10)
      close(theirs.ece, one[side === 'left' ? 'netcal_ece' : 'sklearn_curve_ece'] as number, 1e-10)
      expect(report.reliability!.bins.map(({ count }) => count)).toEqual(ours.counts)
      close(report.reliability!.ece, ours.ece, 1e-10)
      if (side === 'right' || theirs.counts.join() !== ours.counts.join()) continue
      close(report.reliability!.ace, one.netcal_ace as number, 1e-10)
      close(report.reliability!.mce, one.netcal_mce as number, 1e-10)
    }
  }

  it.each(file.cases)('case $id: $input in $params.bins bins', async (one) => {
    const { p, y } = file.inputs[one.input]
    const data = { scores: p, labels: y, from: 'probs' } as const
    const { bins } = one.params
    const [left, right] = [await calibrate(data, { bins }), await calibrate(data, { bins, limits: 'right' })]
    const figure = (name: string) => one[name] as number
    close(left.asItIs.logLoss, figure('log_loss'), 1e-10)
    close(left.asItIs.brier, figure('brier'), 1e-10)
    holdBins(
      left,
      right,
      one,
      p.map((probability, i) => ({ p: probability, y: y[i] })),
    )
    close(left.spiegelhalter, figure('spiegelhalter_z'), 1e-9)
    const [slope, intercept] = one.platt_newton as [number, number]
    // The library stops where its own tolerance ends.
    close(left.platt!.slope, slope, 1e-8)
    close(left.platt!.intercept, intercept, 1e-8)
    close(left.temperature!.temperature, figure('T'), 1e-7)
    close(left.temperature!.logLoss, figure('nll_at_T'), 1e-10)
    expect(left.area!.low).toBeLessThanOrEqual(figure('auc') + 1e-12)
    expect(left.area!.high).toBeGreaterThanOrEqual(figure('auc') - 1e-12)
  })
})

it('takes cells of many classes together as it takes each class', async () => {
  const classes = 12
  const rows = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: classes }, (_, k) => ((i * 7 + k * 13) % 41) / 5 - 4),
  )
  const truth = rows.map((row, i) => row.map((z, k) => (((i + 3 * k) % 5) - 2 + z > 0 ? 1 : 0) as 0 | 1))
  const { classes: parts, ...all } = await calibrate({
    scores: rows,
    labels: truth,
    task: 'multilabel',
    from: 'logits',
  })
  const cells: Sample[] = rows.flatMap((row, i) => row.map((z, k) => ({ z, y: truth[i][k], w: 1 })))
  close(
    all.asItIs.logLoss,
    mean(cells, ({ z, y }) => softplus(y === 1 ? -z : z)),
    1e-12,
  )
  close(all.spiegelhalter, spiegelhalter(cells), 1e-10)
  close(slopes(cells, all.platt!.slope, all.platt!.intercept)[0], 0, 1e-10)
  expect(all.area!.low).toBeLessThanOrEqual(area(cells))
  expect(all.area!.high).toBeGreaterThanOrEqual(area(cells))
  for (const [k, part] of parts!.entries()) {
    const own = cells.filter((_, i) => i % classes === k)
    close(
      part.asItIs.brier,
      mean(own, ({ z, y }) => (y === 1 ? sigmoid(-z) : sigmoid(z)) ** 2),
      1e-13,
    )
    expect(part.count).toBe(40)
  }
})
