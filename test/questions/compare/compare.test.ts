import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LOSSES } from '../../../src/losses/index.ts'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { fixture, sharedPath } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

async function compare(...args: string[]): Promise<CompareReport> {
  const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', ...args)
  return results[0]
}

const lossNamed = (report: Pick<CompareReport, 'losses'>, name: string) =>
  report.losses.find((loss) => loss.name === name)!.value!

const relative = (got: number, want: number) => Math.abs(got - want) / Math.abs(want)

describe.skipIf(!sharedPath('data'))('on real predictions (skipped where ../shared/data is absent)', () => {
  it.each([
    ['mnist', 0.030282361928926776, 0.021029910704680375, 0.04324679903328529, 92],
    ['cifar10', 0.2491712427452329, 0.20069025822720352, 0.3322745522841717, 742],
  ])('agrees with NumPy to 1e-12: %s', async (name, ce, focal, poly1, hard) => {
    const report = await compare(
      sharedPath(`data/${name}-test-probs.npy`)!,
      '--labels',
      sharedPath(`data/${name}-test-labels.npy`)!,
    )
    expect(relative(lossNamed(report, 'ce'), ce)).toBeLessThan(1e-12)
    expect(relative(lossNamed(report, 'focal'), focal)).toBeLessThan(1e-12)
    expect(relative(lossNamed(report, 'poly1'), poly1)).toBeLessThan(1e-12)
    expect(report.bands.find(({ band }) => band === 'hard')!.count).toBe(hard)
  })
})

describe('compare', () => {
  it.each([
    ['breast-cancer.csv', [], 0.0762313280427021],
    ['digits.csv', [], 0.15818120884479775],
    ['wine.csv', [], 0.1408439844897878],
    ['scenes.csv', [], 0.009784765004743935],
    ['multilabel.csv', [], 0.14921033673381184],
    ['digits-probs.npy', ['--labels', fixture('digits-labels.npy')], 0.158181212194409],
    ['breast-cancer-logits.npy', ['--labels', fixture('breast-cancer-labels.npy')], 0.07623132761754722],
  ])('agrees with the mean cross-entropy that NumPy has for %s', async (name, flags, ce) => {
    expect(relative(lossNamed(await compare(fixture(name), ...flags), 'ce'), ce)).toBeLessThan(1e-12)
  })

  it('gives shares that sum to 1 and counts that sum to the samples', async () => {
    const report = await compare(fixture('scenes.csv'), '--by', 'class')
    expect(report.bands.reduce((sum, { count }) => sum + count, 0)).toBe(20_000)
    for (const loss of report.losses) {
      expect(loss.bands.reduce((sum, { lossShare }) => sum + lossShare!, 0)).toBeCloseTo(1, 12)
      expect(loss.bands.reduce((sum, { gradientShare }) => sum + gradientShare!, 0)).toBeCloseTo(1, 12)
    }
    expect(report.groups!.reduce((sum, { count }) => sum + count, 0)).toBe(20_000)
  })

  it('balances by alpha: positives by alpha, negatives by its complement', async () => {
    const file = write('pair.csv', 'y,logit\n1,0\n0,0\n')
    const report = await compare(file, '--loss', 'ce:alpha=0.25')
    expect(report.losses[0].value).toBeCloseTo(Math.LN2 / 2, 15)
    expect(report.losses[0].bands.find(({ band }) => band === 'easy.positive')!.lossShare).toBeCloseTo(
      0.25,
      15,
    )
  })

  it('reduces by mean, by sum, and by the number of positives', async () => {
    const file = write('reduce.csv', 'y,logit\n1,0\n0,0\n0,0\n0,0\n')
    const values = await Promise.all(
      ['mean', 'sum', 'positives'].map((how) => compare(file, '--loss', 'ce', '--reduction', how)),
    )
    expect(values.map(({ losses }) => losses[0].value! / Math.LN2)).toEqual(
      [1, 4, 4].map((factor) => expect.closeTo(factor, 14)),
    )
    expect(values[0].losses[0].ratioToCe).toBe(1)
  })

  it('takes a sample of weight 2 for the same sample twice', async () => {
    const weighted = await compare(write('w.csv', 'y,logit,weight\n1,0.3,2\n0,1.5,1\n'))
    const doubled = await compare(write('d.csv', 'y,logit\n1,0.3\n1,0.3\n0,1.5\n'))
    for (const [index, { value }] of weighted.losses.entries()) {
      expect(relative(value!, doubled.losses[index].value!)).toBeLessThan(1e-14)
    }
  })

  it('averages class weights as torch does, sum(w f) / sum(w), and balances them as scikit-learn does', async () => {
    const file = write('cw.csv', 'y,logit\n1,0.3\n0,1.5\n0,-1\n')
    const ce = (z: number) => Math.log1p(Math.exp(-z))
    const listed = await compare(file, '--class-weight', '1,3', '--loss', 'ce')
    expect(listed.losses[0].value).toBeCloseTo((3 * ce(0.3) + ce(-1.5) + ce(1)) / 5, 14)
    const balanced = await compare(file, '--class-weight', 'balanced', '--loss', 'ce')
    expect(balanced.classWeights).toEqual([0.75, 1.5])
    expect(balanced.losses[0].value).toBeCloseTo((1.5 * ce(0.3) + 0.75 * (ce(-1.5) + ce(1))) / 3, 14)
  })

  it('modulates the mean with article-focal, and says so', async () => {
    const file = write('batch.csv', 'y,logit\n1,0.3\n0,1.5\n')
    const report = await compare(file, '--loss', 'ce', '--loss', 'article-focal:gamma=2', '--loss', 'focal')
    const [ce, article, focal] = report.losses
    expect(article.value).toBeCloseTo((1 - Math.exp(-ce.value!)) ** 2 * ce.value!, 14)
    expect(article.value).not.toBeCloseTo(focal.value!, 3)
    expect(article.bands.map(({ lossShare }) => lossShare)).toEqual(
      ce.bands.map(({ lossShare }) => lossShare),
    )
    const { stdout } = await lossctl(['compare', file, '--loss', 'article-focal:gamma=2'])
    expect(stdout).toContain(
      'article-focal modulates the mean cross-entropy of the whole file as one batch, not each sample.',
    )
  })

  it('breaks down by slices, hardest first', async () => {
    const file = write('slices.csv', 'y,logit,site\n1,3,a\n1,-1,b\n0,-3,a\n')
    const report = await compare(file, '--by', 'site')
    expect(report.groups!.map(({ name, count }) => [name, count])).toEqual([
      ['b', 1],
      ['a', 2],
    ])
  })

  it('tells how many samples of a class, or of a slice, are positive', async () => {
    const [head, ...rows] = readFileSync(fixture('multilabel.csv'), 'utf8').trim().split('\n')
    const { stdout } = await lossctl([
      'compare',
      fixture('multilabel.csv'),
      '--by',
      'class',
      '-f',
      'markdown',
    ])
    for (const name of ['even', 'prime', 'loop', 'large']) {
      const column = head.split(',').indexOf(`label_${name}`)
      const positive = rows.filter((row) => row.split(',')[column] === '1').length
      expect(stdout).toContain(`| ${name} | ${rows.length} | ${positive} |`)
    }
    const file = write('sites.csv', 'y,logit,site\n1,3,a\n1,-1,b\n0,-3,a\n')
    expect((await lossctl(['compare', file, '--by', 'site'])).stdout).toMatch(/ b +1 +1 .*\n +a +2 +1 /)
    expect((await lossctl(['compare', file, '--by', 'class'])).stdout).not.toContain('positive  hard')
  })

  it('lists the hardest samples with their ids', async () => {
    const report = await compare(fixture('breast-cancer.csv'), '--per-sample', '3')
    expect(report.hardest).toHaveLength(3)
    expect(report.hardest[0].id).toMatch(/^case-\d+$/)
    expect(report.hardest[0].margin).toBeLessThanOrEqual(report.hardest[1].margin)
  })

  it('moves the border of easy and hard', async () => {
    const file = write('threshold.csv', 'y,prob\n1,0.9\n1,0.8\n1,0.95\n')
    const hard = async (pt: string) =>
      (await compare(file, '--threshold', pt)).bands.find(({ band }) => band === 'hard.positive')!.count
    expect(await Promise.all(['0.5', '0.9', '0.92'].map(hard))).toEqual([0, 1, 2])
  })

  it('reads shards as one data set and several files as several', async () => {
    const first = write('shard-1.csv', 'y,logit\n1,0.3\n')
    const second = write('shard-10.csv', 'y,logit\n0,1.5\n')
    const together = await lossctlJson<{ results: CompareReport[] }>('compare', join(folder, 'shard-*.csv'))
    expect(together.results.map(({ count }) => count)).toEqual([2])
    const apart = await lossctlJson<{ results: CompareReport[] }>('compare', first, second)
    expect(apart.results.map(({ count }) => count)).toEqual([1, 1])
  })

  it('evaluates every registered loss the same by sketch and sample by sample', async () => {
    const specs = LOSSES.filter(({ ofMeanCrossEntropy }) => !ofMeanCrossEntropy).flatMap(({ name }) => [
      '--loss',
      name,
    ])
    const report = await compare(fixture('scenes.csv'), ...specs)
    const { samples } = await lossctlJson<{ samples: { losses: { value: number }[] }[] }>(
      'samples',
      fixture('scenes.csv'),
      '--top',
      '20000',
      ...specs,
    )
    for (const [index, { value }] of report.losses.entries()) {
      const mean = samples.reduce((sum, { losses }) => sum + losses[index].value, 0) / samples.length
      expect(relative(value!, mean)).toBeLessThan(1e-12)
    }
  })
})
