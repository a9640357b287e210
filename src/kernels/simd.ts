/** Sketches blocks of samples, as raw as they stand in a file, with the WebAssembly kernels. One sketcher a thread. */
import { exponentFor } from '../sketch/exponent.ts'
import { createGrid } from '../sketch/grid.ts'
import type { PackedSketch } from '../sketch/packed.ts'
import { classify, groupsOfSamples } from './classes.ts'
import type { Exports } from './exports.ts'
import { createHardest, type HardestOfBlock } from './hardest.ts'
import { type Layout, layOut, type Room, type TextRoom } from './layout.ts'
import { computeMargins, heldIn } from './margins.ts'
import { type BlockShape, labelBytes, partsOfSlice, type SamplePlaces } from './shape.ts'
import { clearSheets, createSheets, packSheets } from './sheets.ts'
import { createTop, topRoom } from './top.ts'
import { lookThrough, viewBytes, writeView } from './view.ts'
import { instantiate, type KernelModule } from './wasm.ts'

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
  /** What was added up of softmax rows; absent where nothing was. */
  readonly top?: Float64Array
  /** Its hardest samples; absent where nobody asks. */
  readonly hardest?: HardestOfBlock
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
  /** Undefined where the squares of weights need other units, or sums are no doubles. */
  finish(): BlockResult | undefined
}

/**
 * @param module the kernels, compiled already
 * @param text room for text, when scores and labels are to be parsed from it
 */
export function createSketcher(shape: BlockShape, module?: KernelModule, text?: TextRoom): Sketcher {
  const exports = instantiate(module)
  const parts = partsOfSlice(shape)
  const groups = shape.view?.size ?? parts * shape.slices
  const layout = layOut(exports, roomFor(shape, groups, text), createGrid(shape.edges))
  const view = shape.view && writeView(exports.memory.buffer, layout.view, shape.view)
  if (shape.numbers) new Int32Array(exports.memory.buffer, layout.classOf).set(shape.numbers.classes)
  const groupsFrom = groupsOfSamples(exports, layout, shape)
  // Under lenses nobody asks for squares, nor for what is held.
  const hasSquares = shape.weighted && !view
  const top = shape.top && createTop(exports, layout, shape, shape.top)
  const hardest = shape.hardest && createHardest(exports, layout, shape, shape.hardest)
  const keepsHeld = shape.from === 'probs' && !view && !top
  const addSheets = createSheets(exports, layout, { weighted: shape.weighted, hasSquares, keepsHeld })
  const counts = { samples: 0, clamped: 0, held: 0 }
  // Of all slices that there might be, most blocks have few.
  let used = view ? groups : parts
  return {
    exports,
    layout,
    begin() {
      clearSheets(exports, layout, used, shape.weighted)
      used = view ? groups : parts
      Object.assign(counts, { samples: 0, clamped: 0, held: 0 })
      exports.begin(layout.arena, layout.edges, shape.edges.length)
      top?.begin()
      if (hardest) hardest.begin()
    },
    add(samples, places = {}) {
      const { sliceCount = 1 } = places
      if (sliceCount > shape.slices) return false
      if (!view) used = Math.max(used, parts * sliceCount)
      if (!classify(exports, layout, shape, samples, places)) return false
      // Of logits the other kernel makes them, and looks at them.
      if (!top || shape.from === 'probs') counts.clamped += computeMargins(exports, layout, shape, samples)
      counts.samples += samples
      if (shape.from === 'probs') counts.held += heldIn(exports, layout)
      const own = groupsFrom(samples, places)
      if (shape.weighted && shape.cells > 1)
        exports.spreadWeights(layout.rowWeights, samples / shape.cells, shape.cells, layout.weights)
      if (hardest) hardest.add(samples)
      if (top && !(areMargins(exports, layout, shape, samples) && top.add(samples))) return false
      if (shape.top?.bins === 0) return true
      if (!view) return addSheets(samples, own, used)
      const seen = lookThrough(exports, layout, view, samples, own, shape.weighted)
      return seen >= 0 && addSheets(seen, own, used)
    },
    finish() {
      const { buffer } = exports.memory
      const ignored = new Int32Array(buffer, layout.ignored, 1)[0] * (shape.oneClass ? shape.cells : 1)
      const largest = new Float64Array(buffer, layout.largest, shape.weighted ? used : 0)
      if (largest.some((weight) => exponentFor(weight) !== 0)) return undefined
      const found = top?.take()
      if (top && !found) return undefined
      const sheets = packSheets(exports, layout, used, hasSquares)
      return {
        ...counts,
        ...sheets,
        samples: counts.samples - ignored,
        ignored,
        ...(found && { top: found }),
        ...(hardest && { hardest: hardest.take() }),
      }
    },
  }
}

/** Whether rows of probabilities are some: of the others the margin is none. */
function areMargins(
  { memory }: Exports,
  { margins, classes }: Layout,
  { from }: BlockShape,
  samples: number,
): boolean {
  if (from === 'logits') return true
  const [found, own] = [
    new Float64Array(memory.buffer, margins, samples),
    new Int32Array(memory.buffer, classes, samples),
  ]
  for (let i = 0; i < samples; i++) if (own[i] >= 0 && Number.isNaN(found[i])) return false
  return true
}

function roomFor(shape: BlockShape, groups: number, text?: TextRoom): Room {
  return {
    samples: shape.samples,
    cells: shape.cells,
    groups,
    weighted: shape.weighted,
    rowClasses: shape.oneClass ? shape.samples / shape.cells : 0,
    numbers: shape.numbers?.classes.length ?? 0,
    scoreBytes: shape.samples * shape.columns * (shape.single ? 4 : 8),
    labelBytes: shape.samples * labelBytes(shape.labelType),
    columns: shape.columns,
    viewBytes: shape.view ? viewBytes(shape.view) : 0,
    planeBytes: shape.planeBytes,
    top: shape.top && topRoom(shape.columns, shape.top.bins),
    text,
  }
}
