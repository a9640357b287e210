import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeMoments,
  readBase64,
  SEGMENT_BYTES,
  scaleOf,
  WIDTHS,
} from '../../../src/sketch/code/moment-bytes.ts'
import { BINS_PER_UNIT, LOWEST } from '../../../src/sketch/grid.ts'
import { boundTo } from '../../made/bound.ts'
import { places } from '../../made/draws.ts'
import { HARD_CASES, magnitudeOf } from '../hard-cases.ts'

/** Half a unit, and 1/64 since the quotient by c_0 is rounded too. */
const UNITS = 0.52

/** A row of a table in docs/sketch.md, without its title. */
function rowOf(title: string): readonly string[] {
  const page = readFileSync(fileURLToPath(new URL('../../../docs/sketch.md', import.meta.url)), 'utf8')
  const line = page.split('\n').find((text) => text.startsWith(`| ${title} |`))!
  return line.split('|').slice(2, -1)
}

describe('rounding of the moments', () => {
  /** Chebyshev coefficients 1 to 13 of a function over a bin, at 32 nodes. */
  function coefficients(f: (margin: number) => number, start: number): readonly number[] {
    const angles = Array.from({ length: 32 }, (_, j) => (Math.PI * (j + 0.5)) / 32)
    const values = angles.map((angle) => f(start + (1 + Math.cos(angle)) / 16))
    return WIDTHS.map(
      (_, i) =>
        values.reduce((sum, value, j) => sum + value * Math.cos((i + 1) * angles[j]), 0) /
        (values.length / 2),
    )
  }

  /** The most that it can move a sum over one bin, by the smallest sum of as many terms. */
  function worst(f: (margin: number) => number, size: (margin: number) => number, start: number): number {
    const moved = coefficients(f, start).reduce(
      (sum, a, i) => sum + (Math.abs(a) * UNITS) / scaleOf(WIDTHS[i]),
      0,
    )
    const least = Math.min(...Array.from({ length: 17 }, (_, i) => size(start + i / 128)))
    // Below 1e-300 doubles lose digits themselves.
    return least < 1e-300 ? 0 : moved / least
  }

  it('moves an exponential by no more than the table in docs/sketch.md says', () => {
    const bounds = rowOf('moved by at most').map(Number)
    const rates = rowOf('r').map(Number)
    expect(rates).toEqual([1, 2, 5, 11, 22])
    rates.forEach((r, i) => {
      const f = (s: number) => Math.exp(-r * s)
      expect(worst(f, f, 0)).toBeLessThan(bounds[i])
      expect(worst(f, f, 0)).toBeGreaterThan(bounds[i] / 1.1)
    })
  })

  it('takes as many bytes as docs/sketch.md says', () => {
    expect(rowOf('bytes').map(Number)).toEqual([...WIDTHS])
  })

  it('moves no sum of any loss by more than 5e-14 of its terms, in any bin', () => {
    for (const loss of HARD_CASES) {
      const [own, size] = [boundTo(loss), boundTo(magnitudeOf(loss))]
      // Beyond 30 every loss is a plain exponential.
      for (const bin of places((30 - LOWEST) * BINS_PER_UNIT)) {
        const start = LOWEST + bin / BINS_PER_UNIT
        const sums = [
          worst(
            (s) => own.value(s),
            (s) => size.value(s),
            start,
          ),
          worst(
            (s) => own.value(s) ** 2,
            (s) => size.value(s) ** 2,
            start,
          ),
          worst(
            (s) => own.gradient(s),
            (s) => -size.gradient(s),
            start,
          ),
          worst(
            (s) => own.modulation(s) ** 2,
            (s) => size.modulation(s) ** 2,
            start,
          ),
        ]
        expect(Math.max(...sums), `${loss.spec} at ${start}`).toBeLessThan(5e-14)
      }
    }
  })
})

describe('moments that are read', () => {
  it('are the bytes of their base64, which is all of it or none', () => {
    const bytes = fc.uint8Array({ maxLength: 70 })
    const isSame = fc.property(bytes, (wanted) => {
      expect(readBase64(Buffer.from(wanted).toString('base64'))).toEqual(wanted)
    })
    fc.assert(isSame, { numRuns: 500 })
    const letters = fc.string({ unit: fc.constantFrom(...'AZaz09+/==-_ \nĀ€'), maxLength: 9 })
    const asNode = fc.property(letters, (text) => {
      const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
      expect(readBase64(text)).toEqual(isBase64 ? new Uint8Array(Buffer.from(text, 'base64')) : null)
    })
    fc.assert(asNode, { numRuns: 5000 })
  })

  it('are whole numbers in two complements, the first byte the lowest', () => {
    const property = fc.property(
      fc.uint8Array({ minLength: SEGMENT_BYTES, maxLength: SEGMENT_BYTES }),
      (bytes) => {
        const moments = new Float64Array(14)
        decodeMoments(bytes, 0, 3, moments)
        let at = 0
        const wanted = WIDTHS.map((width) => {
          const whole = Buffer.from(bytes).readIntLE(at, width)
          at += width
          return (whole / (2 ** (8 * width - 1) - 1)) * 3
        })
        expect([...moments]).toEqual([3, ...wanted])
      },
    )
    fc.assert(property, { numRuns: 1000 })
  })
})
