import { describe, expect, it } from 'vitest'
import { createCellTexts } from '../../../src/page/charts/heat/heat-readout.ts'
import {
  binText,
  describeHistogram,
  hardText,
  thresholdText,
} from '../../../src/page/charts/histogram/histogram-readout.ts'
import { ptText } from '../../../src/page/charts/kit/pt-text.ts'
import type { HistogramData, LineData } from '../../../src/page/charts/kit/types.ts'
import {
  describeLines,
  readingText,
  readLines,
  stopsOf,
} from '../../../src/page/charts/lines/line-readout.ts'

const lines: LineData = {
  title: 'Loss against pt',
  x: { label: 'pt', domain: [0, 1], unit: 'pt' },
  y: { label: 'loss', domain: [0, 5], unit: 'number' },
  series: [
    {
      name: 'CE\u202e',
      series: 0,
      points: [
        [0, Number.POSITIVE_INFINITY],
        [0.5, Math.LN2],
        [1, 0],
      ],
    },
    { name: 'none', series: 1, points: [] },
  ],
}

const histogram: HistogramData = {
  bins: [
    { from: -1, to: 0, counts: [10, 3] },
    { from: 0, to: 1, counts: [990, 1] },
  ],
  kinds: [
    { name: 'negative', kind: 0 },
    { name: 'positive', kind: 1 },
  ],
  overlay: { name: 'old.csv', bins: [{ from: 0, to: 1, counts: [5, 6] }] },
  threshold: 0,
  candidates: [-1, 0, 1],
  counted: 'samples',
  logCount: false,
}

describe('a line chart', () => {
  it('reads its lines out at a place, and cleans their names', () => {
    expect(readingText(lines, 0.5)).toBe('pt 0.5: CE\ufffd 0.6931, none –')
  })

  it('has no numbers while nobody asks', () => {
    expect(readLines(lines, null).map(({ text }) => text)).toEqual(['', ''])
  })

  it('can be asked where its first line has points', () => {
    expect(stopsOf(lines)).toEqual([0, 0.5, 1])
    expect(stopsOf({ ...lines, series: [] })).toEqual([])
  })

  it('gives the bounds of a share where its digits are not known', () => {
    const shares: LineData = {
      ...lines,
      y: { label: 'share', domain: [0, 1], unit: 'share' },
      series: [
        {
          name: 'CE',
          series: 0,
          points: [
            [0, 0],
            [0.5, 0.2],
            [0.9, 0.54],
          ],
          bounds: [
            [0, 0],
            [0.19996, 0.20004],
            [0.5, 0.58652],
          ],
        },
      ],
    }
    const texts = [0, 0.5, 0.9].map((x) => readLines(shares, x)[0].text)
    expect(texts).toEqual(['0.0 %', '20.0 %', '50.0 to 58.7 %'])
  })

  it('is described by where its lines begin and end', () => {
    expect(describeLines(lines)).toContain('CE\ufffd goes from – to 0.')
  })
})

describe('a histogram', () => {
  it('counts what is hard in each class', () => {
    expect(hardText(histogram)).toBe('hard, pt < 0.5: negative 10 (1.0 %), positive 3 (75.0 %)')
  })

  it('has no share of a class without samples', () => {
    const empty = { ...histogram, bins: [], overlay: null }
    expect(hardText(empty)).toContain('negative 0 (–)')
    expect(describeHistogram(empty)).toContain('0 positive samples, none of them on the axis.')
  })

  it('has labels though all of them lie beyond its bins', () => {
    const kinds = [{ name: 'all', kind: 0, samples: 2000, hard: 500 }]
    expect(describeHistogram({ ...histogram, counted: 'labels', kinds, bins: [], overlay: null })).toBe(
      'Histogram of pt on a log-odds axis. 2,000 all labels, none of them on the axis.',
    )
  })

  it('takes the counts it is given over those of its bins', () => {
    const kinds = [{ name: 'all', kind: 0, samples: 2000, hard: 500 }]
    expect(hardText({ ...histogram, kinds })).toBe('hard, pt < 0.5: all 500 (25.0 %)')
  })

  it('does not guess how much of a bin is hard', () => {
    expect(hardText({ ...histogram, threshold: 0.25 })).toBe('hard, pt < 0.562')
  })

  it('says how many are in a bin, in the other file too', () => {
    expect(binText(histogram, histogram.bins[1])).toBe(
      'pt 0.5 to 0.731: negative 990, positive 1; old.csv: negative 5, positive 6',
    )
    expect(binText(histogram, histogram.bins[0])).not.toContain('old.csv')
  })

  it('names the threshold by pt and margin', () => {
    expect(thresholdText(histogram)).toMatch(/^pt 0\.5, margin 0; hard/)
  })

  it('is described by size and mode of each class', () => {
    expect(describeHistogram(histogram)).toContain('1,000 negative samples with their peak about pt 0.622.')
  })
})

describe('a heat map', () => {
  it('names a cell by its row and column', () => {
    const data = {
      title: '',
      rowAxis: { label: 'alpha', values: [0.25] },
      columnAxis: { label: 'gamma', values: [1, 2] },
      values: [[0.5, null]],
      unit: 'share' as const,
      current: null,
    }
    expect(createCellTexts(data)({ row: 0, column: 0 })).toBe('alpha 0.25, gamma 1: 50.0 %')
    expect(createCellTexts(data)({ row: 0, column: 1 })).toBe('alpha 0.25, gamma 2: –')
  })

  it('has no row to name where it has one axis only', () => {
    const data = {
      title: '',
      rowAxis: { label: '', values: [''] },
      columnAxis: { label: 'gamma', values: [2] },
      values: [[1.5]],
      unit: 'ratio' as const,
      current: null,
    }
    expect(createCellTexts(data)({ row: 0, column: 0 })).toBe('gamma 2: 1.500')
  })
})

describe('pt of a margin', () => {
  it('says how far from 1 it is where that is little', () => {
    expect([0, 2, -20, 8, 40].map(ptText)).toEqual(['0.5', '0.881', '2.06e-9', '1 − 3.35e-4', '1 − 4.25e-18'])
  })
})
