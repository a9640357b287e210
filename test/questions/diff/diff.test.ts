import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Loss } from '../../../src/losses/loss.ts'
import { completeLoss, parseLoss } from '../../../src/losses/spec/spec.ts'
import { createGrouping } from '../../../src/margin/grouping.ts'
import { drawCounts, quantileOfSorted } from '../../../src/questions/diff/bootstrap.ts'
import { type DiffOptions, type DiffReport, diffPairs } from '../../../src/questions/diff/diff.ts'
import { fallsWithMargin } from '../../../src/questions/diff/paired-samples.ts'
import { createPairs } from '../../../src/scan/pairs/pairs.ts'
import { boundTo } from '../../made/bound.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { exactSum } from '../../made/oracle.ts'
import { paired } from '../../made/paired.ts'
import { type Row, type ScanShape, scanOf } from '../../made/scans.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

const write = scratchFolder()
const PLAIN: DiffOptions = { threshold: 0.5, confidence: 0.95, top: 5, bootstrap: null }
const lossOf = (spec: string): Loss => completeLoss(parseLoss(spec))
const LOSSES = ['ce', 'focal:alpha=0.25,gamma=2', 'poly1:epsilon=-3'].map(lossOf)

/** Both models on the same rows. */
interface Models {
  readonly a: readonly Row[]
  readonly b: readonly Row[]
}

function diffOf(
  { a, b }: Models,
  options: Partial<DiffOptions> = {},
  shape: ScanShape = {},
): Promise<DiffReport> {
  const pairs = createPairs(scanOf(a, shape), scanOf(b, shape), shape.ids === false ? 'row' : 'id')
  return diffPairs(pairs, LOSSES, { ...PLAIN, ...options })
}

/** Multiples of 2^-10 within +-20: far from each other or equal, as the scores of two models are. */
const margin = fc.integer({ min: -20_480, max: 20_480 }).map((i) => i / 1024)
const models: fc.Arbitrary<Models> = fc.integer({ min: 1, max: 3 }).chain((cells) => {
  const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: cells, maxLength: cells })
  const row = fc.record({ a: list(margin), b: list(margin), labels: list(fc.nat(1)), weight: fc.nat(4) })
  return fc.array(row, { minLength: 3, maxLength: 60 }).map((rows) => {
    const pick = (key: 'a' | 'b') =>
      rows.map((r, i) => ({ id: `x${i}`, margins: r[key], labels: r.labels, weight: i === 0 ? 1 : r.weight }))
    return { a: pick('a'), b: pick('b') }
  })
})

/** The loss of one cell, without alpha's help from the code under test. */
function lossAt(loss: Loss, s: number, label: number): number {
  const { alpha } = loss.parameters
  return boundTo(loss, typeof alpha === 'number' ? (label === 1 ? alpha : 1 - alpha) : 1).value(s)
}

/** Means, difference and standard error in two passes over all cells, by the formulas of docs/conventions.md. */
function directly({ a, b }: Models, loss: Loss, weights: boolean) {
  const rows = a.map((row, r) => ({
    weight: weights ? row.weight : 1,
    values: row.margins.map((s, c) => ({
      a: lossAt(loss, s, row.labels[c]),
      b: lossAt(loss, b[r].margins[c], row.labels[c]),
    })),
  }))
  const total = exactSum(rows.map(({ weight, values }) => weight * values.length))
  const sum = (key: 'a' | 'b') =>
    exactSum(rows.flatMap(({ weight, values }) => values.map((v) => weight * v[key])))
  const mean = exactSum(rows.flatMap(({ weight, values }) => values.map((v) => weight * (v.b - v.a)))) / total
  const scatter = rows.map(({ weight, values }) => exactSum(values.map((v) => weight * (v.b - v.a - mean))))
  const used = rows.filter(({ weight }) => weight > 0).length
  return {
    meanA: sum('a') / total,
    meanB: sum('b') / total,
    difference: mean,
    standardError: Math.sqrt((used / (used - 1)) * exactSum(scatter.map((u) => u * u))) / total,
    df: used - 1,
    size:
      exactSum(
        rows.flatMap(({ weight, values }) => values.map((v) => weight * (Math.abs(v.a) + Math.abs(v.b)))),
      ) / total,
  }
}

/** Characters that a terminal would act on, line ends apart. */
const controlsIn = (text: string) =>
  [...text].filter((character) => (character < ' ' && character !== '\n') || character === '\u202e')

describe('a difference of two models', () => {
  it.each([false, true])('is that of direct computation, weights: %s', async (weights) => {
    await fc.assert(
      fc.asyncProperty(models, async (both) => {
        const { losses } = await diffOf(both, {}, { weights })
        for (const [l, loss] of LOSSES.entries()) {
          const direct = directly(both, loss, weights)
          if (direct.df < 1) return
          // Sixty terms of this size, each rounded a few times.
          const close = (found: number, value: number) =>
            expect(Math.abs(found - value)).toBeLessThanOrEqual(1e-13 * direct.size)
          close(losses[l].meanA, direct.meanA)
          close(losses[l].meanB, direct.meanB)
          close(losses[l].difference, direct.difference)
          expect(losses[l].df).toBe(direct.df)
          // A square root halves the digits where nothing scatters.
          expect(Math.abs(losses[l].standardError! ** 2 - direct.standardError ** 2)).toBeLessThanOrEqual(
            1e-12 * direct.size ** 2,
          )
        }
      }),
    )
  })

  it('is a paired t test of the samples without weights, and of the rows of cells', async () => {
    await fc.assert(
      fc.asyncProperty(models, async (both) => {
        const { losses } = await diffOf(both)
        const means = both.a.map((row, r) => {
          const cells = row.margins.map(
            (s, c) =>
              lossAt(LOSSES[0], both.b[r].margins[c], row.labels[c]) - lossAt(LOSSES[0], s, row.labels[c]),
          )
          return exactSum(cells) / cells.length
        })
        const test = paired(means.length, exactSum(means), exactSum(means.map((d) => d * d)))!
        if (test.standardError < 1e-3) return
        expect(losses[0].p).toBeCloseTo(test.p, 9)
        expect(losses[0].standardError).toBeCloseTo(test.standardError, 9)
      }),
    )
  })

  it('turns its sign with the models', async () => {
    await fc.assert(
      fc.asyncProperty(models, async ({ a, b }) => {
        const [there, back] = [await diffOf({ a, b }), await diffOf({ a: b, b: a })]
        const turned = {
          better: 'worse',
          worse: 'better',
          same: 'same',
          mixed: 'mixed',
          unclear: 'unclear',
        } as const
        expect(back.verdict).toBe(turned[there.verdict])
        for (const [l, loss] of there.losses.entries()) {
          expect(back.losses[l].difference).toBe(-loss.difference)
          expect(back.losses[l].p).toBeCloseTo(loss.p!, 9)
          expect(back.losses[l].samples.better).toBe(loss.samples.worse)
        }
      }),
    )
  })

  it.each([
    [2, 0, null],
    [5, 0, null],
    [6, 0, 2 ** -5],
    [2, 500, null],
    [6, 500, 2 ** -5],
  ])('of %i rows that all change alike is that of the sign test, with %i replicates too', async (n, replicates, p) => {
    const rows = (s: number) =>
      Array.from({ length: n }, (_, i) => ({ id: `x${i}`, margins: [s], labels: [i % 2], weight: 1 }))
    const bootstrap = replicates === 0 ? null : { replicates, seed: 1 }
    const report = await diffOf({ a: rows(2), b: rows(1) }, { bootstrap })
    // The others have an alpha, or rise with the margin.
    const [ce] = report.losses
    const shift = Math.log1p(Math.exp(-1)) - Math.log1p(Math.exp(-2))
    expect(ce.difference).toBeCloseTo(shift, 14)
    expect([ce.p, ce.significant]).toEqual([p, p !== null])
    if (n === 2) expect(report.verdict).toBe('unclear')
    expect(ce.interval).toEqual(p === null ? null : [ce.difference, ce.difference])
  })

  it('is exactly none between a model and itself', async () => {
    await fc.assert(
      fc.asyncProperty(models, fc.boolean(), async ({ a }, weights) => {
        const report = await diffOf({ a, b: a }, { bootstrap: { replicates: 200, seed: 1 } }, { weights })
        expect([report.verdict, report.moved]).toEqual(['same', []])
        for (const { difference, interval, p, samples, df, significant } of report.losses) {
          expect([difference, significant]).toEqual([0, false])
          if (df > 0) expect([interval, p]).toEqual([[0, 0], 1])
          expect(samples.equal).toBe(report.pairing.samples)
        }
        for (const { move, count, losses } of report.moves) {
          expect(losses.every(({ contribution }) => contribution === 0)).toBe(true)
          if (move.startsWith('becomes')) expect(count).toBe(0)
        }
      }),
    )
  })

  it('counts shares by margin where the loss falls with it, and by loss elsewhere', async () => {
    const grouping = createGrouping('binary', ['0', '1'], false)
    expect(LOSSES.map((loss) => fallsWithMargin(loss, grouping))).toEqual([true, true, false])
    const others = [
      'flsd',
      'reduced-focal',
      'reduced-focal:threshold=0.3',
      'label-smooth',
      'phuber',
      'hinge',
      'asl',
    ]
    expect(others.map((spec) => fallsWithMargin(lossOf(spec), grouping))).toEqual([
      false,
      true,
      false,
      false,
      true,
      true,
      true,
    ])
    await fc.assert(
      fc.asyncProperty(models, async (both) => {
        const { losses } = await diffOf(both)
        const cells = both.a.flatMap((row, r) =>
          row.margins.map((s, c) => ({ a: s, b: both.b[r].margins[c], label: row.labels[c] })),
        )
        expect(losses[0].samples).toEqual({
          by: 'margin',
          better: cells.filter(({ a, b }) => b > a).length,
          worse: cells.filter(({ a, b }) => b < a).length,
          equal: cells.filter(({ a, b }) => b === a).length,
        })
        const poly = (s: number) => lossAt(LOSSES[2], s, 1)
        expect(losses[2].samples).toMatchObject({
          by: 'loss',
          better: cells.filter(({ a, b }) => poly(b) < poly(a)).length,
        })
      }),
    )
  })

  it('is made of its moves, class by class', async () => {
    await fc.assert(
      fc.asyncProperty(models, async (both) => {
        const report = await diffOf(both)
        const total = (counts: readonly { count: number }[]) =>
          counts.reduce((sum, { count }) => sum + count, 0)
        expect([total(report.moves), total(report.classes)]).toEqual([
          report.pairing.samples,
          report.pairing.samples,
        ])
        for (const { moves, count } of report.classes) expect(total(moves)).toBe(count)
        const hard = both.a.flatMap((row, r) =>
          row.margins.filter((s, c) => s >= 0 && both.b[r].margins[c] < 0),
        )
        expect(report.moves[1]).toMatchObject({ move: 'becomes hard', count: hard.length })
        for (const [l, { difference, meanA, meanB }] of report.losses.entries()) {
          const sum = exactSum(report.moves.map(({ losses }) => losses[l].contribution))
          expect(Math.abs(sum - difference)).toBeLessThanOrEqual(
            1e-13 * (Math.abs(meanA) + Math.abs(meanB) + 10),
          )
        }
      }),
    )
  })

  it('lists the samples that moved most, by the first loss', async () => {
    await fc.assert(
      fc.asyncProperty(models, fc.integer({ min: 0, max: 8 }), async (both, top) => {
        const { moved } = await diffOf(both, { top })
        const all = both.a
          .flatMap((row, r) =>
            row.margins.map((s, c) =>
              Math.abs(lossAt(LOSSES[0], both.b[r].margins[c], 1) - lossAt(LOSSES[0], s, 1)),
            ),
          )
          .filter((size) => size > 0)
          .sort((x, y) => y - x)
        expect(moved.map(({ losses: [{ a, b }] }) => Math.abs(b - a))).toEqual(all.slice(0, top))
      }),
    )
  })

  it('says better or worse only beyond chance, and which losses disagree', async () => {
    const rows = (shift: (i: number) => number): Row[] =>
      Array.from({ length: 400 }, (_, i) => ({
        id: `${i}`,
        margins: [Math.sin(i) + shift(i)],
        labels: [1],
        weight: 1,
      }))
    const still = rows(() => 0)
    const verdict = async (shift: (i: number) => number) =>
      (await diffOf({ a: still, b: rows(shift) })).verdict
    // Poly-1 with epsilon -3 has its maximum at pt = 2/3.
    expect(await verdict((i) => Math.cos(i * i) / 10)).toBe('unclear')
    expect(await verdict((i) => 6 + Math.cos(i * i))).toBe('mixed')
    expect(await verdict((i) => -6 + Math.cos(i * i))).toBe('worse')
  })
})

describe('the bootstrap', () => {
  /** Sums of twelve hashes: close to normal. */
  const normal = (i: number) =>
    Array.from({ length: 12 }, (_, k) => {
      const x = Math.sin(i * 12.9898 + k * 78.233) * 43758.5453
      return x - Math.floor(x)
    }).reduce((sum, x) => sum + x, -6)
  const rows = (shift: number): Row[] =>
    Array.from({ length: 600 }, (_, i) => ({
      id: `${i}`,
      margins: [-15 + shift * (0.1 + normal(i))],
      labels: [1],
      weight: 1,
    }))
  // At such margins cross-entropy is the margin, so differences are as normal as their margins.
  const both = { a: rows(0), b: rows(1) }
  const run = async (seed: number) =>
    (await diffOf(both, { bootstrap: { replicates: 4000, seed } }, { cuts: [64, 100] })).losses[0]

  it('has the interval and p of the t test on normal data', async () => {
    const [{ interval, p }, plain] = [await run(7), (await diffOf(both)).losses[0]]
    // Ends of a percentile interval scatter by about 2.1 / sqrt(4000) standard errors.
    for (const [k, end] of interval!.entries())
      expect(Math.abs(end - plain.interval![k])).toBeLessThan(0.15 * plain.standardError!)
    expect(Math.abs(p! - plain.p!)).toBeLessThan(0.03)
  })

  it('is fixed by its seed, whatever the blocks', async () => {
    const again = await diffOf(both, { bootstrap: { replicates: 4000, seed: 7 } }, { cuts: [31, 1] })
    const [first, other] = [await run(7), await run(8)]
    expect(again.losses[0].p).toBe(first.p)
    for (const [k, end] of again.losses[0].interval!.entries())
      expect(end).toBeCloseTo(first.interval![k], 12)
    expect(other.interval).not.toEqual(first.interval)
  })

  it('draws from Poisson(1), independently by row, by replicate and by seed', () => {
    const REPLICATES = 500
    const draws = (seed: number, row: number) => {
      const counts = new Uint8Array(REPLICATES)
      drawCounts(seed, row, counts)
      return Array.from(counts)
    }
    const seen = [0, 1].flatMap((seed) =>
      Array.from({ length: 400 }, (_, row) => ({ seed, row, counts: draws(seed, row) })),
    )
    const all = seen.flatMap(({ counts }) => counts)
    const n = all.length
    // Chi-square of 0, 1, 2, 3, 4 and more against e^-1 / k!; 5 cells, 4 degrees of freedom, beyond 24 once in 10^4.
    const expected = [0, 1, 2, 3].map((k) => n / Math.E / [1, 1, 2, 6][k])
    expected.push(n - expected.reduce((sum, x) => sum + x, 0))
    const found = expected.map((_, k) => all.filter((count) => (k < 4 ? count === k : count >= 4)).length)
    expect(found.reduce((sum, x, k) => sum + (x - expected[k]) ** 2 / expected[k], 0)).toBeLessThan(24)
    // Correlations have a standard error of 1 / sqrt(n).
    const correlation = (pair: (i: number, k: number) => number) => {
      const products = seen.flatMap(({ counts }, i) =>
        counts.map((count, k) => (count - 1) * (pair(i, k) - 1)),
      )
      return exactSum(products) / n
    }
    const limit = 4 / Math.sqrt(n)
    expect(Math.abs(correlation((i, k) => seen[(i + 1) % seen.length].counts[k]))).toBeLessThan(limit)
    expect(Math.abs(correlation((i, k) => seen[i].counts[(k + 1) % REPLICATES]))).toBeLessThan(limit)
    expect(Math.abs(correlation((i, k) => seen[(i + 400) % 800].counts[k]))).toBeLessThan(limit)
    expect(draws(0, 2 ** 32 + 5)).not.toEqual(draws(0, 5))
  })

  it('has quantiles in proportion between neighbours, as NumPy', () => {
    const values = Float64Array.of(1, 2, 4, 8)
    expect([0, 0.25, 0.5, 0.9, 1].map((p) => quantileOfSorted(values, p))).toEqual([
      1, 1.75, 3, 6.800000000000001, 8,
    ])
  })
})

describe('lossctl diff', () => {
  const files = [fixture('digits.csv'), fixture('digits-units.csv')]

  it('gives a file in another order the same answer, joined by id', async () => {
    const [header, ...lines] = (await import('node:fs')).readFileSync(files[1], 'utf8').trim().split('\n')
    const sorted = write('sorted.csv', `${[header, ...lines.toSorted()].join('\n')}\n`)
    const [joined, aligned] = [
      await lossctlJson<DiffReport>('diff', ...files),
      await lossctlJson<DiffReport>('diff', files[0], sorted, '--by-row'),
    ]
    expect([joined.pairing.by, aligned.pairing.by]).toEqual(['id', 'row'])
    for (const [l, loss] of joined.losses.entries()) {
      for (const key of ['meanA', 'meanB', 'difference', 'standardError', 'p'] as const)
        expect(Math.abs(loss[key]! / aligned.losses[l][key]! - 1)).toBeLessThan(1e-12)
    }
    expect([joined.moves, joined.moved]).toEqual([aligned.moves, aligned.moved])
  })

  it('says first what it found', async () => {
    const { stdout } = await lossctl(['diff', ...files])
    expect(stdout.split('\n')[0]).toMatch(/^B is better: focal γ=2 falls by 0\.014 \(−19\.5 %, 95 % interval/)
    expect(stdout).toMatch(/\n {2}ce .* ~ .*\n/)
  })

  it('shows hostile ids and class names as text', async () => {
    const id = '\u001b[31mred\u202e'
    const rows = (p: number) =>
      `id,label,prob_a,prob_\u001b[2J\n"${id}",a,${p},${1 - p}\nplain,\u001b[2J,0.5,0.5\n`
    const [a, b] = [write('hostile-a.csv', rows(0.25)), write('hostile-b.csv', rows(0.75))]
    for (const format of ['table', 'markdown']) {
      const { code, stdout } = await lossctl(['diff', a, b, '--format', format])
      expect(code).toBe(0)
      expect(stdout).toContain('red')
      expect(controlsIn(stdout)).toEqual([])
    }
    const other = write('hostile-c.csv', rows(0.75).replace(',a,', ',\u001b[2J,'))
    const { code, stderr } = await lossctl(['diff', a, other])
    expect([code, controlsIn(stderr)]).toEqual([3, []])
  })

  it('is one record a loss as CSV', async () => {
    const { stdout } = await lossctl(['diff', ...files, '--format', 'csv'])
    const lines = stdout.trim().split('\n')
    expect(lines[0]).toBe(
      'file_a,file_b,loss,samples,mean_a,mean_b,difference,relative,standard_error,confidence,low,high,p,significant,by,better,worse,equal',
    )
    expect(lines).toHaveLength(5)
  })
})
