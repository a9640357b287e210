import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reference } from '../../src/kernels/reference.ts'
import { sigmoid, softplus } from '../../src/losses/functions.ts'
import type { Loss } from '../../src/losses/loss.ts'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'
import { thresholdMargin } from '../../src/margin/margins.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { mergeInto } from '../../src/sketch/merge.ts'
import { createSketch, type Sketch } from '../../src/sketch/sketch.ts'
import { evaluateGroup, prepareGroup } from '../../src/sketch/sums/evaluate.ts'
import { norm } from '../../src/sketch/sums/norm.ts'
import type { Sums } from '../../src/sketch/sums/sums.ts'
import { boundTo } from '../made/bound.ts'
import { draws } from '../made/draws.ts'
import { directSums, plainSquares } from '../made/oracle.ts'

/** Relative to the sum of the terms' magnitudes: the promise of the sketch. */
const TOLERANCE = 1e-12

const loss = (spec: string) => completeLoss(parseLoss(spec))

/** Cross-entropy, the focal and the Poly losses at the settings that are hardest for the sketch; each-loss.test.ts has all. */
const HARD_CASES = [
  ...['ce', 'focal', 'poly1', 'poly1-focal', 'poly-n', 'focal-star', 'article-ce', 'article-focal'],
  'focal:gamma=0',
  'focal:gamma=0.3',
  'focal:gamma=5',
  'focal:gamma=10',
  'poly1:epsilon=-1',
  'poly1:epsilon=7',
  'poly1-focal:gamma=5,epsilon=-1',
  'poly1-focal:gamma=10,epsilon=3,poly-alpha=off',
  'poly-n:epsilon=-1,-0.5,2,0,3',
  'focal-star:gamma=10,beta=-20',
  'focal-star:gamma=1,beta=0',
  'focal-star:gamma=4,beta=20',
].map(loss)

function sketchOf(margins: Float64Array, weight: Float64Array | null, edges: readonly number[]): Sketch {
  const sketch = createSketch(createGrid(edges), weight !== null)
  const group = new Int32Array(margins.length)
  reference.accumulate(sketch, { length: margins.length, margin: margins, group, weight })
  return sketch
}

/**
 * Magnitude of the terms behind a loss: its value where nothing cancels, and with polynomial terms the sum of their
 * absolute values. Squares and products of it bound the other sums.
 */
function sizeOf(loss: Loss, alpha: number): (margin: number) => number {
  const { parameters } = loss
  const bound = boundTo(loss, alpha)
  const plain = (s: number) => Math.abs(bound.value(s))
  const epsilon = parameters.epsilon
  if (epsilon === undefined) return plain
  const list = typeof epsilon === 'number' ? [epsilon] : (epsilon as readonly number[])
  const gamma = (parameters.gamma as number | undefined) ?? 0
  return (s) => {
    const error = sigmoid(-s)
    const poly = list.reduce((sum, e, j) => sum + Math.abs(e) * error ** (j + 1), 0)
    return error ** gamma * (softplus(-s) * Math.abs(alpha) + poly * Math.max(1, Math.abs(alpha)))
  }
}

/** Holds every sum of every loss against direct summation, in both bands. */
function checkAgainstDirect(margins: Float64Array, weights: Float64Array | null, threshold: number): void {
  const sketch = sketchOf(margins, weights, [threshold])
  const prepared = prepareGroup(sketch, 0, threshold)!
  for (const one of HARD_CASES) {
    const alpha = 0.25
    const bound = boundTo(one, alpha)
    const parts = evaluateGroup(prepared, bound)
    for (const [index, keep] of [(s: number) => s < threshold, (s: number) => s >= threshold].entries()) {
      const size = sizeOf(one, alpha)
      const direct = directSums(margins, weights, bound, keep, size)
      const squares = directSums(margins, weights, bound, keep, (s) => size(s) ** 2)
      const sums = parts[index]
      const squaresOf = (f: (margin: number) => number) =>
        norm(prepared, index === 0 ? 'hard' : 'easy', f) ** 2
      const close = (got: number, want: number, scale: number) =>
        expect(Math.abs(got - want), `${one.spec} band ${index}: ${got} for ${want}`).toBeLessThanOrEqual(
          // Below 1e-300 doubles lose digits themselves.
          TOLERANCE * scale + 1e-300 * direct.count,
        )
      expect(sums.count).toBe(direct.count)
      close(sums.weight, direct.weight, direct.weight)
      close(sums.loss, direct.loss, direct.size)
      close(
        squaresOf(bound.value),
        direct.lossSquared,
        weights ? Math.max(1, ...weights) * squares.size : squares.size,
      )
      const heaviest = weights ? Math.max(1, ...weights) : 1
      close(sums.gradient, direct.gradient, gradientScale(one, direct.size, direct.weight))
      const steepest = gradientScale(one, squares.size, direct.weight)
      close(squaresOf(bound.gradient), direct.gradientSquared, heaviest * (1 + gammaOf(one)) * steepest)
      close(sums.modulation, direct.modulation, modulationScale(one, direct))
      const modulated = plainSquares(direct.modulated)
      close(plainSquares(sums.modulated), modulated, modulationScale(one, direct, 2))
    }
  }
}

function gammaOf({ parameters }: Loss): number {
  return (parameters.gamma as number | undefined) ?? 0
}

/** The gradient is at most (gamma + 1) times the loss's terms, and at most a constant times the weight. */
function gradientScale({ parameters }: Loss, size: number, weight: number): number {
  const gamma = (parameters.gamma as number | undefined) ?? 0
  const terms = typeof parameters.epsilon === 'object' ? parameters.epsilon.length : 1
  return Math.min((gamma + 1) * terms * size * 2, 1e6 * weight) + 1e-12 * weight
}

function modulationScale(
  { parameters }: Loss,
  sums: Pick<Sums, 'modulation' | 'modulated' | 'weight'>,
  power = 1,
): number {
  const epsilon = parameters.epsilon
  const list =
    epsilon === undefined ? [] : typeof epsilon === 'number' ? [epsilon] : (epsilon as readonly number[])
  const terms = list.reduce((sum, e) => sum + Math.abs(e), 1)
  return list.length > 0
    ? sums.weight * terms ** power
    : power === 1
      ? sums.modulation
      : plainSquares(sums.modulated)
}

const anyMargin = fc.oneof(
  fc.double({ min: -12, max: 12, noNaN: true }),
  fc.double({ min: -70, max: 70, noNaN: true }),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.integer({ min: -640, max: 640 }).map((i) => i / 8),
  fc.integer({ min: -640, max: 640 }).map((i) => i / 8 - 1e-15),
  fc.constantFrom(-1000, 1000, -64, 64, 768, -100, 100, 0, -0, 5e-324, -64.00000000000001),
)
const anyThreshold = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0.001, max: 0.999, noNaN: true }).map(thresholdMargin),
)

describe('the sketch agrees with direct summation', () => {
  it('for random margins, thresholds on and off the grid', () => {
    const property = fc.property(
      fc.array(anyMargin, { minLength: 1, maxLength: 60 }),
      anyThreshold,
      (margins, threshold) => checkAgainstDirect(Float64Array.from(margins), null, threshold),
    )
    fc.assert(property, { numRuns: draws(250) })
  })

  it('with weights', () => {
    const sample = fc.tuple(
      anyMargin,
      fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1, noNaN: true })),
    )
    const property = fc.property(
      fc.array(sample, { minLength: 1, maxLength: 40 }),
      anyThreshold,
      (samples, threshold) =>
        checkAgainstDirect(
          Float64Array.from(samples, ([s]) => s),
          Float64Array.from(samples, ([, w]) => w),
          threshold,
        ),
    )
    fc.assert(property, { numRuns: draws(150) })
  })

  it('when all samples crowd into one bin, wherever it is', () => {
    const property = fc.property(
      fc.integer({ min: -64 * 8, max: 80 * 8 }),
      fc.array(fc.double({ min: 0, max: 0.125, maxExcluded: true, noNaN: true }), {
        minLength: 1,
        maxLength: 50,
      }),
      (bin, offsets) =>
        checkAgainstDirect(
          Float64Array.from(offsets, (offset) => bin / 8 + offset),
          null,
          0,
        ),
    )
    fc.assert(property, { numRuns: draws(250) })
  })

  it('when all samples crowd at one end of one bin, where the loss is smallest', () => {
    for (const bin of [-512, -200, -8, 0, 8, 24, 80, 200, 400]) {
      const margins = Float64Array.from({ length: 200 }, (_, i) => (bin + 1) / 8 - 1e-6 * (i + 1))
      checkAgainstDirect(margins, null, 0)
    }
  })

  it('for a ten thousand normal margins', () => {
    let seed = 1
    const uniform = () => {
      seed = (seed * 48271) % 2147483647
      return seed / 2147483647
    }
    const margins = Float64Array.from(
      { length: 10_000 },
      () => 3 + 4 * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    )
    checkAgainstDirect(margins, null, thresholdMargin(0.9))
  })
})

describe('merging', () => {
  it('gives the sketch of the whole, for any partition', () => {
    const property = fc.property(
      fc.array(fc.tuple(anyMargin, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 80 }),
      (samples) => {
        const all = Float64Array.from(samples, ([s]) => s)
        const merged = createSketch(createGrid([0.3]), false)
        for (const part of [0, 1, 2, 3]) {
          const margins = Float64Array.from(samples.filter(([, p]) => p === part).map(([s]) => s))
          if (margins.length > 0) mergeInto(merged, sketchOf(margins, null, [0.3]))
        }
        const whole = evaluateGroup(
          prepareGroup(sketchOf(all, null, [0.3]), 0, 0.3)!,
          boundTo(loss('poly1-focal')),
        )
        const parts = evaluateGroup(prepareGroup(merged, 0, 0.3)!, boundTo(loss('poly1-focal')))
        for (const band of [0, 1]) {
          expect(parts[band].count).toBe(whole[band].count)
          expect(Math.abs(parts[band].loss - whole[band].loss)).toBeLessThanOrEqual(1e-13 * whole[band].loss)
        }
      },
    )
    fc.assert(property, { numRuns: draws(200) })
  })

  it('refuses sketches with other edges, or with weights where the other has none', () => {
    expect(() =>
      mergeInto(createSketch(createGrid([0.3]), false), createSketch(createGrid([]), false)),
    ).toThrow('edges')
    expect(() => mergeInto(createSketch(createGrid(), true), createSketch(createGrid(), false))).toThrow(
      'weights',
    )
  })
})

describe('the grid', () => {
  it('refuses a threshold that is no edge, and names those it has', () => {
    const sketch = sketchOf(Float64Array.of(0.31), null, [0.3])
    expect(() => prepareGroup(sketch, 0, 0.31)).toThrow('0.3')
  })

  it('counts a probability equal to the threshold as easy', () => {
    for (let percent = 1; percent < 100; percent++) {
      const threshold = thresholdMargin(percent / 100)
      expect(Math.log(percent / 100) - Math.log1p(-percent / 100)).toBeGreaterThanOrEqual(threshold)
    }
  })

  it('splits a bin at several edges', () => {
    const margins = Float64Array.of(0.26, 0.29, 0.31, 0.33, 0.36, 0.5)
    const sketch = sketchOf(margins, null, [0.3, 0.34, 0.27])
    for (const edge of [0.27, 0.3, 0.34]) {
      const [hard] = evaluateGroup(prepareGroup(sketch, 0, edge)!, boundTo(loss('ce')))
      expect(hard.count).toBe(margins.filter((s) => s < edge).length)
    }
  })
})
