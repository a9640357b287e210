import { describe, expect, it } from 'vitest'
import { readLines, stopsOf } from '../../../src/page/charts/lines/line-readout.ts'
import { createCumulative } from '../../../src/page/model/cumulative-data.ts'
import { createGroups } from '../../../src/page/model/group-data.ts'
import { createSweepMap } from '../../../src/page/model/map-data.ts'
import { numbersOf } from '../../../src/page/model/number-data.ts'
import { readLoss } from '../../../src/page/state/bounds.ts'
import { type State, setParameters } from '../../../src/page/state/state.ts'
import { thresholdOf } from '../../../src/page/state/threshold.ts'
import { type CompareReport, compareSketched } from '../../../src/questions/compare/compare.ts'
import { BINARY, madeUp, type Shape, SOFTMAX } from '../../made/contents.ts'
import { pageOf } from '../../made/page-of.ts'

const MULTILABEL: Shape = { task: 'multilabel', classes: ['sea', 'sky', 'sun'], perClass: true }
const SLICED: Shape = { ...BINARY, slices: ['day', 'night'], weighted: true }

/** What `lossctl compare` says, of the data before they are encoded. */
function compared(shape: Shape, specs: readonly string[], { margin, reduction }: State): CompareReport {
  const { bounds } = pageOf([shape], ['ce'])
  const losses = specs.map((spec) => readLoss(spec, bounds))
  const options = {
    threshold: thresholdOf(margin),
    margin,
    reduction,
    classWeights: null,
    by: null,
    hardest: 0,
  }
  return compareSketched(madeUp(shape), losses, options)
}

describe('the table of numbers', () => {
  it.each([
    ['binary', BINARY, ['ce', 'focal:alpha=0.25,gamma=2', 'poly1:epsilon=-1']],
    ['sliced and weighted', SLICED, ['ce', 'focal:alpha=0.25,gamma=2']],
    ['multi-label', MULTILABEL, ['ce', 'focal:alpha=0.75,gamma=1']],
    [
      'multi-label, a number for each class',
      MULTILABEL,
      ['ce', 'focal:alpha=0.25,0.5,0.9,gamma=2,1,0.5', 'asl:gamma-minus=4,1,0.5,clip=0'],
    ],
    ['softmax, a gamma for each class', SOFTMAX, ['ce', 'focal:gamma=2,1,0.5']],
    ['softmax', SOFTMAX, ['focal:gamma=2', 'focal:alpha=1,2,0.5,gamma=2', 'article-focal:gamma=1']],
  ])('has the numbers of compare to 1e-12, whatever is pooled: %s', (_, shape, specs) => {
    const { model, initial } = pageOf([shape], specs)
    for (const margin of [0, 1, -0.5]) {
      const state = { ...initial, margin }
      const report = compared(shape, specs, state)
      const figures = numbersOf(model, state).rows.flatMap((row) => row.flatMap(({ figure }) => figure ?? []))
      expect(figures).toHaveLength(specs.length * (3 + report.bands.length))
      for (const { loss, name, value } of figures) {
        const wanted = lookUp(report, loss, name)
        expect(Math.abs(value! - wanted), `${loss} ${name}`).toBeLessThanOrEqual(1e-12 * Math.abs(wanted))
      }
    }
  })
})

function lookUp({ losses }: CompareReport, spec: string, name: string): number {
  const loss = losses.find((one) => one.spec === spec)!
  const band = loss.bands.find((one) => name === `${one.band}.lossShare`)
  return band ? band.lossShare! : loss[name as 'value']!
}

describe('the bars of groups', () => {
  it('are the means of the classes, worst first', () => {
    const { model, initial } = pageOf([SOFTMAX], ['focal:gamma=2'])
    const { rows } = createGroups(model).data(initial)!
    const whole = compareSketched(madeUp(SOFTMAX), [initial.losses[0].loss], {
      threshold: 0.5,
      reduction: 'mean',
      classWeights: null,
      by: 'class',
      hardest: 0,
    })
    expect(rows.map(({ name, count }) => [name, count])).toEqual(
      whole.groups!.map(({ name, count }) => [name, count]),
    )
    rows.forEach(({ value }, i) => {
      expect(value).toBeCloseTo(whole.groups![i].losses[0].value!, 12)
    })
  })

  it('tell how many samples of a class are positive, and nothing where all have one sign', () => {
    const { model, initial } = pageOf([MULTILABEL], ['ce'])
    const { rows, counted } = createGroups(model).data(initial)!
    expect(counted).toBe('labels')
    const cells = new Map(rows.map(({ name, count, positive }) => [name, [count, positive]]))
    const options = {
      threshold: 0.5,
      reduction: 'mean',
      classWeights: null,
      by: 'class',
      hardest: 0,
    } as const
    for (const { name, count, bands } of compareSketched(
      madeUp(MULTILABEL),
      [initial.losses[0].loss],
      options,
    ).groups!) {
      const positives = bands.filter(({ band }) => band.endsWith('positive'))
      expect(cells.get(name)).toEqual([count, positives.reduce((sum, one) => sum + one.count, 0)])
    }
    const ofTwo = pageOf([BINARY], ['ce'])
    const { rows: both } = createGroups(ofTwo.model).data({ ...ofTwo.initial, by: 'class' })!
    expect(both.map(({ positive }) => positive)).toEqual([null, null])
  })

  it('have those of the first file beside them', () => {
    const { model, initial } = pageOf([SOFTMAX, { ...SOFTMAX, shift: 1 }], ['ce'])
    const first = createGroups(model).data({ ...initial, file: 0 })!
    const second = createGroups(model).data({ ...initial, file: 1 })!
    for (const { name, overlay, value } of second.rows) {
      expect(overlay).toBe(first.rows.find((row) => row.name === name)!.value)
      expect(value).toBeLessThan(overlay!)
    }
    expect([first.overlayName, second.overlayName]).toEqual([undefined, 'made-1.csv'])
    const labels = ({ rows }: typeof first) => new Map(rows.map((row) => [row.name, row.label]))
    expect(new Map(second.rows.map((row) => [row.name, row.overlayLabel]))).toEqual(labels(first))
  })

  it('are those of slices when there are some', () => {
    const { model, initial } = pageOf([SLICED], ['ce'])
    expect(initial.by).toBe('slice')
    expect(
      new Set(
        createGroups(model)
          .data(initial)!
          .rows.map(({ name }) => name),
      ),
    ).toEqual(new Set(['day', 'night']))
  })
})

describe('the heat map', () => {
  const { model, initial } = pageOf([BINARY], ['focal:alpha=0.3,gamma=2'])
  const map = createSweepMap(model)

  it('shows gamma against alpha for focal loss, and marks the setting between two cells', () => {
    const { rowAxis, columnAxis, current } = map.data(initial)!
    expect([rowAxis.label, columnAxis.label]).toEqual(['γ', 'α'])
    expect(current!.row).toBe(rowAxis.values.indexOf(2))
    expect(current!.column).toBeCloseTo(2 + 1 / 3, 12)
  })

  it('has in each cell what the table says once somebody has gone there', () => {
    const { values } = map.data(initial)!
    const state = setParameters(initial, map.settingAt(initial, 3, 6))
    const { bands } = model.compare(0, state.losses[0].loss, state)
    const easy = bands.filter(({ band }) => band.startsWith('easy'))
    expect(values[3][6]).toBeCloseTo(
      easy.reduce((sum, { lossShare }) => sum + lossShare!, 0),
      12,
    )
  })

  it('is a strip for a loss with one number, and nothing for one with none', () => {
    const softmax = pageOf([SOFTMAX], ['focal:gamma=2'])
    const strips = createSweepMap(softmax.model)
    expect(strips.data(softmax.initial)!.values).toHaveLength(1)
    const loss = readLoss('ce', softmax.bounds)
    expect(strips.data({ ...softmax.initial, losses: [{ loss, series: 0 }] })).toBeNull()
  })
})

describe('the cumulative curves', () => {
  it('rise from 0 to 1, and have that of the open loss in the first file behind them', () => {
    const { model, initial } = pageOf([BINARY, { ...BINARY, shift: 1 }], ['ce', 'focal:gamma=2'])
    const { series } = createCumulative(model).data(initial)
    expect(series.map(({ series, faint = false }) => [series, faint])).toEqual([
      [0, false],
      [1, false],
      [1, true],
    ])
    for (const { points } of series) {
      expect([points[0], points.at(-1)]).toEqual([
        [0, 0],
        [1, 1],
      ])
    }
  })

  it('can all be read where the first one can, each value within its bounds', () => {
    const { model, initial } = pageOf([BINARY, { ...BINARY, shift: 1 }], ['ce', 'focal:gamma=2'])
    const data = createCumulative(model).data({ ...initial, file: 1 })
    for (const { points, bounds } of data.series) {
      expect(bounds).toHaveLength(points.length)
      for (const [i, [low, high]] of bounds!.entries()) {
        expect(low).toBeLessThanOrEqual(points[i][1])
        expect(high).toBeGreaterThanOrEqual(points[i][1])
      }
      const places = new Set(points.map(([x]) => x))
      expect(stopsOf(data).filter((x) => !places.has(x))).toEqual([])
    }
    // A made-up sketch has many samples a bin: within one, their share is known to some digits only.
    expect(readLines(data, 0.9).some(({ text }) => / to /.test(text))).toBe(true)
  })
})
