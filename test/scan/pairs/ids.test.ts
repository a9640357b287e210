import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createIds } from '../../../src/scan/pairs/ids.ts'

it('numbers ids in the order in which they are met, and finds those and no others', () => {
  const id = fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.nat({ max: 50 }).map(String))
  fc.assert(
    fc.property(fc.uniqueArray(id), fc.array(id), (known, others) => {
      const ids = createIds()
      const numbers = known.map((one) => [ids.find(one), ids.add(one)])
      expect(numbers).toEqual(known.map((_, i) => [-1, i]))
      for (const one of [...known, ...others]) expect(ids.find(one)).toBe(known.indexOf(one))
      expect(ids.all).toEqual(known)
    }),
  )
})

it('finds each of many, also of those whose hashes are alike in most bits', () => {
  const ids = createIds()
  const known = Array.from({ length: 100_000 }, (_, i) => `${i * 4096}`)
  for (const one of known) ids.add(one)
  expect(known.every((one, i) => ids.find(one) === i)).toBe(true)
  expect(Array.from({ length: 1000 }, (_, i) => ids.find(`${i * 4096 + 1}`)).every((n) => n === -1)).toBe(
    true,
  )
})
