import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { gammaOfP0 } from '../../../src/questions/tune/p0-rule.ts'
import type { SolveReport } from '../../../src/questions/tune/solve.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-solve-'))
const scenes = fixture('scenes.csv')

const solve = (...args: string[]) => lossctlJson<SolveReport>('solve', ...args)

/** A quantity as it follows from what compare prints for a loss. */
async function compared(quantity: string, spec: string, file: string): Promise<number> {
  const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', file, '--loss', spec)
  const [loss] = results[0].losses
  if (quantity === 'mean') return loss.value!
  if (quantity === 'effective') return loss.effectiveSamples!
  const [, parts, field] = /^(.*)\.(loss|gradient)$/.exec(quantity)!
  const sumOf = (part: string) =>
    loss.bands
      .filter(({ band }) => band === part || band.split('.').includes(part))
      .reduce((sum, one) => sum + (field === 'loss' ? one.lossShare! : one.gradientShare!), 0)
  const [above, below] = parts.split(':')
  return sumOf(above) / (below ? sumOf(below) : 1)
}

describe('solve', () => {
  it.each([
    ['focal', 'gamma', 'easy.negative.loss', '<=', 0.1, 'bisection'],
    ['focal:alpha=0.25', 'gamma', 'hard.gradient', '=', 0.5, 'bisection'],
    ['focal', 'gamma', 'effective', '<=', 300, 'bisection'],
    ['focal', 'gamma', 'mean', '=', 0.005, 'bisection'],
    ['focal:gamma=2', 'alpha', 'positive:negative.gradient', '=', 1, 'closed form'],
    ['ce', 'alpha', 'positive.loss', '>=', 0.4, 'closed form'],
    ['focal:gamma=1', 'alpha', 'positive:negative.loss', '=', 0.25, 'closed form'],
    ['focal:gamma=1', 'alpha', 'effective', '<=', 100, 'bisection'],
    ['poly1', 'epsilon', 'easy.loss', '=', 0.9, 'closed form'],
    ['poly1-focal:gamma=1', 'epsilon', 'easy.negative.loss', '=', 0.5, 'closed form'],
    ['poly1', 'epsilon', 'mean', '=', 0.02, 'closed form'],
    ['focal-star:beta=0', 'gamma', 'easy.loss', '=', 0.2, 'bisection'],
    ['focal-star:gamma=2', 'beta', 'easy.loss', '=', 0.2, 'bisection'],
  ])('%s: %s for %s %s %d, by %s; compare confirms it', async (loss, parameter, quantity, relation, value, method) => {
    const report = await solve(
      scenes,
      '--loss',
      loss,
      '--for',
      parameter,
      '--want',
      `${quantity} ${relation} ${value}`,
    )
    expect(report.method).toBe(method)
    const { spec } = report.comparison.losses.at(-1)!
    expect(spec).toContain(`${parameter}=${report.solution}`)
    const confirmed = await compared(quantity, spec, scenes)
    // The root is a double: the quantity moves by its slope times 2^-52, and is itself right to 1e-12.
    expect(Math.abs(confirmed - value)).toBeLessThan(1e-11 * Math.max(1, value))
    expect(report.after).toBeCloseTo(confirmed, 10)
    // What is printed has fewer digits, and fulfils the wish as well.
    const { stdout } = await lossctl([
      ...['solve', scenes, '--loss', loss, '--for', parameter],
      ...['--want', `${quantity} ${relation} ${value}`],
    ])
    const printed = new RegExp(`^${parameter} = (\\S+) gives`, 'm').exec(stdout)![1]
    expect(printed.replace(/^[-0.]*|[.]|e.*$/g, '').length).toBeLessThanOrEqual(7)
    expect(Number(printed)).toBe(report.brief)
    const given = spec.replace(`${parameter}=${report.solution}`, `${parameter}=${printed}`)
    const near = await compared(quantity, given, scenes)
    expect(Math.abs(near - value)).toBeLessThan(1.01e-5 * value)
    if (relation === '<=') expect(near).toBeLessThanOrEqual(value)
    if (relation === '>=') expect(near).toBeGreaterThanOrEqual(value)
  })

  it('takes percentages and 1:1', async () => {
    const [percent, share, spaced] = await Promise.all(
      ['10%', '0.1', '10 %'].map((value) =>
        solve(scenes, '--for', 'gamma', '--want', `easy.negative.loss <= ${value}`),
      ),
    )
    expect(percent.solution).toBe(share.solution)
    expect(spaced.solution).toBe(share.solution)
    const [even, one] = await Promise.all(
      ['1 : 1', '1'].map((value) =>
        solve(scenes, '--for', 'alpha', '--want', `positive:negative.gradient = ${value}`),
      ),
    )
    expect(even.solution).toBe(one.solution)
  })

  it('says what holds already, and what cannot be had', async () => {
    const already = await solve(scenes, '--for', 'gamma', '--want', 'easy.loss >= 10%')
    expect([already.method, already.solution]).toEqual(['as it stands', 0])
    const never = await solve(
      scenes,
      '--loss',
      'poly1',
      '--for',
      'epsilon',
      '--want',
      'easy.negative.loss = 99.99%',
    )
    expect(never.solution).toBeNull()
    const { stdout } = await lossctl(['solve', scenes, '--for', 'gamma', '--want', 'hard.loss = 1%'])
    expect(stdout).toMatch(
      /No gamma of focal gives hard\.loss = 1\.0 %; hard\.loss is \d.* % at gamma = 0 and .* at gamma =\s10\./,
    )
  })

  it.each([
    ['easy.negative.loss', '<=', '20%', 'max'],
    ['easy.negative.loss', '<=', '30%', 'max'],
    ['easy.negative.loss', '<=', '40%', 'max'],
    ['hard.loss', '>=', '33.3%', 'min'],
    ['effective', '<=', '123.4', 'max'],
    ['mean', '<=', '0.001', 'max'],
  ])('prints a gamma with which check passes: %s %s %s', async (quantity, relation, value, bound) => {
    const want = `${quantity} ${relation} ${value}`
    const { stdout } = await lossctl(['solve', scenes, '--for', 'gamma', '--want', want])
    const [, gamma] = /gamma = (\S+) gives/.exec(stdout)!
    const rule = [`--${bound}`, `focal.${quantity}=${value}`]
    expect((await lossctl(['check', scenes, '--loss', `focal:gamma=${gamma}`, ...rule])).code).toBe(0)
  })

  it('names other values that do as well, and takes the one nearest to where the loss stands', async () => {
    // The share of those in the middle rises with gamma while the easy ones lose theirs, and falls as the hard one takes all.
    const path = join(folder, 'middle.csv')
    writeFileSync(path, `label,logit\n${'0,-5\n'.repeat(1000)}${'1,0.3\n'.repeat(10)}0,2\n`)
    const want = ['--for', 'gamma', '--want', 'easy.positive.loss = 40%']
    const { solution, others, extremes } = await solve(path, ...want)
    expect([solution! < others[0], others.length]).toEqual([true, 1])
    expect(Math.max(...extremes.map(([, share]) => share!))).toBeGreaterThan(0.4)
    for (const gamma of [solution!, others[0]])
      expect(await compared('easy.positive.loss', `focal:gamma=${gamma}`, path)).toBeCloseTo(0.4, 9)
    const { stdout } = await lossctl(['solve', path, ...want])
    expect(stdout.replaceAll('\n', ' ')).toContain(
      `It comes to the same value at gamma = ${Number(others[0].toPrecision(6))}.`,
    )
    const further = await solve(path, '--loss', 'focal:gamma=10', ...want)
    expect(further.solution).toBeCloseTo(others[0], 9)
  })

  it('says what is least and greatest where nothing does, without a number that looks like what is wanted', async () => {
    const path = join(folder, 'easy.csv')
    writeFileSync(path, 'label,logit\n1,3\n1,3.1\n0,-3\n1,4\n')
    const never = await solve(path, '--for', 'gamma', '--want', 'effective <= 1')
    expect([never.solution, never.extremes.length]).toEqual([null, 2])
    const { stdout } = await lossctl(['solve', path, '--for', 'gamma', '--want', 'easy.loss = 99.99999%'])
    expect(stdout.replaceAll('\n', ' ')).toContain(
      'gives easy.loss = 99.99999 %; easy.loss is 100.0 % at gamma = 0.',
    )
  })

  it('finds what lies beyond a pole, and never the pole', async () => {
    const path = join(folder, 'easy.csv')
    writeFileSync(path, 'label,logit\n1,3\n1,3.1\n0,-3\n1,4\n')
    const loss = ['--loss', 'poly1', '--for', 'epsilon']
    // All samples are easy, whatever epsilon is.
    for (const share of ['100.01%', '-1%', '150']) {
      const { code, stderr } = await lossctl(['solve', path, ...loss, '--want', `easy.loss = ${share}`])
      expect([code, stderr]).toEqual([2, expect.stringContaining('is a share, between 0% and 100%')])
    }
    const mean = await solve(path, ...loss, '--want', 'mean = -0.2')
    expect(mean.after).toBeCloseTo(-0.2, 10)
  })

  it.each([
    [['--for', 'gamma', '--want', 'easy.loss <= 150%'], 'is a share, between 0% and 100%'],
    [['--for', 'alpha', '--want', 'positive.gradient >= -1'], 'is a share, between 0% and 100%'],
    [['--for', 'gamma', '--want', 'easy.loss 10%'], 'is no relation'],
    [['--for', 'gamma', '--want', 'easy.loss = ten'], 'is not a number'],
    [['--for', 'gamma'], 'solve needs --want'],
    [['--for', 'delta', '--want', 'easy.loss = 1%'], 'has no number "delta"'],
    [
      ['--for', 'poly-alpha', '--loss', 'poly1-focal', '--want', 'easy.loss = 1%'],
      'has no number "poly-alpha"',
    ],
    [['--for', 'alpha', '--p0', '0.2'], 'is a rule'],
  ])('refuses %s', async (words, reason) => {
    const { code, stdout, stderr } = await lossctl(['solve', scenes, ...words])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(reason)
  })
})

describe('the rule of Mukhoti et al.', () => {
  it.each([
    [0.1, 14.924, 5e-4],
    [0.15, 8.032, 5e-4],
    [0.2, 4.8506, 5e-5],
    [0.25, 3.0702, 5e-5],
    [0.3, 1.9572, 5e-5],
    [0.4, 0.6805, 5e-5],
    [0.5, 0, 1e-12],
  ])('gives p0 = %d gamma = %d', (p0, gamma, tolerance) => {
    expect(Math.abs(gammaOfP0(p0) - gamma)).toBeLessThanOrEqual(tolerance)
  })

  it('makes the gradients cross at p0', () => {
    for (let i = 1; i < 50; i++) {
      const p0 = i / 100
      const gamma = gammaOfP0(p0)
      const g = (1 - p0) ** gamma - gamma * p0 * (1 - p0) ** (gamma - 1) * Math.log(p0)
      // g falls by about ln(1 / (1 - p0)) a unit of gamma, and gamma is right to a few units in its last place.
      expect(Math.abs(g - 1)).toBeLessThan(1e-12 * Math.max(1, gamma))
    }
  })

  it('has no answer above 0.5', async () => {
    const { code, stderr } = await lossctl(['solve', '--for', 'gamma', '--p0', '0.6'])
    expect(code).toBe(2)
    expect(stderr).toContain('at most at 0.5')
  })
})
