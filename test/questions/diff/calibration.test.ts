/** The calibration of two models side by side, held against that of each. */
import { describe, expect, it } from 'vitest'
import { calibrate } from '../../../src/api/calibrate.ts'
import { diff } from '../../../src/api/diff.ts'
import type { CalibrateReport } from '../../../src/questions/calibrate/calibrate.ts'
import { CALIBRATION_MEASURES } from '../../../src/questions/calibrate/measures.ts'
import type { SoftmaxCalibrateReport } from '../../../src/questions/calibrate/softmax.ts'
import { lossctl } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

const path = scratchFolder()

/** Two models of 3 labels a row: B says less. */
function draw() {
  let state = 5
  const next = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  const labels = Array.from({ length: 400 }, () => [0, 1, 2].map(() => (next() < 0.4 ? 1 : 0)))
  const scores = labels.map((row) => row.map((y) => 3 * (y - 0.5) + 6 * (next() - 0.5)))
  return { a: { scores, labels }, b: { scores: scores.map((row) => row.map((z) => z / 3 + 0.4)), labels } }
}

/** Those of one class against the others. */
const MEASURES = CALIBRATION_MEASURES.filter(({ only }) => only !== 'softmax')

describe('the calibration of two models', () => {
  it('is that of each', async () => {
    const { a, b } = draw()
    const { calibration, losses } = await diff(a, b, {
      quantities: ['calibration', 'ece:bins=10,limits=right'],
      losses: ['ce', 'brier'],
    })
    const [alone, other] = (await Promise.all([calibrate(a), calibrate(b)])) as CalibrateReport[]
    expect(calibration).toHaveLength(MEASURES.length + 1)
    for (const [i, { of, isOfGrid }] of MEASURES.entries()) {
      const one = calibration![i]
      // Bounds of the area depend on where the sketch is parted, which here is at the bins of both questions.
      const close = isOfGrid ? 2 : 9
      expect(one.a, one.name).toBeCloseTo(of(alone)!, close)
      expect(one.b, one.name).toBeCloseTo(of(other)!, close)
      expect(one.difference).toBeCloseTo(one.b! - one.a!, 12)
    }
    const ten = (await calibrate(a, { bins: 10, limits: 'right' })) as CalibrateReport
    expect(calibration!.at(-1)!.a).toBeCloseTo(ten.reliability!.ece, 12)
    // What is a mean has the noise of that mean, of rows and not of cells.
    for (const [name, loss] of [
      ['log-loss', losses[0]],
      ['brier', losses[1]],
    ] as const) {
      const { test } = calibration!.find((one) => one.name === name)!
      const { standardError, df, p, interval, significant } = loss
      expect(test).toEqual({ standardError, df, p, interval, significant })
    }
    const untested = calibration!.filter(({ name }) => name !== 'log-loss' && name !== 'brier')
    expect(untested.every(({ test }) => test === null)).toBe(true)
  })

  it('moves no verdict and no loss', async () => {
    const { a, b } = draw()
    const [{ calibration, ...plain }, { calibration: asked, ...same }] = [
      await diff(a, b),
      await diff(a, b, { quantities: ['calibration'] }),
    ]
    expect(calibration).toBeNull()
    expect(asked).not.toBeNull()
    expect(same).toEqual(plain)
  })

  it('is a table, and records beside the losses', async () => {
    const file = (name: string, scale: number) =>
      path(
        name,
        `id,logit,label\n${[-3, -1, 0.5, 2, 1, -2].map((z, i) => `${i},${z * scale},${i % 2}\n`).join('')}`,
      )
    const args = [
      'diff',
      file('a.csv', 1),
      file('b.csv', 0.5),
      '--quantity',
      'brier',
      '--quantity',
      'ece:bins=2',
    ]
    expect((await lossctl(args)).stdout).toMatch(/calibration +A +B.*brier.*ece:bins=2/s)
    const { stdout } = await lossctl([...args, '--format', 'csv'])
    const lines = stdout.trim().split('\n')
    expect(new Set(lines.map((line) => line.replaceAll(/"[^"]*"/g, '').split(',').length)).size).toBe(1)
    expect(lines.at(-1)).toMatch(/,ece:bins=2,/)
  })

  it('of softmax rows is that of each too, and has the noise of the log loss', async () => {
    let state = 7
    const next = () => {
      state = (state * 48271) % 2147483647
      return state / 2147483647
    }
    const scores = Array.from({ length: 300 }, () => [0, 1, 2, 3].map(() => 5 * next()))
    const labels = scores.map((row) =>
      row.indexOf(Math.max(...row.map((z) => z + 2 * next()).slice(0, 3), row[3])),
    )
    const truths = labels.map((y, i) => (y < 0 ? i % 4 : y))
    const a = { scores, labels: truths, from: 'logits', task: 'softmax' } as const
    const b = { ...a, scores: scores.map((row) => row.map((z, k) => z / 2 + (k === 1 ? 0.3 : 0))) }
    const { calibration, losses } = await diff(a, b, {
      quantities: ['calibration', 'ece:bins=10,limits=right'],
      losses: ['ce'],
    })
    const [one, other] = (await Promise.all([calibrate(a), calibrate(b)])) as SoftmaxCalibrateReport[]
    const measures = CALIBRATION_MEASURES.filter(({ only }) => only !== 'class')
    expect(calibration!.map(({ name }) => name)).toEqual([
      ...measures.map(({ name }) => name),
      'ece:bins=10,limits=right',
    ])
    for (const [i, { of, name }] of measures.entries()) {
      expect([calibration![i].a, calibration![i].b], name).toEqual([of(one), of(other)])
      // That of the log loss is a mean of differences.
      expect(calibration![i].difference).toBeCloseTo(of(other)! - of(one)!, 12)
    }
    const ten = (await calibrate(b, { bins: 10, limits: 'right' })) as SoftmaxCalibrateReport
    expect(calibration!.at(-1)!.b).toBe(ten.reliability.ece)
    const { standardError, p } = losses[0]
    expect(calibration!.filter(({ test }) => test !== null)).toMatchObject([
      { name: 'log-loss', test: { standardError, p } },
    ])
    const weighted = diff({ ...a, weights: truths.map((y) => y + 1) }, b, { quantities: ['ece'] })
    await expect(weighted).rejects.toThrow('so that calibration of softmax scores cannot be compared')
  })

  it('is refused by names that there are not', async () => {
    const wine = fixture('wine.csv')
    const slope = await lossctl(['diff', wine, wine, '--quantity', 'slope'])
    expect([slope.code, slope.stderr]).toEqual([2, expect.stringMatching(/softmax scores; there are ece, /)])
    const preds = fixture('breast-cancer.csv')
    const accuracy = await lossctl(['diff', preds, preds, '--quantity', 'accuracy'])
    expect([accuracy.code, accuracy.stderr]).toEqual([
      2,
      expect.stringMatching(/these are none; there are ece, /),
    ])
    const unknown = await lossctl(['diff', wine, wine, '--quantity', 'easy.loss'])
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringMatching(/no quantity "easy.loss" of calibration/),
    ])
  })
})
