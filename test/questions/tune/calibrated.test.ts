/** Calibration at each temperature and prior, held against sums over samples. */
import { describe, expect, it } from 'vitest'
import { calibrate } from '../../../src/api/calibrate.ts'
import { sweep } from '../../../src/api/tune.ts'
import type { CalibrateReport } from '../../../src/questions/calibrate/calibrate.ts'
import { lossctl } from '../../made/host.ts'
import { exactSum } from '../../made/oracle.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

const path = scratchFolder()

interface Row {
  readonly z: number
  readonly y: 0 | 1
  readonly w: number
}

/** Log-odds that say too much, with weights. */
function draw(count: number): readonly Row[] {
  let state = 11
  const next = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  return Array.from({ length: count }, () => {
    const z = 12 * next() - 7
    return { z, y: next() < 1 / (1 + Math.exp(-z / 2)) ? 1 : 0, w: 1 + Math.floor(3 * next()) }
  })
}

const rows = draw(2000)
const preds = path('preds.csv', `logit,label,w\n${rows.map(({ z, y, w }) => `${z},${y},${w}\n`).join('')}`)

/** By definition, one sample at a time: no bins of a sketch, no nodes. */
function directly(temperature: number, shift: number) {
  const moved = rows.map(({ z, ...rest }) => ({ ...rest, p: 1 / (1 + Math.exp(-(z / temperature + shift))) }))
  const weight = exactSum(moved.map(({ w }) => w))
  const gaps = Array.from({ length: 15 }, (_, bin) =>
    exactSum(
      moved.filter(({ p }) => Math.min(14, Math.floor(p * 15)) === bin).map(({ p, y, w }) => w * (y - p)),
    ),
  )
  return {
    ece: exactSum(gaps.map(Math.abs)) / weight,
    'log-loss': exactSum(moved.map(({ p, y, w }) => -w * Math.log(y === 1 ? p : 1 - p))) / weight,
    brier: exactSum(moved.map(({ p, y, w }) => w * (y - p) ** 2)) / weight,
  }
}

const data = { scores: preds, weight: 'w' }

describe('a sweep over temperatures and priors', () => {
  it('has the calibration of moved log-odds, sample by sample', async () => {
    const quantities = ['ece', 'log-loss', 'brier']
    const over = { temperature: [0.5, 1, 1.7, 3], prior: [0.5, 0.2] }
    const { settings } = await sweep(data, { over, quantities })
    expect(settings).toHaveLength(8)
    for (const { parameters, values } of settings) {
      const prior = parameters.prior as number
      const found = directly(parameters.temperature as number, Math.log(prior / (1 - prior)))
      // Sums of 2000 terms below 8, divided by their weight: some 1e-13, and Math.exp in place of ours.
      for (const [i, name] of quantities.entries())
        expect(Math.abs(values[i]! - found[name as keyof typeof found])).toBeLessThan(1e-12)
    }
  })

  it('has what calibrate has where nothing moves, and a slope that goes with the temperature', async () => {
    const plain = (await calibrate(data)) as CalibrateReport
    const { settings, quantities } = await sweep(data, {
      over: { temperature: [1, 2] },
      quantities: ['calibration'],
    })
    const at = (setting: number, name: string) =>
      settings[setting].values[quantities.findIndex((one) => one.name === name)]!
    const same = {
      ece: plain.reliability!.ece,
      mce: plain.reliability!.mce,
      rmsce: plain.reliability!.rmsce,
      ace: plain.reliability!.ace,
      slope: plain.platt!.slope,
      intercept: plain.platt!.intercept,
      temperature: plain.temperature!.temperature,
      spiegelhalter: plain.spiegelhalter!,
    }
    for (const [name, value] of Object.entries(same))
      expect(Math.abs(at(0, name) / value - 1)).toBeLessThan(1e-9)
    expect(at(1, 'slope')).toBeCloseTo(2 * plain.platt!.slope, 9)
    expect(at(1, 'intercept')).toBeCloseTo(plain.platt!.intercept, 9)
    expect(at(1, 'temperature')).toBeCloseTo(plain.temperature!.temperature / 2, 9)
  })

  it('puts the best first, by what is best of each quantity', async () => {
    const over = { temperature: [0.5, 1, 1.5, 2, 2.5, 3] }
    const { temperature } = (await calibrate(data)) as CalibrateReport
    const ranked = async (rank: string) => (await sweep(data, { over, rank, top: 6 })).settings
    const distance = (t: number) => Math.abs(1 / t - 1 / temperature!.temperature)
    const nearest = [...over.temperature].sort((a, b) => distance(a) - distance(b))[0]
    expect((await ranked('log-loss'))[0].parameters.temperature).toBe(nearest)
    const slopes = (await ranked('slope')).map(({ values }) => Math.abs(values.at(-1)! - 1))
    expect(slopes).toEqual([...slopes].sort((a, b) => a - b))
  })

  it('keeps the samples on a limit on the side that is asked for', async () => {
    const ties = path('ties.csv', `logit,label\n${'0,1\n0,0\n1.5,1\n'.repeat(5)}`)
    const eceAt = async (name: string) =>
      (await sweep(ties, { over: { temperature: [1, 2] }, quantities: [name] })).settings.map(
        ({ values }) => values[0]!,
      )
    const of = (side: 'left' | 'right') => calibrate(ties, { bins: 2, limits: side })
    for (const side of ['left', 'right'] as const) {
      const [plain, heated] = await eceAt(`ece:bins=2,limits=${side}`)
      expect(plain).toBeCloseTo(((await of(side)) as CalibrateReport).reliability!.ece, 14)
      const p = 1 / (1 + Math.exp(-0.75))
      // All in the upper bin, or those of one half in the lower one, where they are right.
      const gap = side === 'left' ? (5 + 5 * p - 10) / 15 : (5 * (1 - p)) / 15
      expect(heated).toBeCloseTo(Math.abs(gap), 14)
    }
  })
})

describe('what a sweep cannot tell of calibration', () => {
  it.each([
    [
      'over gamma',
      [preds, '--weight', 'w', '--over', 'gamma=0,1', '--quantity', 'ece'],
      /which gamma does not move/,
    ],
    [
      'of softmax',
      [fixture('wine.csv'), '--over', 'gamma=1,2', '--quantity', 'ece'],
      /say --over temperature=0.5..3\/0.1, of predictions, or ask lossctl calibrate/,
    ],
    [
      'of bins that a sketch does not have',
      [fixture('sketch/by-python.sketch.json'), '--over', 'temperature=1,2', '--quantity', 'ece'],
      /give the predictions/,
    ],
    [
      'by a name that there is not',
      [preds, '--over', 'temperature=1,2', '--quantity', 'ecee'],
      /did you mean ece/,
    ],
  ])('is refused %s with the reason', async (_, args, message) => {
    const { code, stderr } = await lossctl(['sweep', ...args])
    expect(code).toBeGreaterThan(1)
    expect(stderr).toMatch(message)
  })

  it('is answered of sums from a sketch', async () => {
    const sketch = preds.replace('preds.csv', 's.sketch.json')
    expect((await lossctl(['sketch', preds, '--weight', 'w', '-o', sketch])).code).toBe(0)
    const question = { over: { temperature: [0.5, 2] }, quantities: ['log-loss', 'slope'] }
    const [saved, fresh] = [await sweep(sketch, question), await sweep(data, question)]
    // Sums are right to 1e-12, whichever way they were added up.
    for (const [i, { values }] of saved.settings.entries())
      for (const [j, value] of values.entries())
        expect(Math.abs(value! / fresh.settings[i].values[j]! - 1)).toBeLessThan(1e-12)
  })

  it('has a column of its own for the best temperature beside an axis of temperatures', async () => {
    const { stdout } = await lossctl([
      ...['sweep', preds, '--weight', 'w', '--over', 'temperature=1,2'],
      ...['--quantity', 'temperature', '--format', 'csv'],
    ])
    expect(stdout.split('\n')[0]).toBe('file,loss,temperature,best-temperature')
  })
})
