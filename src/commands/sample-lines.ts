/** Samples as lines of text: many at a time by the kernels, and one by one where a number is none. */
import { type EncodedTexts, encodeTexts } from '../kernels/encoded.ts'
import { createRowWriter, type WrittenCells } from '../kernels/row-writer.ts'
import type { FieldColumn, FieldValue, SampleField } from '../questions/samples/fields.ts'
import type { SampleBlock } from '../scan/scan.ts'

/** Samples of a block. */
export interface Kept {
  readonly block: SampleBlock
  /** Their places in it. */
  readonly places: Uint32Array
}

/** How a line is made of the fields of a sample. */
export interface LineStyle {
  /** What stands before a field, and behind the last one. */
  before(key: string, index: number): string
  readonly end: string
  /** A value as it stands in a line. */
  text(value: FieldValue): string
  /** Whether texts stand there as they are, each of which is a part of this one; it may be denied of some that do. */
  isPlain(all: string): boolean
}

/** Samples whose lines are made at once: many take memory, and few time. */
const PIECE = 1 << 12

/** The lines of samples, in pieces, each of which is valid until the next one is asked for. */
export function createLines(
  fields: readonly SampleField[],
  style: LineStyle,
): (samples: Kept) => Iterable<Buffer | string> {
  const befores = fields.map(({ key }, index) => style.before(key, index))
  const columns = fields.map(({ column }, index) => ({
    kind: column.kind,
    before: befores[index],
    words: column.kind === 'texts' ? [] : column.words.map(style.text),
  }))
  const writer = createRowWriter(columns, style.end)
  const fills = fields.map(({ column }) => filled(column, style))
  const lineOf = (block: SampleBlock, i: number) =>
    `${fields.map(({ of }, index) => befores[index] + style.text(of(block, i))).join('')}${style.end}`
  return function* ({ block, places }) {
    for (let from = 0; from < places.length; from += PIECE) {
      const piece = places.subarray(from, from + PIECE)
      writer.load(
        fills.map((fill) => fill(block, piece)),
        piece.length,
      )
      for (let at = 0; at < piece.length; at++) {
        const { bytes, end } = writer.write(at, piece.length)
        yield bytes
        if (end < piece.length) yield lineOf(block, piece[end])
        at = end
      }
    }
  }
}

type Fill = (block: SampleBlock, places: Uint32Array) => WrittenCells

function filled(column: FieldColumn, style: LineStyle): Fill {
  if (column.kind === 'texts')
    return (block, places) =>
      encode(
        Array.from(places, (i) => column.of(block, i)),
        style,
      )
  const { of } = column
  const all = column.kind === 'numbers' ? new Float64Array(PIECE) : new Int32Array(PIECE)
  return (block, places) => {
    for (let k = 0; k < places.length; k++) all[k] = of(block, places[k])
    return all.subarray(0, places.length)
  }
}

function encode(values: readonly FieldValue[], { text, isPlain }: LineStyle): EncodedTexts {
  const all = values.some((value) => typeof value !== 'string') ? null : (values as string[])
  return encodeTexts(all && isPlain(all.join('')) ? all : values.map(text))
}
