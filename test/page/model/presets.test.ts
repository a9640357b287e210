import { describe, expect, it } from 'vitest'
import { kinksAnywhere } from '../../../src/losses/bound.ts'
import { LOSSES } from '../../../src/losses/index.ts'
import { presetGroups } from '../../../src/page/model/presets.ts'
import { lossOf } from '../../made/any-loss.ts'
import { BINARY, SOFTMAX } from '../../made/contents.ts'
import { pageOf } from '../../made/page-of.ts'

/** The margin of a kink at which every sketch is parted. */
const isOfBin = (kink: number) => Number.isInteger(8 * kink)

const specsOf = (groups: ReturnType<typeof presetGroups>) =>
  groups.flatMap(({ presets }) => presets.map(({ spec }) => spec))

describe('the presets', () => {
  it('hold every loss that the sketch is parted for, by what it is for, and every setting of the papers', () => {
    const specs = specsOf(presetGroups(pageOf([BINARY], ['ce']).bounds))
    expect(specs).toContain('focal:alpha=0.25,gamma=2')
    expect(specs).toContain('article-ce')
    const smooth = LOSSES.map(({ name }) => lossOf(name)).filter((loss) => kinksAnywhere(loss).every(isOfBin))
    const reported = LOSSES.flatMap(({ presets }) => presets.map(({ spec }) => spec))
    const offered = reported.filter((spec) => kinksAnywhere(lossOf(spec)).every(isOfBin))
    const names = smooth.map(({ definition }) => definition.name)
    expect(specs).toEqual(expect.arrayContaining([...names, ...offered]))
    expect(new Set(specs).size).toBe(specs.length)
  })

  it('leave out what means nothing with softmax: a single alpha, and the article’s first listing', () => {
    const specs = specsOf(presetGroups(pageOf([SOFTMAX], ['ce']).bounds))
    expect(specs.filter((spec) => spec.includes('alpha'))).toEqual([])
    expect(specs).not.toContain('article-ce')
    expect(specs).toContain('poly1:epsilon=-1')
  })
})
