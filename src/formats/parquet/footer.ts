/** What stands at the end of a Parquet file: its columns, and where the pages of each are. */
import { InputError } from '../../errors.ts'
import type { OpenFile } from '../../sources/file.ts'
import { bytesAt, viewAll } from './bytes-at.ts'
import { damagedParquet, ENCRYPTED_PARQUET, orDamaged } from './damage.ts'
import type { ColumnMetaData, FileMetaData, SchemaTree } from './library.ts'

type Library = typeof import('./library.ts')

/** PAR1 at both ends, and four bytes for the length of what stands before the last. */
const MAGIC = 4
const ENDING = 8

/** Longest one that is read. */
const MAX_FOOTER = 1 << 28

/** Where the pages of a column are in some rows, one behind the other. */
export interface Chunk extends Pick<ColumnMetaData, 'codec' | 'encodings' | 'type' | 'path_in_schema'> {
  readonly start: number
  readonly end: number
  /** Values, nulls among them; more than rows where they are lists. */
  readonly values: number
  /** Bytes that come out of its pages. */
  readonly unpacked: number
}

/** Rows, and the chunks of all columns that hold them. */
export interface RowGroup {
  readonly rows: number
  readonly chunks: readonly Chunk[]
}

export interface Footer {
  readonly schema: SchemaTree
  readonly rows: number
  readonly groups: readonly RowGroup[]
}

/** Throws an InputError for what is cut off, damaged or encrypted. */
export function readFooter(file: OpenFile, library: Library): Footer {
  const { path } = file
  const size = Number(file.state.size)
  const ending = bytesAt(file, Math.max(0, size - ENDING), Math.min(ENDING, size))
  if (size < MAGIC + ENDING || Buffer.from(ending).toString('latin1', MAGIC) !== 'PAR1')
    throw new InputError(path, 'is a Parquet file that is cut off: its end is missing', 'copy it again')
  const length = viewAll(ending).getUint32(0, true)
  const start = size - ENDING - length
  if (start < MAGIC || length > MAX_FOOTER) throw damagedParquet(path, 'its end says where no columns are')
  const found = orDamaged(path, 'its end cannot be read', () => {
    const metadata = library.parquetMetadata(bytesAt(file, start, size - start), { geoparquet: false })
    return { metadata, schema: library.parquetSchema(metadata) }
  })
  refuseElsewhere(path, found.metadata)
  const footer = orDamaged(path, 'its end cannot be read', () => describe(found.metadata, found.schema))
  checkPlaces(path, footer, start)
  return footer
}

function refuseElsewhere(path: string, { row_groups: groups }: FileMetaData): void {
  const chunks = groups.flatMap(({ columns }) => columns)
  if (chunks.some((chunk) => chunk.crypto_metadata ?? chunk.encrypted_column_metadata))
    throw new InputError(path, ...ENCRYPTED_PARQUET)
  if (chunks.some((chunk) => chunk.file_path))
    throw new InputError(path, 'has its columns in other files', 'give those')
}

function describe({ row_groups, num_rows }: FileMetaData, schema: SchemaTree): Footer {
  // What an empty group says of its columns is of no use.
  const groups = row_groups
    .map((group) => ({
      rows: countOf(group.num_rows),
      chunks: group.num_rows > 0n ? group.columns.map(({ meta_data }) => chunkOf(meta_data!)) : [],
    }))
    .filter(({ rows }) => rows > 0)
  return { schema, rows: countOf(num_rows), groups }
}

function chunkOf(data: ColumnMetaData): Chunk {
  const { type, encodings, codec, path_in_schema, data_page_offset, dictionary_page_offset = 0n } = data
  const dictionary = countOf(dictionary_page_offset)
  const pages = countOf(data_page_offset)
  // Some writers say 0 where there is none.
  const start = dictionary > 0 ? Math.min(dictionary, pages) : pages
  return {
    type,
    encodings,
    codec,
    path_in_schema,
    start,
    end: start + countOf(data.total_compressed_size),
    values: countOf(data.num_values),
    unpacked: countOf(data.total_uncompressed_size),
  }
}

function countOf(value: bigint): number {
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${value} is no count`)
  return Number(value)
}

/** Chunks stand before the end, none within another, and have all rows. */
function checkPlaces(path: string, { rows, groups }: Footer, end: number): void {
  if (groups.reduce((sum, group) => sum + group.rows, 0) !== rows)
    throw damagedParquet(path, 'its rows are others than those of its parts')
  const chunks = groups
    .flatMap((group) => group.chunks)
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
  let at = MAGIC
  for (const chunk of chunks) {
    if (chunk.start < at || chunk.end > end)
      throw damagedParquet(path, `column "${chunk.path_in_schema.join('.')}" stands where it cannot`)
    at = chunk.end
  }
}
