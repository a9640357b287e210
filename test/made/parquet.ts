/** Parquet written by hand, as little of it as holds a table: one row group, plain pages, nothing packed. */

/** A column of numbers, of whole numbers, of truth values or of text; null where there is none. */
export interface ParquetColumn {
  readonly name: string
  readonly type: 'DOUBLE' | 'INT64' | 'BOOLEAN' | 'TEXT'
  readonly cells: readonly (number | bigint | boolean | string | null)[]
}

/** @param most rows of a page */
export function writeParquet(columns: readonly ParquetColumn[], most = Number.POSITIVE_INFINITY): Buffer {
  const rows = columns[0].cells.length
  const pages = columns.map((column) => writePages(column, most))
  const starts = pages.map((_, at) => 4 + pages.slice(0, at).reduce((sum, { length }) => sum + length, 0))
  const chunks = columns.map(({ name, type }, at) =>
    struct([
      [2, I64, zigzag(starts[at])],
      [
        3,
        STRUCT,
        struct([
          [1, I32, zigzag(TYPES[type])],
          // Plain, and RLE for levels.
          [2, LIST, list(I32, [zigzag(0), zigzag(3)])],
          [3, LIST, list(BINARY, [binary(name)])],
          [4, I32, zigzag(0)],
          [5, I64, zigzag(rows)],
          [6, I64, zigzag(pages[at].length)],
          [7, I64, zigzag(pages[at].length)],
          [9, I64, zigzag(starts[at])],
        ]),
      ],
    ]),
  )
  const bytes = pages.reduce((sum, { length }) => sum + length, 0)
  const group = struct([
    [1, LIST, list(STRUCT, chunks)],
    [2, I64, zigzag(bytes)],
    [3, I64, zigzag(rows)],
  ])
  const footer = struct([
    [1, I32, zigzag(1)],
    [2, LIST, list(STRUCT, schemaOf(columns))],
    [3, I64, zigzag(rows)],
    [4, LIST, list(STRUCT, [group])],
  ])
  const size = Buffer.alloc(4)
  size.writeUInt32LE(footer.length)
  return Buffer.concat([Buffer.from('PAR1'), ...pages, footer, size, Buffer.from('PAR1')])
}

const TYPES = { BOOLEAN: 0, INT64: 2, DOUBLE: 5, TEXT: 6 } as const

/** Every column may lack cells. */
function schemaOf(columns: readonly ParquetColumn[]): readonly Buffer[] {
  const root = struct([
    [4, BINARY, binary('schema')],
    [5, I32, zigzag(columns.length)],
  ])
  const leaves = columns.map(({ name, type }) =>
    struct([
      [1, I32, zigzag(TYPES[type])],
      [3, I32, zigzag(1)],
      [4, BINARY, binary(name)],
      ...(type === 'TEXT' ? ([[6, I32, zigzag(0)]] as const) : []),
    ]),
  )
  return [root, ...leaves]
}

function writePages({ cells, ...column }: ParquetColumn, most: number): Buffer {
  const parts: Buffer[] = []
  for (let row = 0; row === 0 || row < cells.length; row += most)
    parts.push(writePage({ ...column, cells: cells.slice(row, row + most) }))
  return Buffer.concat(parts)
}

function writePage({ type, cells }: ParquetColumn): Buffer {
  const found = cells.filter((cell) => cell !== null)
  const values = type === 'BOOLEAN' ? bits(found.map(Boolean)) : Buffer.concat(found.map(plainOf(type)))
  const levels = bitPacked(cells.map((cell) => cell !== null))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(levels.length)
  const data = Buffer.concat([size, levels, values])
  const header = struct([
    [1, I32, zigzag(0)],
    [2, I32, zigzag(data.length)],
    [3, I32, zigzag(data.length)],
    [
      5,
      STRUCT,
      struct([
        [1, I32, zigzag(cells.length)],
        [2, I32, zigzag(0)],
        [3, I32, zigzag(3)],
        [4, I32, zigzag(3)],
      ]),
    ],
  ])
  return Buffer.concat([header, data])
}

const plainOf = (type: ParquetColumn['type']) => (cell: number | bigint | boolean | string | null) => {
  if (type === 'TEXT') {
    const text = Buffer.from(`${cell}`)
    const size = Buffer.alloc(4)
    size.writeUInt32LE(text.length)
    return Buffer.concat([size, text])
  }
  const bytes = Buffer.alloc(8)
  if (type === 'INT64') bytes.writeBigInt64LE(BigInt(cell!))
  else bytes.writeDoubleLE(Number(cell))
  return bytes
}

function bits(values: readonly boolean[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(values.length / 8))
  for (const [i, value] of values.entries()) if (value) bytes[i >> 3] |= 1 << (i & 7)
  return bytes
}

/** One run of the hybrid of runs and packed bits, of width 1. */
function bitPacked(values: readonly boolean[]): Buffer {
  return Buffer.concat([varint((Math.ceil(values.length / 8) << 1) | 1), bits(values)])
}

/** Types of Thrift's compact protocol. */
const [I32, I64, BINARY, LIST, STRUCT] = [5, 6, 8, 9, 12]

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Buffer.from([...bytes, rest])
}

const zigzag = (value: number) => varint(2 * value)

function binary(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([varint(bytes.length), bytes])
}

function list(type: number, items: readonly Buffer[]): Buffer {
  const head =
    items.length < 15
      ? Buffer.from([(items.length << 4) | type])
      : Buffer.concat([Buffer.from([0xf0 | type]), varint(items.length)])
  return Buffer.concat([head, ...items])
}

/** Fields of rising number, each told by how far it is from the one before. */
function struct(fields: readonly (readonly [id: number, type: number, bytes: Buffer])[]): Buffer {
  const written = fields.map(([id, type, bytes], at) =>
    Buffer.concat([Buffer.from([((id - (fields[at - 1]?.[0] ?? 0)) << 4) | type]), bytes]),
  )
  return Buffer.concat([...written, Buffer.from([0])])
}
