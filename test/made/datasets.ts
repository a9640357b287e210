/** Random data sets of every kind, and their sketches. */
import fc from 'fast-check'
import { reference } from '../../src/kernels/reference.ts'
import type { Task } from '../../src/losses/task.ts'
import { createGrouping } from '../../src/margin/grouping.ts'
import { thresholdMargin } from '../../src/margin/margins.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { createSketch } from '../../src/sketch/sketch.ts'
import type { SketchedData } from '../../src/sketched/sketched-data.ts'

export interface Sample {
  readonly margin: number
  readonly weight: number
  readonly slice: string
  /** Group within its slice. */
  readonly part: number
}

/** What samples have in common. */
export interface DatasetKind {
  readonly task: Task
  readonly perClass: boolean
  readonly by: boolean
  readonly weighted: boolean
  readonly thresholds: readonly number[]
}

export interface Dataset {
  readonly kind: DatasetKind
  readonly samples: readonly Sample[]
}

/** Wherever a margin can lie: in the middle, on boundaries and just below them, in the tails. */
export const anyMargin = fc.oneof(
  fc.double({ min: -12, max: 12, noNaN: true }),
  fc.double({ min: -70, max: 70, noNaN: true }),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.integer({ min: -640, max: 640 }).map((i) => i / 8),
  fc.integer({ min: -640, max: 640 }).map((i) => i / 8 - 1e-15),
  fc.constantFrom(-1000, 1000, -64, 64, 768, -100, 100, 0, -0, 5e-324, -64.00000000000001),
)

const anyKind: fc.Arbitrary<DatasetKind> = fc.record({
  task: fc.constantFrom('binary', 'softmax', 'multilabel'),
  perClass: fc.boolean(),
  by: fc.boolean(),
  weighted: fc.boolean(),
  thresholds: fc.constantFrom([0.5], [0.3], [0.3, 0.5, 0.55], [0.5, 0.9]),
})

export const anyDataset: fc.Arbitrary<Dataset> = anyKind.chain((kind) => {
  const sample = fc.record({
    margin: anyMargin,
    weight: kind.weighted
      ? fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 100, noNaN: true }))
      : fc.constant(1),
    slice: kind.by ? fc.constantFrom('night', 'day', '', 'Ω"\\\n') : fc.constant(''),
    part: fc.integer({ min: 0, max: groupingOf(kind).size - 1 }),
  })
  return fc.record({
    kind: fc.constant(kind),
    samples: fc.array(sample, { minLength: 1, maxLength: 60 }),
  })
})

function groupingOf({ task, perClass }: DatasetKind) {
  const classes = task === 'binary' ? ['no', 'yes'] : ['cat', 'dog', 'bird']
  return createGrouping(task, classes, perClass)
}

/** The sketch of some of its samples; slices are numbered as they are met. */
export function sketchedOf(kind: DatasetKind, samples: readonly Sample[], name = 'preds.csv'): SketchedData {
  const grouping = groupingOf(kind)
  const slices = kind.by ? [...new Set(samples.map(({ slice }) => slice))] : ['']
  const sketch = createSketch(createGrid(kind.thresholds.map(thresholdMargin)), kind.weighted)
  reference.accumulate(sketch, {
    length: samples.length,
    margin: Float64Array.from(samples, ({ margin }) => margin),
    group: Int32Array.from(samples, ({ slice, part }) => slices.indexOf(slice) * grouping.size + part),
    weight: kind.weighted ? Float64Array.from(samples, ({ weight }) => weight) : null,
  })
  return {
    source: {
      name,
      files: 1,
      format: 'CSV, comma, 2 columns',
      task: kind.task,
      from: 'logits',
      precision: 'float32',
      scores: ['logit'],
      labels: ['label'],
      labelCodes: '0/1',
      labelsFile: null,
      classes: grouping.classes,
      id: null,
      weight: kind.weighted ? 'weight' : null,
      by: kind.by ? 'light' : null,
      rows: samples.length,
      samples: samples.length,
      // Whatever; they add up.
      ignored: samples.length,
      skipped: 2 * samples.length,
      clamped: 3 * samples.length,
      held: 0,
    },
    grouping,
    slices,
    thresholds: kind.thresholds,
    sketch,
  }
}
