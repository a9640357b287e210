import { describe, expect, it } from 'vitest'
import { answerOf } from '../../src/page/model/answer.ts'
import { curveLines, curveNote } from '../../src/page/model/curve-data.ts'
import { factsOf } from '../../src/page/model/facts.ts'
import { filesOf, intervalNote, lowestOf } from '../../src/page/model/file-data.ts'
import { sampleTable } from '../../src/page/model/sample-data.ts'
import { sharesOf } from '../../src/page/model/share-data.ts'
import { readLoss } from '../../src/page/state/bounds.ts'
import { formatShare } from '../../src/views/words/numbers.ts'
import { BINARY, SOFTMAX } from '../made/contents.ts'
import { pageOf } from '../made/page-of.ts'

describe('the sentence that stands out', () => {
  it('holds the open loss against cross-entropy, where they differ most', () => {
    const { model, initial } = pageOf([SOFTMAX], ['ce', 'focal:gamma=2'])
    const [ce, focal] = initial.losses.map(({ loss }) => {
      const { bands } = model.compare(0, loss, initial)
      return formatShare(bands.find(({ band }) => band === 'hard')!.lossShare)
    })
    expect(answerOf(model, initial)).toBe(
      `focal γ=2 puts ${focal} of its loss on hard samples; cross-entropy ${ce}.`,
    )
  })

  it('names the band with binary data', () => {
    const { model, initial } = pageOf([BINARY], ['focal:alpha=0.95,gamma=0'])
    expect(answerOf(model, initial)).toMatch(/^focal α=0.95 γ=0 puts .* on positive samples; cross-entropy/)
  })

  it('says of cross-entropy itself what the hard samples carry', () => {
    const { model, initial } = pageOf([BINARY], ['ce'])
    expect(answerOf(model, initial)).toMatch(/^Hard samples are .* % of all; they carry .* % of ce\.$/)
  })

  it('has something to say where no sample is hard', () => {
    const { model, initial } = pageOf([{ ...BINARY, shift: 20 }], ['ce'])
    expect(answerOf(model, initial)).toBe('No sample is hard at this threshold.')
  })
})

describe('the facts', () => {
  it.each([
    [BINARY, /^400 samples, \d+ positive \(\d+\.\d %\), binary, from logits$/],
    [SOFTMAX, /^400 samples, softmax of 3 classes, from logits$/],
    [{ ...BINARY, weighted: true }, /, weighted by "weight"$/],
  ])('say in a line what was read', (shape, line) => {
    const { model, initial } = pageOf([shape], ['ce'])
    expect(factsOf(model, initial)).toMatch(line)
  })
})

describe('the diff table', () => {
  it('has the change to the first file, of the very figures', () => {
    const { model, initial } = pageOf([BINARY, { ...BINARY, shift: 1 }], ['ce', 'focal:gamma=2'])
    const { columns, rows } = filesOf(model, initial)
    expect(columns.map(({ title }) => title)).toEqual(['mean', 'ce', 'focal γ=2'])
    expect(rows.map(([name]) => name.text)).toEqual(['made-1.csv', 'made-2.csv'])
    for (const column of [1, 2]) {
      const [first, second] = rows.map((row) => row[column])
      const { value } = second.below!.figure!
      expect(value).toBe((second.figure!.value! - first.figure!.value!) / first.figure!.value!)
      expect(first.below!.text).toBe('')
      // Of better samples.
      expect(second.below).toMatchObject({
        tone: 'good',
        text: `${(-100 * value!).toFixed(1)} % lower`,
      })
    }
    expect(lowestOf(model, initial)).toBe('made-2.csv is lowest by both losses.')
  })
})

describe('an interval of pairs', () => {
  const losses = (difference: number, reach: number) => ({
    spec: 'ce:alpha=none',
    title: 'ce',
    difference,
    interval: [difference - reach, difference + reach] as const,
    significant: Math.abs(difference) > reach,
  })
  const files = [BINARY, { ...BINARY, shift: 1 }, { ...BINARY, shift: -1 }]
  const { model, initial } = pageOf(files, ['ce', 'focal:gamma=2'])
  const change = (difference: number, reach: number) => ({
    by: 'id' as const,
    confidence: 0.95,
    losses: [losses(difference, reach), null],
  })
  const paired = { ...model, changes: [null, change(-0.0078, 0.00035), change(0.0002, 0.0003)] }
  const below = (state: typeof initial, file: number, column: number) =>
    filesOf(paired, state).rows[file][column].below!

  it('stands beside the change, and takes the colour from what is within chance', () => {
    expect(below(initial, 1, 1)).toMatchObject({
      tone: 'good',
      text: expect.stringMatching(/^\d+\.\d % lower\n−0\.00780 ± 0\.00035$/),
    })
    expect(below(initial, 2, 1)).toMatchObject({
      tone: 'dim',
      text: expect.stringMatching(/ higher,\nwithin chance\n\+0\.00020 ± 0\.00030$/),
    })
    expect(intervalNote(paired, initial)).toContain(
      '± is the 95 % interval of the change in the same samples',
    )
  })

  it('is of a loss that the page began with, and of means', () => {
    expect(below(initial, 1, 2).text).toMatch(/^\d+\.\d % lower$/)
    expect(intervalNote(paired, initial)).toContain('What the page did not begin with has none.')
    const sums = { ...initial, reduction: 'sum' as const }
    expect(below(sums, 1, 1).text).not.toContain('±')
    expect(intervalNote(paired, sums)).toBe(null)
    expect(intervalNote(model, initial)).toBe(null)
  })
})

describe('the hardest samples', () => {
  it('have the losses of their class’s factor, and harmless names', () => {
    const { model, initial } = pageOf([SOFTMAX], ['focal:alpha=1,2,0.5,gamma=0'])
    const samples = [
      {
        row: 7,
        id: 'a\u202eb',
        label: 'dog',
        place: 1,
        positive: null,
        predicted: 'cat\u202e',
        confidence: 0.9,
        margin: -3,
        weight: 1,
      },
    ]
    const files = model.files.map((file) => ({ ...file, samples }))
    const { rows } = sampleTable({ ...model, files }, initial, 10)
    const cells = ['a\ufffdb', 'dog', 'cat\ufffd', '0.9000', '0.04743', '−3.00', '6.097']
    expect(rows[0].map(({ text }) => text)).toEqual(cells)
    expect(rows[0][6].figure!.value).toBeCloseTo(2 * Math.log1p(Math.exp(3)), 14)
  })

  it('have weights where any is not 1', () => {
    const { model, initial } = pageOf([BINARY], ['ce'])
    const sample = {
      row: 7,
      id: null,
      label: '1',
      place: 1,
      positive: true,
      predicted: null,
      negations: [],
      confidence: null,
      margin: -3,
    }
    const tableOf = (...weights: number[]) => {
      const samples = weights.map((weight) => ({ ...sample, weight }))
      return sampleTable({ ...model, files: model.files.map((file) => ({ ...file, samples })) }, initial, 10)
    }
    const { columns, rows } = tableOf(1, 0.25)
    expect(columns.map(({ title }) => title)).toEqual(['row', 'class', 'pt', 'margin', 'weight', 'ce'])
    expect(rows.map((row) => row[4].text)).toEqual(['1', '0.25'])
    expect(tableOf(1, 1).columns.map(({ title }) => title)).not.toContain('weight')
  })
})

describe('the curves', () => {
  const { bounds, initial } = pageOf([BINARY], ['focal:alpha=0.25,gamma=2', 'article-focal'])

  it('leave out what has none, and say what they stand for', () => {
    expect(curveLines(initial).series.map(({ name }) => name)).toEqual(['focal α=0.25 γ=2'])
    expect(curveNote(initial)).toMatch(/^With α .* article-focal modulates/)
    expect(curveNote({ ...initial, losses: [{ loss: readLoss('ce', bounds), series: 0 }] })).toBe('')
  })

  it.each([
    [
      'focal:alpha=0.25',
      'With α a curve is that of a positive; for a negative it is (1 − α) / α times as high.',
    ],
    ['focal:alpha=0', 'With α a curve is that of a positive.'],
    ['poly1-focal:alpha=0.25,poly-alpha=off', 'With α a curve is that of a positive.'],
  ])('say what a negative has where that is a multiple: %s', (spec, note) => {
    expect(curveNote({ ...initial, losses: [{ loss: readLoss(spec, bounds), series: 0 }] })).toBe(note)
  })

  it('have room for all of a gradient, and for a loss but at the very left', () => {
    expect(curveLines({ ...initial, curve: 'gradient' }).y.domain[0]).toBeLessThan(0)
    const losses = [{ loss: readLoss('ce', bounds), series: 0 }]
    expect(curveLines({ ...initial, losses }).y.domain[1]).toBeCloseTo(-Math.log(0.015), 12)
  })
})

describe('the stacked bars', () => {
  it('are of the samples first, then of each loss, each a whole', () => {
    const { model, initial } = pageOf([BINARY], ['ce', 'focal:gamma=2'])
    const { rows } = sharesOf(model, initial)
    expect(rows.map(({ name, series }) => [name, series])).toEqual([
      ['samples', null],
      ['ce', 0],
      ['focal γ=2', 1],
    ])
    for (const { parts } of rows) {
      expect(parts.map(({ kind }) => kind)).toEqual([0, 1, 2, 3])
      expect(parts.reduce((sum, { share }) => sum + share!, 0)).toBeCloseTo(1, 12)
    }
  })
})
