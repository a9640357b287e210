import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLoss } from '../../../src/page/state/bounds.ts'
import { formatHash, parseHash } from '../../../src/page/state/hash.ts'
import { addLoss, removeLoss, type State } from '../../../src/page/state/state.ts'
import { BINARY, SOFTMAX } from '../../made/contents.ts'
import { pageOf } from '../../made/page-of.ts'

const { bounds, initial } = pageOf([BINARY, BINARY], ['ce', 'focal:gamma=2'])
const roundTrip = (state: State) => parseHash(formatHash(state, initial, bounds), initial, bounds)

describe('the address', () => {
  it('is empty at the beginning', () => {
    expect(formatHash(initial, initial, bounds)).toBe('')
    expect(parseHash('', initial, bounds)).toEqual({ state: initial, problems: [] })
  })

  it('says what has changed, and no more', () => {
    expect(formatHash({ ...initial, curve: 'gradient', file: 0 }, initial, bounds)).toBe(
      'file=1&curve=gradient',
    )
  })

  it('carries losses that a person can read', () => {
    const state = addLoss(initial, readLoss('focal:alpha=0.25,gamma=3', bounds))
    expect(formatHash(state, initial, bounds)).toContain('loss=focal:alpha=0.25,gamma=3')
    expect(roundTrip(state)).toEqual({ state, problems: [] })
  })

  it('keeps the colours of the losses that stay', () => {
    const state = removeLoss(addLoss(initial, readLoss('poly1', bounds)), 0)
    expect(state.losses.map(({ series }) => series)).toEqual([1, 2])
    expect(roundTrip(state)).toEqual({ state, problems: [] })
  })

  it('brings the line back from either end of data that reach far', () => {
    const { bounds, initial } = pageOf(
      [
        { ...BINARY, shift: 25 },
        { ...BINARY, shift: -25 },
      ],
      ['ce'],
    )
    for (const margin of [bounds.margins[0], bounds.margins.at(-1)!]) {
      const state = { ...initial, margin }
      expect(Math.abs(margin)).toBeGreaterThan(20)
      expect(parseHash(formatHash(state, initial, bounds), initial, bounds)).toEqual({ state, problems: [] })
    }
  })

  it('has the losses with their colours, though they are those of the beginning', () => {
    const [ce, focal] = initial.losses
    const losses = [
      { ...ce, series: 1 },
      { ...focal, series: 0 },
    ]
    const state = { ...initial, losses }
    expect(formatHash(state, initial, bounds)).toMatch(/^loss=ce:alpha=none&loss=focal.*&colors=1,0$/)
    expect(roundTrip(state)).toEqual({ state, problems: [] })
  })

  it('brings back any state', () => {
    const states = fc.record({
      selected: fc.constantFrom(0, 1),
      file: fc.constantFrom(0, 1),
      margin: fc.constantFrom(...bounds.margins),
      reduction: fc.constantFrom('mean', 'sum', 'positives'),
      curve: fc.constantFrom('value', 'weight', 'gradient'),
      share: fc.constantFrom('loss', 'gradient'),
      side: fc.constantFrom('negative', 'positive'),
      map: fc.constantFrom(...bounds.quantities),
      counts: fc.constantFrom('linear', 'log'),
    })
    fc.assert(
      fc.property(states, (changes) => {
        const state = { ...initial, ...changes } as State
        expect(roundTrip(state)).toEqual({ state, problems: [] })
      }),
    )
  })

  it('carries a factor for each class', () => {
    const { bounds, initial } = pageOf([SOFTMAX], ['focal'])
    const state = addLoss(initial, readLoss('focal:alpha=1,2,0.5,gamma=1', bounds))
    expect(parseHash(formatHash(state, initial, bounds), initial, bounds).state).toEqual(state)
  })
})

describe('a malformed address', () => {
  it.each([
    ['selected=9', 'The address says selected is "9", which it cannot be.'],
    ['file=0', 'The address says file is "0", which it cannot be.'],
    ['threshold=1.5', 'The address says threshold is "1.5", which it cannot be.'],
    ['threshold=NaN', 'The address says threshold is "NaN", which it cannot be.'],
    ['reduction=median', 'The address says reduction is "median", which it cannot be.'],
    ['curve=__proto__', 'The address says curve is "__proto__", which it cannot be.'],
    ['map=constructor', 'The address says map is "constructor", which it cannot be.'],
    ['colors=1,0', 'The address says colors is "1,0", which it cannot be.'],
    ['treshold=0.9', 'The address speaks of "treshold", which means nothing here.'],
    ['constructor', 'The address speaks of "constructor", which means nothing here.'],
    ['by=class', 'The address says by is "class", which it cannot be.'],
    ['loss=nonsense', 'The address asks for a loss that cannot be shown: there is no loss "nonsense".'],
    ['loss=focal:gamma=99', 'The address asks for a loss that cannot be shown: focal: gamma=99 is above 10.'],
  ])('leaves %s as at the beginning, and says so', (hash, problem) => {
    expect(parseHash(hash, initial, bounds)).toEqual({ state: initial, problems: [problem] })
  })

  it.each([
    '1,1',
    '0',
    '0,1,2',
    '0,8',
    '0,x',
    '0, 1',
    '',
  ])('leaves its losses in the colours of their places where it says they are "%s"', (colors) => {
    const hash = `loss=poly1&loss=ce&colors=${encodeURIComponent(colors)}`
    const { state, problems } = parseHash(hash, initial, bounds)
    expect(state.losses.map(({ series }) => series)).toEqual([0, 1])
    expect(problems).toEqual([`The address says colors is "${colors}", which it cannot be.`])
  })

  it('keeps the losses that it can read', () => {
    const { state, problems } = parseHash('loss=nonsense&loss=poly1', initial, bounds)
    expect(state.losses.map(({ loss }) => loss.definition.name)).toEqual(['poly1'])
    expect(state.selected).toBe(0)
    expect(problems).toHaveLength(1)
  })

  it('quotes little of a long word, and looks at no endless address', () => {
    const [problem] = parseHash(`curve=${'x'.repeat(5000)}`, initial, bounds).problems
    expect(problem.length).toBeLessThan(120)
    expect(parseHash('x'.repeat(200_000), initial, bounds).state).toBe(initial)
  })

  it('never throws', () => {
    const words = fc.constantFrom(
      'loss',
      'selected',
      'threshold',
      'colors',
      'file',
      '=',
      '&',
      '%',
      '%zz',
      ':',
      ',',
      '-1',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string())), (pieces) => {
        const { state } = parseHash(pieces.join(''), initial, bounds)
        expect(state.losses.length).toBeGreaterThan(0)
        expect(state.selected).toBeLessThan(state.losses.length)
      }),
    )
  })
})
