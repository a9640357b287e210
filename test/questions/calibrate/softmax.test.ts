/** Calibration of softmax scores against sums over the rows themselves, NumPy's, and what the libraries say. */
import { appendFileSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CalibrateQuestion,
  calibrate,
  type Data,
  type SoftmaxCalibrateReport,
  sketch,
} from '../../../src/index.ts'
import { calibrateSoftmax } from '../../../src/questions/calibrate/softmax.ts'
import { openDataset } from '../../../src/reading/dataset.ts'
import { createScan } from '../../../src/scan/samples.ts'
import { draws } from '../../made/draws.ts'
import { lossctl } from '../../made/host.ts'
import { exactSum } from '../../made/oracle.ts'
import { scanOptions } from '../../made/scan-options.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture, sharedPath } from '../../made/shared.ts'

const scratch = scratchFolder()

/** Of softmax scores. */
const calibrateRows = async (data: Data, question?: CalibrateQuestion) =>
  (await calibrate(data, question)) as SoftmaxCalibrateReport

const close = (got: number | null | undefined, want: number, within: number) =>
  expect(Math.abs(got! - want), `${got} for ${want}`).toBeLessThanOrEqual(within)

interface Row {
  /** Logits. */
  readonly z: readonly number[]
  readonly y: number
  readonly w: number
}

const softmax = (z: readonly number[]) => {
  const most = Math.max(...z)
  const e = z.map((one) => Math.exp(one - most))
  const all = exactSum(e)
  return e.map((one) => one / all)
}

/** By the definition, with nothing that a sketch or a kernel does. */
function figures(rows: readonly Row[], a: number, bins: number) {
  const all = exactSum(rows.map(({ w }) => w))
  const p = rows.map(({ z }) => softmax(z.map((one) => a * one)))
  const tops = rows.map(({ z }) => z.indexOf(Math.max(...z)))
  const mean = (of: (row: Row, i: number) => number) =>
    exactSum(rows.map((row, i) => row.w * of(row, i))) / all
  const eceOf = (said: (i: number) => number, is: (row: Row, i: number) => number) => {
    const gaps = new Array<number>(bins).fill(0)
    for (const [i, row] of rows.entries())
      gaps[Math.min(Math.floor(said(i) * bins), bins - 1)] += row.w * (is(row, i) - said(i))
    return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / all
  }
  const classwise = rows[0].z.map((_, k) =>
    eceOf(
      (i) => p[i][k],
      ({ y }) => Number(y === k),
    ),
  )
  return {
    logLoss: mean(({ z, y }) => {
      const others = z.flatMap((one, k) => (k === y ? [] : [a * (one - z[y])]))
      const most = Math.max(0, ...others)
      if (most === 0) return Math.log1p(exactSum(others.map(Math.exp)))
      return most + Math.log(Math.exp(-most) + exactSum(others.map((one) => Math.exp(one - most))))
    }),
    brier: mean(({ y }, i) => exactSum(p[i].map((one, k) => (one - Number(k === y)) ** 2))),
    expected: mean((_, i) => p[i][tops[i]]),
    observed: mean(({ y }, i) => Number(tops[i] === y)),
    ece: eceOf(
      (i) => p[i][tops[i]],
      ({ y }, i) => Number(tops[i] === y),
    ),
    classwise,
  }
}

/** First and second derivative of the log loss by a. */
function slopes(rows: readonly Row[], a: number): readonly [number, number] {
  const all = exactSum(rows.map(({ w }) => w))
  const moments = rows.map(({ z }) => {
    const p = softmax(z.map((one) => a * one))
    const mean = exactSum(p.map((one, k) => one * z[k]))
    return { mean, variance: exactSum(p.map((one, k) => one * (z[k] - mean) ** 2)) }
  })
  return [
    exactSum(rows.map(({ z, y, w }, i) => w * (moments[i].mean - z[y]))) / all,
    exactSum(rows.map(({ w }, i) => w * moments[i].variance)) / all,
  ]
}

const anyRows = fc
  .record({
    classes: fc.integer({ min: 2, max: 7 }),
    scale: fc.constantFrom(0.02, 0.3, 1, 2, 9),
    seeds: fc.array(
      fc.record({
        z: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 7, maxLength: 7 }),
        isRight: fc.constantFrom(true, true, false),
        y: fc.nat(6),
        w: fc.constantFrom(1, 1, 0.5, 3, 0),
      }),
      { minLength: 8, maxLength: 50 },
    ),
  })
  .map(({ classes, scale, seeds }) =>
    seeds.map(({ z: all, isRight, y, w }): Row => {
      const z = all.slice(0, classes).map((one) => one * scale)
      return { z, y: isRight ? z.indexOf(Math.max(...z)) : y % classes, w }
    }),
  )
  .filter((rows) => rows.some(({ w }) => w > 0))

const dataOf = (rows: readonly Row[]): Data => ({
  scores: rows.map(({ z }) => z),
  labels: rows.map(({ y }) => y),
  weights: rows.map(({ w }) => w),
  classNames: rows[0].z.map((_, k) => `class ${k}`),
  from: 'logits',
  task: 'softmax',
})

describe('a calibration of softmax scores', () => {
  /** Whether a probability is so near to a limit that rounding says on which side it is. */
  const isNearLimit = (rows: readonly Row[], a: number, bins: number) =>
    rows.some(({ z }) =>
      softmax(z.map((one) => a * one)).some((p) => {
        const off = Math.abs(p * bins - Math.round(p * bins))
        return off > 0 && off < 1e-9 && p * bins > 0.5
      }),
    )

  it('has the figures of its rows, before and after the temperature', async () => {
    const property = fc.asyncProperty(anyRows, fc.constantFrom(2, 7, 10, 15, 32), async (rows, bins) => {
      const report = await calibrateRows(dataOf(rows), { bins })
      const worths = [
        [1, { ...report, ...report.asItIs }, report.classes.map(({ ece }) => ece)],
        [report.temperature?.temperature, report.temperature, report.classes.map(({ eceAfter }) => eceAfter)],
      ] as const
      for (const [temperature, worth, classwise] of worths) {
        if (!worth || isNearLimit(rows, 1 / temperature!, bins)) continue
        const want = figures(rows, 1 / temperature!, bins)
        close(worth.logLoss, want.logLoss, 1e-12 * Math.max(1, want.logLoss))
        close(worth.brier, want.brier, 1e-12)
        close(worth.expected, want.expected, 1e-12)
        close(report.observed, want.observed, 1e-13)
        close(worth.reliability.ece, want.ece, 1e-12)
        for (const [k, one] of want.classwise.entries()) close(classwise[k], one, 1e-12)
        close(worth.classwiseEce, exactSum(want.classwise) / want.classwise.length, 1e-12)
      }
    })
    await fc.assert(property, { numRuns: draws(150) })
  })

  it('has a temperature that is within 1e-9 of where the log loss has no slope, or says why there is none', async () => {
    const property = fc.asyncProperty(anyRows, async (rows) => {
      const { temperature, why } = await calibrateRows(dataOf(rows))
      const heavy = rows.filter(({ w }) => w > 0)
      if (temperature) {
        const a = 1 / temperature.temperature
        const [slope, curvature] = slopes(rows, a)
        // Rounding in the sums here is what the slope may be off by.
        const size = Math.max(...heavy.flatMap(({ z }) => z.map(Math.abs)))
        expect(Math.abs(slope)).toBeLessThanOrEqual(1e-9 * a * curvature + 1e-15 * size)
        expect(why.temperature).toBeNull()
      } else if (why.temperature === 'separable')
        expect(heavy.every(({ z, y }) => z[y] === Math.max(...z))).toBe(true)
      // Or there is one, beyond 2^20 or below its inverse.
      else if (why.temperature === 'steep') expect(slopes(rows, 2 ** 20)[0]).toBeLessThanOrEqual(0)
      else {
        expect(why.temperature).toBe('flat')
        expect(slopes(rows, 2 ** -20)[0]).toBeGreaterThanOrEqual(-1e-12)
      }
    })
    await fc.assert(property, { numRuns: draws(300) })
  })

  it('takes the first of equal scores for the top, as argmax does', async () => {
    const data = {
      scores: [
        [2, 2, 1],
        [2, 2, 1],
        [0, 1, 1],
        [0, 1, 1],
      ],
      labels: [0, 1, 1, 2],
      from: 'logits',
    } as const
    const { observed } = await calibrateRows(data)
    expect(observed).toBe(0.5)
    const { observed: second } = await calibrateRows({ ...data, labels: [1, 1, 2, 2] })
    expect(second).toBe(0)
  })

  it('is the binary one, for two classes of which one has a logit of 0', async () => {
    const z = Array.from({ length: 60 }, (_, i) => ((i * 37) % 61) / 8 - 3.6)
    const labels = z.map((one, i) => (((i * 5) % 7) - 3 + one > 0 ? 1 : 0))
    const rows = await calibrateRows({
      scores: z.map((one) => [0, one]),
      labels,
      task: 'softmax',
      from: 'logits',
    })
    const binary = await calibrate({ scores: z, labels, task: 'binary', from: 'logits' })
    close(rows.asItIs.logLoss, binary.asItIs.logLoss, 1e-13)
    close(rows.asItIs.brier, 2 * binary.asItIs.brier, 1e-13)
    close(rows.temperature!.temperature, binary.temperature!.temperature, 1e-11)
    close(rows.temperature!.logLoss, binary.temperature!.logLoss, 1e-12)
    close(rows.classes[1].ece, binary.reliability!.ece, 1e-12)
  })

  it('has the class-wise error of each class against all others', async () => {
    const read = JSON.parse(readFileSync(fixture('softmax.json'), 'utf8')).hundredths
    const names = ['a', 'b', 'c', 'd']
    for (const limits of ['left', 'right'] as const) {
      const rows = await calibrateRows({ ...read, classNames: names, from: 'probs' }, { bins: 10, limits })
      const cells = await calibrate(
        {
          scores: read.scores,
          labels: read.labels.map((y: number) => names.map((_, k) => Number(k === y))),
          weights: read.weights,
          classNames: names,
          task: 'multilabel',
          from: 'probs',
        },
        { bins: 10, limits },
      )
      for (const [k, part] of cells.classes!.entries()) {
        if (!('reliability' in part)) throw new Error('these are no classes of multi-label data')
        close(rows.classes[k].ece, part.reliability!.ece, 1e-12)
        close(rows.classes[k].expected, part.expected, 1e-13)
        close(rows.classes[k].observed, part.observed, 1e-13)
      }
    }
  })

  it('has a temperature that scales with the scores, however large or small they are', async () => {
    const base = Array.from({ length: 30 }, (_, i): Row => {
      const z = [0, 1, 2].map((k) => ((i * 29 + k * 17) % 23) / 6)
      return { z, y: i % 4 === 0 ? (z.indexOf(Math.max(...z)) + 1) % 3 : z.indexOf(Math.max(...z)), w: 1 }
    })
    const { temperature } = await calibrateRows(dataOf(base))
    for (const factor of [1e-4, 0.01, 7, 1e3, 1e5]) {
      const scaled = base.map((row) => ({ ...row, z: row.z.map((one) => one * factor) }))
      const found = await calibrateRows(dataOf(scaled))
      close(found.temperature!.temperature / factor / temperature!.temperature, 1, 1e-10)
      close(found.temperature!.logLoss, temperature!.logLoss, 1e-12)
      close(found.temperature!.reliability.ece, temperature!.reliability.ece, 1e-12)
    }
    const beyond = base.map((row) => ({ ...row, z: row.z.map((one) => one * 1e-8) }))
    expect((await calibrateRows(dataOf(beyond))).why.temperature).toBe('steep')
    const hot = base.map((row) => ({ ...row, z: row.z.map((one) => one * 1e8) }))
    expect((await calibrateRows(dataOf(hot))).why.temperature).toBe('flat')
  })

  it('takes the same numbers for the same rows, whatever is added to them, and rows of weight 2 for two', async () => {
    const rows = Array.from({ length: 40 }, (_, i): Row => {
      const z = [0, 1, 2, 3].map((k) => ((i * 31 + k * 19) % 37) / 8)
      return { z, y: i % 3 === 0 ? 0 : z.indexOf(Math.max(...z)), w: (i % 2) + 1 }
    })
    const plain = await calibrateRows(dataOf(rows))
    const moved = rows.map((row, i) => ({ ...row, z: row.z.map((one) => one + 1024 * (i % 3)) }))
    const twice = rows.flatMap((row) => (row.w === 2 ? [row, row] : [row])).map((row) => ({ ...row, w: 1 }))
    for (const other of [moved, twice]) {
      const found = await calibrateRows(dataOf(other))
      close(found.asItIs.logLoss, plain.asItIs.logLoss, 1e-12)
      close(found.asItIs.brier, plain.asItIs.brier, 1e-12)
      close(found.reliability.ece, plain.reliability.ece, 1e-12)
      close(found.classwiseEce, plain.classwiseEce, 1e-12)
      close(found.temperature!.temperature, plain.temperature!.temperature, 1e-10)
    }
  })

  it('takes log-probabilities for the logits that they are', async () => {
    const rows = [
      [0.7, 0.2, 0.1],
      [0.25, 0.5, 0.25],
      [0.1, 0.3, 0.6],
      [0.4, 0.35, 0.25],
    ]
    const labels = [0, 1, 1, 1]
    const probs = await calibrateRows({ scores: rows, labels, from: 'probs' })
    const logs = await calibrateRows({
      scores: rows.map((row) => row.map(Math.log)),
      labels,
      from: 'log-probs',
    })
    close(logs.asItIs.logLoss, probs.asItIs.logLoss, 1e-13)
    close(logs.asItIs.brier, probs.asItIs.brier, 1e-13)
    close(logs.reliability.ece, probs.reliability.ece, 1e-13)
    close(logs.temperature!.temperature, probs.temperature!.temperature, 1e-10)
  })

  it('has numbers for the largest logits there are', async () => {
    const scores = [
      [1e290, -1e290, 0],
      [0, 1e290, 5],
      [3, 1e280, 0],
      [1, 2, 3],
    ]
    const report = await calibrateRows({ scores, labels: [0, 1, 0, 2], from: 'logits' })
    expect(report.observed).toBe(0.75)
    close(report.asItIs.logLoss / 1e280, 0.25, 1e-12)
    expect(report.why.temperature).toBe('flat')
    await expect(
      calibrate({
        scores: [
          [1e308, -1e307],
          [0, 1e308],
        ],
        labels: [1, 0],
        from: 'logits',
        task: 'softmax',
      }),
    ).rejects.toThrow('beyond what a double holds')
  })

  it('without a temperature it says why', async () => {
    const scores = [
      [2, 1, 0],
      [0, 3, 1],
      [1, 1, 0],
    ]
    const right = await calibrateRows({ scores, labels: [0, 1, 1], from: 'logits' })
    expect(right).toMatchObject({ temperature: null, why: { temperature: 'separable' } })
    const wrong = await calibrateRows({ scores, labels: [2, 0, 2], from: 'logits' })
    expect(wrong).toMatchObject({ temperature: null, why: { temperature: 'flat' }, observed: 0, area: null })
  })

  it('is refused of a sketch, which does not know the top class', async () => {
    const data: Data = {
      scores: [
        [2, 1, 0],
        [0, 3, 1],
      ],
      labels: [0, 1],
      from: 'logits',
    }
    const saved = await sketch(data)
    await expect(calibrate(saved)).rejects.toThrow('is a sketch of softmax rows')
    await expect(sketch(data, { bins: 10 })).rejects.toThrow('does not take those of softmax scores')
  })
})

it('is refused where the file changes from one pass to the next', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `${i % 3},${i % 5},${(i * 7) % 11},${i % 2}`)
  const path = scratch('rows.csv', `label,logit_0,logit_1,logit_2\n${rows.join('\n')}\n`)
  let [last, passes] = [0, 1]
  const onProgress = ({ rows }: { readonly rows: number }) => {
    if (rows <= last && ++passes === 2) appendFileSync(path, '0,1,2,3\n')
    last = rows
  }
  const scan = createScan(await openDataset(path, undefined, {}), scanOptions({ onProgress }))
  await expect(calibrateSoftmax(scan, { bins: 15, side: 'left' })).rejects.toThrow(
    'changed while it was read',
  )
  expect(passes).toBe(2)
})

interface Worth {
  readonly logLoss: number
  readonly brier: number
  readonly expected: number
  readonly observed: number
  readonly ece: number
  readonly mce: number
  readonly rmsce: number
  readonly ace: number
  readonly area: number
  readonly classwise: readonly number[]
}

interface NumpyCase {
  readonly name: string
  readonly bins: number
  readonly side: 'left' | 'right'
  readonly asItIs: Worth
  readonly temperature: number
  readonly after: Worth
}

describe('what NumPy has in long double', () => {
  const file = JSON.parse(readFileSync(fixture('softmax.json'), 'utf8'))
  const dataOfCase: Record<string, Data> = {
    wine: fixture('wine.csv'),
    digits: fixture('digits.csv'),
    hundredths: { ...file.hundredths, from: 'probs' },
  }

  it.each(file.cases as NumpyCase[])('is what we have: $name, $bins bins, $side', async (one) => {
    const report = await calibrateRows(dataOfCase[one.name], { bins: one.bins, limits: one.side })
    const { temperature: after } = report
    close(after!.temperature, one.temperature, 1e-9 * one.temperature)
    for (const [got, want] of [
      [{ ...report, ...report.asItIs }, one.asItIs],
      [after!, one.after],
    ] as const) {
      close(got.logLoss, want.logLoss, 1e-10)
      close(got.brier, want.brier, 1e-10)
      close(got.expected, want.expected, 1e-10)
      close(report.observed, want.observed, 1e-12)
      for (const figure of ['ece', 'mce', 'rmsce', 'ace'] as const)
        close(got.reliability[figure], want[figure], 1e-10)
      expect(got.area!.low).toBeLessThanOrEqual(want.area + 1e-12)
      expect(got.area!.high).toBeGreaterThanOrEqual(want.area - 1e-12)
      close(got.classwiseEce, exactSum(want.classwise) / want.classwise.length, 1e-10)
    }
    for (const [k, { ece, eceAfter }] of report.classes.entries()) {
      close(ece, one.asItIs.classwise[k], 1e-10)
      close(eceAfter, one.after.classwise[k], 1e-10)
    }
  })
})

const golden = sharedPath('golden/family/calibration_softmax.json')

describe.skipIf(!golden)('what the libraries say of the same logits (needs ../shared)', () => {
  interface Case {
    readonly id: string
    readonly input: string
    readonly params: { readonly bins: number }
    readonly gpleiss_ece: readonly [number]
    readonly [figure: string]: unknown
  }
  const file = golden
    ? (JSON.parse(readFileSync(golden, 'utf8')) as {
        inputs: Record<string, { x: number[][]; y: number[] }>
        cases: Case[]
      })
    : { inputs: {}, cases: [] }

  it.each(file.cases)('case $id: $input in $params.bins bins', async (one) => {
    const { x: scores, y: labels } = file.inputs[one.input]
    const data = { scores, labels, from: 'logits' } as const
    const left = await calibrateRows(data, one.params)
    const right = await calibrateRows(data, { ...one.params, limits: 'right' })
    const figure = (name: string) => one[name] as number
    close(left.reliability.ece, figure('ece'), 1e-12)
    close(left.reliability.ece, figure('netcal_ece'), 1e-10)
    // These two add up in 32 bits; the second has (a, b] bins.
    close(left.reliability.ece, figure('torchmetrics_ece'), 1e-6)
    close(right.reliability.ece, one.gpleiss_ece[0], 1e-6)
    close(left.observed, figure('accuracy'), 1e-15)
    close(left.expected, figure('mean_confidence'), 1e-13)
    close(left.asItIs.logLoss, figure('nll'), 1e-13)
    close(left.temperature!.temperature, figure('T'), 1e-7)
    close(left.temperature!.logLoss, figure('nll_at_T'), 1e-13)
  })
})

const published = ['cifar10', 'mnist'].map((name) => ({
  name,
  scores: sharedPath(`data/${name}-test-probs.npy`),
  labels: sharedPath(`data/${name}-test-labels.npy`),
}))

describe.skipIf(published.some(({ scores, labels }) => !scores || !labels))(
  'published probabilities of test sets (needs ../shared)',
  () => {
    // NumPy 2 in float64, with numpy.searchsorted over i / 15; rows divided by their sum, and as they stand.
    const want: Record<string, { divided: number; plain: number; classwise: number; T: number }> = {
      cifar10: {
        divided: 0.03258846307537425,
        plain: 0.03258846117258072,
        classwise: 0.007124659712779434,
        T: 1.466,
      },
      mnist: {
        divided: 0.0029758042827805384,
        plain: 0.0029758873373270035,
        classwise: 0.0011099260027030862,
        T: 1.168,
      },
    }

    it.each(published)('have the calibration errors that NumPy finds: $name', async ({
      name,
      scores,
      labels,
    }) => {
      const data = { scores: scores!, labels }
      const plain = await calibrateRows(data)
      const divided = await calibrateRows({ ...data, renormalize: true })
      close(plain.reliability.ece, want[name].plain, 1e-12)
      close(plain.classwiseEce, want[name].classwise, 1e-12)
      close(divided.reliability.ece, want[name].divided, 1e-12)
      close(plain.temperature!.temperature, want[name].T, 5e-4)
      // Rows are divided by their sum under a temperature, whatever they were.
      close(divided.temperature!.temperature, plain.temperature!.temperature, 1e-12)
    })
  },
)

describe('softmax rows at another prior', () => {
  it('are weighed by class, and their probabilities moved', async () => {
    const property = fc.asyncProperty(
      fc.array(
        fc.record({
          z: fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 3, maxLength: 3 }),
          w: fc.integer({ min: 1, max: 4 }),
        }),
        { minLength: 6, maxLength: 40 },
      ),
      fc.boolean(),
      async (drawn, isOfProbabilities) => {
        const rows = drawn.map(({ z, w }, i) => ({ z, w, y: i % 3 }))
        const prior = [0.7, 0.2, 0.1]
        const all = exactSum(rows.map(({ w }) => w))
        const from = prior.map((_, k) => exactSum(rows.flatMap(({ y, w }) => (y === k ? [w] : []))) / all)
        const moved = rows.map(({ z, y, w }) => ({
          p: softmax(z.map((one, k) => one + Math.log(prior[k] / from[k]))),
          y,
          w: (w * prior[y]) / from[y],
        }))
        const scores = rows.map(({ z }) => (isOfProbabilities ? softmax(z) : z))
        const report = await calibrateRows(
          {
            scores,
            labels: rows.map(({ y }) => y),
            weights: rows.map(({ w }) => w),
            from: isOfProbabilities ? 'probs' : 'logits',
          },
          { prior, bins: 10 },
        )
        const mean = (of: (row: (typeof moved)[number]) => number) =>
          exactSum(moved.map((row) => row.w * of(row))) / all
        for (const k of [0, 1, 2]) close(report.prior!.from[k], from[k], 1e-14)
        close(report.weight, all, 1e-11)
        // What 64 bits leave of a probability's logarithm.
        close(
          report.asItIs.logLoss,
          mean(({ p, y }) => -Math.log(p[y])),
          1e-12,
        )
        close(
          report.asItIs.brier,
          mean(({ p, y }) => exactSum(p.map((one, k) => (one - (k === y ? 1 : 0)) ** 2))),
          1e-12,
        )
        close(
          report.expected,
          mean(({ p }) => Math.max(...p)),
          1e-12,
        )
        expect(report.classes.map(({ observed }) => Number(observed.toFixed(12)))).toEqual(prior)
        if (!report.temperature) return
        const a = 1 / report.temperature.temperature
        const tempered = moved.map(({ p, ...row }) => ({ ...row, x: p.map((one) => Math.log(one)), p }))
        const slope =
          exactSum(
            tempered.map(({ x, y, w }) => {
              const q = softmax(x.map((one) => a * one))
              return w * (exactSum(q.map((one, k) => one * x[k])) - x[y])
            }),
          ) / all
        close(slope, 0, 1e-9)
      },
    )
    await fc.assert(property, { numRuns: draws(100) })
  })

  it('are moved to it after a temperature that was said', async () => {
    const scores = [
      [1, 3, -2],
      [0.5, -1, 2],
      [4, 3.5, 1],
      [-1, 0, 2.5],
    ]
    const data = { labels: [1, 2, 0, 1], from: 'logits' } as const
    const prior = [0.5, 0.3, 0.2]
    const within = await calibrateRows({ ...data, scores, temperature: 2 }, { prior })
    const halves = await calibrateRows(
      { ...data, scores: scores.map((row) => row.map((z) => z / 2)) },
      { prior },
    )
    expect({ ...within, source: null }).toEqual({ ...halves, source: null })
    expect(within.source.adjustment).toEqual({ given: 'logits', temperature: 2, priors: null, strength: 0 })
    expect(halves.source.adjustment).toBeUndefined()
  })

  it.each([
    [[0.5, 0.5], 'has 2 shares'],
    [[0.5, 0.3, 0.1], 'sum to 0.9'],
  ])('take one share a class, and all of them are 1: %j', async (prior, words) => {
    await expect(calibrateRows(fixture('wine.csv'), { prior })).rejects.toThrow(words)
  })

  it('are told in per cent too', async () => {
    const args = ['calibrate', fixture('wine.csv'), '--format', 'json', '--prior']
    const [shares, percent] = [
      await lossctl([...args, '0.5,0.3,0.2']),
      await lossctl([...args, '50%,30%,20%']),
    ]
    expect(percent).toEqual(shares)
    const table = await lossctl([...args.slice(0, 2), '--prior', '50%,30%,20%'])
    expect(table.stdout.replace(/\s+/g, ' ')).toContain(
      'as with other shares of the classes, barolo 50.0 % for',
    )
    const wrong = await lossctl([...args, '50,30,20'])
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('such as 0.01 or 1%')])
  })

  it('are refused where a class has no rows', async () => {
    const data = {
      scores: [
        [1, 2, 3],
        [2, 1, 0],
      ],
      labels: [0, 1],
      from: 'logits',
    } as const
    const asked = calibrateRows(data, { prior: [0.5, 0.3, 0.2] })
    await expect(asked).rejects.toThrow('has no samples of class "2" that weigh something')
    const idle = { ...data, scores: [...data.scores, [0, 0, 1]], labels: [0, 1, 2], weights: [1, 2, 0] }
    await expect(calibrateRows(idle, { prior: [0.5, 0.3, 0.2] })).rejects.toThrow('that weigh something')
  })
})
