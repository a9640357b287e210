/** Temperature and logit adjustment, which go before any loss. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTask } from '../../src/losses/spec/choose.ts'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { lossOf } from '../made/any-loss.ts'
import { boundTo } from '../made/bound.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const value = (spec: string, s: number, positive: boolean) => boundTo(lossOf(spec), 1, positive).value(s)

const numbers = (min: number, max: number) => fc.double({ min, max, noNaN: true })

/** −ln of the share of e^(score of the truth), as the paper writes it; small enough for doubles. */
function crossEntropy(scores: readonly number[], truth: number): number {
  const largest = Math.max(...scores)
  const sum = scores.reduce((all, z) => all + Math.exp(z - largest), 0)
  return largest + Math.log(sum) - scores[truth]
}

describe('cross-entropy of adjusted scores', () => {
  it('is that of two scores divided by T, to which τ ln π of each class is added', () => {
    const drawn = [
      numbers(-8, 8),
      numbers(-8, 8),
      numbers(0.5, 4),
      numbers(-2, 2),
      numbers(0.01, 0.99),
    ] as const
    const property = fc.property(...drawn, fc.boolean(), (a, b, temperature, tau, prior, positive) => {
      const scores = [a / temperature + tau * Math.log(1 - prior), b / temperature + tau * Math.log(prior)]
      const s = positive ? b - a : a - b
      const got = value(`ce:temperature=${temperature},logit-adjust=${tau},prior=${prior}`, s, positive)
      // Some ten roundings of numbers up to 30.
      expect(Math.abs(got - crossEntropy(scores, positive ? 1 : 0))).toBeLessThanOrEqual(30 * 10 * 2 ** -53)
    })
    fc.assert(property)
  })

  it('is focal-star where a shift and a scale are its own: γ FL* of γ = 2, β = 1 for positives', () => {
    // τ logit(π) = 1 at π = σ(1).
    const prior = 1 / (1 + Math.exp(-1))
    for (const s of [-30, -2, 0, 0.5, 3, 40]) {
      const starred = 2 * value('focal-star:gamma=2,beta=1', s, true)
      expect(value(`ce:temperature=0.5,prior=${prior}`, s, true) / starred).toBeCloseTo(1, 12)
    }
  })
})

describe('a spec', () => {
  it('names an adjustment where there is one, and only there', () => {
    expect(lossOf('focal:temperature=1.5').spec).toBe('focal:alpha=none,gamma=2,temperature=1.5')
    expect(lossOf('focal:temperature=1.5').title).toBe('focal γ=2 T=1.5')
    expect(lossOf('ce:prior=0.01').spec).toBe('ce:alpha=none,prior=0.01')
    expect(lossOf('ce:logit-adjust=1.5,prior=0.01').title).toBe('ce τ=1.5 π=0.01')
    for (const nothing of ['temperature=1', 'logit-adjust=0,prior=0.01', 'prior=0.5'])
      expect(lossOf(`ce:${nothing}`).spec).toBe('ce:alpha=none')
  })

  it('is refused out of range, by its name', () => {
    expect(() => lossOf('ce:temperature=0')).toThrow('temperature=0 is below 0.15')
    expect(() => lossOf('ce:prior=1')).toThrow('prior=1 is above 0.999999')
  })

  it('is refused with a strength of logit adjustment and no prior', () => {
    expect(() => lossOf('ce:logit-adjust=1')).toThrow('logit-adjust needs prior')
  })

  it('is refused to softmax with the reason, but for one that changes nothing', () => {
    expect(() => checkTask([lossOf('ce:temperature=2')], 'softmax')).toThrow(
      'with softmax a temperature or a prior changes each score of a row',
    )
    expect(() => checkTask([lossOf('ce:temperature=1')], 'softmax')).not.toThrow()
    expect(() => checkTask([lossOf('ce:temperature=2')], 'multilabel')).not.toThrow()
  })
})

describe('the quotient by cross-entropy', () => {
  it('has no meaning above a temperature of 1, where it grows without end', () => {
    expect(boundTo(lossOf('ce:temperature=1.1')).modulation(3)).toBeNaN()
    expect(boundTo(lossOf('ce:temperature=0.5')).modulation(3)).toBeCloseTo(
      Math.log1p(Math.exp(-6)) / Math.log1p(Math.exp(-3)),
      14,
    )
  })

  it('of a shift comes to e^(−b), where both losses are too small for a double', () => {
    const bound = boundTo(lossOf('ce:prior=0.1'), 1, true)
    expect(bound.modulation(760)).toBeCloseTo(9, 12)
    expect(bound.logModulation!(760)).toBeCloseTo(Math.log(9), 12)
  })
})

describe('a temperature that a sketch does not tell', () => {
  it('is where a loss falls by more than e^(-9 s)', () => {
    expect(boundTo(lossOf('focal:gamma=2,temperature=0.34')).unsketched).toBeNull()
    expect(boundTo(lossOf('focal:gamma=2,temperature=0.33')).unsketched).toContain(
      'below a temperature of 0.34',
    )
    expect(boundTo(lossOf('ce:temperature=0.15')).unsketched).toBeNull()
  })
})

describe('beyond the bins', () => {
  it('what grows there goes on growing, and what is level is level', () => {
    // k s, with k = 0.05 and s = 1000 / 2.
    expect(value('label-smooth:temperature=2', 1000, true)).toBeCloseTo(25, 10)
    expect(value('label-smooth:prior=0.1', 1000, true)).toBeCloseTo(0.05 * (1000 - Math.log(9)), 10)
    expect(value('ce:temperature=2', 1000, true)).toBe(value('ce:temperature=2', 768, true))
  })

  it('a straight line is one at any temperature: z = −1000 at T = 14.3', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lossctl-adjust-')), 'far.csv')
    const z = [1, -2, 0.3, -1000]
    const y = [1, 0, 0, 1]
    writeFileSync(file, `logit,label\n${z.map((one, i) => `${one},${y[i]}\n`).join('')}`)
    const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
    const mean = z.reduce((sum, one, i) => sum + softplus((y[i] === 1 ? -one : one) / 14.3), 0) / 4
    const words = ['compare', file, '--from', 'logits', '--loss', 'ce:temperature=14.3']
    const { results } = await lossctlJson<{ results: readonly CompareReport[] }>(...words)
    expect(results[0].losses[0].value! / mean).toBeCloseTo(1, 13)
  })
})

describe('a loss of the mean of the batch', () => {
  it('modulates the mean of adjusted scores', async () => {
    const specs = ['article-focal:gamma=2,temperature=2', 'article-focal:gamma=2,prior=0.1']
    const means = ['ce:temperature=2', 'ce:prior=0.1']
    const flags = [...specs, ...means].flatMap((spec) => ['--loss', spec])
    const { results } = await lossctlJson<{ results: readonly CompareReport[] }>(
      'compare',
      fixture('breast-cancer.csv'),
      ...flags,
    )
    const values = results[0].losses.map((loss) => loss.value!)
    for (const i of [0, 1]) {
      const mean = values[i + 2]
      expect(values[i] / ((1 - Math.exp(-mean)) ** 2 * mean)).toBeCloseTo(1, 12)
    }
  })
})

it('is refused to functions of other libraries, which know none', async () => {
  const words = ['compare', fixture('breast-cancer.csv'), '--compat', 'keras', '--loss', 'ce:temperature=2']
  const { code, stderr } = await lossctl(words)
  expect([code, stderr]).toEqual([2, expect.stringContaining('knows neither a temperature nor a prior')])
})

describe('a sweep and solve', () => {
  it('refuse softmax where a prior moves it, or one temperature is wanted, and a strength of no prior', async () => {
    for (const words of [
      ['sweep', fixture('digits.csv'), '--loss', 'focal', '--over', 'gamma=0,1', '--over', 'prior=0.2,0.5'],
      ['solve', fixture('digits.csv'), '--loss', 'ce', '--for', 'temperature', '--want', 'mean = 0.1'],
    ]) {
      const { code, stderr } = await lossctl(words)
      expect([code, stderr]).toEqual([2, expect.stringContaining('changes each score of a row')])
    }
    for (const words of [
      ['sweep', fixture('scenes.csv'), '--loss', 'ce', '--over', 'logit-adjust=0,1'],
      ['solve', fixture('scenes.csv'), '--loss', 'ce', '--for', 'logit-adjust', '--want', 'mean <= 0.4'],
    ]) {
      const { code, stderr } = await lossctl(words)
      expect([code, stderr]).toEqual([2, expect.stringContaining('logit-adjust needs prior')])
    }
  })

  it('has references of the scores that the loss is told', async () => {
    const flags = ['ce:prior=0.2', 'article-focal:gamma=0,prior=0.2'].flatMap((spec) => ['--loss', spec])
    const { results } = await lossctlJson<{ results: readonly CompareReport[] }>(
      'compare',
      fixture('breast-cancer.csv'),
      ...flags,
    )
    const [ce, article] = results[0].losses.map(({ references }) => references)
    expect(article).toEqual(ce)
  })
})
