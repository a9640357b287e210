/** Sketches blocks of lines: cells are scanned from the text, then go the way of any scores and labels. */
import { createLineScanner, type LineShape, lineRoom } from './lines.ts'
import type { BlockShape, SamplePlaces } from './shape.ts'
import { type BlockResult, createSketcher } from './simd.ts'
import type { KernelModule } from './wasm.ts'
import { createWordColumn, type WordColumn } from './words.ts'

/** How the lines are parted, and which cells are wanted. */
export interface TextShape extends Pick<LineShape, 'separator' | 'columns' | 'bytes' | 'rows'> {
  /** Columns of the scores, of the labels, and of the weight and the slice. */
  readonly scores: readonly number[]
  readonly labels: readonly number[]
  readonly weight: number | null
  readonly by: number | null
  /** Class indices of labels that are words, -1 for those to ignore; null where they are numbers. */
  readonly classOf: ReadonlyMap<string, number> | null
}

export interface TextResult extends BlockResult {
  readonly rows: number
  /** Names of the slices, in the order in which they are met. */
  readonly slices: readonly string[]
}

export interface TextSketcher {
  /** Where the bytes of a block go. The view is valid until the next `run`. */
  text(): Uint8Array
  /** Sketches the lines in bytes [from, to); `last` says that they end the file. Undefined where they are not plain. */
  run(from: number, to: number, last: boolean): TextResult | undefined
}

/** The class of a label that is none, as the kernels have it. */
const UNKNOWN = -2

export function createTextSketcher(
  shape: BlockShape,
  text: TextShape,
  toNumber: LineShape['toNumber'],
  module?: KernelModule,
): TextSketcher {
  const lines = { ...text, ...cellsOf(text), toNumber }
  const sketcher = createSketcher(shape, module, lineRoom(lines))
  const { exports, layout } = sketcher
  const scanner = createLineScanner(exports, layout, lines)
  const columnOf = (column: number) => {
    const index = lines.texts.indexOf(column)
    return createWordColumn(exports, layout, index, lines.numbers.length + index, scanner.width)
  }
  const slices = text.by === null ? null : columnOf(text.by)
  const labels = text.classOf && { words: columnOf(text.labels[0]), classOf: text.classOf }
  const gather = (rows: number, from: number, count: number, out: number) =>
    exports.gather(layout.table2d, rows, scanner.width, from, count, out)

  const add = (rows: number): boolean => {
    const numbers = text.scores.length + (labels ? 0 : text.labels.length)
    gather(rows, 0, text.scores.length, layout.scores)
    if (!labels) gather(rows, text.scores.length, text.labels.length, layout.labels)
    if (text.weight !== null) gather(rows, numbers, 1, layout.rowWeights)
    const places = placesOf(rows)
    return places !== null && sketcher.add(rows * shape.cells, places)
  }
  /** Where codes stand; null when there are too many words. */
  const placesOf = (rows: number): SamplePlaces | null => {
    const ofLabels = labels && classify(labels.words, labels.classOf, rows)
    const ofSlices = slices?.codesOf(rows)
    if (ofLabels === undefined || ofSlices === null) return null
    return {
      ...(ofLabels === null ? {} : { labels: ofLabels }),
      ...(ofSlices ? { slices: ofSlices.byteOffset, sliceCount: slices!.words.length } : {}),
    }
  }
  /** Says the class of each word to the kernels; returns where the codes stand. */
  const classify = (words: WordColumn, classOf: ReadonlyMap<string, number>, rows: number) => {
    const known = words.words.length
    const codes = words.codesOf(rows)
    if (codes === null) return undefined
    const classes = new Int32Array(exports.memory.buffer, layout.classOf, words.words.length)
    for (let code = known; code < words.words.length; code++)
      classes[code] = classOf.get(words.words[code].trim()) ?? UNKNOWN
    return codes.byteOffset
  }
  return {
    text: () => new Uint8Array(exports.memory.buffer, layout.text, text.bytes),
    run(from, to, last) {
      sketcher.begin()
      slices?.clear()
      let rows = 0
      for (let at = layout.text + from, more = true; more; ) {
        const found = scanner.scan(at, layout.text + to, last)
        if (found.end === 'odd' || !found.finite || !add(found.rows)) return undefined
        rows += found.rows
        at += found.bytes
        more = found.end === 'full'
      }
      const result = sketcher.finish()
      return result && { ...result, rows, slices: slices ? slices.words.map((word) => word.trim()) : [] }
    },
  }
}

/** Numbers in the order of scores, labels and weight; words in that of label and slice. */
function cellsOf({ scores, labels, weight, by, classOf }: TextShape): Pick<LineShape, 'numbers' | 'texts'> {
  const numbers = [...scores, ...(classOf ? [] : labels), ...(weight === null ? [] : [weight])]
  const texts = [...(classOf ? labels : []), ...(by === null ? [] : [by])]
  return { numbers, texts: [...new Set(texts)] }
}
