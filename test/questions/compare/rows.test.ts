/** Losses of whole softmax rows, brier and label-smooth, against direct sums over the rows and against other people's code. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { exactSum } from '../../made/oracle.ts'
import { fixture, sharedPath } from '../../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-rows-'))
const path = (name: string) => join(folder, name)

interface Row {
  readonly z: readonly number[]
  readonly y: number
  readonly w: number
  readonly part: string
}

function draw(count: number, classes: number, scale: number): readonly Row[] {
  let state = 3
  const next = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  return Array.from({ length: count }, (_, i) => ({
    z: Array.from({ length: classes }, () => (next() - 0.5) * scale),
    y: Math.floor(next() * classes),
    w: Math.ceil(next() * 4),
    part: i % 3 === 0 ? 'a' : 'b',
  }))
}

function write(name: string, rows: readonly Row[], prefix = 'logit'): string {
  const names = rows[0].z.map((_, j) => `${prefix}_${j}`)
  const lines = rows.map(({ z, y, w, part }) => [...z, y, w, part].join(','))
  writeFileSync(path(name), [[...names, 'label', 'weight', 'part'].join(','), ...lines, ''].join('\n'))
  return path(name)
}

function softmax(z: readonly number[]): readonly number[] {
  const largest = Math.max(...z)
  const e = z.map((one) => Math.exp(one - largest))
  const sum = e.reduce((a, b) => a + b, 0)
  return e.map((one) => one / sum)
}

/** −ln of each probability. */
function costs(z: readonly number[]): readonly number[] {
  const largest = Math.max(...z)
  const sum = z.reduce((all, one) => all + Math.exp(one - largest), 0)
  return z.map((one) => largest - one + Math.log(sum))
}

const LOSSES: Readonly<Record<string, (z: readonly number[], y: number) => number>> = {
  brier: (z, y) => softmax(z).reduce((sum, p, j) => sum + (j === y ? (1 - p) ** 2 : p ** 2), 0),
  'label-smooth:smoothing=0.1': (z, y) =>
    costs(z).reduce((sum, cost, j) => sum + cost * ((j === y ? 0.9 : 0) + 0.1 / z.length), 0),
  'label-smooth:smoothing=1': (z) => costs(z).reduce((sum, cost) => sum + cost / z.length, 0),
}

const SPECS = Object.keys(LOSSES)
const flags = SPECS.flatMap((spec) => ['--loss', spec])

/** As text has them: a probability of a softmax is what was written. */
const rows = draw(500, 5, 12)
const isEasy = ({ z, y }: Row) => softmax(z)[y] >= 0.5

function sumOf(some: readonly Row[], spec: string, of = LOSSES[spec]): number {
  return exactSum(some.map(({ z, y, w }) => w * of(z, y)))
}

/** By how much the loss changes with the truth's score: the others keep their proportions. */
function slopeOf(spec: string) {
  return (z: readonly number[], y: number): number => {
    const at = (h: number) =>
      LOSSES[spec](
        z.map((one, j) => (j === y ? one + h : one)),
        y,
      )
    const h = 1e-3
    return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
  }
}

async function compare(...words: string[]): Promise<CompareReport> {
  const { results } = await lossctlJson<{ results: readonly CompareReport[] }>('compare', ...words)
  return results[0]
}

describe('of weighted logits', () => {
  const file = write('logits.csv', rows)
  const read = [file, '--from', 'logits', '--weight', 'weight']

  it('means and shares by band are the direct ones', async () => {
    const { losses } = await compare(...read, ...flags)
    const weight = rows.reduce((sum, { w }) => sum + w, 0)
    for (const { spec, value, bands } of losses) {
      expect(value! / (sumOf(rows, spec) / weight)).toBeCloseTo(1, 12)
      for (const { band, loss, gradientShare } of bands) {
        const own = rows.filter((row) => isEasy(row) === (band === 'easy'))
        expect(loss / sumOf(own, spec)).toBeCloseTo(1, 12)
        const slopes = sumOf(own, spec, slopeOf(spec)) / sumOf(rows, spec, slopeOf(spec))
        // Differences of fourth order, of h = 1e-3.
        expect(Math.abs(gradientShare! - slopes)).toBeLessThan(1e-8 * Math.max(1, Math.abs(slopes)))
      }
    }
  })

  it('they are so in each slice and class, and under class weights', async () => {
    for (const [by, of] of [
      ['part', ({ part }: Row) => part],
      ['class', ({ y }: Row) => String(y)],
    ] as const) {
      const { groups } = await compare(...read, ...flags, '--by', by)
      for (const { name, losses } of groups!) {
        const own = rows.filter((row) => of(row) === name)
        const weight = own.reduce((sum, { w }) => sum + w, 0)
        for (const { spec, value } of losses) expect(value! / (sumOf(own, spec) / weight)).toBeCloseTo(1, 12)
      }
    }
    const factors = [1, 2, 0.5, 3, 1]
    const { losses } = await compare(...read, ...flags, '--class-weight', factors.join(','))
    const weighed = rows.map((row) => ({ ...row, w: row.w * factors[row.y] }))
    const weight = weighed.reduce((sum, { w }) => sum + w, 0)
    for (const { spec, value } of losses) expect(value! / (sumOf(weighed, spec) / weight)).toBeCloseTo(1, 12)
  })

  it('a sketch that was made for one has them, added up from two as well, and any other says what makes one', async () => {
    const halves = [rows.slice(0, 200), rows.slice(200)].map((half, i) => write(`half-${i}.csv`, half))
    const sketches = [file, ...halves].map((one) => one.replace('.csv', '.sketch.json'))
    const asked = ['--from', 'logits', '--weight', 'weight', '--by', 'part']
    for (const [i, one] of [file, ...halves].entries())
      expect((await lossctl(['sketch', one, ...asked, '--loss', 'brier', '-o', sketches[i]])).code).toBe(0)
    await lossctl(['merge', sketches[1], sketches[2], '-o', path('both.sketch.json')])
    const whole = await compare(...read, ...flags, '--by', 'part')
    for (const sketch of [sketches[0], path('both.sketch.json')]) {
      const { losses, groups } = await compare(sketch, ...flags, '--by', 'part')
      for (const [i, { value }] of losses.entries())
        expect(value! / whole.losses[i].value!).toBeCloseTo(1, 12)
      for (const { name, losses: own } of groups!) {
        const same = whole.groups!.find((one) => one.name === name)!
        for (const [i, { value }] of own.entries()) expect(value! / same.losses[i].value!).toBeCloseTo(1, 12)
      }
    }
    await lossctl(['sketch', file, ...asked, '-o', path('plain.sketch.json')])
    const { code, stderr } = await lossctl(['compare', path('plain.sketch.json'), '--loss', 'brier'])
    expect(code).toBe(3)
    expect(stderr).toContain('sketch them again with --loss brier')
    await lossctl(['merge', sketches[1], path('plain.sketch.json'), '-o', path('mixed.sketch.json')])
    expect((await lossctl(['compare', path('mixed.sketch.json'), '--loss', 'brier'])).code).toBe(3)
  })

  it('a sketch whose rows were tampered with is no sound sketch', async () => {
    const sketch = path('logits.sketch.json')
    const { stdout } = await lossctl(['sketch', file, '--from', 'logits', '--loss', 'brier', '-o', sketch])
    expect(stdout).toBe('')
    const text = readFileSync(sketch, 'utf8')
    for (const [from, to] of [
      ['"hard":[', '"hard":[-'],
      ['"easy":[', '"easy":[1,'],
      ['"rows":{"margin":', '"rows":{"margin":0.7'],
      ['"rows":{"margin"', '"rows":{"edge"'],
    ]) {
      expect(text).toContain(from)
      writeFileSync(path('tampered.json'), text.replace(from, to))
      expect((await lossctl(['compare', path('tampered.json'), '--loss', 'ce'])).code).toBe(3)
    }
  })

  it('a sketch of several thresholds has them at the first, and says so at another', async () => {
    const sketch = path('two.sketch.json')
    const asked = ['--from', 'logits', '--weight', 'weight', '--threshold', '0.5,0.9']
    await lossctl(['sketch', file, ...asked, '--loss', 'brier', '-o', sketch])
    expect((await lossctl(['compare', sketch, '--loss', 'brier'])).code).toBe(0)
    const { code, stderr } = await lossctl(['compare', sketch, '--loss', 'brier', '--threshold', '0.9'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('at another threshold')])
    const check = ['check', sketch, '--loss', 'brier', '--threshold', '0.9', '--max', 'brier.mean=1']
    expect((await lossctl(check)).code).toBe(3)
  })

  it('a check holds their means', async () => {
    const mean = sumOf(rows, 'brier') / rows.reduce((sum, { w }) => sum + w, 0)
    const check = (limit: number) =>
      lossctl(['check', ...read, '--loss', 'brier', '--max', `brier.mean=${limit}`])
    expect((await check(mean * (1 + 1e-9))).code).toBe(0)
    expect((await check(mean * (1 - 1e-9))).code).toBe(1)
  })
})

it('probabilities are taken as they stand, and their logarithms held at −100; with --renormalize they are divided by their sum', async () => {
  const some: readonly Row[] = [
    { z: [0.25, 0.25, 0.5], y: 2, w: 1, part: 'a' },
    { z: [0, 0.5, 0.5], y: 1, w: 1, part: 'a' },
    { z: [0.125, 0.375, 0.5], y: 0, w: 1, part: 'b' },
    { z: [0.7, 0.2, 0.1], y: 1, w: 1, part: 'b' },
  ]
  const { losses } = await compare(write('probs.csv', some, 'prob'), '--from', 'probs', ...flags)
  const brier = some.map(({ z, y }) => z.reduce((sum, p, j) => sum + (j === y ? 1 - p : p) ** 2, 0))
  expect(losses[0].value).toBeCloseTo(exactSum(brier) / 4, 14)
  const logs = some.map(({ z }) => z.reduce((sum, p) => sum + Math.min(100, -Math.log(p)), 0) / 3)
  expect(losses[2].value! / (exactSum(logs) / 4)).toBeCloseTo(1, 13)
  // Rounded to two digits, as files have them.
  const rounded: readonly Row[] = [
    { z: [0.33, 0.33, 0.33], y: 2, w: 1, part: 'a' },
    { z: [0.17, 0.67, 0.17], y: 0, w: 1, part: 'a' },
    { z: [0.11, 0.22, 0.66], y: 1, w: 1, part: 'b' },
  ]
  const file = write('rounded.csv', rounded, 'prob')
  const asked = [file, '--from', 'probs', '--prob-tolerance', '0.02', ...flags]
  for (const renormalize of [false, true]) {
    const { losses: found } = await compare(...asked, ...(renormalize ? ['--renormalize'] : []))
    const shares = rounded.map(({ z, y }) => {
      const sum = renormalize ? z.reduce((a, b) => a + b, 0) : 1
      return { p: z.map((one) => one / sum), y }
    })
    const squares = shares.map(({ p, y }) =>
      p.reduce((sum, one, j) => sum + (j === y ? 1 - one : one) ** 2, 0),
    )
    expect(found[0].value! / (exactSum(squares) / 3)).toBeCloseTo(1, 13)
    const smooth = shares.map(({ p, y }) =>
      p.reduce((sum, one, j) => sum - ((j === y ? 0.9 : 0) + 0.1 / 3) * Math.log(one), 0),
    )
    expect(found[1].value! / (exactSum(smooth) / 3)).toBeCloseTo(1, 13)
  }
})

it('references are those of the class rates and of even chances', async () => {
  const file = write('plain.csv', rows)
  const asked = [file, '--weight', 'none', '--loss', 'brier', '--loss', 'label-smooth']
  const { losses } = await compare(...asked, '--by', 'class')
  expect(losses[0].references.even).toBeCloseTo(4 / 5, 14)
  expect(losses[1].references.even).toBeCloseTo(Math.log(5), 14)
  const rates = Array.from({ length: 5 }, (_, k) => rows.filter(({ y }) => y === k).length / rows.length)
  // 1 − Σ π², the Gini index.
  expect(losses[0].references.prior).toBeCloseTo(1 - rates.reduce((sum, rate) => sum + rate ** 2, 0), 13)
})

it('what needs single rows refuses them, and names what does not', async () => {
  for (const words of [
    ['samples', fixture('digits.csv'), '--loss', 'brier'],
    ['report', fixture('digits.csv'), '--loss', 'brier', '-o', path('page.html')],
    ['curve', '--cdf', fixture('digits.csv'), '--loss', 'label-smooth'],
    ['sweep', fixture('digits.csv'), '--loss', 'label-smooth', '--over', 'smoothing=0..0.3/0.1'],
    ['diff', fixture('digits.csv'), fixture('digits.csv'), '--loss', 'brier'],
  ]) {
    const { code, stderr } = await lossctl(words)
    expect([words[0], code]).toEqual([words[0], 2])
    expect(stderr).toContain('lossctl compare and check have its mean and its shares')
  }
  const listing = await lossctl(['compare', fixture('digits.csv'), '--loss', 'brier', '--per-sample', '3'])
  expect([listing.code, listing.stderr]).toEqual([2, expect.stringContaining('leave --per-sample out')])
})

interface GoldenCase {
  readonly input: string
  readonly params: { readonly smoothing?: number }
  readonly torch?: readonly number[]
  readonly none?: readonly number[]
}

interface GoldenFile {
  readonly inputs: Readonly<
    Record<string, { kind: string; x: readonly (readonly number[])[]; y: readonly number[] }>
  >
  readonly cases: readonly GoldenCase[]
}

const golden = sharedPath('golden/family')

describe.skipIf(!golden)(
  `other people's code${golden ? '' : ' (skipped: there is no shared/golden/family)'}`,
  () => {
    it.each([
      [
        'label_smoothing.torch_timm',
        (params: GoldenCase['params']) => `label-smooth:smoothing=${params.smoothing}`,
      ],
      ['torrvision.BrierScore', () => 'brier'],
    ] as const)('%s has the same mean on rows of any number of classes', async (name, specOf) => {
      const { inputs, cases }: GoldenFile = JSON.parse(readFileSync(`${golden}/${name}.json`, 'utf8'))
      let compared = 0
      for (const { input, params, torch, none } of cases) {
        const { kind, x, y } = inputs[input]
        const wanted = torch ?? none
        if (!kind.startsWith('softmax') || !wanted) continue
        const file = write(
          'golden.csv',
          x.map((z, i) => ({ z, y: y[i], w: 1, part: 'a' })),
        )
        const words = [
          file,
          '--from',
          'logits',
          '--task',
          'softmax',
          '--weight',
          'none',
          '--loss',
          specOf(params),
        ]
        const { losses } = await compare(...words)
        expect(losses[0].value! / (exactSum([...wanted]) / wanted.length)).toBeCloseTo(1, 12)
        compared += 1
      }
      expect(compared).toBeGreaterThan(2)
    })
  },
)
