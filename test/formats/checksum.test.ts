/** CRC-32 of pieces, joined. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinSums } from '../../src/formats/arrays/checksum.ts'
import { crcOf } from '../made/zip.ts'

it('joins the sums of two pieces to that of both', () => {
  const bytes = fc.uint8Array({ maxLength: 300 })
  fc.assert(
    fc.property(bytes, bytes, (first, second) => {
      const whole = Buffer.concat([first, second])
      expect(joinSums(crcOf(first), crcOf(second), second.length)).toBe(crcOf(whole))
    }),
    { numRuns: 500 },
  )
})

it('has the sum that the definition is published with', () => {
  expect(joinSums(crcOf(Buffer.from('1234')), crcOf(Buffer.from('56789')), 5)).toBe(0xcbf43926)
})
