import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { chooseLosses } from '../../src/losses/spec/choose.ts'
import { compareSketched } from '../../src/questions/compare/compare.ts'
import { fromContent, type SketchContent, toContent } from '../../src/sketched/sketch-content.ts'
import { anyDataset, type DatasetKind, type Sample, sketchedOf } from '../made/datasets.ts'
import { draws } from '../made/draws.ts'

const SAMPLES: readonly Sample[] = [-2, 0.1, 0.3, 0.31, 5, -770, 800].map((margin, index) => ({
  margin,
  weight: index % 3,
  slice: '',
  part: index % 2,
}))

const KIND: DatasetKind = {
  task: 'binary',
  perClass: false,
  by: false,
  weighted: false,
  thresholds: [0.3, 0.6],
}

// biome-ignore lint/suspicious/noExplicitAny: the tests put anything anywhere.
type Anything = any

const contentOf = (kind: Partial<DatasetKind> = {}): Anything =>
  JSON.parse(JSON.stringify(toContent(sketchedOf({ ...KIND, ...kind }, SAMPLES))))

/** What is wrong with a content; undefined when it is sound. */
function problemOf(content: unknown): string | undefined {
  try {
    fromContent('a.sketch.json', content)
    return undefined
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    return (error as InputError).problem.replace('is no sound sketch: ', '')
  }
}

/** Puts values at places of a content, such as `groups.0.counts.1`; undefined takes the place away. */
function edited(content: Anything, edits: Readonly<Record<string, unknown>>): Anything {
  for (const [place, value] of Object.entries(edits)) {
    const path = place.split('.')
    const parent = path.slice(0, -1).reduce((part, key) => part[key], content)
    if (value === undefined) delete parent[path.at(-1)!]
    else parent[path.at(-1)!] = value
  }
  return content
}

/** What a sound sketch of 7 samples is refused with when this is put into it. */
const EDITS: readonly (readonly [edits: Readonly<Record<string, unknown>>, problem: string])[] = [
  [{ slices: undefined }, 'the sketch has no "slices"'],
  [{ squares: undefined }, 'the sketch has no "squares"'],
  [{ 'groups.2': null }, 'entry 2 of its groups is no object'],
  [{ 'groups.2': [] }, 'entry 2 of its groups is no object'],
  [{ groups: null }, '"groups" of the sketch is not a list of entries'],
  [{ source: null }, 'its source is no object'],
  [{ source: [] }, 'its source is no object'],
  [{ 'source.rows': undefined }, 'its source has no "rows"'],
  [{ 'source.rows': 0.5 }, '"rows" of its source is not a whole number from 0 on'],
  [{ 'source.task': 'regression' }, '"task" of its source is not one of binary, softmax, multilabel'],
  [{ 'source.from': 'odds' }, '"from" of its source is not logits or probs'],
  [{ 'source.classes': [null, null] }, '"classes" of its source is not a list of texts'],
  [{ 'source.classes': ['0', '1', '2'] }, 'its task is binary, and it names 3 classes'],
  [{ 'source.classes': ['0'], 'source.task': 'softmax' }, 'its task is softmax, and it names 1 class'],
  [{ perClass: 'yes' }, '"perClass" of the sketch is not true or false'],
  [{ slices: [] }, 'it has no slices, not even one without a name'],
  [{ slices: ['day'] }, 'it has named slices, and its source was not read by any column'],
  [{ slices: ['day', 'day'], 'source.by': 'light' }, 'two of its slices have the same name'],
  [{ thresholds: [] }, 'its thresholds are not 1 to 64 ascending numbers between 0 and 1'],
  [{ thresholds: [0.3, 1] }, 'its thresholds are not 1 to 64 ascending numbers between 0 and 1'],
  [{ thresholds: [0.6, 0.3] }, 'its thresholds are not 1 to 64 ascending numbers between 0 and 1'],
  [{ 'edges.0': -0.8472 }, 'its edges are not the margins of its thresholds'],
  [{ kinks: [1.3] }, 'its edges are not the margins of its thresholds and kinks'],
  [{ kinks: null }, '"kinks" of the sketch is not a list of finite numbers'],
  [{ 'edges.2': 1.3 }, 'its edges are not the margins of its thresholds'],
  [{ 'groups.1.group': 2 }, 'entry 1 of its groups is of group 2, and there are 2 groups'],
  [{ 'groups.1.group': 0.5 }, '"group" of entry 1 of its groups is not a whole number from 0 on'],
  [{ 'groups.1.group': 0 }, 'entry 1 of its groups is of group 0, which was there before'],
  [{ 'groups.0.below': [0, 0] }, 'entry 0 of its groups has 2 numbers below and 2 above, not 6 and 2'],
  [{ 'groups.0.below.3': 1 / 0 }, '"below" of entry 0 of its groups is not a list of finite numbers'],
  [{ 'groups.0.below.3': null }, '"below" of entry 0 of its groups is not a list of finite numbers'],
  [{ 'groups.0.above.0': 0.5 }, 'entry 0 of its groups has no whole number of samples below or above'],
  [{ 'groups.0.below.1': 2 }, 'the numbers below or above of entry 0 of its groups contradict each other'],
  [{ 'groups.1.below.2': 70 }, 'the numbers below or above of entry 1 of its groups contradict each other'],
  [{ 'groups.1.below': [1, 2, -70, 4900, -0.01, 1e-4] }, 'the numbers below or above of entry 1 of its'],
  [{ 'groups.0.above': [1, 2] }, 'the numbers below or above of entry 0 of its groups contradict each other'],
  [{ 'groups.0.segments.0': -1 }, 'is not a list of whole numbers from 0 on'],
  [{ 'groups.0.segments': [552, 514, 496] }, 'the segments of entry 0 of its groups do not ascend'],
  [{ 'groups.0.segments': [496, 514, 514] }, 'the segments of entry 0 of its groups do not ascend'],
  [{ 'groups.0.segments.2': 12290 }, 'has a segment 12290, and the last one is 12289'],
  [{ lowest: undefined }, 'the sketch has no "lowest"'],
  [{ lowest: -32 }, 'its bins begin at -32, and not at -768'],
  [{ 'groups.0.lowest': -70 }, 'entry 0 of its groups has samples below -70, and not -64'],
  [{ 'groups.0.counts.0': 0 }, '"counts" of entry 0 of its groups is not a list of whole numbers from 1 on'],
  [{ 'groups.0.counts': [1, 1] }, 'entry 0 of its groups has 3 segments, 2 counts'],
  [{ 'groups.0.sums': [1, 1, 1] }, 'has "sums", and its squares say that every sample weighs 1'],
  [{ 'groups.0.moments': null }, '"moments" of entry 0 of its groups is not a text'],
  [{ 'groups.0.moments': 'AAA_' }, 'the moments of entry 0 of its groups are not base64'],
  [{ 'groups.0.moments': 'AAA' }, 'the moments of entry 0 of its groups are not base64'],
  [{ 'groups.0.moments': 'AAAA' }, 'entry 0 of its groups have 3 bytes and should have 174'],
  [{ 'groups.0.counts.0': 5 }, 'its groups hold 11 samples, and its source says 7'],
  [{ 'source.samples': 8 }, 'its groups hold 7 samples, and its source says 8'],
  [{ groups: [], 'source.samples': 0 }, 'it holds no samples'],
]

const WEIGHTED_EDITS: typeof EDITS = [
  [{ 'groups.0.sums': undefined }, 'entry 0 of its groups has no "sums"'],
  [{ 'groups.1.sums.0': -1 }, '"sums" of entry 1 of its groups is not a list of numbers from 0 on'],
  [{ 'groups.1.sums.0': null }, '"sums" of entry 1 of its groups is not a list of numbers from 0 on'],
  [{ 'groups.1.sums': [1, 1, 1] }, 'entry 1 of its groups has 2 segments, 2 counts and 3 sums'],
  [{ 'squares.2': [] }, 'entry 2 of its squares is no object'],
  [{ 'squares.0.counts.0': 2 }, 'its squares are not of the same samples'],
  [{ squares: [] }, 'its squares are not of the same samples'],
  [{ squares: null }, 'has "sums", and its squares say that every sample weighs 1'],
]

describe('a sketch is refused that has', () => {
  it.each(EDITS)('%j', (edits, problem) => {
    expect(problemOf(edited(contentOf(), edits))).toContain(problem)
  })

  it.each(WEIGHTED_EDITS)('weights, and %j', (edits, problem) => {
    expect(problemOf(edited(contentOf({ weighted: true }), edits))).toContain(problem)
  })

  it('nothing but a number, a text, a list or null', () => {
    for (const content of [0, '', [], null, undefined])
      expect(problemOf(content)).toBe('the sketch is no object')
  })

  it('more than a double holds, before it is written', () => {
    const far = [{ margin: -1e200, weight: 1, slice: '', part: 0 }]
    expect(() => toContent(sketchedOf(KIND, far))).toThrow('preds.csv: has logits or weights whose squares')
    const heavy = [{ margin: 1, weight: 1e200, slice: '', part: 0 }]
    expect(() => toContent(sketchedOf({ ...KIND, weighted: true }, heavy))).toThrow('preds.csv: has logits')
  })
})

/** Places within a JSON value. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, key]))]
}

describe('a sketch with anything anywhere', () => {
  const JUNK = [
    null,
    true,
    [],
    {},
    [null],
    [[]],
    '',
    '1',
    -1,
    0,
    0.5,
    1e300,
    2 ** 53,
    7000,
    Number.POSITIVE_INFINITY,
  ]

  it('is refused in words, or can be evaluated', () => {
    const property = fc.property(
      anyDataset,
      fc.nat(),
      fc.oneof(fc.constantFrom(...JUNK), fc.jsonValue({ maxDepth: 2 })),
      ({ kind, samples }, at, junk) => {
        const content = JSON.parse(JSON.stringify(toContent(sketchedOf(kind, samples))))
        const places = placesIn(content)
        const path = places[at % places.length]
        const parent = path.slice(0, -1).reduce((value, key) => value[key], content)
        const changed = path.length === 0 ? junk : content
        if (path.length > 0) parent[path.at(-1)!] = junk
        const problem = problemOf(changed)
        // What the engine says of a mistake of ours.
        expect(problem ?? '').not.toMatch(/undefined|Cannot|not iterable|not a function|reading/)
        if (problem !== undefined) return
        const data = fromContent('a.sketch.json', changed as SketchContent)
        const losses = chooseLosses(['ce', 'focal'], {})
        const by = data.source.by === null ? null : ('slice' as const)
        const question = { threshold: 0.5, reduction: 'mean', classWeights: null, by, hardest: 0 } as const
        expect(compareSketched(data, losses, question).count).toBe(data.source.samples)
      },
    )
    fc.assert(property, { numRuns: draws(2000) })
  })
})
