import { describe, expect, it } from 'vitest'
import { runsOf, widthOf } from '../../../src/views/drawings/rich-text.ts'

/** Written as a person would: an index behind _, a power behind ^, a variable between stars. */
const written = (words: string) =>
  runsOf(words)
    .map(({ text, place, isVariable }) => {
      const mark = { line: '', index: '_', power: '^' }[place]
      return `${mark}${isVariable ? `*${text}*` : text}`
    })
    .join('')

describe('words of ours', () => {
  it.each([
    ['FL = αt (1 − pt)^γ · CE', 'FL = *α*_t (1 − *p*_t)^γ · CE'],
    ['pt, the probability', '*p*_t, the probability'],
    ['pt > 0.6', '*p*_t > 0.6'],
    ['(1 − pt)^2', '(1 − *p*_t)^2'],
    ['focal γ=2', 'focal γ=2'],
    ['option, ptarmigan, adapt, opt_pt', 'option, ptarmigan, adapt, opt_pt'],
  ])('%s', (words, runs) => expect(written(words)).toBe(runs))

  it('lose no letter but the sign of a power', () => {
    for (const words of ['αt (1 − pt)^γ', 'd loss / d margin', 'pt', ''])
      expect(
        runsOf(words)
          .map(({ text }) => text)
          .join(''),
      ).toBe(words.replaceAll('^', ''))
  })

  it('are wider the more there is of them, and in Chinese as wide as high', () => {
    expect(widthOf('ill')).toBeLessThan(widthOf('mmm'))
    expect(widthOf('损失')).toBe(2)
  })
})
