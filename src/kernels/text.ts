/** Sketches blocks of lines: numbers are scanned from the text, then go the way of any scores and labels. */
import { type BlockResult, type BlockShape, createSketcher } from './simd.ts'
import { type KernelModule, PATCHES } from './wasm.ts'

/** How the lines are parted, and which cells are wanted. */
export interface TextShape {
  readonly separator: string
  readonly columns: number
  /** Columns of the scores and of the labels. */
  readonly scores: readonly number[]
  readonly labels: readonly number[]
  /** Most bytes of a block, and rows parsed at once. */
  readonly bytes: number
  readonly rows: number
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

export function createTextSketcher(shape: BlockShape, text: TextShape, module?: KernelModule): TextSketcher {
  const width = text.scores.length + text.labels.length
  const sketcher = createSketcher(shape, module, {
    bytes: text.bytes,
    columns: text.columns,
    width,
    rows: text.rows,
  })
  const { exports, layout } = sketcher
  const slots = new Int32Array(exports.memory.buffer, layout.slots, text.columns).fill(-1)
  for (const [slot, column] of [...text.scores, ...text.labels].entries()) slots[column] = slot

  /** Scans up to `text.rows` rows from `at`. */
  const scan = (at: number, to: number, last: boolean) => {
    const { slots: wanted, table2d, patches, state } = layout
    const separator = text.separator.charCodeAt(0)
    const capacity = PATCHES + width
    const status = exports.scanRows(
      at,
      to,
      Number(last),
      separator,
      text.columns,
      wanted,
      width,
      table2d,
      text.rows,
      patches,
      capacity,
      state,
    )
    const [rows, bytes, patched] = new Uint32Array(exports.memory.buffer, state, 3)
    return { status, rows, bytes, patched }
  }
  /** Converts the numbers that the scanner could not, such as 25 digits, or a million, or an exponent of -300. */
  const patch = (count: number) => {
    const { buffer } = exports.memory
    const list = new Uint32Array(buffer, layout.patches, 3 * count)
    const numbers = new Float64Array(buffer, layout.table2d, text.rows * width)
    for (let i = 0; i < count; i++)
      numbers[list[3 * i]] = Number(Buffer.from(buffer, list[3 * i + 1], list[3 * i + 2]).toString('latin1'))
  }
  const add = (rows: number) => {
    const { table2d, scores, labels } = layout
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
        const found = scan(at, layout.text + to, last)
        patch(found.patched)
        if (found.status === 2 || !add(found.rows)) return undefined
        rows += found.rows
        at += found.bytes
        more = found.status === 1
      }
      return { ...sketcher.finish(), rows }
    },
  }
}
