import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/questions/check/findings.ts'
import type { Rule } from '../../../src/questions/check/rules.ts'
import { formatBeside, formatBound } from '../../../src/views/words/beside.ts'
import { changeOf, figureOf, limitOf } from '../../../src/views/words/check-words.ts'
import { checkOf } from '../../made/check-report.ts'

/** A number as a reader takes it: 12.3 of `≤ 12.3 %`, −0.2 of `−0.2 pp`. */
const read = (text: string) => Number(text.replace('−', '-').replace(/[^\d.eE+-]/g, ''))

const kinds = fc.constantFrom('share' as const, 'ratio' as const, 'samples' as const, 'loss' as const)

/** A bound as people write them, and a value that lies anywhere from far away to 1e-13 beside it, or on it. */
const pairs = fc
  .record({
    digits: fc.integer({ min: 1, max: 9999 }),
    exponent: fc.integer({ min: -6, max: 2 }),
    apart: fc.oneof(
      fc.constant(0),
      fc.double({ min: 0.1, max: 1, noNaN: true }),
      fc.double({ min: -1, max: -0.1, noNaN: true }),
    ),
    order: fc.integer({ min: 0, max: 13 }),
  })
  .map(({ digits, exponent, apart, order }) => {
    const bound = Number(`${digits}e${exponent}`)
    return { bound, value: bound * (1 + apart * 10 ** -order) }
  })

const finding = (kind: Finding['kind'], parts: Partial<Finding>): Finding => ({
  ...checkOf(['a'], 'regressed', 'max').findings[0],
  kind,
  baseline: null,
  ...parts,
})

const rule = (kind: Rule['kind'], limit: number, relative = false): Rule => ({
  kind,
  quantity: 'focal.mean',
  limit,
  relative,
  text: '',
})

describe('a number beside a bound', () => {
  it('is shown on the side that it is on', () => {
    fc.assert(
      fc.property(kinds, pairs, (kind, { value, bound }) => {
        const [shown, limit] = [read(formatBeside(kind, value, bound)), read(formatBound(kind, bound))]
        expect(Math.sign(shown - limit)).toBe(Math.sign(value - bound))
      }),
      { numRuns: 2000 },
    )
  })

  it('is shown so by a check, whatever the rule', () => {
    fc.assert(
      fc.property(
        kinds,
        fc.constantFrom('max' as const, 'min' as const),
        pairs,
        (kind, bound, { value, bound: limit }) => {
          const one = finding(kind, { value, limit })
          const [shown, told] = [read(figureOf(one, value)), read(limitOf(one, rule(bound, limit)))]
          expect(Math.sign(shown - told)).toBe(Math.sign(value - limit))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is shown so where a change is too large', () => {
    fc.assert(
      fc.property(
        kinds,
        fc.constantFrom('max-increase' as const, 'max-decrease' as const),
        fc.boolean(),
        pairs,
        (kind, bound, relative, { value, bound: limit }) => {
          fc.pre(value > 0)
          // Powers of two divide and multiply exactly.
          const one = finding(kind, { value: 0, baseline: 2, worse: relative ? 2 * value : value, limit })
          const change = Math.abs(read(changeOf(one, rule(bound, limit, relative))))
          const told = Math.abs(read(limitOf(one, rule(bound, limit, relative))))
          expect(Math.sign(change - told)).toBe(Math.sign(value - limit))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('has no more digits than that takes', () => {
    expect(formatBeside('share', 0.2000000001, 0.2)).toBe('20.00000001 %')
    expect(formatBeside('share', 0.25, 0.2)).toBe('25.0 %')
    expect(formatBeside('share', 0.00001, 0.2)).toBe('<0.1 %')
    expect(formatBeside('samples', 400.4, 400.3)).toBe('400.4')
    expect([
      formatBound('share', 0.2),
      formatBound('share', 0.9999999),
      formatBound('samples', 123.4),
    ]).toEqual(['20.0 %', '99.99999 %', '123.4'])
  })
})
