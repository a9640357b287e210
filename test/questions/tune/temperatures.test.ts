/** Sweeps of softmax rows over temperatures, against sums over the rows in the test. */
import { describe, expect, it } from 'vitest'
import { sweep as askSweep } from '../../../src/api/tune.ts'
import type { SweepReport } from '../../../src/questions/tune/sweep.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { createRandom } from '../../made/layouts/random.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(41)
const K = 4
const ROWS = Array.from({ length: 500 }, () => {
  const label = Math.floor(random.next() * K)
  return { label, logits: Array.from({ length: K }, (_, k) => 3 * random.normal() + (k === label ? 2 : 0)) }
})
const header = `${Array.from({ length: K }, (_, k) => `logit_${k}`).join(',')},label\n`
const content = header + ROWS.map(({ logits, label }) => `${logits.join(',')},${label}\n`).join('')
const file = () => write('rows.csv', content)

/** Probabilities of a row at a temperature, of logits that may have priors' logarithms added. */
function softmax(logits: readonly number[], temperature: number, priors?: readonly number[]): number[] {
  const moved = logits.map((z, k) => z / temperature + (priors ? Math.log(priors[k]) : 0))
  const most = Math.max(...moved)
  const powers = moved.map((z) => Math.exp(z - most))
  const all = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / all)
}

const truths = (temperature: number, priors?: readonly number[]) =>
  ROWS.map(({ logits, label }) => softmax(logits, temperature, priors)[label])
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const focal = (gamma: number) => (p: number) => -((1 - p) ** gamma) * Math.log(p)

/** Of ten bins, [a, b). */
function ece(temperature: number): number {
  const tops = ROWS.map(({ logits, label }) => {
    const p = softmax(logits, temperature)
    const top = p.indexOf(Math.max(...p))
    return { sure: p[top], right: Number(top === label) }
  })
  return Array.from({ length: 10 }, (_, bin) => {
    const own = tops.filter(({ sure }) => Math.min(9, Math.floor(sure * 10)) === bin)
    return own.length === 0
      ? 0
      : (own.length / tops.length) *
          Math.abs(mean(own.map(({ sure }) => sure)) - mean(own.map(({ right }) => right)))
  }).reduce((sum, part) => sum + part, 0)
}

const ask = (...words: string[]) => lossctlJson<SweepReport>('sweep', file(), ...words)
const TEMPERATURES = [0.05, 0.5, 1, 1.7, 30]
const OVER = ['--over', `temperature=${TEMPERATURES.join(',')}`]

describe('a sweep of softmax rows over temperatures', () => {
  it('has the means, shares and calibration of the rows at each', async () => {
    const names = ['mean', 'hard.loss', 'ece:bins=10', 'log-loss', 'accuracy']
    const { settings, quantities, source } = await ask(
      '--loss',
      'focal:gamma=2',
      ...OVER,
      ...names.flatMap((name) => ['--quantity', name]),
    )
    expect(quantities.map(({ name }) => name)).toEqual(names)
    expect(settings.map(({ parameters }) => parameters)).toEqual(
      TEMPERATURES.map((temperature) => ({ temperature })),
    )
    expect(source).toMatchObject({ from: 'logits' })
    expect(source.adjustment).toBeUndefined()
    for (const [i, temperature] of TEMPERATURES.entries()) {
      const p = truths(temperature)
      const losses = p.map(focal(2))
      const hard = losses.filter((_, row) => p[row] < 0.5)
      const right = ROWS.map(({ logits, label }) => Number(Math.max(...logits) === logits[label]))
      const expected = [
        mean(losses),
        hard.reduce((sum, one) => sum + one, 0) / losses.reduce((sum, one) => sum + one, 0),
        ece(temperature),
        mean(p.map(focal(0))),
        mean(right),
      ]
      for (const [j, value] of settings[i].values.entries()) expect(value).toBeCloseTo(expected[j], 11)
    }
  })

  it('takes other axes beside it, in their order, several losses, and a map of two', async () => {
    const { settings, heatMap, count } = await ask(
      '--loss',
      'focal',
      '--over',
      'gamma=0,2',
      ...OVER,
      '--quantity',
      'mean',
    )
    expect(count).toBe(10)
    expect(settings.map(({ parameters: { gamma, temperature } }) => [gamma, temperature])).toEqual(
      [0, 2].flatMap((gamma) => TEMPERATURES.map((temperature) => [gamma, temperature])),
    )
    for (const { parameters, values, spec } of settings) {
      expect(spec).toBe(`focal:alpha=none,gamma=${parameters.gamma}`)
      const own = truths(Number(parameters.temperature)).map(focal(Number(parameters.gamma)))
      expect(values[0]).toBeCloseTo(mean(own), 11)
    }
    expect(heatMap!.values.flat()).toEqual(settings.map(({ values }) => values[0]))
    const both = await ask('--loss', 'ce', '--loss', 'focal', '--over', 'gamma=0,2', ...OVER)
    expect(both.settings.map(({ spec }) => spec.split(':')[0])).toEqual([
      ...Array(5).fill('ce'),
      ...Array(10).fill('focal'),
    ])
  })

  it('ranks by calibration, the best first, and by a loss', async () => {
    const { settings, rank } = await ask(
      ...OVER,
      '--quantity',
      'log-loss',
      '--rank',
      'ece:bins=10',
      '--top',
      '2',
    )
    const best = TEMPERATURES.toSorted((a, b) => ece(a) - ece(b)).slice(0, 2)
    expect(rank).toBe('ece:bins=10')
    expect(settings.map(({ parameters }) => parameters.temperature)).toEqual(best)
    const byLoss = await ask('--loss', 'ce', ...OVER, '--rank', 'mean', '--target', '0')
    const means = TEMPERATURES.toSorted(
      (a, b) => mean(truths(a).map(focal(0))) - mean(truths(b).map(focal(0))),
    )
    expect(byLoss.settings.map(({ parameters }) => parameters.temperature)).toEqual(means)
  })

  it('moves scores that have priors, and rows of probabilities', async () => {
    const priors = [0.4, 0.3, 0.2, 0.1]
    const withPriors = await ask('--loss', 'ce', ...OVER, '--quantity', 'mean', '--priors', priors.join(','))
    expect(withPriors.source.adjustment).toMatchObject({ temperature: 1, strength: 1 })
    const shares = write(
      'shares.csv',
      header.replaceAll('logit', 'prob') +
        ROWS.map(({ logits, label }) => `${softmax(logits, 1).join(',')},${label}\n`).join(''),
    )
    const ofShares = await lossctlJson<SweepReport>(
      'sweep',
      shares,
      '--loss',
      'ce',
      ...OVER,
      '--quantity',
      'mean',
    )
    expect(ofShares.source).toMatchObject({ from: 'probs' })
    for (const [i, temperature] of TEMPERATURES.entries()) {
      expect(withPriors.settings[i].values[0]).toBeCloseTo(
        mean(truths(temperature, priors).map(focal(0))),
        11,
      )
      expect(ofShares.settings[i].values[0]).toBeCloseTo(mean(truths(temperature).map(focal(0))), 10)
    }
  })

  it('is what the package says too, and what compare says at each temperature', async () => {
    const found = await askSweep(file(), {
      over: { temperature: TEMPERATURES },
      losses: ['ce'],
      quantities: ['mean'],
    })
    for (const [i, temperature] of TEMPERATURES.entries()) {
      const { results } = await lossctlJson<{ results: { losses: { value: number }[] }[] }>(
        ...['compare', file(), '--loss', 'ce', '--temperature', `${temperature}`],
      )
      expect(found.settings[i].values[0]).toBe(results[0].losses[0].value)
    }
  })

  it('says what it took, and the best as options that compare takes', async () => {
    const { stdout: plain } = await lossctl(['sweep', file(), '--loss', 'ce', ...OVER])
    expect(plain).toContain(
      '5 settings of ce over temperature, from passes over the rows at each temperature.',
    )
    const { stdout } = await lossctl([
      'sweep',
      file(),
      ...OVER,
      '--over',
      'gamma=0,2',
      '--rank',
      'mean',
      '--target',
      '0',
    ])
    const [, spec, temperature] = /at (\S+) with --temperature (\S+): /.exec(stdout.replace(/\s+/g, ' '))!
    const words = ['compare', file(), '--loss', spec, '--temperature', temperature]
    const { results } = await lossctlJson<{ results: { losses: { value: number }[] }[] }>(
      ...(words as [string]),
    )
    expect(results[0].losses[0].value).toBeCloseTo(
      mean(truths(Number(temperature)).map(focal(Number(spec.split('=')[1])))),
      11,
    )
  })

  it('keeps what was given in what it calls the best, and in the names of several', async () => {
    const given = ['--loss', 'focal:gamma=5']
    const { stdout } = await lossctl(['sweep', file(), ...given, ...OVER, '--rank', 'mean', '--target', '0'])
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/at focal:gamma=5 with --temperature [\d.]+: /)
    const several = await lossctl(['sweep', file(), '--loss', 'focal:gamma=1', ...given, ...OVER])
    expect(several.stdout).toMatch(/focal:gamma=1 +0.05[\s\S]*focal:gamma=5 +0.05/)
  })

  it('is refused where a loss has a temperature of its own, and without values', async () => {
    const { code, stderr } = await lossctl(['sweep', file(), '--loss', 'focal:temperature=1', ...OVER])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('focal has a temperature of its own; leave that out'),
    ])
    await expect(askSweep(file(), { over: { temperature: [] } })).rejects.toThrow('over is not values')
    const many = ['--over', 'temperature=1..100/0.5', '--over', 'gamma=0..10/0.01', '-f', 'json']
    expect(await lossctl(['sweep', file(), ...many])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('JSON holds'),
    })
  })

  it('is refused with its reason where it cannot be', async () => {
    const refused = async (words: readonly string[]) => {
      const { code, stdout, stderr } = await lossctl(words)
      expect(stdout).toBe('')
      return [code, stderr]
    }
    const sketch = write('rows.sketch.json', '')
    await lossctl(['sketch', file(), '--output', sketch])
    expect(await refused(['sweep', sketch, '--over', 'temperature=1,2'])).toEqual([
      2,
      expect.stringContaining('of predictions lossctl sweep takes a pass for each temperature'),
    ])
    expect(await refused(['sweep', file(), ...OVER, '--temperature', '2'])).toEqual([
      2,
      expect.stringContaining('--temperature 2 says what --over temperature moves; leave one of them out'),
    ])
    expect(await refused(['sweep', file(), '--over', 'temperature=0.5..3/0.01'])).toEqual([
      2,
      expect.stringContaining(
        '251 temperatures, each of which is a pass over softmax rows, and 200 is the most',
      ),
    ])
    for (const wrong of ['0', '0.001', '200', 'none'])
      expect(await refused(['sweep', file(), '--over', `temperature=1,${wrong}`])).toEqual([
        2,
        expect.stringContaining(
          `${wrong} is no temperature; of softmax rows it is a number from 0.01 to 100`,
        ),
      ])
    expect(await refused(['sweep', file(), ...OVER, ...OVER])).toEqual([2, expect.stringContaining('twice')])
    expect(await refused(['sweep', file(), ...OVER, '--over', 'prior=0.1,0.2'])).toEqual([
      2,
      expect.stringContaining('say --priors with one of each class'),
    ])
    expect(await refused(['sweep', file(), ...OVER, '--quantity', 'slope'])).toEqual([
      2,
      expect.stringContaining('"slope"'),
    ])
  })
})
