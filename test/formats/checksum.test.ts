/** CRC-32 of pieces, joined. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createJoiner } from '../../src/formats/arrays/checksum.ts'
import { crcOf } from '../made/zip.ts'

it('joins the sums of pieces, of as many bytes as the one before or not, to that of all', () => {
  const bytes = fc.uint8Array({ maxLength: 300 })
  fc.assert(
    fc.property(bytes, bytes, bytes, (first, second, third) => {
      const join = createJoiner()
      const pieces = [first, second, second, third, third, second]
      const joined = pieces.reduce((sum, piece) => join(sum, crcOf(piece), piece.length), 0)
      expect(joined).toBe(crcOf(Buffer.concat(pieces)))
    }),
    { numRuns: 500 },
  )
})

it('has the sum that the definition is published with', () => {
  expect(createJoiner()(crcOf(Buffer.from('1234')), crcOf(Buffer.from('56789')), 5)).toBe(0xcbf43926)
})
