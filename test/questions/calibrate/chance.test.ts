/** What chance does to a calibration, held against models whose probabilities are known to be right. */
import { describe, expect, it } from 'vitest'
import { type CalibrateReport, calibrate } from '../../../src/index.ts'
import { meanDeviation } from '../../../src/questions/calibrate/chance.ts'
import { lossctl } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { uniforms } from '../../made/uniforms.ts'

const path = scratchFolder()
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))

/** Log-odds of a normal distribution, and truths that are drawn with a times as much. */
function draw(next: () => number, n: number, mean: number, deviation: number, a = 1) {
  const scores = Array.from({ length: n }, () => {
    const size = Math.sqrt(-2 * Math.log(1 - next()))
    return mean + deviation * size * Math.cos(2 * Math.PI * next())
  })
  return { scores, labels: scores.map((z) => (next() < sigmoid(a * z) ? 1 : 0)), from: 'logits' } as const
}

async function judge(...drawn: Parameters<typeof draw>) {
  const { scores, labels, from } = draw(...drawn)
  return (await calibrate({ scores, labels, from, task: 'binary' })) as CalibrateReport
}

const TIMES = 400

describe('of models whose probabilities are right', () => {
  it.each([
    [40, 0, 1.5],
    [300, 0, 2],
    [300, -4, 1.5],
    [1000, -3, 3],
  ])('one in twenty is found wrong, with %i samples about %f ± %f', async (n, mean, deviation) => {
    const next = uniforms(1000 * n + 10 * deviation)
    let [alarms, ece, expected, squares, held, fits] = [0, 0, 0, 0, 0, 0]
    for (let i = 0; i < TIMES; i++) {
      const { chance, reliability } = await judge(next, n, mean, deviation)
      if (chance!.p! < 0.05) alarms++
      const off = reliability!.ece - chance!.ece!
      ece += reliability!.ece / TIMES
      expected += chance!.ece! / TIMES
      squares += off * off
      if (!chance!.slope) continue
      fits++
      if (chance!.slope[0] <= 1 && chance!.slope[1]! >= 1) held++
    }
    // Four standard deviations of a share of 400 draws, √(0.05 · 0.95 / 400) = 0.0109.
    expect(Math.abs(alarms / TIMES - 0.05)).toBeLessThan(4 * 0.0109)
    // The same of intervals that hold the slope of 1 in 95 % once samples are many, and more often before.
    expect(held / fits).toBeGreaterThan(0.95 - 4 * 0.0109)
    // The mean ECE, within four standard errors and 1 % for probabilities of a bin being taken for their mean.
    expect(Math.abs(ece - expected)).toBeLessThan(4 * Math.sqrt(squares / TIMES / TIMES) + 0.01 * expected)
  })

  it('nearly all that are twice too sure are found', async () => {
    const next = uniforms(3)
    const found = []
    for (let i = 0; i < 50; i++) found.push((await judge(next, 1000, 0, 2, 0.5)).chance!.p!)
    expect(found.filter((p) => p < 0.05).length).toBe(50)
  })
})

describe('the mean deviation of a count', () => {
  it.each([
    [1, 0.5],
    [5, 0.3],
    [12, 0.01],
    [40, 0.5],
    [300, 0.2],
  ])('is the sum over all counts of %i draws with probability %f', (n, p) => {
    let [sum, choose] = [0, 1]
    for (let k = 0; k <= n; k++) {
      sum += choose * p ** k * (1 - p) ** (n - k) * Math.abs(k - n * p)
      choose = (choose * (n - k)) / (k + 1)
    }
    expect(meanDeviation(n, p)).toBeCloseTo(sum / Math.sqrt(n * p * (1 - p)), 10)
  })

  it('goes over into that of the normal distribution', () => {
    // The first term that is left out is 1 / (12 n p q) of it.
    expect(Math.abs(meanDeviation(399, 0.5) / Math.sqrt(2 / Math.PI) - 1)).toBeLessThan(1 / (12 * 99))
  })
})

describe('a test of slope and intercept', () => {
  it('is Rao’s, sample by sample, with weights too', async () => {
    const next = uniforms(8)
    const { scores, labels } = draw(next, 80, 0, 2, 0.7)
    const weights = scores.map(() => 1 + Math.floor(3 * next()))
    const { chance } = (await calibrate({ scores, labels, weights, from: 'logits' })) as CalibrateReport
    let [ua, ub, vaa, vab, vbb] = [0, 0, 0, 0, 0]
    for (const [i, z] of scores.entries()) {
      const [p, w] = [sigmoid(z), weights[i]]
      ua += w * (labels[i] - p) * z
      ub += w * (labels[i] - p)
      vaa += w * w * p * (1 - p) * z * z
      vab += w * w * p * (1 - p) * z
      vbb += w * w * p * (1 - p)
    }
    const q = (vbb * ua * ua - 2 * vab * ua * ub + vaa * ub * ub) / (vaa * vbb - vab * vab)
    expect(chance!.p! / Math.exp(-q / 2)).toBeCloseTo(1, 9)
  })

  it('is left where it says nothing: of cells of a row, of samples weighed by their truth, of one score alone', async () => {
    const scores = [1, 2, -1, 0].map((z) => [z, 1 - z])
    const cells = { scores, labels: [1, 0, 0, 1].map((y) => [y, 1 - y]) }
    const { chance, classes } = (await calibrate({
      ...cells,
      from: 'logits',
      task: 'multilabel',
    })) as CalibrateReport
    expect(chance).toBeNull()
    expect(classes!.every((one) => one.chance !== null)).toBe(true)
    const binary = { scores: [1, -1, 2, 0], labels: [1, 0, 0, 1], from: 'logits' } as const
    const moved = (await calibrate(binary, { prior: 0.1 })) as CalibrateReport
    expect([moved.chance, moved.spiegelhalter]).toEqual([null, null])
    const alike = { scores: [0.5, 0.5, 0.5, 0.5], labels: [1, 0, 0, 1], from: 'logits' } as const
    expect(((await calibrate(alike)) as CalibrateReport).chance!.p).toBeNull()
  })

  it('comes before the verdict: twenty samples do not tell, and many do', async () => {
    const file = (n: number) => {
      const { scores, labels } = draw(uniforms(4), n, 0, 2, 0.75)
      return path(`${n}.csv`, `logit,label\n${scores.map((z, i) => `${z},${labels[i]}\n`).join('')}`)
    }
    const few = await lossctl(['calibrate', file(20)])
    expect(few.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /Not distinguishable from perfect calibration with 20 samples \(p = 0\.\d+\)\. The best temperature is [\d.]+, (from )?[\d.]+ (to [\d.]+|up) with 95 % confidence\./,
    )
    expect((await lossctl(['calibrate', file(5000)])).stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /Too sure: a temperature of .*Beyond chance: p = /,
    )
  })
})
