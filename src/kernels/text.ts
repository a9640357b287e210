/** Sketches blocks of lines: numbers are scanned from the text, then go the way of any scores and labels. */
import { createLineScanner, type LineShape, lineRoom } from './lines.ts'
import { type BlockResult, type BlockShape, createSketcher } from './simd.ts'
import type { KernelModule } from './wasm.ts'

/** How the lines are parted, and which cells are wanted. */
export interface TextShape extends Pick<LineShape, 'separator' | 'columns' | 'bytes' | 'rows'> {
  /** Columns of the scores and of the labels. */
  readonly scores: readonly number[]
  readonly labels: readonly number[]
}

export interface TextResult extends BlockResult {
  readonly rows: number
}

export interface TextSketcher {
  /** Where the bytes of a block go. The view is valid until the next `run`. */
  text(): Uint8Array
  /** Sketches the lines in bytes [from, to); `last` says that they end the file. Undefined where they are not plain. */
  run(from: number, to: number, last: boolean): TextResult | undefined
}

export function createTextSketcher(
  shape: BlockShape,
  text: TextShape,
  toNumber: LineShape['toNumber'],
  module?: KernelModule,
): TextSketcher {
  const lines = { ...text, numbers: [...text.scores, ...text.labels], texts: [], toNumber }
  const sketcher = createSketcher(shape, module, lineRoom(lines))
  const { exports, layout } = sketcher
  const scanner = createLineScanner(exports, layout, lines)
  const add = (rows: number) => {
    const { table2d, scores, labels } = layout
    const { width } = scanner
    exports.gather(table2d, rows, width, 0, text.scores.length, scores)
    exports.gather(table2d, rows, width, text.scores.length, text.labels.length, labels)
    return sketcher.add(rows * (shape.task === 'softmax' ? 1 : text.scores.length))
  }
  return {
    text: () => new Uint8Array(exports.memory.buffer, layout.text, text.bytes),
    run(from, to, last) {
      sketcher.begin()
      let rows = 0
      for (let at = layout.text + from, more = true; more; ) {
        const found = scanner.scan(at, layout.text + to, last)
        if (found.end === 'odd' || !found.finite || !add(found.rows)) return undefined
        rows += found.rows
        at += found.bytes
        more = found.end === 'full'
      }
      return { ...sketcher.finish(), rows }
    },
  }
}
