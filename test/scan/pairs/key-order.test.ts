import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byteTexts } from '../../../src/formats/texts.ts'
import { createOrder } from '../../../src/scan/pairs/key-order.ts'
import { type Keys, keysOf } from '../../../src/scan/pairs/keys.ts'
import { printsOf } from '../../../src/scan/pairs/prints.ts'

/** Around the lengths of four, eight, twelve and sixteen bytes, with bytes that end nothing and some above 127. */
const key = fc
  .array(fc.constantFrom(0, 1, 48, 97, 98, 127, 128, 255), { maxLength: 18 })
  .map((bytes) => Buffer.from(bytes))

function keysIn(list: readonly Buffer[]): Keys {
  const ends = Uint32Array.from(list, (_, i) =>
    list.slice(0, i + 1).reduce((sum, one) => sum + one.length, 0),
  )
  const starts = Uint32Array.from(list, (one, i) => ends[i] - one.length)
  return keysOf(byteTexts(Buffer.concat(list), starts, ends))
}

type Compare = (a: Buffer, b: Buffer) => number

const byBytes: Compare = (a, b) => Buffer.compare(a, b)
const byLength: Compare = (a, b) => a.length - b.length || byBytes(a, b)
const ascends = (list: readonly Buffer[], compare: Compare) =>
  list.every((one, i) => i === 0 || compare(list[i - 1], one) < 0)

it.each([
  ['by their bytes', byBytes],
  ['by their length first', byLength],
])('sees whether keys ascend %s, block after block', (_, compare) => {
  const sorted = fc.uniqueArray(key, { minLength: 2, maxLength: 12, selector: (one) => one.toString('hex') })
  const swap = fc.option(fc.tuple(fc.nat(11), fc.nat(11)))
  fc.assert(
    fc.property(sorted, swap, fc.nat(12), (unsorted, places, cut) => {
      const list = unsorted.toSorted(compare)
      // One of them stands twice then, unless both places are the same.
      if (places) list[places[0] % list.length] = list[places[1] % list.length]
      const { goesOn } = createOrder()
      for (const [from, to] of [
        [0, cut],
        [cut, list.length],
      ]) {
        const keys = keysIn(list.slice(from, to))
        const met = list.slice(0, to)
        expect(goesOn(keys, printsOf(keys))).toBe(ascends(met, byBytes) || ascends(met, byLength))
      }
    }),
    { numRuns: 500 },
  )
})
