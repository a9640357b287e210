/** Sketches blocks of samples, as raw as they stand in a file, with the WebAssembly kernels. One sketcher a thread. */
import { partsOf } from '../margin/grouping.ts'
import { exponentFor } from '../sketch/exponent.ts'
import { createGrid } from '../sketch/grid.ts'
import type { View } from '../sketch/lens.ts'
import { PAGE_LENGTH, type PackedSketch, TAIL_LENGTH } from '../sketch/packed.ts'
import { type ViewLayout, viewBytes, writeView } from './view.ts'
import {
  ELEMENT_TYPES,
  type Exports,
  instantiate,
  type KernelModule,
  type LabelType,
  type Layout,
  layOut,
  PAGES,
  type TextRoom,
} from './wasm.ts'

/** Everything a thread must know of the samples, as plain data. */
export interface BlockShape {
  readonly task: 'binary' | 'softmax'
  readonly from: 'logits' | 'probs'
  /** Scores are f4, else f8; little-endian. */
  readonly single: boolean
  /** Scores a sample: 1, or the classes of a softmax. */
  readonly columns: number
  readonly labelType: LabelType
  /** Labels are -1 and +1 instead of class indices. */
  readonly signed: boolean
  /** The label to pass over, NaN for none. */
  readonly ignore: number
  /** Class indices are below this. */
  readonly classes: number
  /** The classes of whole numbers from `first` on, where they are none of the above; null where they are. */
  readonly numbers: { readonly first: number; readonly classes: readonly number[] } | null
  /** Samples of a row: one a class where each class stands for itself, else 1. */
  readonly cells: number
  /** Whether a row has one label, the class of which one of its cells is positive. */
  readonly oneClass: boolean
  /** Keep the classes apart; negatives and positives always are. */
  readonly perClass: boolean
  /** Most slices that are kept apart in a block; 1 without slices. */
  readonly slices: number
  readonly weighted: boolean
  /** How far probabilities may lie outside [0, 1], and softmax rows, or one of theirs above 1, from a sum of 1. */
  readonly outside: number
  readonly rowSum: number
  readonly edges: readonly number[]
  /** Most samples of a block. */
  readonly samples: number
  /** Which samples are looked at, and through what; all of them as they are when absent. */
  readonly view?: View
}

/** What a block came to. */
export interface BlockResult {
  readonly sketch: PackedSketch
  /** The same with the weights squared, as they are; null where all weigh 1. */
  readonly squares: PackedSketch | null
  readonly samples: number
  readonly ignored: number
  readonly clamped: number
  /** Samples whose truth has a probability of 0. */
  readonly held: number
}

/** Where the parts of samples stand that are not at their usual places. */
export interface SamplePlaces {
  /** Codes of the slices of rows, i32, and how many slices there are so far; absent where there are none. */
  readonly slices?: number
  readonly sliceCount?: number
  /** Codes of the labels, i32, whose classes stand at `layout.classOf`; absent where labels are numbers. */
  readonly labels?: number
}

export interface Sketcher {
  readonly exports: Exports
  readonly layout: Layout
  /** Starts a block. */
  begin(): void
  /**
   * Adds samples whose scores, labels and weights stand at `layout.scores`, `layout.labels` and `layout.rowWeights`. Returns
   * false when one of them is no valid sample; the block is then of no use.
   */
  add(samples: number, places?: SamplePlaces): boolean
  /** Undefined where the squares of weights need other units. */
  finish(): BlockResult | undefined
}

/** Bytes of a label. */
export function labelBytes(type: LabelType): number {
  return Number(type[1])
}

/** Groups of one slice. */
function partsOfSlice({ task, classes, cells, perClass }: BlockShape): number {
  return cells > 1 ? partsOf('multilabel', cells, perClass) : partsOf(task, classes, perClass)
}

/**
 * @param module the kernels, compiled already
 * @param text room for text, when scores and labels are to be parsed from it
 */
export function createSketcher(shape: BlockShape, module?: KernelModule, text?: TextRoom): Sketcher {
  const exports = instantiate(module)
  const groups = shape.view?.size ?? partsOfSlice(shape) * shape.slices
  const room = {
    samples: shape.samples,
    groups,
    weighted: shape.weighted,
    rowClasses: shape.oneClass ? shape.samples / shape.cells : 0,
    numbers: shape.numbers?.classes.length ?? 0,
    scoreBytes: shape.samples * shape.columns * (shape.single ? 4 : 8),
    labelBytes: shape.samples * labelBytes(shape.labelType),
    columns: shape.columns,
    viewBytes: shape.view ? viewBytes(shape.view) : 0,
    text,
  }
  const layout = layOut(exports, room, createGrid(shape.edges))
  const view = shape.view && writeView(exports.memory.buffer, layout.view, shape.view)
  if (shape.numbers) new Int32Array(exports.memory.buffer, layout.classOf).set(shape.numbers.classes)
  const groupsFrom = createGroups(exports, layout, shape)
  const addSheets = createSheets(exports, layout, shape)
  const parts = partsOfSlice(shape)
  const counts = { samples: 0, clamped: 0, held: 0 }
  // Of all slices that there might be, most blocks have few.
  let used = view ? groups : parts
  return {
    exports,
    layout,
    begin() {
      clear(exports, layout, used, shape.weighted)
      used = view ? groups : parts
      Object.assign(counts, { samples: 0, clamped: 0, held: 0 })
      exports.begin(layout.arena, layout.edges, shape.edges.length)
    },
    add(samples, places = {}) {
      const { sliceCount = 1 } = places
      if (sliceCount > shape.slices) return false
      if (!view) used = Math.max(used, parts * sliceCount)
      if (!classify(exports, layout, shape, samples, places)) return false
      counts.clamped += computeMargins(exports, layout, shape, samples)
      counts.samples += samples
      if (shape.from === 'probs') counts.held += heldIn(exports, layout)
      const own = groupsFrom(samples, places)
      if (shape.weighted)
        exports.spreadWeights(layout.rowWeights, samples / shape.cells, shape.cells, layout.weights)
      if (!view) return addSheets(samples, own)
      const seen = lookThrough(exports, layout, view, samples, own, shape.weighted)
      return seen >= 0 && addSheets(seen, own)
    },
    finish() {
      const { buffer } = exports.memory
      const ignored = new Int32Array(buffer, layout.ignored, 1)[0] * (shape.oneClass ? shape.cells : 1)
      const squares =
        shape.weighted && !view ? pack(exports, layout.squareTable, layout.squareTails, used) : null
      const largest = new Float64Array(buffer, layout.largest, shape.weighted ? used : 0)
      if (largest.some((weight) => exponentFor(weight) !== 0)) return undefined
      const sketch = pack(exports, layout.table, layout.tails, used)
      return { ...counts, sketch, squares, samples: counts.samples - ignored, ignored }
    },
  }
}

/** Which group each sample is of; returns where that stands. */
function createGroups(exports: Exports, layout: Layout, shape: BlockShape) {
  const { task, perClass, cells } = shape
  const kind = cells > 1 && perClass ? CELLS : perClass || task === 'binary' ? CLASSES : ONE
  const parts = partsOfSlice(shape)
  return (samples: number, { slices = 0 }: SamplePlaces): number => {
    if (kind === CLASSES && slices === 0) return layout.classes
    exports.groupsOf(layout.classes, samples, kind, slices, cells, parts, layout.groups)
    return layout.groups
  }
}

/** How groups are numbered, as src/kernels/assembly/groups.ts has it. */
const [ONE, CLASSES, CELLS] = [0, 1, 2]

/** Adds samples to the sums, and to those of squares; false when a margin or a weight is none. */
function createSheets(exports: Exports, layout: Layout, { weighted, from, view }: BlockShape) {
  const { margins, weights, squares, held, table, tails, isSplit, squareTable, squareTails } = layout
  // Under lenses nobody asks for them.
  const keepsHeld = from === 'probs' && !view
  return (samples: number, own: number): boolean => {
    if (keepsHeld) exports.addHeld(held, own, weighted ? weights : 0, tails)
    if (!weighted) return exports.accumulate(margins, own, samples, table, tails, isSplit) < 0
    if (!exports.squareWeights(own, weights, samples, squares, layout.largest)) return false
    if (exports.accumulateWeighted(margins, own, weights, samples, table, tails, isSplit) >= 0) return false
    if (view) return true
    if (keepsHeld) exports.addHeld(held, own, squares, squareTails)
    return exports.accumulateWeighted(margins, own, squares, samples, squareTable, squareTails, isSplit) < 0
  }
}

function heldIn({ memory }: Exports, { held }: Layout): number {
  return new Int32Array(memory.buffer, held, 1)[0]
}

/** Leaves in the memory what is looked at; returns how many samples that is, -1 when one of all is not valid. */
function lookThrough(
  exports: Exports,
  { margins, weights }: Layout,
  view: ViewLayout,
  samples: number,
  own: number,
  weighted: boolean,
): number {
  const { sides, groups, size, lenses, depth } = view
  return exports.look(margins, own, weighted ? weights : 0, samples, sides, groups, size, lenses, depth)
}

function clear({ memory }: Exports, layout: Layout, groups: number, weighted: boolean): void {
  const { ignored, table, tails, squareTable, squareTails, largest } = layout
  new Int32Array(memory.buffer, ignored, 1).fill(0)
  const sheet = (pages: number, ends: number) => {
    new Int32Array(memory.buffer, pages, groups * PAGES).fill(0)
    new Float64Array(memory.buffer, ends, groups * TAIL_LENGTH).fill(0)
  }
  sheet(table, tails)
  if (!weighted) return
  sheet(squareTable, squareTails)
  new Float64Array(memory.buffer, largest, groups).fill(0)
}

/** Writes the class of each sample; whether all labels are some. */
function classify(
  exports: Exports,
  layout: Layout,
  shape: BlockShape,
  samples: number,
  places: SamplePlaces,
): boolean {
  if (!shape.oneClass) return classesOf(exports, layout, shape, samples, layout.classes, places) < 0
  const rows = samples / shape.cells
  if (classesOf(exports, layout, shape, rows, layout.rowClasses, places) >= 0) return false
  exports.spreadClasses(layout.rowClasses, rows, shape.cells, layout.classes)
  return true
}

/** Index of the first label that is none, -1 when all are fine. */
function classesOf(
  exports: Exports,
  { labels, classOf, ignored }: Layout,
  shape: BlockShape,
  count: number,
  target: number,
  places: SamplePlaces,
): number {
  if (places.labels !== undefined)
    return exports.classesOfCodes(places.labels, count, classOf, target, ignored)
  const type = ELEMENT_TYPES.indexOf(shape.labelType)
  if (shape.numbers) {
    const { first, classes } = shape.numbers
    return exports.classesOfNumbers(labels, type, count, classOf, first, classes.length, target, ignored)
  }
  const signed = Number(shape.signed)
  return exports.classesOf(labels, type, count, shape.classes, signed, shape.ignore, target, ignored)
}

/** Returns how many probabilities were clamped. */
function computeMargins(exports: Exports, layout: Layout, shape: BlockShape, samples: number): number {
  const { scores, classes, margins, row, held } = layout
  const { columns, outside, rowSum } = shape
  const single = Number(shape.single)
  if (shape.task === 'softmax') {
    if (shape.from === 'probs')
      return exports.softmaxProbabilities(
        scores,
        single,
        columns,
        classes,
        samples,
        margins,
        outside,
        rowSum,
        held,
      )
    exports.softmaxLogits(scores, single, columns, classes, samples, margins, row)
    return 0
  }
  if (shape.from === 'probs')
    return exports.binaryProbabilities(scores, single, classes, samples, margins, outside, held)
  exports.binaryLogits(scores, single, classes, samples, margins)
  return 0
}

/** Copies out the pages in use. */
function pack({ memory }: Exports, table: number, tails: number, groups: number): PackedSketch {
  const addresses = new Int32Array(memory.buffer, table, groups * PAGES)
  const used: number[] = []
  for (let id = 0; id < addresses.length; id++) if (addresses[id] !== 0) used.push(id)
  const pages = new Float64Array(used.length * PAGE_LENGTH)
  for (const [index, id] of used.entries()) {
    pages.set(new Float64Array(memory.buffer, addresses[id], PAGE_LENGTH), index * PAGE_LENGTH)
  }
  return {
    pageIds: Int32Array.from(used),
    pagesPerGroup: PAGES,
    pages,
    tails: new Float64Array(memory.buffer, tails, groups * TAIL_LENGTH).slice(),
  }
}
