/** Sketches blocks of samples, as raw as they stand in a file, with the WebAssembly kernels. One sketcher a thread. */
import { partsOf } from '../margin/grouping.ts'
import { createGrid } from '../sketch/grid.ts'
import type { View } from '../sketch/lens.ts'
import { PAGE_LENGTH, type PackedSketch, TAIL_LENGTH } from '../sketch/packed.ts'
import { ABOVE, BELOW } from '../sketch/sketch.ts'
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
  /** Keep the classes apart; negatives and positives always are. */
  readonly perClass: boolean
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
  readonly samples: number
  readonly ignored: number
  readonly clamped: number
  /** Samples whose truth has a probability of 0. */
  readonly held: number
}

export interface Sketcher {
  readonly exports: Exports
  readonly layout: Layout
  /** Starts a block. */
  begin(): void
  /**
   * Adds samples whose scores and labels stand at `layout.scores` and `layout.labels`. Returns false when one of them is
   * no valid sample; the block is then of no use.
   */
  add(samples: number): boolean
  finish(): BlockResult
}

/** Bytes of a label. */
export function labelBytes(type: LabelType): number {
  return Number(type[1])
}

/**
 * @param module the kernels, compiled already
 * @param text room for text, when scores and labels are to be parsed from it
 */
export function createSketcher(shape: BlockShape, module?: KernelModule, text?: TextRoom): Sketcher {
  const exports = instantiate(module)
  const groups = shape.view?.size ?? partsOf(shape.task, shape.classes, shape.perClass)
  const room = {
    samples: shape.samples,
    groups,
    scoreBytes: shape.samples * shape.columns * (shape.single ? 4 : 8),
    labelBytes: shape.samples * labelBytes(shape.labelType),
    columns: shape.columns,
    viewBytes: shape.view ? viewBytes(shape.view) : 0,
    text,
  }
  const layout = layOut(exports, room, createGrid(shape.edges))
  const view = shape.view && writeView(exports.memory.buffer, layout.view, shape.view)
  const counts = { samples: 0, clamped: 0 }
  return {
    exports,
    layout,
    begin() {
      clear(exports, layout, groups)
      Object.assign(counts, { samples: 0, clamped: 0 })
      exports.begin(layout.arena, layout.edges, shape.edges.length)
    },
    add(samples) {
      if (classify(exports, layout, shape, samples) >= 0) return false
      counts.clamped += computeMargins(exports, layout, shape, samples)
      counts.samples += samples
      const perClass = Number(groups > 1)
      const { margins, classes, table, tails, isSplit } = layout
      const seen = view ? lookThrough(exports, layout, view, samples) : samples
      return seen >= 0 && exports.accumulate(margins, classes, perClass, seen, table, tails, isSplit) < 0
    },
    finish() {
      const [ignored] = new Int32Array(exports.memory.buffer, layout.ignored, 1)
      const { samples, clamped } = counts
      const sketch = pack(exports, layout, groups)
      return { sketch, samples: samples - ignored, ignored, clamped, held: countHeld(sketch) }
    },
  }
}

/** Leaves in the memory what is looked at; returns how many samples that is, -1 when one of all is not valid. */
function lookThrough(exports: Exports, layout: Layout, view: ViewLayout, samples: number): number {
  const { margins, classes } = layout
  const { sides, groups, size, lenses, depth } = view
  return exports.look(margins, classes, samples, sides, groups, size, lenses, depth)
}

function clear({ memory }: Exports, { ignored, table, tails }: Layout, groups: number): void {
  new Int32Array(memory.buffer, ignored, 1).fill(0)
  new Int32Array(memory.buffer, table, groups * PAGES).fill(0)
  new Float64Array(memory.buffer, tails, groups * TAIL_LENGTH).fill(0)
}

function classify(exports: Exports, layout: Layout, shape: BlockShape, samples: number): number {
  const { labels, classes, ignored } = layout
  const type = ELEMENT_TYPES.indexOf(shape.labelType)
  return exports.classesOf(
    labels,
    type,
    samples,
    shape.classes,
    Number(shape.signed),
    shape.ignore,
    classes,
    ignored,
  )
}

/** Returns how many probabilities were clamped. */
function computeMargins(exports: Exports, layout: Layout, shape: BlockShape, samples: number): number {
  const { scores, classes, margins, row, tails } = layout
  const { columns, outside, rowSum } = shape
  const single = Number(shape.single)
  if (shape.task === 'softmax') {
    if (shape.from === 'probs') {
      const perClass = Number(shape.perClass)
      return exports.softmaxProbabilities(
        scores,
        single,
        columns,
        classes,
        samples,
        margins,
        outside,
        rowSum,
        tails,
        perClass,
      )
    }
    exports.softmaxLogits(scores, single, columns, classes, samples, margins, row)
    return 0
  }
  if (shape.from === 'probs')
    return exports.binaryProbabilities(scores, single, classes, samples, margins, outside, tails)
  exports.binaryLogits(scores, single, classes, samples, margins)
  return 0
}

/** Samples of all groups whose truth has a probability of 0. */
function countHeld({ tails }: PackedSketch): number {
  let held = 0
  for (let at = BELOW + ABOVE + BELOW; at < tails.length; at += TAIL_LENGTH) held += tails[at]
  return held
}

/** Copies out the pages in use. */
function pack({ memory }: Exports, { table, tails }: Layout, groups: number): PackedSketch {
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
