import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BoundLoss, Loss } from '../../../src/losses/loss.ts'
import { completeLoss, parseLoss } from '../../../src/losses/spec/spec.ts'
import { thresholdMargin } from '../../../src/margin/margins.ts'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import type { Axis } from '../../../src/questions/tune/grid.ts'
import { type SweepReport, sweepSketched } from '../../../src/questions/tune/sweep.ts'
import { boundTo } from '../../made/bound.ts'
import { draws } from '../../made/draws.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { exactSum } from '../../made/oracle.ts'
import { fixture, sharedPath } from '../../made/shared.ts'
import { type Samples, sketchedOf } from '../../made/sketched.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-sweep-'))

const OPTIONS = { rank: null, target: null, top: null }

/** A sum sample by sample, and the sum of the magnitudes of the terms it is made of. */
interface Direct {
  readonly sum: number
  readonly size: number
}

const magnitude = (loss: Loss): Loss => {
  const given = loss.parameters.epsilon ?? 0
  const epsilon = typeof given === 'number' ? Math.abs(given) : (given as readonly number[]).map(Math.abs)
  return { ...loss, parameters: { ...loss.parameters, epsilon } }
}

/** What a quantity is, by its definition and one sample at a time. */
function direct(name: string, { margin, positive, weight }: Samples, loss: Loss, threshold: number) {
  const alpha = loss.parameters.alpha as number | 'none'
  const edge = thresholdMargin(threshold)
  const samples = Array.from(margin, (s, i) => ({
    s,
    w: weight?.[i] ?? 1,
    alpha: alpha === 'none' ? 1 : positive[i] ? alpha : 1 - alpha,
    words: ['', s >= edge ? 'easy' : 'hard', positive[i] ? 'positive' : 'negative'],
  }))
  const large = magnitude(loss)
  type Term = (loss: BoundLoss, s: number) => number
  const total = (part: string, term: Term, power = 1): Direct => {
    const kept = samples.filter(({ words }) => part.split('.').every((word) => words.includes(word)))
    return {
      sum: exactSum(kept.map(({ s, w, alpha }) => (w * term(boundTo(loss, alpha), s)) ** power)),
      size: exactSum(kept.map(({ s, w, alpha }) => Math.abs(w * term(boundTo(large, alpha), s)) ** power)),
    }
  }
  const value: Term = (bound, s) => bound.value(s)
  const gradient: Term = (bound, s) => bound.gradient(s)
  const modulation: Term = (bound, s) => bound.modulation(s)
  if (name === 'mean') return [total('', value), total('', () => 1)] as const
  if (name === 'effective') {
    const whole = total('', modulation)
    // (sum + d)^2 is sum^2 + 2 sum d: its magnitude is that of both factors.
    return [{ sum: whole.sum ** 2, size: whole.size ** 2 }, total('', modulation, 2)] as const
  }
  const [, parts, field] = /^(.*)\.(loss|gradient)$/.exec(name)!
  const [above, below = ''] = parts.split(':')
  const term = field === 'loss' ? value : gradient
  return [total(above, term), total(below, term)] as const
}

/**
 * The quotient of two sums that are each right to 1e-12 of their terms' magnitudes is right to the sum of both
 * relative errors.
 */
function expectClose(got: number | null, [above, below]: readonly [Direct, Direct], name: string): void {
  const want = above.sum / below.sum
  if (!Number.isFinite(want)) return
  const tolerance =
    1e-12 * (above.size / Math.abs(below.sum) + (Math.abs(want) * below.size) / Math.abs(below.sum))
  expect(Math.abs(got! - want), name).toBeLessThanOrEqual(tolerance)
}

const samples = fc
  .record({
    margins: fc.array(fc.double({ min: -80, max: 60, noNaN: true }), { minLength: 2, maxLength: 60 }),
    near: fc.array(fc.double({ min: -4, max: 6, noNaN: true }), { minLength: 2, maxLength: 60 }),
    seed: fc.integer({ min: 1, max: 1000 }),
    weighted: fc.boolean(),
  })
  .map(({ margins, near, seed, weighted }): Samples => {
    const margin = Float64Array.from([...margins, ...near])
    return {
      margin,
      positive: Int32Array.from(margin, (_, i) => Number((i * seed) % 7 < 2)),
      weight: weighted ? margin.map((_, i) => 0.1 + ((i * seed) % 11)) : null,
    }
  })

/** Six settings, each against a comparison of its own. */
async function saysWhatCompareSays(_name: string, files: readonly string[]): Promise<void> {
  const grid = ['--over', 'gamma=0,0.5,3', '--over', 'epsilon=-1,2']
  const report = await lossctlJson<SweepReport>('sweep', ...files, '--loss', 'poly1-focal', ...grid)
  expect(report.settings.length).toBe(6)
  for (const { spec, values } of report.settings) {
    const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', ...files, '--loss', spec)
    const [loss] = results[0].losses
    const shown = new Map(report.quantities.map((quantity, index) => [quantity.name, values[index]!]))
    const pairs = [
      [shown.get('mean'), loss.value],
      [shown.get('effective'), loss.effectiveSamples],
      ...loss.bands.flatMap((band) => [
        [shown.get(`${band.band}.loss`), band.lossShare],
        [shown.get(`${band.band}.gradient`), band.gradientShare],
      ]),
    ]
    for (const [got, want] of pairs)
      expect(Math.abs(got! - want!)).toBeLessThan(1e-12 * Math.max(1e-3, want!))
  }
}

describe('a sweep', () => {
  it.each([
    [
      'focal',
      [
        ['gamma', [0, 0.3, 2, 10]],
        ['alpha', ['none', 0, 0.25, 0.9]],
      ],
    ],
    [
      'poly1',
      [
        ['epsilon', [-1, 0, 1, 7]],
        ['alpha', ['none', 0.25]],
      ],
    ],
    [
      'poly1-focal',
      [
        ['epsilon', [-1, 2]],
        ['gamma', [0, 1.5, 5]],
        ['alpha', ['none', 0.6]],
      ],
    ],
    [
      'poly1-focal:poly-alpha=off',
      [
        ['alpha', ['none', 0.1]],
        ['epsilon', [-1, 3]],
        ['gamma', [2]],
      ],
    ],
    [
      'focal-star',
      [
        ['beta', [-3, 0, 1]],
        ['gamma', [1, 4]],
      ],
    ],
    ['poly-n:epsilon=1,-0.5,2', [['alpha', ['none', 0.25]]]],
    ['ce', [['alpha', ['none', 0.5, 0.75]]]],
  ] as const)('equals direct evaluation, setting by setting: %s', (spec, grid) => {
    const axes = grid.map(([parameter, values]): Axis => ({ parameter, values }))
    const loss = parseLoss(spec)
    fc.assert(
      fc.property(samples, fc.constantFrom(0.5, 0.3), (data, threshold) => {
        const report = sweepSketched(sketchedOf(data, threshold), [loss], axes, { ...OPTIONS, threshold })
        expect(report.settings.length).toBe(axes.reduce((size, { values }) => size * values.length, 1))
        for (const { parameters, values } of report.settings) {
          const at = completeLoss({ ...loss, given: { ...loss.given, ...parameters } })
          for (const [index, { name }] of report.quantities.entries()) {
            expectClose(values[index], direct(name, data, at, threshold), `${at.spec} ${name}`)
          }
        }
      }),
      { numRuns: draws(30) },
    )
  })

  it.each([
    ['fixtures/scenes.csv', [fixture('scenes.csv')]],
    ['fixtures/digits.csv', [fixture('digits.csv')]],
    ['fixtures/multilabel.csv', [fixture('multilabel.csv')]],
  ] as const)('says what compare says of %s', saysWhatCompareSays)

  it.skipIf(!sharedPath('data')).each(['mnist', 'cifar10'])(
    'says what compare says of %s (skipped where ../shared/data is absent)',
    (name) => {
      const data = `${sharedPath('data')}/${name}-test`
      return saysWhatCompareSays(name, [`${data}-probs.npy`, '--labels', `${data}-labels.npy`])
    },
  )

  it('ranks by distance to a target, and by size without one', async () => {
    const file = fixture('scenes.csv')
    const over = ['--over', 'gamma=0..5/0.5', '--over', 'alpha=0.1..0.9/0.1']
    const balance = ['--rank', 'positive:negative.gradient', '--target', '1']
    const ranked = await lossctlJson<SweepReport>('sweep', file, ...over, ...balance)
    const column = ranked.quantities.findIndex(({ name }) => name === 'positive:negative.gradient')
    const distances = ranked.settings.map(({ values }) => Math.abs(values[column]! - 1))
    expect(distances).toEqual(distances.toSorted((a, b) => a - b))
    expect(ranked.settings.length).toBe(99)
    const largest = await lossctlJson<SweepReport>(
      'sweep',
      file,
      ...over,
      '--rank',
      'hard.loss',
      '--top',
      '3',
    )
    const hard = largest.settings.map(({ values }) => values.at(-1)!)
    expect(hard.length).toBe(3)
    expect(hard).toEqual(hard.toSorted((a, b) => b - a))
  })

  it('gives each class its factor of a list of alphas, and so does solve', async () => {
    const factors = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    const data = [fixture('digits-probs.npy'), '--labels', fixture('digits-labels.npy')]
    const asked = ['--loss', `focal:alpha=${factors}`]
    const report = await lossctlJson<SweepReport>('sweep', ...data, ...asked, '--over', 'gamma=0,2')
    const { samples } = await lossctlJson<{ samples: readonly { label: string; pt: number }[] }>(
      'samples',
      ...data,
      '--top',
      '899',
    )
    const meanAt = (gamma: number) =>
      exactSum(samples.map(({ label, pt }) => -factors[Number(label)] * (1 - pt) ** gamma * Math.log(pt))) /
      samples.length
    const means = report.settings.map(({ values }) => values.at(-1)!)
    // 1 - pt of a pt near 1 has lost digits, and such samples carry next to nothing.
    for (const [i, gamma] of [0, 2].entries()) expect(means[i] / meanAt(gamma)).toBeCloseTo(1, 10)
    const want = ['--for', 'gamma', '--want', 'mean <= 0.5']
    const { before } = await lossctlJson<{ before: number }>('solve', ...data, ...asked, ...want)
    // Before it is told a gamma, solve has none.
    expect(before).toBeCloseTo(means[0], 12)
  })

  it('draws two axes as a map, in characters and in colours', async () => {
    const args = ['sweep', fixture('scenes.csv'), '--over', 'gamma=0,1,2', '--over', 'alpha=0.25,0.75']
    const plain = (await lossctl(args, { tty: 80, env: { NO_COLOR: '1' } })).stdout
    expect(plain).toMatch(/gamma +0\.25 +0\.75 +alpha\n +0 +████ ████\n/)
    const colored = (await lossctl(args, { tty: 80, env: { FORCE_COLOR: '3' } })).stdout
    expect(colored).toContain('\u001b[48;2;253;231;37m')
    for (const line of plain.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    const { stdout } = await lossctl([...args, '--format', 'markdown'])
    expect(stdout).toContain('| gamma \\\\ alpha | 0.25 | 0.75 |')
  })

  it('maps more settings than the stack holds arguments', async () => {
    const path = join(folder, 'few.csv')
    writeFileSync(path, 'label,logit\n1,0.5\n0,-1\n1,-2\n')
    const grid = ['--over', 'gamma=0..3.99/0.01', '--over', 'alpha=0.0005..0.3995/0.001']
    const { stdout, stderr } = await lossctl(['sweep', path, ...grid], { tty: 80, env: { NO_COLOR: '1' } })
    expect(stderr).toBe('')
    expect(stdout).toContain('shown are 30 of 400 rows and 10 of 400 columns; --format csv has all')
    expect(stdout).toContain('160,000 settings of focal over gamma and alpha')
    const markdown = (await lossctl(['sweep', path, ...grid, '--format', 'markdown'])).stdout
    expect(markdown.match(/^\|/gm)?.length).toBe(2 + 50)
    expect(markdown).toContain('shown are 50 of 400 rows and 50 of 400 columns')
    const json = await lossctl(['sweep', path, ...grid, '--format', 'json'])
    expect([json.code, json.stdout]).toEqual([2, ''])
    expect(json.stderr).toContain('--format csv writes them all')
  })

  it('writes as many as were asked for, to a file as to standard output', async () => {
    const path = join(folder, 'few.csv')
    writeFileSync(path, 'label,logit\n1,0.5\n0,-1\n1,-2\n')
    const [file, gammas] = [join(folder, 'all.csv'), draws(400)]
    const grid = ['--over', `gamma=0..${(gammas - 1) / 100}/0.01`, '--over', 'alpha=0.0005..0.3995/0.001']
    const outcomes = [
      await lossctl(['sweep', path, ...grid, '--format', 'csv']),
      await lossctl(['sweep', path, ...grid, '--output', file]),
    ]
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0])
    const lines = outcomes[0].stdout.trimEnd().split('\n')
    expect(lines.length).toBe(1 + 400 * gammas)
    expect(lines[1 + 3 * 400 + 7]).toMatch(/"focal:alpha=0\.0075,gamma=0\.03",0\.03,0\.0075,/)
    expect(readFileSync(file, 'utf8')).toBe(outcomes[0].stdout)
  })

  it('ranks a grid of several losses in one order, whichever way it is told', async () => {
    const path = join(folder, 'few.csv')
    writeFileSync(path, 'label,logit\n1,0.5\n0,-1\n1,-2\n')
    const words = ['sweep', path, '--loss', 'focal', '--loss', 'ce', '--over', 'alpha=0.1..0.9/0.1']
    const ranked = await lossctlJson<SweepReport>(...words, '--rank', 'positive.loss')
    const shares = ranked.settings.map(({ values }) => values.at(-1)!)
    expect(ranked.count).toBe(18)
    expect(shares).toEqual(shares.toSorted((a, b) => b - a))
    const csv = (await lossctl([...words, '--rank', 'positive.loss', '--format', 'csv'])).stdout
    expect(
      csv
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').at(-1)),
    ).toEqual(shares.map(String))
  })

  it.each([
    [['--over', 'gamma=0..5/0.25', '--over', 'gamma=1'], 'is there twice'],
    [['--over', 'epsilon=1'], 'has no open parameter epsilon'],
    [['--loss', 'focal:gamma=2', '--over', 'gamma=1'], 'has no open parameter gamma'],
    [['--over', 'gamma=0..11/1'], 'is above 10'],
    [['--over', 'gamma'], 'PARAMETER=VALUES'],
    [['--loss', 'ce'], 'a sweep needs --over'],
    [['--over', 'gamma=1', '--target', '1'], '--target needs --rank'],
    [['--over', 'gamma=1', '--rank', 'easy.negativ.loss'], 'did you mean easy.negative.loss?'],
    [['--loss', 'article-focal', '--over', 'gamma=1'], "is a loss of the batch's mean"],
    [['--over', 'gamma=0..10/0.002', '--over', 'alpha=0..1/0.001'], '1000000 is the most'],
  ])('refuses %s', async (words, reason) => {
    const { code, stdout, stderr } = await lossctl(['sweep', fixture('scenes.csv'), ...words])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(reason)
  })
})

describe('over temperature', () => {
  it('is the mean of cross-entropy of scores that are divided by it', async () => {
    const axis = ['--over', 'temperature=0.5,1,2.5', '--over', 'alpha=none,0.25']
    const report = await lossctlJson<SweepReport>('sweep', fixture('scenes.csv'), '--loss', 'ce', ...axis)
    const rows = readFileSync(fixture('scenes.csv'), 'utf8').trim().split('\n')
    const [head, ...cells] = rows.map((row) => row.split(','))
    const [z, y] = ['logit', 'label'].map((name) => head.indexOf(name))
    const mean = report.quantities.findIndex(({ name }) => name === 'mean')
    for (const { parameters, values } of report.settings) {
      const { temperature = 1, alpha } = parameters as { temperature?: number; alpha: number | 'none' }
      const losses = cells.map((row) => {
        const s = (Number(row[z]) * (row[y] === '1' ? 1 : -1)) / temperature
        const factor = alpha === 'none' ? 1 : row[y] === '1' ? alpha : 1 - alpha
        return factor * (Math.max(-s, 0) + Math.log1p(Math.exp(-Math.abs(s))))
      })
      // Neither the sum of 20,000 terms nor the sketch is further off than that.
      expect(values[mean]! / (exactSum(losses) / losses.length)).toBeCloseTo(1, 12)
    }
  })
})
