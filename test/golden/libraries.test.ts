/** `--compat` against the libraries themselves: every function, every case of shared/golden that it covers. */
import { describe, expect, test } from 'vitest'
import { compareSketched } from '../../src/analysis/compare.ts'
import type { SketchedData } from '../../src/analysis/sketched-data.ts'
import { reference } from '../../src/kernels/reference.ts'
import { classBalance } from '../../src/losses/balance.ts'
import { adaptLoss } from '../../src/losses/libraries/adapt.ts'
import { LIBRARIES } from '../../src/losses/libraries/index.ts'
import type { LibraryFunction } from '../../src/losses/libraries/library.ts'
import type { Loss } from '../../src/losses/loss.ts'
import { parseLoss } from '../../src/losses/spec.ts'
import { balanceIndex, createGrouping, identifyGroup } from '../../src/margin/grouping.ts'
import { thresholdMargin } from '../../src/margin/margins.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { createSketch } from '../../src/sketch/sketch.ts'
import { kept } from './expression.ts'
import { LIBRARY_PEERS, type LibraryPeer } from './libraries.ts'
import { ENTRIES, flatten, type Nested, nameOf, type PeerCase, type PeerInput, readPeer } from './peer.ts'
import type { Samples } from './samples.ts'

const FUNCTIONS = LIBRARIES.flatMap(({ functions }) => functions)

/** No file has it: the function is in the same words in another library's file, or takes more than pt. */
const WITHOUT_FILE = ['timm.loss.LabelSmoothingCrossEntropy', 'mmseg.models.losses.CrossEntropyLoss']

/** How far apart numbers may be that two programs compute in the same precision. */
const PRECISION = { float64: 1e-12, float32: 2e-6 }

/** 1 − e is rounded before it is taken from 1: by 2^-54, relative to e = 1e-7 a few 1e-10; 0.5 to e = 2^-52. */
const roundedEnd = (least: number) => 2 ** -53 / least

function groupingOf({ task, classes }: Samples) {
  const names = Array.from({ length: classes }, (_, index) => `${index}`)
  return createGrouping(task, names, task === 'softmax')
}

/** In one sketch, as the program would have it: parted at 0.5 and where the loss has its kinks. */
function sketched(samples: Samples, from: string, { kinks = [] }: Loss): SketchedData {
  const { margin, label, task } = samples
  const grouping = groupingOf(samples)
  const sketch = createSketch(createGrid([thresholdMargin(0.5), ...kinks]), false)
  reference.accumulate(sketch, { length: margin.length, margin, group: label, weight: null })
  const source = { name: 'golden', task, from, classes: grouping.classes, samples: margin.length }
  return {
    source: source as unknown as SketchedData['source'],
    grouping,
    slices: [''],
    thresholds: [0.5],
    sketch,
  }
}

function elementsOf(loss: Loss, samples: Samples, layout: LibraryPeer['elements']): readonly number[] {
  const grouping = groupingOf(samples)
  const balance = classBalance(loss, samples.task, samples.classes)
  const terms = Array.from(samples.margin, (s, i) =>
    loss.definition.value(
      s,
      loss.parameters,
      balance[balanceIndex(identifyGroup(grouping, samples.label[i]))],
    ),
  )
  return (layout ?? kept)(terms, { spec: loss.spec, samples, results: {} })
}

function reduce(
  loss: Loss,
  samples: Samples,
  from: string,
  reduction: 'mean' | 'sum',
  classWeights: readonly number[] | null,
): number {
  const settings = { threshold: 0.5, reduction, classWeights, by: null, hardest: 0 }
  return compareSketched(sketched(samples, from, loss), [loss], settings).losses[0].value!
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
  near: number,
): Outcome {
  const samples = peer.samples(input, one.params, one)
  if (!samples || samples.margin.length === 0) return { numbers: 0, misses: [] }
  const from = input.p ? 'probs' : 'logits'
  const { task, classes } = samples
  const loss = adaptLoss(parseLoss(peer.spec(one.params)), library, { task, from, classes })
  const slack = peer.slack?.(input) ?? 0
  const cells = samples.margin.length * classes
  const bound = loss.library?.clamp ? Math.max(near, roundedEnd(loss.library.clamp.least)) : near
  const weights = peer.classWeights?.(one.params) ?? null
  const misses: string[] = []
  let numbers = 0
  for (const [key, meaning] of Object.entries(peer.results)) {
    if (!(key in one) || (weights && meaning === 'elements')) continue
    const theirs = flatten(one[key] as Nested)
    const ours =
      meaning === 'elements'
        ? elementsOf(loss, samples, peer.elements)
        : [reduce(loss, samples, from, meaning, weights)]
    if (ours.length !== theirs.length) misses.push(`${one.id} ${key}: ${ours.length} for ${theirs.length}`)
    const room = slack * (meaning === 'sum' ? cells : 1) + 2e-15 * (meaning === 'sum' ? cells : 1)
    for (const [i, value] of ours.entries()) {
      numbers++
      // An element below the rounding of pt is noise of theirs where they take 1 − pt from 1.
      const allowed = bound * Math.max(Math.abs(theirs[i]), near === PRECISION.float32 ? 0.1 : 0) + room
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
    // On inputs made to be extreme the peers lose digits of their own; test/losses holds ours there.
    .filter(({ input }) => !(input.endsWith('_extreme') && file.inputs[input].x))
    .map((one) => hold(peer, library, file.inputs[one.input], one, PRECISION[entry.precision ?? 'float64']))
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
