import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reference } from '../../src/kernels/reference.ts'
import { createGrouping, type Grouping } from '../../src/margin/grouping.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { createSketch } from '../../src/sketch/sketch.ts'
import { findImplausible, type Implausible } from '../../src/sketched/implausible.ts'
import { draws } from '../made/draws.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

/** Numbers within (0, 1), the same for the same seed (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }
}

const normal = (next: () => number) => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())

function verdict(
  grouping: Grouping,
  margin: readonly number[],
  group: readonly number[],
): Implausible | null {
  const sketch = createSketch(createGrid([-0.3, 1.7]), false)
  const block = {
    length: margin.length,
    margin: Float64Array.from(margin),
    group: Int32Array.from(group),
    weight: null,
  }
  reference.accumulate(sketch, block)
  return findImplausible(sketch, grouping)
}

/** What stands in a file of one score per row. */
interface Scored {
  readonly scores: readonly number[]
  readonly labels: readonly number[]
}

const BINARY = createGrouping('binary', ['0', '1'], false)
const binary = ({ scores, labels }: Scored) =>
  verdict(
    BINARY,
    scores.map((z, i) => (labels[i] ? z : -z)),
    labels,
  )

/** Pairs that stand the right way, half of those that are equal among them. */
function areaOf({ scores, labels }: Scored): number {
  const [ones, zeros] = [1, 0].map((sign) => scores.filter((_, i) => labels[i] === sign))
  const right = ones.map((z) =>
    zeros.reduce((sum, other) => sum + (z > other ? 1 : z === other ? 0.5 : 0), 0),
  )
  return right.reduce((sum, one) => sum + one, 0) / ones.length / zeros.length
}

/** A classifier as good as `skill` standard deviations, which may be too sure of itself, and off. */
interface Model {
  readonly seed: number
  readonly rows: number
  readonly prevalence: number
  readonly skill: number
  readonly scale: number
  readonly offset: number
}

const model = fc.record({
  seed: fc.nat(),
  rows: fc.integer({ min: 1, max: 3000 }),
  prevalence: fc.constantFrom(0, 0.002, 0.03, 0.3, 0.5, 0.9, 1),
  skill: fc.constantFrom(0, 0, 0.05, 1, 4),
  scale: fc.constantFrom(0, 0.01, 1, 8, 60),
  offset: fc.constantFrom(0, 0, -1, 2, -8),
})

function draw({ seed, rows, prevalence, skill, scale, offset }: Model): Scored {
  const next = uniform(seed)
  const labels = Array.from({ length: rows }, () => Number(next() < prevalence))
  return { labels, scores: labels.map((y) => scale * (normal(next) + skill * (y - 0.5)) + offset) }
}

/** Rows of a softmax: the margin of the truth, and whether it is the most likely class. */
function drawSoftmax({ seed, rows, skill, scale }: Model, classes: number, shift = 0) {
  const next = uniform(seed)
  return Array.from({ length: rows }, () => {
    const truth = Math.floor(next() * classes)
    const scores = Array.from(
      { length: classes },
      (_, c) => scale * (normal(next) + (c === truth ? skill : 0)),
    )
    const label = (truth + shift) % classes
    const others = scores.filter((_, c) => c !== label)
    const most = Math.max(...others)
    const rest = most + Math.log(others.reduce((sum, z) => sum + Math.exp(z - most), 0))
    return { margin: scores[label] - rest, isTop: scores[label] > most }
  })
}

const softmax = (margins: readonly { margin: number }[], classes: number) =>
  verdict(
    createGrouping(
      'softmax',
      Array.from({ length: classes }, (_, c) => `${c}`),
      false,
    ),
    margins.map(({ margin }) => margin),
    margins.map(() => 0),
  )

describe('the suspicion', () => {
  it('is silent about models that are good, weak, or none, on few rows and many', () => {
    fc.assert(
      fc.property(model, (one) => {
        // One whose scores are all moved to one side is a model off.
        const found = binary(draw(one))
        if (found?.kind === 'one-sided') expect(one.offset).not.toBe(0)
        else expect(found).toBeNull()
      }),
      { numRuns: draws(2000) },
    )
    fc.assert(
      fc.property(model, fc.integer({ min: 2, max: 40 }), (one, classes) => {
        expect(softmax(drawSoftmax({ ...one, rows: Math.ceil(one.rows / 10) }, classes), classes)).toBeNull()
      }),
      { numRuns: draws(1000) },
    )
  })

  it('falls on labels that are turned round, and gives about the area under their curve', () => {
    fc.assert(
      fc.property(model, (one) => {
        const { scores, labels } = draw({
          ...one,
          rows: 400 + (one.rows % 400),
          prevalence: 0.3,
          skill: 1,
          scale: 2,
        })
        const turned = { scores, labels: labels.map((y) => 1 - y) }
        const found = binary(turned)
        expect(found?.kind).toBe('reversed')
        // Bins are 1/8 wide, and few pairs share one.
        expect(Math.abs((found as { area: number }).area - areaOf(turned))).toBeLessThan(0.02)
      }),
      { numRuns: draws(100) },
    )
  })

  it('falls on labels that are shifted, and bounds how often the truth is on top', () => {
    fc.assert(
      fc.property(model, fc.integer({ min: 8, max: 40 }), (one, classes) => {
        const rows = drawSoftmax({ ...one, rows: 40 * classes, skill: 6, scale: 3 }, classes, 1)
        const found = softmax(rows, classes)
        expect(found?.kind).toBe('below-chance')
        const { share, chance } = found as { share: number; chance: number }
        expect(chance).toBe(1 / classes)
        expect(share).toBeGreaterThanOrEqual(rows.filter(({ isTop }) => isTop).length / rows.length)
      }),
      { numRuns: draws(60) },
    )
  })

  it('falls on scores that all stand for a class of which few samples are', () => {
    const labels = Array.from({ length: 400 }, (_, i) => Number(i % 10 === 0))
    const scores = labels.map((y, i) => 1 + (i % 7) + y)
    expect(binary({ scores, labels })).toEqual({ kind: 'one-sided', positive: true, share: 0.1 })
    const turned = { scores: scores.map((z) => -z), labels: labels.map((y) => 1 - y) }
    expect(binary(turned)).toEqual({ kind: 'one-sided', positive: false, share: 0.1 })
    // 12 samples are no evidence, and most of 400 may be positive.
    expect(binary({ scores: scores.slice(0, 12), labels: labels.slice(0, 12) })).toBeNull()
    expect(binary({ scores, labels: labels.map((y, i) => (i % 3 ? 1 : y)) })).toBeNull()
  })

  it('takes the cells of a row for one sample', () => {
    const grouping = createGrouping(
      'multilabel',
      Array.from({ length: 50 }, (_, c) => `${c}`),
      false,
    )
    const cells = (rows: number) => Array.from({ length: rows * 50 }, (_, i) => i % 2)
    const turned = (rows: number) =>
      verdict(
        grouping,
        cells(rows).map((y) => -1 - y),
        cells(rows),
      )
    expect(turned(8)).toBeNull()
    expect(turned(200)).toEqual({ kind: 'reversed', area: 0 })
  })
})

const write = scratchFolder()

describe('a result that no sane model gives', () => {
  const rows = (turned: boolean) =>
    Array.from(
      { length: 300 },
      (_, i) => `${Number(i % 3 === 0) ^ Number(turned)},${i % 3 === 0 ? 2 + (i % 5) : (i % 4) - 3}\n`,
    )
  const file = (turned: boolean) => write('preds.csv', `label,logit\n${rows(turned).join('')}`)

  it('is told once, beside the answer', async () => {
    const { stdout, stderr } = await lossctl(['compare', file(true)])
    expect(stderr).toBe('')
    expect(stdout.match(/Implausible: negatives score higher\s+than positives/g)).toHaveLength(1)
    expect((await lossctl(['compare', file(false)])).stdout).not.toContain('Implausible')
  })

  it('leaves CSV and JSON what they are', async () => {
    const path = file(true)
    const csv = await lossctl(['compare', path, '--format', 'csv'])
    expect(csv.stdout.split('\n').every((line) => line === '' || /^(file|"?\/)/.test(line))).toBe(true)
    expect(csv.stderr).toMatch(/^note: Implausible: negatives .*\n$/)
    const { results } = await lossctlJson<{ results: { source: object }[] }>('compare', path)
    expect(results[0].source).toMatchObject({ implausible: { kind: 'reversed', area: 0 } })
  })

  it('is told by what goes sample by sample too, of the same counts', async () => {
    const [path, right] = [file(true), write('right.csv', `label,logit\n${rows(false).join('')}`)]
    const said = /Implausible: negatives score higher\s+than positives/g
    for (const words of [
      ['samples', path],
      ['samples', path, '--output', write('all.csv', '')],
      ['diff', path, write('copy.csv', `label,logit\n${rows(true).join('')}`)],
      ['diagnose', path, '--printed', '2.1'],
      ['samples', path, '--format', 'csv'],
      ['diff', path, path, '--format', 'csv'],
      ['diagnose', path, '--printed', '2.1', '--format', 'csv'],
    ]) {
      const { stdout, stderr } = await lossctl(words)
      expect(`${stdout}${stderr}`.match(said)?.length, words[0]).toBeGreaterThan(0)
    }
    for (const words of [
      ['samples', right],
      ['diff', right, right],
    ])
      expect((await lossctl(words)).stdout).not.toContain('Implausible')
    const { source } = await lossctlJson<{ source: object }>('samples', path)
    expect(source).toMatchObject({ implausible: { kind: 'reversed', area: 0 } })
  })

  it('is known of a sketch, and of sketches that were added up', async () => {
    const [turned, right, sum] = ['turned', 'right', 'sum'].map((name) => write(`${name}.sketch.json`, ''))
    await lossctl(['sketch', file(true), '-o', turned])
    await lossctl(['sketch', file(false), '-o', right])
    expect((await lossctl(['compare', turned])).stdout).toContain('Implausible')
    await lossctl(['merge', turned, right, '-o', sum])
    expect((await lossctl(['compare', sum])).stdout).not.toContain('Implausible')
  })
})
