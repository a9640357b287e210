import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { holdLoss } from '../../../src/losses/held.ts'
import { clampLoss, clampMargin, clipMargins, clipsOf } from '../../../src/losses/libraries/clamp.ts'
import { LIBRARIES } from '../../../src/losses/libraries/index.ts'
import { completeLoss, findLoss, parseLoss } from '../../../src/losses/spec/spec.ts'
import { boundTo } from '../../made/bound.ts'

it('lists every library in docs/conventions.md, with the losses it has', () => {
  const page = readFileSync(new URL('../../../docs/conventions.md', import.meta.url), 'utf8')
  const section = page.slice(page.indexOf('## As another library computes it'))
  const rows = [...section.matchAll(/^\| `([a-z]+)` \| ([a-z0-9, -]+) \|/gm)].map(([, name, losses]) => [
    name,
    losses.split(', ').sort(),
  ])
  const known = LIBRARIES.map(({ name, functions }) => [
    name,
    [...new Set(functions.map(({ loss }) => loss))].sort(),
  ])
  expect(rows).toEqual(known)
})

it('knows losses of ours only, with their parameters', () => {
  for (const { loss, initial } of LIBRARIES.flatMap(({ functions }) => functions))
    expect(Object.keys(findLoss(loss).parameters)).toEqual(expect.arrayContaining(Object.keys(initial)))
})

const CLAMPS = [
  { logitsToo: false, least: 1e-7, modulation: true, added: 0 },
  { logitsToo: false, least: 1e-7, modulation: false, added: 0 },
  { logitsToo: false, least: 1e-3, modulation: false, added: 1e-3 },
]

it.each(CLAMPS)('has the slope of its value under %o', (clamp) => {
  const loss = clampLoss(boundTo(completeLoss(parseLoss('focal:gamma=1.5')), 0.25), clamp, 1.5)
  const limit = clampMargin(clamp)
  const h = 1e-4
  for (let s = -limit - 3; s < limit + 3; s += 0.37) {
    if (Math.abs(Math.abs(s) - limit) < 3 * h) continue
    const [low, high] = [s - h, s + h].map((at) => loss.value(at))
    const slope = (high - low) / (2 * h)
    // Central differences are off by h² f'''/6, here at most 1e-9, and by the rounding of f over h.
    expect(Math.abs(loss.gradient(s) - slope)).toBeLessThan(1e-8 + (1e-15 * Math.abs(low)) / h)
  }
})

it('changes nothing between its ends, and nothing changes beyond them', () => {
  const focal = boundTo(completeLoss(parseLoss('focal')))
  const clamp = CLAMPS[0]
  const clamped = clampLoss(focal, clamp, 2)
  const limit = clampMargin(clamp)
  expect(limit).toBeCloseTo(Math.log((1 - 1e-7) / 1e-7), 12)
  for (const s of [-16, -3, 0, 5, 16]) expect(clamped.value(s)).toBeCloseTo(focal.value(s), 14)
  expect(clamped.value(-40)).toBe(clamped.value(-limit))
  expect(clamped.value(40)).toBe(clamped.value(limit))
})

it('clips the truth of a negative where 1 − p, rounded, is taken from 1 again', () => {
  const rule = { logitsToo: false, least: 1e-7, modulation: true, added: 0 }
  const single = clipsOf(rule, 'float32')
  expect([single.positive.least, single.negative.least]).toEqual([Math.fround(1e-7), 2 ** -23])
  const double = clipsOf(rule, 'float64')
  expect([double.positive.least, double.negative.least]).toEqual([1e-7, 1 - (1 - 1e-7)])
  for (const { positive, negative } of [single, double]) {
    // Both leave as much of 1 − pt, so that certain samples lose the same.
    expect(clipMargins(positive)[1]).toBe(clipMargins(negative)[1])
    expect(clipMargins(positive)[0]).toBeCloseTo(Math.log(positive.least / (1 - positive.least)), 12)
  }
})

it('clips by the spacing of the numbers at 1, alike for both', () => {
  const rule = { logitsToo: false, least: 'spacing', modulation: true, added: 0 } as const
  for (const [precision, least] of [
    ['float16', 2 ** -10],
    ['float32', 2 ** -23],
    ['float64', 2 ** -52],
  ] as const) {
    const { positive, negative } = clipsOf(rule, precision)
    expect([positive, negative]).toEqual(
      [1, 2].map(() => ({ least, rest: least, modulation: true, added: 0 })),
    )
  }
})

it('holds logarithms at −100: as it was above, and level from there down', () => {
  const focal = boundTo(completeLoss(parseLoss('focal')), 0.25)
  const held = holdLoss(focal)
  for (const of of ['value', 'gradient', 'modulation'] as const)
    for (const s of [-99.9, -70, -3, 0, 5, 100]) expect(held[of](s)).toBe(focal[of](s))
  for (const s of [-100, -138, -745]) {
    expect(held.value(s)).toBe(25)
    expect(held.gradient(s)).toBe(0)
    expect(held.modulation(s)).toBe(0.25)
  }
})
