import { describe, expect, it } from 'vitest'
import { presetGroups } from '../../../src/page/model/presets.ts'
import { BINARY, SOFTMAX } from '../../made/contents.ts'
import { pageOf } from '../../made/page-of.ts'

const specsOf = (groups: ReturnType<typeof presetGroups>) =>
  groups.flatMap(({ presets }) => presets.map(({ spec }) => spec))

describe('the presets', () => {
  it('hold every loss, and every setting of the papers, for binary data', () => {
    const specs = specsOf(presetGroups(pageOf([BINARY], ['ce']).bounds))
    expect(specs).toContain('focal:alpha=0.25,gamma=2')
    expect(specs).toContain('article-ce')
    expect(specs).toHaveLength(8 + 9 + 2)
    expect(new Set(specs).size).toBe(specs.length)
  })

  it('leave out what means nothing with softmax: a single alpha, and the article’s first listing', () => {
    const specs = specsOf(presetGroups(pageOf([SOFTMAX], ['ce']).bounds))
    expect(specs.filter((spec) => spec.includes('alpha'))).toEqual([])
    expect(specs).not.toContain('article-ce')
    expect(specs).toContain('poly1:epsilon=-1')
  })
})
