import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { cdf, check, compare, diff, samples, solve, sweep } from '../../src/index.ts'
import { bind } from '../../src/losses/bound.ts'
import { lossOf } from '../made/any-loss.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

const GAMMAS = [2, 0, 0.5, 5]
const ALPHAS = [0.25, 0.9, 0.5, 0]
const SPEC = `focal:alpha=${ALPHAS},gamma=${GAMMAS}`

/** Cells of multilabel.csv: probability, truth and class. */
const cells = readFileSync(fixture('multilabel.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .flatMap((line) => {
    const row = line.split(',')
    return [0, 1, 2, 3].map((c) => ({ p: Number(row[1 + c]), y: Number(row[5 + c]), c }))
  })

type Cell = (typeof cells)[number]

/** The textbook, cell by cell. */
const focalOf = ({ p, y, c }: Cell) => {
  const [pt, alpha] = y === 1 ? [p, ALPHAS[c]] : [1 - p, 1 - ALPHAS[c]]
  return -alpha * (y === 1 ? 1 - p : p) ** GAMMAS[c] * Math.log(pt)
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** 1,200 terms are added up here without care: 1200 x 2^-53 at the most. */
function expectNear(got: number | null, want: number, within = 1e-12): void {
  expect(Math.abs(got! - want)).toBeLessThanOrEqual(within * Math.abs(want))
}

describe('a list of gamma and of alpha has one for each class of multi-label data', () => {
  it('in the mean, and class by class', async () => {
    const report = await compare(fixture('multilabel.csv'), { losses: ['ce', SPEC], by: 'class' })
    expectNear(report.losses[1].value, mean(cells.map(focalOf)))
    for (const { name, losses } of report.groups!) {
      const c = ['even', 'prime', 'loop', 'large'].indexOf(name)
      const alone = `focal:alpha=${ALPHAS[c]},gamma=${GAMMAS[c]}`
      expectNear(losses[1].value, mean(cells.filter((cell) => cell.c === c).map(focalOf)))
      const same = await compare(fixture('multilabel.csv'), { losses: [alone], by: 'class' })
      expect(losses[1].value).toBe(same.groups!.find((one) => one.name === name)!.losses[0].value)
    }
  })

  it('in every other loss that takes one: asl and poly1-focal', async () => {
    const specs = ['asl:gamma-plus=1,0,0.5,2,gamma-minus=4,0,2,1', 'poly1-focal:gamma=2,0,0.5,5,epsilon=2']
    const { losses } = await compare(fixture('multilabel.csv'), { losses: specs })
    const [plus, minus] = [
      [1, 0, 0.5, 2],
      [4, 0, 2, 1],
    ]
    const asl = ({ p, y, c }: Cell) => {
      const kept = Math.max(p - 0.05, 0)
      return y === 1 ? -((1 - p) ** plus[c]) * Math.log(p) : -(kept ** minus[c]) * Math.log1p(-kept)
    }
    const poly = ({ p, y, c }: Cell) => {
      const [pt, e] = y === 1 ? [p, 1 - p] : [1 - p, p]
      return -(e ** GAMMAS[c]) * Math.log(pt) + 2 * e ** (GAMMAS[c] + 1)
    }
    // 0^0 is 1: a negative below the clip loses nothing of any gamma.
    expectNear(losses[0].value, mean(cells.map(asl)))
    expectNear(losses[1].value, mean(cells.map(poly)))
  })

  it('in varifocal, asym-focal, reduced-focal and flsd', async () => {
    const factors = [0.75, 0.2, 1, 0.5]
    const list = `gamma=${GAMMAS}`
    const power =
      (gamma: number) =>
      ({ p, y }: Cell) =>
        (y === 1 ? 1 - p : p) ** gamma
    const ce = ({ p, y }: Cell) => -Math.log(y === 1 ? p : 1 - p)
    const focal = (cell: Cell) => power(GAMMAS[cell.c])(cell) * ce(cell)
    const expected: Readonly<Record<string, (cell: Cell) => number>> = {
      [`varifocal:alpha-minus=${factors},${list}`]: (cell) =>
        cell.y === 1 ? ce(cell) : factors[cell.c] * focal(cell),
      [`asym-focal:delta=${factors},${list}`]: (cell) =>
        cell.y === 1 ? factors[cell.c] * ce(cell) : (1 - factors[cell.c]) * focal(cell),
      [`reduced-focal:${list}`]: (cell) => {
        const pt = cell.y === 1 ? cell.p : 1 - cell.p
        return pt < 0.5 ? ce(cell) : ce(cell) * ((1 - pt) / 0.5) ** GAMMAS[cell.c]
      },
      [`flsd:${list}`]: (cell) => {
        const pt = cell.y === 1 ? cell.p : 1 - cell.p
        return ce(cell) * (1 - pt) ** (pt < 0.2 ? 5 : pt < 0.5 ? 3 : GAMMAS[cell.c])
      },
    }
    const { losses } = await compare(fixture('multilabel.csv'), { losses: Object.keys(expected) })
    for (const [i, of] of Object.values(expected).entries()) expectNear(losses[i].value, mean(cells.map(of)))
  })

  it('sample by sample', async () => {
    const found = await samples(fixture('multilabel.csv'), { losses: [SPEC], top: cells.length })
    const byRow = found.samples.map(({ row, label, losses }) => {
      const c = ['even', 'prime', 'loop', 'large'].indexOf(label)
      return [losses[0].value, focalOf(cells[4 * row + c])] as const
    })
    expect(byRow).toHaveLength(1200)
    for (const [got, want] of byRow) expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-13 * (1 + want))
  })

  it('in a sweep, a solution, cumulative shares, a difference and a check', async () => {
    const path = fixture('multilabel.csv')
    const want = mean(cells.map(focalOf))
    const swept = await sweep(path, { losses: [`focal:gamma=${GAMMAS}`], over: { alpha: ['none', 0.25] } })
    const plain = await compare(path, {
      losses: [`focal:gamma=${GAMMAS}`, `focal:alpha=0.25,gamma=${GAMMAS}`],
    })
    const means = swept.settings.map(
      ({ values }) => values[swept.quantities.findIndex(({ name }) => name === 'mean')],
    )
    for (const [i, { value }] of plain.losses.entries()) expectNear(means[i], value!)

    const { classes } = await cdf(path, { losses: [SPEC] })
    const negatives = cells.filter(({ y }) => y === 0)
    const total = negatives.map(focalOf).reduce((sum, value) => sum + value, 0)
    expectNear(classes[0].curves[0].total, total)
    // The hardest fifth of 662 negatives is 132.4 samples.
    const hardest = negatives.toSorted((a, b) => b.p - a.p).map(focalOf)
    const fifth = 0.2 * negatives.length
    const whole = Math.floor(fifth)
    const carried = hardest.slice(0, whole).reduce((sum, value) => sum + value, 0)
    const share = (carried + (fifth - whole) * hardest[whole]) / total
    const at = (await cdf(path, { losses: [SPEC] })).hardest.indexOf(0.2)
    expect(Math.abs(classes[0].curves[0].hardest![at] - share)).toBeLessThan(1e-3)

    const same = await diff(path, path, { losses: [SPEC] })
    expectNear(same.losses[0].meanA, want)
    const gate = (limit: number) =>
      check(path, { losses: [SPEC], rules: [`max focal.mean=${limit}`] }).then(({ verdict }) => verdict)
    expect([await gate(want * 1.001), await gate(want * 0.999)]).toEqual(['passed', 'regressed'])

    const solved = await solve(path, {
      loss: `focal:gamma=${GAMMAS}`,
      for: 'alpha',
      want: 'positive.loss <= 30%',
    })
    expect(solved.solution).not.toBeNull()
  })

  it('from a sketch that keeps its classes apart, and not from one that does not', async () => {
    const [apart, together] = [join(folder, 'apart.sketch.json'), join(folder, 'together.sketch.json')]
    await lossctl(['sketch', fixture('multilabel.csv'), '--by', 'class', '-o', apart])
    await lossctl(['sketch', fixture('multilabel.csv'), '-o', together])
    const { losses } = await compare(apart, { losses: [SPEC] })
    expectNear(losses[0].value, mean(cells.map(focalOf)))
    const { code, stderr } = await lossctl(['compare', together, '--loss', SPEC])
    expect(code).toBe(3)
    expect(stderr).toContain('does not keep its classes apart; sketch the predictions again with --by class')
  })
})

describe('with softmax a list of gamma', () => {
  it('has one for each true class', async () => {
    const scores = [
      [2, 0.1, -1],
      [0.3, 0.2, 0.9],
      [-1, 2, 0],
      [0, 0.5, 1],
    ]
    const labels = [0, 1, 2, 2]
    const gammas = [2, 0.5, 1]
    const want = mean(
      scores.map((row, i) => {
        const ce = Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - row[labels[i]]
        return (1 - Math.exp(-ce)) ** gammas[labels[i]] * ce
      }),
    )
    const { losses } = await compare({ scores, labels }, { losses: [`focal:gamma=${gammas}`] })
    expectNear(losses[0].value, want)
  })
})

describe('a list that does not fit is refused', () => {
  const multilabel = fixture('multilabel.csv')
  const binary = fixture('breast-cancer.csv')

  it.each([
    [
      multilabel,
      'focal:gamma=2,1',
      'gamma has 2 values and there are 4 classes: "even", "prime", "loop", "large"',
    ],
    [
      multilabel,
      'ce:alpha=0.5,0.5,0.5,0.5,0.1',
      'alpha has 5 values and there are 4 classes: "even", "prime", "loop", "large"',
    ],
    [
      multilabel,
      'ce:alpha=0.5,0.5,2,0.5',
      'alpha of a class lies between 0 and 1, since its negatives have 1 − α',
    ],
    [multilabel, 'hill:gamma=1,2,3,4', 'gamma is one number'],
    [fixture('digits.csv'), 'focal:gamma=1,2,3', 'gamma has 3 values and there are 10 classes: "0", "1",'],
    [binary, 'focal:gamma=2,1', 'gamma is one number with binary labels'],
    [binary, 'ce:alpha=0.2,0.8', 'alpha is one number with binary labels'],
  ])('%s %s', async (file, spec, words) => {
    const { code, stderr } = await lossctl(['compare', file, '--loss', spec])
    expect(code).toBe(2)
    expect(stderr).toContain(words)
  })

  it.each(['samples', 'sweep', 'curve', 'diff', 'check', 'report'])('by lossctl %s too', async (command) => {
    const args = {
      samples: ['samples', multilabel],
      sweep: ['sweep', multilabel, '--over', 'alpha=none,0.5'],
      curve: ['curve', '--cdf', multilabel],
      diff: ['diff', multilabel, multilabel],
      check: ['check', multilabel, '--max', 'focal.mean=1'],
      report: ['report', multilabel, '-o', join(folder, 'page.html')],
    }[command]!
    const { code, stderr } = await lossctl([...args, '--loss', 'focal:gamma=2,1'])
    expect(code).toBe(2)
    expect(stderr).toContain('gamma has 2 values and there are 4 classes')
  })

  it('beside --compat, whose functions have one for all', async () => {
    const { code, stderr } = await lossctl([
      ...['compare', multilabel, '--compat', 'torchvision', '--loss', 'focal:gamma=1,2,3,4'],
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('has one gamma for all classes; leave out --compat, or the list')
  })
})

describe('bound to classes', () => {
  it('classes of one gamma and alpha share a loss', () => {
    const bound = bind(lossOf('focal:gamma=2,1,2'), 'multilabel', 3)
    expect(bound).toHaveLength(6)
    expect(bound[0]).toBe(bound[4])
    expect(bound[0]).not.toBe(bound[2])
    const losses = (spec: string) => new Set(bind(lossOf(spec), 'multilabel', 1000)).size
    // Signs too, where nothing tells them apart.
    expect(losses('focal')).toBe(1)
    expect(losses('focal:alpha=0.25')).toBe(2)
    expect(losses('asl')).toBe(2)
  })
})
