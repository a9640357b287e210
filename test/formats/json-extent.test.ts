import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extentOf } from '../../src/formats/json-extent.ts'
import { draws, places } from '../made/draws.ts'

const extent = (text: string) => extentOf(Buffer.from(text))

/** Objects and lists within each other, by walking the parsed value. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

/** Everything in a value, itself included. */
function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, part) => sum + countOf(part), 1)
}

/** Objects and lists with nothing in them. */
function emptyIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const parts = Object.values(value)
  return parts.length === 0 ? 1 : parts.reduce((sum: number, part) => sum + emptyIn(part), 0)
}

const anyObject = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 6 }))

describe('the extent of a JSON text', () => {
  it('ends where its value does, whatever stands in its texts and behind it', () => {
    const property = fc.property(anyObject, fc.string({ unit: 'binary' }), (value, behind) => {
      const text = JSON.stringify(value)
      expect(extent(text + behind).end).toBe(Buffer.byteLength(text))
    })
    fc.assert(property, { numRuns: 500 })
  })

  it('has no end when the text is cut off at any byte', () => {
    const property = fc.property(anyObject, (value) => {
      const bytes = Buffer.from(JSON.stringify(value))
      for (const length of places(bytes.length)) expect(extentOf(bytes.subarray(0, length)).end).toBe(-1)
    })
    fc.assert(property, { numRuns: draws(100) })
  })

  it('is as deep as the value, and has all of its values', () => {
    const property = fc.property(anyObject, (value) => {
      const { depth, values } = extent(JSON.stringify(value))
      expect(depth).toBe(depthOf(value))
      expect(values).toBe(countOf(value) + emptyIn(value))
    })
    fc.assert(property, { numRuns: 500 })
  })

  it('is found in time that grows with the length alone', () => {
    const rows = ['\\\\'.repeat(5e5), '\\"'.repeat(5e5), '[{'.repeat(5e5), '"a"'.repeat(3e5)]
    // Its square would take hours.
    for (const row of rows) extent(`{"a":"${row}`)
  })
})
