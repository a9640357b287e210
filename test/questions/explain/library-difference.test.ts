import { expect, it } from 'vitest'
import { UsageError } from '../../../src/errors.ts'
import { findLibrary } from '../../../src/losses/libraries/adapt.ts'
import { LIBRARIES } from '../../../src/losses/libraries/index.ts'
import { parseLoss } from '../../../src/losses/spec/spec.ts'
import { differFromLibrary } from '../../../src/questions/explain/library-difference.ts'

const differ = (library: string, spec: string) =>
  differFromLibrary(findLibrary(library), parseLoss(spec)).functions

it('finds torchvision’s focal loss to be ours at other defaults', () => {
  const [focal] = differ('torchvision', 'focal')
  expect(focal.same).toEqual({ kind: 'everywhere' })
  expect(focal.defaults).toContainEqual({ parameter: 'alpha', theirs: 0.25, ours: 'none' })
  expect(focal.samples).toHaveLength(10)
})

it('finds a quarter of it in Keras’s categorical focal loss, and three factors of alpha in kornia’s', () => {
  const [, categorical] = differ('keras', 'focal')
  expect(categorical.same).toEqual({ kind: 'factors', factors: [0.25, 0.25] })
  const [, softmax] = differ('kornia', 'focal:alpha=0.1')
  expect(softmax.same).toEqual({
    kind: 'factors',
    factors: [expect.closeTo(0.9, 12), expect.closeTo(0.1, 12)],
  })
  expect(softmax.mean).toBe('cells')
})

it('says between which probabilities a clamp changes nothing', () => {
  const [binary] = differ('keras', 'ce')
  expect(binary.same).toEqual({
    kind: 'between',
    low: expect.closeTo(1e-7, 12),
    high: expect.closeTo(1 - 1e-7, 12),
  })
  expect(binary.largest).toBeCloseTo(16.11809565, 8)
  const hopeless = binary.samples.find(({ pt }) => pt === 1e-9)!
  expect(hopeless.theirs).toBeCloseTo(16.11809565, 8)
  expect(hopeless.ours).toBeCloseTo(-Math.log(1e-9), 10)
})

it('shows one set of samples where no class is treated otherwise', () => {
  const [log] = differ('sklearn', 'ce')
  expect(new Set(log.samples.map(({ label }) => label))).toEqual(new Set(['every class']))
})

it('explains every function of every library', () => {
  for (const { name, functions } of LIBRARIES) {
    for (const loss of new Set(functions.map((one) => one.loss))) {
      const explained = differ(name, loss)
      expect(explained.map((one) => one.name)).toEqual(
        functions.filter((one) => one.loss === loss).map((one) => one.name),
      )
      for (const { samples, remarks, call } of explained) {
        expect(samples.every(({ ours, theirs }) => Number.isFinite(ours) && Number.isFinite(theirs))).toBe(
          true,
        )
        expect(remarks.every((line) => line.endsWith('.'))).toBe(true)
        expect(call).not.toMatch(/undefined|none/)
      }
    }
  }
})

it.each([
  ['keras', 'poly1', 'it has ce, focal'],
  ['torch', 'ce:alpha=0.3', 'has no alpha'],
  ['mmdet', 'focal:alpha=none', 'cannot be switched off'],
])('refuses what %s does not have: %s', (library, spec, words) => {
  expect(() => differ(library, spec)).toThrow(UsageError)
  expect(() => differ(library, spec)).toThrow(words)
})
