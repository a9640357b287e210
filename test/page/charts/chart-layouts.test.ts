import { describe, expect, it } from 'vitest'
import { chooseGroups, groupDomain } from '../../../src/page/charts/groups/group-choice.ts'
import { layoutHeat } from '../../../src/page/charts/heat/heat-layout.ts'
import { createShades } from '../../../src/page/charts/heat/heat-shade.ts'
import { layoutHistogram } from '../../../src/page/charts/histogram/histogram-layout.ts'
import { fitText, textWidth } from '../../../src/page/charts/kit/text-size.ts'
import type { HeatData, HistogramData, LineData } from '../../../src/page/charts/kit/types.ts'
import { layoutLines } from '../../../src/page/charts/lines/line-layout.ts'
import { layoutStack, stack } from '../../../src/page/charts/stacked/stacked-layout.ts'

const WIDTHS = [320, 375, 600, 1200]

describe('text', () => {
  it('is cut to what fits, with a sign of it', () => {
    const long = 'focal:alpha=0.25,gamma=2'
    expect(fitText(long, 1000)).toBe(long)
    expect(fitText(long, 60)).toMatch(/^focal.*…$/)
    expect(textWidth(fitText(long, 60))).toBeLessThanOrEqual(60)
    expect(fitText(long, 3)).toBe('')
  })
})

describe('the layout of lines', () => {
  const data: LineData = {
    title: '',
    x: { label: 'pt', domain: [0, 1], unit: 'pt' },
    y: { label: 'share', domain: [0, 1], unit: 'share' },
    series: [],
  }

  it('keeps plot and labels inside the drawing at every width', () => {
    for (const width of WIDTHS) {
      const { plot, height, xTicks, yTicks } = layoutLines(data, width)
      expect(plot.left).toBeGreaterThanOrEqual(Math.max(...yTicks.map(({ text }) => textWidth(text))))
      expect(plot.left + plot.width).toBeLessThan(width)
      expect(plot.top + plot.height).toBeLessThan(height)
      expect(xTicks.map(({ text }) => text)).toContain('1.0')
    }
  })
})

describe('the layout of a histogram', () => {
  const data: HistogramData = {
    bins: [
      { from: -2, to: -1, counts: [1000, 1] },
      { from: -1, to: 0, counts: [500, 3] },
    ],
    kinds: [
      { name: 'negative', kind: 0 },
      { name: 'positive', kind: 1 },
    ],
    overlay: { name: '', bins: [{ from: 0, to: 1, counts: [2000, 2] }] },
    threshold: 0,
    candidates: [0],
    counted: 'samples',
    logCount: false,
  }

  it('gives each class a panel as high as its fullest bin, in either file', () => {
    const { panels } = layoutHistogram(data, 600)
    const [negative, positive] = panels
    expect(negative.count.at(2000)).toBeCloseTo(negative.plot.top, 9)
    expect(positive.count.at(3)).toBeCloseTo(positive.plot.top, 9)
    expect(positive.plot.top).toBeGreaterThan(negative.plot.top + negative.plot.height)
  })

  it('spans the bins of both files', () => {
    const { x, plot } = layoutHistogram(data, 600)
    expect([x.at(-2), x.at(1)]).toEqual([plot.left, plot.left + plot.width])
  })

  it('has room for the threshold wherever it may stand', () => {
    const { x, plot, places } = layoutHistogram({ ...data, candidates: [-2, 0, 1, 4.5] }, 600)
    expect(places).toEqual([-2, 0, 1, 4.5])
    expect([x.at(-2), x.at(4.5)]).toEqual([plot.left, plot.left + plot.width])
  })

  it('can be drawn without bins', () => {
    const { panels, xTicks } = layoutHistogram({ ...data, bins: [], overlay: null }, 600)
    expect(panels).toHaveLength(2)
    expect(xTicks.length).toBeGreaterThan(0)
  })
})

describe('stacked parts', () => {
  const partsOf = (...shares: (number | null)[]) => shares.map((share) => ({ name: '', kind: 0, share }))

  it('follow each other', () => {
    expect(stack(partsOf(0.25, 0.5, 0.25))).toEqual([
      { from: 0, to: 0.25 },
      { from: 0.25, to: 0.75 },
      { from: 0.75, to: 1 },
    ])
  })

  it('lie left of 0 where they are negative', () => {
    expect(stack(partsOf(1.5, -0.5))).toEqual([
      { from: 0, to: 1.5 },
      { from: -0.5, to: 0 },
    ])
  })

  it('have no width where there is nothing to share', () => {
    expect(stack(partsOf(null, null))).toEqual([
      { from: 0, to: 0 },
      { from: 0, to: 0 },
    ])
  })

  it('end at 100 % though their shares are rounded', () => {
    const rows = [{ name: 'CE', series: 0, parts: partsOf(0.1, 0.2, 0.7000000000001) }]
    expect(layoutStack({ title: '', rows }, 600).xTicks.at(-1)?.text).toBe('100 %')
  })

  it('have their names above them where it is narrow', () => {
    const rows = [{ name: 'focal:alpha=0.25,gamma=2', series: 0, parts: partsOf(1) }]
    const [phone, desk] = [layoutStack({ title: '', rows }, 343), layoutStack({ title: '', rows }, 900)]
    expect(phone.plot.left).toBeLessThan(desk.plot.left)
    expect(phone.tops[0]).toBeGreaterThan(desk.tops[0])
  })
})

describe('a heat map', () => {
  const data: HeatData = {
    title: '',
    rowAxis: { label: 'alpha', values: [0.25, 0.75] },
    columnAxis: { label: 'gamma', values: Array.from({ length: 21 }, (_, i) => i / 4) },
    values: Array.from({ length: 2 }, () => Array.from({ length: 21 }, (_, i) => i / 20)),
    unit: 'share',
    current: null,
  }

  it('writes as many digits as fit into every cell', () => {
    const textAt = (width: number) => layoutHeat(data, width).texts[0][3]
    expect([1200, 700, 343].map(textAt)).toEqual(['15.0', '15', ''])
  })

  it('leaves column labels out evenly where they would touch', () => {
    const { columnTicks } = layoutHeat(data, 343)
    const gaps = columnTicks.slice(1).map(({ at }, i) => at - columnTicks[i].at)
    for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0], 9)
    expect(gaps[0]).toBeGreaterThan(Math.max(...columnTicks.map(({ text }) => textWidth(text))))
  })

  it('shades shares evenly and ratios by their logarithms', () => {
    expect(createShades({ ...data, values: [[0, 0.5, 1, null]] }).of(0.5)).toBe(0.5)
    expect(createShades({ ...data, unit: 'ratio', values: [[0.5, 1, 2]] }).of(1)).toBeCloseTo(0.5, 12)
  })

  it('gives a map of one value the middle shade, and none to what is unknown', () => {
    const shades = createShades({ ...data, values: [[0.3, null]] })
    expect([shades.of(0.3), shades.of(null)]).toEqual([0.5, null])
    expect(createShades({ ...data, values: [[null]] })).toMatchObject({ low: null, high: null })
  })
})

describe('the choice of groups', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => ({
    name: `Class ${i}`,
    count: 10,
    positive: null,
    value: 1 - i / 1000,
    label: '',
  }))

  it('is the worst ones', () => {
    const { shown, found } = chooseGroups(rows, '', 15)
    expect([shown.length, shown[14].name, found]).toEqual([15, 'Class 14', 1000])
  })

  it('looks for names in any case', () => {
    const { shown, found } = chooseGroups(rows, ' class 99 ', 15)
    expect([shown.map(({ name }) => name), found]).toEqual([
      ['Class 99', ...Array.from({ length: 10 }, (_, i) => `Class ${990 + i}`)],
      11,
    ])
  })

  it('keeps one scale for all, which has 0', () => {
    expect(groupDomain(rows)).toEqual([0, 1])
    expect(groupDomain([{ ...rows[0], value: -2, overlay: 3 }])).toEqual([-2, 3])
    expect(groupDomain([])).toEqual([0, 1])
  })
})
