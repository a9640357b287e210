import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawBenchmark } from '../../../../src/views/layouts/check/benchmark.ts'
import { checkOf, HOSTILE, UNSAFE } from '../../../made/check-report.ts'

describe('the benchmark', () => {
  it('is what customSmallerIsBetter reads: name, unit and value', () => {
    expect(JSON.parse(drawBenchmark(checkOf(['a', 'b'])))).toEqual([
      { name: 'focal.mean [a]', unit: 'loss', value: 0.2 },
      { name: 'focal.mean [b]', unit: 'loss', value: 0.2 },
    ])
  })

  it('has a quantity once, though several rules are about it', () => {
    const { findings, ...report } = checkOf(['a'])
    expect(JSON.parse(drawBenchmark({ ...report, findings: [...findings, ...findings] }))).toHaveLength(1)
  })

  it('leaves out what has no value, and what should be large', () => {
    const [finding] = checkOf(['a']).findings
    const unknown = { ...finding, verdict: 'cannot compare' as const, value: null }
    expect(JSON.parse(drawBenchmark({ ...checkOf(['a']), findings: [unknown] }))).toEqual([])
    for (const kind of ['min', 'max-decrease'] as const)
      expect(JSON.parse(drawBenchmark(checkOf(['a'], 'passed', kind)))).toEqual([])
  })

  it('keeps names inert as code in a table', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)), (name) => {
        const text = drawBenchmark(checkOf([name]))
        expect(text).not.toMatch(UNSAFE)
        const [entry] = JSON.parse(text)
        expect(entry.name).not.toMatch(/[`|\n\r]/)
        expect(Object.keys(entry)).toEqual(['name', 'unit', 'value'])
      }),
    )
  })
})
