import { describe, expect, it } from 'vitest'
import { thresholdMargin } from '../../../src/margin/margins.ts'
import { kindsOf } from '../../../src/page/model/histogram-data.ts'
import { boundsOf, initialState } from '../../../src/page/model/initial.ts'
import { createModel } from '../../../src/page/model/model.ts'
import { numbersOf } from '../../../src/page/model/number-data.ts'
import { parseHash } from '../../../src/page/state/hash.ts'
import { shortThreshold } from '../../../src/page/state/threshold.ts'
import type { ReportContent } from '../../../src/questions/report/report-content.ts'
import { BINARY, contentOf, type Shape, SOFTMAX } from '../../made/contents.ts'

function openContent(content: ReportContent) {
  const model = createModel(content)
  const bounds = boundsOf(model.files, content)
  return { model, bounds, initial: initialState(content, bounds) }
}

describe('what is shown at first', () => {
  it.each([
    0.0005, 0.3, 0.999, 0.99999999,
  ])('is parted at the pt asked for, near samples or not: %d', (threshold) => {
    const content = { ...contentOf([{ ...BINARY, thresholds: [threshold] }], ['ce']), threshold }
    const { bounds, initial } = openContent(content)
    expect(initial.margin).toBe(thresholdMargin(threshold))
    const hash = `threshold=${shortThreshold(initial.margin, bounds)}`
    expect(parseHash(hash, initial, bounds)).toEqual({ state: initial, problems: [] })
  })

  it.each<[string, Shape, Partial<ReportContent>]>([
    ['a reduction', SOFTMAX, { reduction: 'positives' }],
    ['a word for a reduction', BINARY, { reduction: 'median' as 'mean' }],
    [
      'losses',
      SOFTMAX,
      { losses: ['article-ce', 'focal:alpha=0.25', 'focal:alpha=1,2', 'nonsense', 'focal:gamma=99'] },
    ],
    [
      'a factor a class that nobody keeps apart',
      { ...SOFTMAX, perClass: false },
      { losses: ['ce:alpha=1,2,3'] },
    ],
    ['no loss', BINARY, { losses: [] }],
    ['too many losses', BINARY, { losses: Array.from({ length: 20 }, (_, i) => `focal:gamma=${i / 4}`) }],
    ['a threshold', BINARY, { threshold: 1 }],
  ])('can be drawn though the report asks for %s that does not fit', (_, shape, changes) => {
    const { model, initial } = openContent({ ...contentOf([shape], ['ce']), ...changes })
    expect(numbersOf(model, initial).rows.length).toBe(1 + initial.losses.length)
  })
})

describe('the histogram', () => {
  it('counts the samples beyond its bins among those of their class', () => {
    for (const shift of [-60, 60]) {
      const { model, initial } = openContent(contentOf([{ ...BINARY, shift }], ['ce']))
      const kinds = kindsOf(model.bands(0, initial))
      expect(kinds.map(({ name, samples }) => [name, samples])).toEqual([
        ['negative', 267],
        ['positive', 133],
      ])
      expect(kinds.map(({ hard }) => hard)).toEqual(shift < 0 ? [267, 133] : [0, 0])
    }
  })

  it('has one class with softmax', () => {
    const { model, initial } = openContent(contentOf([SOFTMAX], ['ce']))
    const [{ name, samples, hard }, ...others] = kindsOf(model.bands(0, initial))
    expect([name, samples, others]).toEqual(['all', 400, []])
    expect(hard).toBe(model.bands(0, initial).find(({ band }) => band === 'hard')!.count)
  })
})
