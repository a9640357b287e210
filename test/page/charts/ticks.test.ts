import { describe, expect, it } from 'vitest'
import { textWidth } from '../../../src/page/charts/kit/text-size.ts'
import { countTicks, logOddsTicks, shortCount, withoutOverlap } from '../../../src/page/charts/kit/ticks.ts'

const textsOf = (ticks: readonly { readonly text: string }[]) => ticks.map(({ text }) => text)

describe('ticks of counts', () => {
  it('are whole', () => {
    expect(textsOf(countTicks(2, false, 5))).toEqual(['0', '1', '2'])
    expect(textsOf(countTicks(1, false, 5))).toEqual(['0', '1'])
  })

  it('are powers of ten on a logarithmic axis, thinned where there is little room', () => {
    expect(textsOf(countTicks(1234567, true, 8))).toEqual(['1', '10', '100', '1k', '10k', '100k', '1M'])
    expect(textsOf(countTicks(1234567, true, 4))).toEqual(['1', '100', '10k', '1M'])
  })

  it('are short', () => {
    expect([0, 7, 999, 1500, 2e6, 3.25e9].map(shortCount)).toEqual(['0', '7', '999', '1.5k', '2M', '3.25G'])
  })
})

describe('log-odds ticks', () => {
  const at = (margin: number) => 200 + margin * 20

  it('name the middle first, then the decades outwards', () => {
    expect(textsOf(logOddsTicks(-7, 7)).slice(0, 5)).toEqual(['0.5', '0.1', '0.9', '0.01', '0.99'])
  })

  it('have an end that is a decade', () => {
    const ends = [Math.log(0.001 / 0.999), Math.log(0.999 / 0.001)] as const
    expect(textsOf(logOddsTicks(...ends))).toEqual(expect.arrayContaining(['0.001', '0.999']))
  })

  it('are powers of ten far out', () => {
    const ticks = logOddsTicks(-12, 12)
    expect(ticks.find(({ text }) => text === '10⁻⁵')?.value).toBeCloseTo(Math.log(1e-5 / (1 - 1e-5)), 12)
    expect(textsOf(ticks)).toContain('1−10⁻⁴')
  })

  it('drop lesser ones whose labels would touch', () => {
    const kept = withoutOverlap(logOddsTicks(-9, 9), at)
    expect(textsOf(kept)).toContain('0.5')
    const sorted = [...kept].sort((a, b) => a.value - b.value)
    for (const [i, tick] of sorted.slice(1).entries()) {
      const halves = (textWidth(tick.text) + textWidth(sorted[i].text)) / 2
      expect(at(tick.value) - at(sorted[i].value)).toBeGreaterThan(halves)
    }
  })
})
