/** `--compat` against the libraries themselves: every function, every case of shared/golden that it covers. */
import { describe, expect, test } from 'vitest'
import { reference } from '../../src/kernels/reference.ts'
import { bind, kinksOf } from '../../src/losses/bound.ts'
import { adaptLoss } from '../../src/losses/libraries/adapt.ts'
import { LIBRARIES } from '../../src/losses/libraries/index.ts'
import type { LibraryFunction } from '../../src/losses/libraries/library.ts'
import type { Loss } from '../../src/losses/loss.ts'
import { parseLoss } from '../../src/losses/spec/spec.ts'
import type { Precision } from '../../src/losses/task.ts'
import { classPlace, createGrouping, identifyGroup } from '../../src/margin/grouping.ts'
import { thresholdMargin } from '../../src/margin/margins.ts'
import { compareSketched } from '../../src/questions/compare/compare.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { createSketch } from '../../src/sketch/sketch.ts'
import type { SketchedData } from '../../src/sketched/sketched-data.ts'
import { type Tolerance, toleranceOf } from './compare.ts'
import { kept } from './expression.ts'
import { LIBRARY_PEERS, type LibraryPeer } from './libraries.ts'
import { ENTRIES, flatten, type Nested, nameOf, type PeerCase, type PeerInput, readPeer } from './peer.ts'
import type { Samples } from './samples.ts'

const FUNCTIONS = LIBRARIES.flatMap(({ functions }) => functions)

/** Its file has no case without smoothing. */
const WITHOUT_FILE = ['timm.loss.LabelSmoothingCrossEntropy']

function groupingOf({ task, classes }: Samples) {
  const names = Array.from({ length: classes }, (_, index) => `${index}`)
  return createGrouping(task, names, task === 'softmax')
}

/** In one sketch, as the program would have it: parted at 0.5 and where the loss has its kinks. */
function sketched(samples: Samples, from: string, loss: Loss): SketchedData {
  const { margin, label, task, rows } = samples
  const grouping = groupingOf(samples)
  const kinks = kinksOf([loss], task, grouping.classes.length)
  const sketch = createSketch(createGrid([thresholdMargin(0.5), ...kinks]), false)
  reference.accumulate(sketch, { length: margin.length, margin, group: label, weight: null })
  const ignored = task === 'softmax' ? rows - margin.length : 0
  const source = { name: 'golden', task, from, classes: grouping.classes, samples: margin.length, ignored }
  return {
    source: source as unknown as SketchedData['source'],
    grouping,
    slices: [''],
    thresholds: [0.5],
    sketch,
  }
}

/** The loss of each sample. */
function termsOf(loss: Loss, samples: Samples): readonly number[] {
  const grouping = groupingOf(samples)
  const bound = bind(loss, samples.task, samples.classes)
  return Array.from(samples.margin, (s, i) =>
    bound[classPlace(identifyGroup(grouping, samples.label[i]))].value(s),
  )
}

interface Result {
  readonly values: readonly number[]
  /** How far each may be off for reasons that are the peer's, beside its precision. */
  readonly slack: readonly number[]
}

/** An element each, in the peer's layout. */
function elementsOf(
  loss: Loss,
  samples: Samples,
  { elements: layout = kept }: LibraryPeer,
  leak: number,
): Result {
  const terms = termsOf(loss, samples)
  const expression = { spec: loss.spec, samples, results: {} }
  const values = layout(terms, expression)
  return { values, slack: values.map(() => leak) }
}

/** By the way that compare goes. */
function reduced(
  loss: Loss,
  samples: Samples,
  from: string,
  reduction: 'mean' | 'sum',
  classWeights: readonly number[] | null,
  leak: number,
): Result {
  const settings = { threshold: 0.5, reduction, classWeights, by: null, hardest: 0 }
  const value = compareSketched(sketched(samples, from, loss), [loss], settings).losses[0].value!
  // A leak is in every cell, which a mean divides by again.
  const slack = reduction === 'sum' ? leak * samples.margin.length * samples.classes : leak
  return { values: [value], slack: [slack] }
}

interface Outcome {
  readonly numbers: number
  readonly misses: readonly string[]
}

/** One case held against one function. */
function hold(
  peer: LibraryPeer,
  library: LibraryFunction,
  input: PeerInput,
  one: PeerCase,
  { relative, absolute }: Tolerance,
): Outcome {
  const samples = peer.samples(input, one.params)
  if (!samples || samples.margin.length === 0) return { numbers: 0, misses: [] }
  const from = input.p ? 'probs' : 'logits'
  const precision = one.params.dtype as Precision | undefined
  const loss = adaptLoss(parseLoss(peer.spec(one.params)), library, { ...samples, from, precision })
  const leak = peer.slack?.(input) ?? 0
  const weights = peer.classWeights?.(one.params) ?? null
  const misses: string[] = []
  let numbers = 0
  for (const [key, meaning] of Object.entries(peer.results)) {
    if (!(key in one) || (weights && meaning === 'elements')) continue
    const theirs = flatten(one[key] as Nested)
    const { values, slack } =
      meaning === 'elements'
        ? elementsOf(loss, samples, peer, leak)
        : reduced(loss, samples, from, meaning, weights, leak)
    if (values.length !== theirs.length)
      misses.push(`${one.id} ${key}: ${values.length} for ${theirs.length}`)
    // A sum is off by as much as all its terms.
    const terms = meaning === 'sum' ? samples.margin.length : 1
    for (const [i, value] of values.entries()) {
      numbers++
      const allowed = relative * Math.abs(theirs[i]) + absolute * terms + slack[i]
      if (!(Math.abs(value - theirs[i]) <= allowed))
        misses.push(`${one.id} ${loss.spec} ${key}[${i}]: ${value} for ${theirs[i]}`)
    }
  }
  return { numbers, misses }
}

function holdFile(library: LibraryFunction, peer: LibraryPeer): Outcome {
  const entry = ENTRIES.find((one) => nameOf(one) === peer.file)!
  const file = readPeer(entry)
  const outcomes = file.cases
    .filter((one) => !JSON.stringify(one).includes('"ERROR'))
    .map((one) => {
      const less = one.params.dtype === 'float32' ? 'float32' : undefined
      return hold(peer, library, file.inputs[one.input], one, toleranceOf(entry, one, less))
    })
  return {
    numbers: outcomes.reduce((sum, { numbers }) => sum + numbers, 0),
    misses: outcomes.flatMap(({ misses }) => misses),
  }
}

test('every function has a file that it is held against, or a reason', () => {
  const names = FUNCTIONS.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect([...Object.keys(LIBRARY_PEERS), ...WITHOUT_FILE].sort()).toEqual([...names].sort())
})

const title = 'a library’s numbers are had with --compat'

describe.skipIf(ENTRIES.length === 0)(
  ENTRIES.length > 0 ? title : `${title} (skipped: there is no shared/golden)`,
  () => {
    for (const library of FUNCTIONS.filter(({ name }) => !WITHOUT_FILE.includes(name))) {
      test(`${library.name} gives its own values, mean and sum`, () => {
        const outcomes = LIBRARY_PEERS[library.name].map((peer) => holdFile(library, peer))
        expect(outcomes.flatMap(({ misses }) => misses)).toEqual([])
        for (const { numbers } of outcomes) expect(numbers).toBeGreaterThan(0)
      })
    }
  },
)
