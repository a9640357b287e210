import { describe, expect, it } from 'vitest'
import { linearTicks } from '../../src/views/ticks.ts'

const textsOf = (ticks: readonly { readonly text: string }[]) => ticks.map(({ text }) => text)

describe('linear ticks', () => {
  it('are multiples of 1, 2 or 5 times a power of ten', () => {
    expect(textsOf(linearTicks(0, 1, 5, 'number'))).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'])
    expect(textsOf(linearTicks(0, 4.7, 5, 'number'))).toEqual(['0', '1', '2', '3', '4'])
    expect(textsOf(linearTicks(0, 320, 4, 'number'))).toEqual(['0', '100', '200', '300'])
  })

  it('say shares in per cent', () => {
    expect(textsOf(linearTicks(0, 1, 4, 'share'))).toEqual(['0 %', '50 %', '100 %'])
    expect(textsOf(linearTicks(0, 0.012, 3, 'share'))).toEqual(['0.0 %', '0.5 %', '1.0 %'])
  })

  it('write 0 without a sign, and others with a minus', () => {
    expect(textsOf(linearTicks(-1, 0, 2, 'number'))).toEqual(['−1.0', '−0.5', '0.0'])
  })

  it('are powers of ten where they are very small or large', () => {
    expect(textsOf(linearTicks(0, 4e-6, 2, 'number'))).toEqual(['0', '2e-6', '4e-6'])
    expect(textsOf(linearTicks(0, 4e-7, 2, 'number'))).toEqual(['0', '2e-7', '4e-7'])
    expect(textsOf(linearTicks(-3e-9, 0, 3, 'number'))).toEqual(['−3e-9', '−2e-9', '−1e-9', '0'])
    expect(textsOf(linearTicks(0, 2e21, 2, 'number'))).toEqual(['0', '1e+21', '2e+21'])
  })

  it('have no steps of their own where there is no width', () => {
    expect(linearTicks(3, 3, 5, 'number')).toEqual([])
  })

  it('do not miss an end that is rounded', () => {
    expect(linearTicks(0, 0.1 + 0.2, 3, 'number').at(-1)?.text).toBe('0.3')
  })
})
