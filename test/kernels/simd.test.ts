import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ELEMENT_TYPES, type LabelType } from '../../src/kernels/exports.ts'
import { reference } from '../../src/kernels/reference.ts'
import type { BlockShape } from '../../src/kernels/shape.ts'
import { createSketcher } from '../../src/kernels/simd.ts'
import { createGrouping, groupOf } from '../../src/margin/grouping.ts'
import { thresholdMargin } from '../../src/margin/margins.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { addPacked } from '../../src/sketch/packed.ts'
import { segmentsOf } from '../../src/sketch/segments.ts'
import { createSketch, type Sketch } from '../../src/sketch/sketch.ts'

type Scores = Float32Array | Float64Array

/** A seeded stream of numbers in [0, 1). */
function uniforms(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

const EDGES = createGrid([thresholdMargin(0.9), thresholdMargin(0.95)]).edges

function shapeOf(scores: Scores, more: Partial<BlockShape>): BlockShape {
  return {
    task: 'binary',
    from: 'logits',
    single: scores instanceof Float32Array,
    columns: 1,
    labelType: 'u1',
    signed: false,
    ignore: Number.NaN,
    classes: 2,
    numbers: null,
    cells: 1,
    oneClass: false,
    perClass: false,
    slices: 1,
    weighted: false,
    outside: 0,
    rowSum: 1e-3,
    edges: EDGES,
    samples: 5000,
    ...more,
  }
}

const bytes = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** A block through the WebAssembly kernels. */
function sketchFast(scores: Scores, labels: ArrayBufferView, shape: BlockShape, samples: number) {
  const sketcher = createSketcher(shape)
  const { exports, layout } = sketcher
  new Uint8Array(exports.memory.buffer, layout.scores, scores.byteLength).set(bytes(scores))
  new Uint8Array(exports.memory.buffer, layout.labels, labels.byteLength).set(bytes(labels))
  sketcher.begin()
  if (!sketcher.add(samples)) return undefined
  const result = sketcher.finish()!
  const sketch = createSketch(createGrid(shape.edges), false)
  addPacked(sketch, sketch.groups, result.sketch)
  return { ...result, sketch }
}

/** The same block through the reference. */
function sketchSlowly(scores: Scores, classes: Int32Array, shape: BlockShape) {
  const margin = new Float64Array(classes.length)
  const doubles = Float64Array.from(scores)
  const clamped = slowMargins(doubles, classes, shape, margin)
  const group = shape.task === 'binary' || shape.perClass ? classes : new Int32Array(classes.length)
  const sketch = createSketch(createGrid(shape.edges), false)
  const held = impossible(doubles, classes, shape)
  reference.accumulate(sketch, { length: classes.length, margin, group, weight: null, held })
  return { sketch, clamped, held: held.length }
}

/** The samples whose truth has a probability of 0. */
function impossible(
  scores: Float64Array,
  classes: Int32Array,
  { task, from, columns }: BlockShape,
): number[] {
  if (from === 'logits') return []
  const truth = (label: number, i: number) =>
    task === 'softmax' ? scores[i * columns + label] : label === 1 ? scores[i] : 1 - scores[i]
  return Array.from(classes, truth).flatMap((p, i) => (p === 0 ? [i] : []))
}

function slowMargins(
  scores: Float64Array,
  classes: Int32Array,
  shape: BlockShape,
  margin: Float64Array,
): number {
  if (shape.task === 'softmax') {
    if (shape.from === 'probs') return reference.softmaxProbabilities(scores, shape.columns, classes, margin)
    reference.softmaxLogits(scores, shape.columns, classes, margin)
    return 0
  }
  if (shape.from === 'probs') return reference.binaryProbabilities(scores, classes, margin)
  reference.binaryLogits(scores, classes, margin)
  return 0
}

/** Every number of every segment and tail. */
function contents({ groups }: Sketch): number[][][] {
  return groups.map((group) =>
    group
      ? [
          [...group.below, ...group.above, ...group.far],
          ...segmentsOf(group).map(({ number, moments }) => [number, ...moments]),
        ]
      : [],
  )
}

const N = 5000
const EXTREMES = [
  ...[0, -0, 1e-40, 700, -700, 64, -64, 768, -768, 1e5, -1e5, 100, -100, 0.125],
  2.1972245773362196,
]

const binaryLogits = (seed: number) => {
  const next = uniforms(seed)
  return Array.from({ length: N }, (_, i) =>
    i % 10 === 0 ? EXTREMES[(i / 10) % EXTREMES.length] : 12 * (next() + next() + next() - 1.5),
  )
}
const binaryProbabilities = (seed: number) => {
  const next = uniforms(seed)
  return Array.from({ length: N }, (_, i) =>
    i % 50 === 0
      ? [0, 1, 0.5, 1e-38, 5e-324, 1 - 2 ** -53, 1e-60, Math.exp(-100)][(i / 50) % 8]
      : next() ** (1 + (i % 9)),
  )
}

describe.each([
  ['f4', Float32Array],
  ['f8', Float64Array],
] as const)('the WebAssembly kernels, %s scores', (_, Type) => {
  it.each(['logits', 'probs'] as const)('sketch binary %s to the same bits as the reference', (from) => {
    for (const seed of [1, 2, 3]) {
      const scores = Type.from(from === 'logits' ? binaryLogits(seed) : binaryProbabilities(seed))
      const next = uniforms(seed + 100)
      const labels = Uint8Array.from({ length: N }, () => (next() < 0.1 ? 1 : 0))
      const shape = shapeOf(scores, { from })
      const fast = sketchFast(scores, labels, shape, N)!
      const slow = sketchSlowly(scores, Int32Array.from(labels), shape)
      expect(contents(fast.sketch)).toEqual(contents(slow.sketch))
      expect([fast.clamped, fast.held]).toEqual([slow.clamped, slow.held])
      expect(fast.held > 0).toBe(from === 'probs')
    }
  })

  it.each([
    2, 3, 10, 101,
  ])('sketch softmax rows of %i classes to the same bits as the reference', (columns) => {
    const rows = 300
    const next = uniforms(columns)
    const logits: Scores = Type.from(
      Array.from({ length: rows * columns }, (_, i) => (i % 997 === 0 ? 90 : 10 * (next() - 0.5))),
    )
    const labels = BigInt64Array.from({ length: rows }, () => BigInt(Math.floor(next() * columns)))
    const classes = Int32Array.from(labels, Number)
    for (const perClass of [false, true]) {
      const shape = shapeOf(logits, {
        task: 'softmax',
        columns,
        classes: columns,
        labelType: 'i8',
        perClass,
        samples: rows,
      })
      expect(contents(sketchFast(logits, labels, shape, rows)!.sketch)).toEqual(
        contents(sketchSlowly(logits, classes, shape).sketch),
      )
    }
    const probs = softmaxRows(logits, columns)
    // Certain rows, right and wrong.
    for (let row = 0; row < 20; row++) {
      probs.fill(0, row * columns, (row + 1) * columns)
      probs[row * columns + (row % columns)] = 1
    }
    for (const perClass of [false, true]) {
      const shape = shapeOf(probs, {
        task: 'softmax',
        from: 'probs',
        columns,
        classes: columns,
        labelType: 'i8',
        perClass,
        samples: rows,
      })
      const [fast, slow] = [sketchFast(probs, labels, shape, rows)!, sketchSlowly(probs, classes, shape)]
      expect(contents(fast.sketch)).toEqual(contents(slow.sketch))
      expect([fast.clamped, fast.held]).toEqual([slow.clamped, slow.held])
      expect(fast.held).toBeGreaterThan(0)
    }
  })
})

function softmaxRows(logits: Scores, columns: number): Scores {
  const probs = logits.slice()
  for (let at = 0; at < probs.length; at += columns) {
    const row = probs.subarray(at, at + columns)
    const sum = Array.from(row, Math.exp).reduce((total, e) => total + e)
    row.forEach((z, j) => {
      row[j] = Math.exp(z) / sum
    })
  }
  return probs
}

/** So many slices that their samples are put in order first, and so few that they are not. */
describe.each([
  ['weights and slices', 3, true],
  ['weights and many slices', 20, true],
  ['many slices', 20, false],
])('the WebAssembly kernels with %s', (_, SLICES, weighted) => {
  const ROWS = 1000

  /** Rows in slices, of which the second is met first; weights of any size that has an ordinary square, and 0. */
  const rowsOf = (next: () => number) => ({
    slices: Int32Array.from({ length: ROWS }, (_, i) => {
      const slice = Math.min(SLICES - 1, Math.floor((i / ROWS) * (SLICES + 1) * next()))
      return slice < 2 ? 1 - slice : slice
    }),
    weights: Float64Array.from({ length: ROWS }, (_, i) => (i % 7 === 0 ? 0 : 10 ** (20 * next() - 10))),
  })

  it.each([
    ['binary logits', { task: 'binary', from: 'logits', classes: ['a', 'b'], perClass: false }],
    ['binary probabilities', { task: 'binary', from: 'probs', classes: ['a', 'b'], perClass: false }],
    ['softmax logits', { task: 'softmax', from: 'logits', classes: ['a', 'b', 'c'], perClass: false }],
    [
      'softmax logits, class by class',
      { task: 'softmax', from: 'logits', classes: ['a', 'b', 'c'], perClass: true },
    ],
    ['softmax probabilities', { task: 'softmax', from: 'probs', classes: ['a', 'b', 'c'], perClass: true }],
    ['multi-label logits', { task: 'multilabel', from: 'logits', classes: ['a', 'b', 'c'], perClass: false }],
    [
      'multi-label probabilities, class by class',
      { task: 'multilabel', from: 'probs', classes: ['a', 'b', 'c'], perClass: true },
    ],
  ] as const)('sketch %s to the same bits as the reference', (_, { task, from, classes, perClass }) => {
    const next = uniforms(from.length + classes.length + Number(perClass))
    const { slices, weights } = rowsOf(next)
    const [columns, cells] = [
      task === 'softmax' ? classes.length : 1,
      task === 'multilabel' ? classes.length : 1,
    ]
    const samples = ROWS * cells
    const logits = Float64Array.from({ length: samples * columns }, (_, i) =>
      i % 300 === 0 ? -90 : 30 * (next() - 0.5),
    )
    const scores =
      from === 'logits'
        ? logits
        : columns > 1
          ? (softmaxRows(logits, columns) as Float64Array)
          : logits.map((z, i) => (i % 40 === 0 ? (i / 40) % 2 : 1 / (1 + Math.exp(-z))))
    const labels = Int32Array.from({ length: samples }, () =>
      Math.floor(next() * (columns > 1 ? columns : 2)),
    )
    const shape = shapeOf(scores, {
      ...{
        task: columns > 1 ? 'softmax' : 'binary',
        from,
        columns,
        cells,
        samples,
        weighted,
        slices: SLICES,
      },
      ...{
        classes: columns > 1 ? columns : 2,
        perClass: perClass || task === 'binary',
        labelType: 'i4',
        rowSum: 1e-6,
      },
    })

    // Room for the codes of words.
    const text = { bytes: 0, columns: 0, width: 0, texts: 1, rows: ROWS }
    const sketcher = createSketcher(shape, undefined, text)
    const { exports, layout } = sketcher
    const put = (at: number, array: ArrayBufferView) =>
      new Uint8Array(exports.memory.buffer, at, array.byteLength).set(bytes(array))
    put(layout.scores, scores)
    put(layout.labels, labels)
    if (weighted) put(layout.rowWeights, weights)
    put(layout.words, slices)
    sketcher.begin()
    expect(sketcher.add(samples, { slices: layout.words, sliceCount: SLICES })).toBe(true)
    const result = sketcher.finish()!
    const fast = createSketch(createGrid(shape.edges), weighted)
    addPacked(fast, fast.groups, result.sketch)
    if (weighted) addPacked(fast, fast.squares!, result.squares!)

    const margin = new Float64Array(samples)
    slowMargins(scores, labels, shape, margin)
    const grouping = createGrouping(task, classes, perClass)
    const group = Int32Array.from(labels, (label, i) =>
      groupOf(grouping, slices[Math.floor(i / cells)], label, i % cells),
    )
    const weight = weighted ? Float64Array.from(labels, (_, i) => weights[Math.floor(i / cells)]) : null
    const slow = createSketch(createGrid(shape.edges), weighted)
    const held = impossible(scores, labels, shape)
    reference.accumulate(slow, { length: samples, margin, group, weight, held })
    expect(contents(fast)).toEqual(contents(slow))
    if (weighted)
      expect(contents({ ...fast, groups: fast.squares! })).toEqual(
        contents({ ...slow, groups: slow.squares! }),
      )
    else expect(result.squares).toBeNull()
    expect(result.held).toBe(held.length)
  })

  it.each([
    ['is negative', -1],
    ['is no number', Number.NaN],
    ['is infinite', Number.POSITIVE_INFINITY],
    ['has a square that is none', 1e200],
    ['has a square of 0', 1e-200],
  ])('leave a weight that %s to others', (_, weight) => {
    const sketcher = createSketcher(shapeOf(Float64Array.of(1), { weighted: true, samples: 1 }))
    const { exports, layout } = sketcher
    new Float64Array(exports.memory.buffer, layout.scores, 1).fill(1)
    new Uint8Array(exports.memory.buffer, layout.labels, 1).fill(1)
    new Float64Array(exports.memory.buffer, layout.rowWeights, 1).fill(weight)
    sketcher.begin()
    expect(sketcher.add(1) ? sketcher.finish() : undefined).toBeUndefined()
  })

  it('leave a block of more slices than there is room for to others', () => {
    const sketcher = createSketcher(shapeOf(Float64Array.of(1), { slices: 2, samples: 1 }))
    sketcher.begin()
    expect(sketcher.add(1, { slices: sketcher.layout.groups, sliceCount: 3 })).toBe(false)
  })
})

const LABEL_ARRAYS: Readonly<Record<LabelType, (values: number[]) => ArrayBufferView>> = {
  b1: Uint8Array.from.bind(Uint8Array),
  i1: Int8Array.from.bind(Int8Array),
  u1: Uint8Array.from.bind(Uint8Array),
  i2: Int16Array.from.bind(Int16Array),
  u2: Uint16Array.from.bind(Uint16Array),
  i4: Int32Array.from.bind(Int32Array),
  u4: Uint32Array.from.bind(Uint32Array),
  f4: Float32Array.from.bind(Float32Array),
  f8: Float64Array.from.bind(Float64Array),
  i8: (values) => BigInt64Array.from(values, BigInt),
  u8: (values) => BigUint64Array.from(values, BigInt),
}

describe('labels', () => {
  const scores = Float64Array.from({ length: 21 }, (_, i) => i / 7 - 1)
  const values = Array.from(scores, (_, i) => i % 2)
  const expected = contents(sketchSlowly(scores, Int32Array.from(values), shapeOf(scores, {})).sketch)

  it.each(ELEMENT_TYPES)('of type %s are read', (labelType) => {
    const fast = sketchFast(scores, LABEL_ARRAYS[labelType](values), shapeOf(scores, { labelType }), 21)!
    expect(contents(fast.sketch)).toEqual(expected)
  })

  it('-1 and +1 are read', () => {
    const labels = Int8Array.from(values, (value) => 2 * value - 1)
    const fast = sketchFast(scores, labels, shapeOf(scores, { labelType: 'i1', signed: true }), 21)!
    expect(contents(fast.sketch)).toEqual(expected)
  })

  it('of a row of classes that stand each for itself are those of its cells: its class, background, to ignore', () => {
    const [rows, cells] = [7, 3]
    const labels = Int16Array.of(0, 2, 255, 3, 1, -100, 3)
    // 255 and -100 are to ignore, 3 is background, which src/reading/labels/codes.ts says with -3.
    const classes = Array.from(
      { length: 1280 },
      (_, i) => [0, 1, 2, -3][i - 1024] ?? (i === 924 || i === 1279 ? -1 : -2),
    )
    const numbers = { first: -1024, classes }
    const shape = shapeOf(scores, { numbers, cells, oneClass: true, labelType: 'i2', samples: 21 })
    const fast = sketchFast(scores, labels, shape, rows * cells)!
    const kept = [...labels].flatMap((label, row) => (label === 255 || label === -100 ? [] : [row]))
    const cellsOf = (of: (row: number, c: number) => number) =>
      kept.flatMap((row) => Array.from({ length: cells }, (_, c) => of(row, c)))
    const slow = sketchSlowly(
      Float64Array.from(cellsOf((row, c) => scores[row * cells + c])),
      Int32Array.from(cellsOf((row, c) => Number(labels[row] === c))),
      shapeOf(scores, {}),
    )
    expect(contents(fast.sketch)).toEqual(contents(slow.sketch))
    expect([fast.ignored, fast.samples]).toEqual([6, 15])
    for (const label of [4, -1, 256, -1025])
      expect(sketchFast(scores, labels.with(3, label), shape, rows * cells)).toBeUndefined()
  })

  it('to ignore are passed over and counted', () => {
    const labels = Int16Array.from(values, (value, i) => (i >= 19 ? -100 : value))
    const fast = sketchFast(scores, labels, shapeOf(scores, { labelType: 'i2', ignore: -100 }), 21)!
    const kept = sketchSlowly(
      scores.subarray(0, 19),
      Int32Array.from(values.slice(0, 19)),
      shapeOf(scores, {}),
    )
    expect([fast.ignored, fast.samples]).toEqual([2, 19])
    expect(contents(fast.sketch)).toEqual(contents(kept.sketch))
  })
})

describe('a block with a fault is not sketched', () => {
  const fine = Float64Array.of(0.1, 0.2, 0.3, 0.4)
  const run = (scores: Scores, labels: number[], more: Partial<BlockShape> = {}) =>
    sketchFast(scores, Uint8Array.from(labels), shapeOf(scores, more), labels.length)

  it.each([
    ['a label that is none', fine, [0, 1, 2, 0], {}],
    ['a score that is NaN', Float64Array.of(0, Number.NaN, 0, 0), [0, 1, 1, 0], {}],
    ['an infinite score', Float32Array.of(0, 1, Number.POSITIVE_INFINITY, 0), [0, 1, 1, 0], {}],
    ['a probability above 1', Float64Array.of(0, 1, 1.1, 0), [0, 1, 1, 0], { from: 'probs' }],
    ['a negative probability', Float64Array.of(0, 1, -0.1, 0), [0, 1, 1, 0], { from: 'probs' }],
    ['a probability that is NaN', Float64Array.of(Number.NaN, 1, 0.1, 0), [0, 1, 1, 0], { from: 'probs' }],
    ['a row that does not sum to 1', fine, [0, 1], { task: 'softmax', from: 'probs', columns: 2 }],
    ['a row with a NaN', Float64Array.of(1, 2, Number.NaN), [0], { task: 'softmax', columns: 3, classes: 3 }],
    [
      'a row with an infinity',
      Float64Array.of(1, 2, Number.NEGATIVE_INFINITY),
      [0],
      { task: 'softmax', columns: 3, classes: 3 },
    ],
  ] as const)('%s', (_, scores, labels, more) => {
    expect(run(scores as Scores, [...labels], more as Partial<BlockShape>)).toBeUndefined()
  })

  it('and one without is', () => expect(run(fine, [0, 1, 1, 0])).toBeDefined())
})

it('the compiled kernels are what their source compiles to', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const built = join(mkdtempSync(join(tmpdir(), 'lossctl-wasm-')), 'kernels.wasm')
  const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
  const [, ...args] = scripts['build:kernels'].replace('src/kernels/kernels.wasm', built).split(' ')
  execFileSync('node', ['node_modules/assemblyscript/bin/asc.js', ...args], { cwd: root })
  expect(readFileSync(`${root}/dist/kernels.wasm`).equals(readFileSync(built))).toBe(true)
})
