/**
 * The formats lossctl reads, told apart by how a file begins. A name only rules out: no .npy is read as
 * text.
 */
import { readSync } from 'node:fs'
import { InputError, PackedError } from '../errors.ts'
import type { SeenFile } from '../sources/file.ts'
import { splitMember } from '../sources/member.ts'
import { withFile } from '../sources/reading.ts'
import { seeSource } from '../sources/source.ts'
import { unpack } from '../sources/unpack.ts'
import { adviseCommand, quoteWord } from '../words/shell.ts'
import { databaseKind } from './database-kind.ts'
import { NPY_MAGIC } from './npy/header.ts'
import { ENCRYPTED_PARQUET } from './parquet/damage.ts'
import { strangePickle } from './pickles.ts'
import { isSketchName } from './sketch-file.ts'
import { SKETCH_MAGIC } from './sketch-text.ts'
import { strangeText } from './strange-text.ts'
import type { Table } from './table.ts'

/** Bytes looked at before a format is chosen. */
const HEAD_BYTES = 1 << 16

const ROWLESS = ['is a sketch, which has no rows', 'give the predictions it was made from'] as const

const PACKED_TWICE = ['is packed twice', 'unpack it once'] as const

/** Files people hand in by mistake, by their first bytes, and what to do instead. */
const STRANGERS: readonly (readonly [
  magic: string,
  what: string,
  hint: string | ((file: SeenFile) => string),
])[] = [
  ['\x1f\x8b', ...PACKED_TWICE],
  ['\x28\xb5\x2f\xfd', ...PACKED_TWICE],
  ['PARE', ...ENCRYPTED_PARQUET],
  ['ARROW1', 'is an Arrow (Feather) file', 'write Parquet: df.to_parquet("preds.parquet")'],
  ['\x89HDF', 'is an HDF5 file', 'save the arrays by themselves: np.save("scores.npy", f["scores"][:])'],
  [
    SKETCH_MAGIC,
    ROWLESS[0],
    ({ path }) =>
      /\.zst$/i.test(path) ? 'unpack it: sketches are read plain, or packed with gzip' : ROWLESS[1],
  ],
  ["{'", 'holds dicts as Python prints them', 'write them as JSON: json.dumps(row)'],
  ['<!DOCTYPE', 'is an HTML page', 'a download may have answered with an error'],
  ['version https://git-lfs', 'is a pointer of Git LFS, not the file itself', 'fetch it: git lfs pull'],
]

const PROGRAMS = { sqlite: 'SQLite', duckdb: 'DuckDB' } as const

/** Files that are packed by programs of their own: how they begin, what they are, and the program. */
const PACKERS = [
  ['BZh', 'is compressed with bzip2', 'bzip2'],
  ['\xfd7zXZ', 'is compressed with xz', 'xz'],
] as const

/** What a pipe has brought cannot be read again by whoever unpacks it. */
function packedWith(program: string, problem: string, { path, state }: SeenFile): InputError {
  if (state.spool) return new InputError(path, problem, `put ${program} -dc before lossctl in the pipe`)
  const file = `${path.startsWith('-') ? '-- ' : ''}${quoteWord(path)}`
  const hint = adviseCommand('unpack it first:', `${program} -dk ${file}`, `unpack it with ${program} -dk`)
  return new PackedError(path, problem, hint, `${program} -dc ${file}`)
}

/** Bytes of the longest of them. */
const MAGIC_BYTES = 32

/** Extensions that a folder of shards is searched for; .json is that of settings and reports too, which lie beside them. */
export const TABLE_EXTENSIONS = [
  ...['csv', 'tsv', 'txt', 'jsonl', 'ndjson'],
  ...['npy', 'npz', 'safetensors', 'pt', 'pth', 'parquet'],
] as const

/** How zip archives begin; one without a file in it has its end there. */
const ZIP_MAGICS = ['PK\x03\x04', 'PK\x05\x06']

/** The length of a header in eight bytes, of which four would do, and its first brace. */
function isSafetensors(head: Buffer): boolean {
  return head.length > 8 && head.readUInt32LE(4) === 0 && head[8] === 0x7b
}

/**
 * Opens a file as a table. Throws an InputError when it is missing, empty, or of no known format.
 * @param name of a file, or of an array in one: FILE::NAME
 */
export async function openTable(name: string): Promise<Table> {
  const { file, member } = await splitMember(name)
  return openSeen(await openUnpacked(file), member)
}

async function openSeen({ file, head }: Beginning, member: string | undefined): Promise<Table> {
  const { path } = file
  if (head.length === 0) throw new InputError(path, 'is empty')
  // Before all others: it begins with any number.
  if (isSafetensors(head)) return (await import('./safetensors.ts')).openSafetensors(file, member)
  const text = head.toString('latin1', 0, MAGIC_BYTES)
  const stranger = STRANGERS.find(([magic]) => text.startsWith(magic))
  if (stranger && isSketchName(path)) throw new InputError(path, ...ROWLESS, 'rowless')
  if (stranger) {
    const [, problem, hint] = stranger
    const code = problem === ROWLESS[0] ? 'rowless' : null
    throw new InputError(path, problem, typeof hint === 'string' ? hint : hint(file), code)
  }
  const database = databaseKind(head)
  if (database)
    throw new InputError(
      path,
      `is a database of ${PROGRAMS[database]}`,
      `lossctl compare takes one as ${quoteWord(`${database}:${path}`)} with --table NAME, --label NAME and --logit NAME`,
    )
  const packer = PACKERS.find(([magic]) => text.startsWith(magic))
  if (packer) throw packedWith(packer[2], packer[1], file)
  const pickle = strangePickle(path, head)
  if (pickle) throw new InputError(path, ...pickle)
  if (isZip(head)) return (await import('./zip/zip.ts')).openZip(file, member, openPacked)
  if (member !== undefined)
    throw new InputError(path, 'is no file of named arrays', 'give the file by itself')
  if (text.startsWith('PAR1')) return (await import('./parquet/parquet.ts')).openParquet(file)
  if (text.startsWith(NPY_MAGIC)) return (await import('./npy/npy.ts')).openNpy(file)
  if (/\.npy(?:\.gz|\.zst)?$/i.test(path))
    throw new InputError(path, 'is no NPY file, though its name says so', 'save it again with np.save')
  const strange = strangeText(file, head)
  if (strange) throw new InputError(path, ...strange)
  const { isJson } = await import('./json/find-layout.ts')
  if (isJson(head)) return (await import('./json/json.ts')).openJson(file, head)
  return (await import('./csv/csv.ts')).openCsv(file, head)
}

/** What was packed with others. */
async function openPacked(file: SeenFile): Promise<Table> {
  const found = await readHead(file)
  if (isZip(found.head)) throw new InputError(file.path, ...PACKED_TWICE)
  return openSeen(found, undefined)
}

function isZip(head: Buffer): boolean {
  const text = head.toString('latin1', 0, MAGIC_BYTES)
  return ZIP_MAGICS.some((magic) => text.startsWith(magic))
}

interface Beginning {
  readonly file: SeenFile
  readonly head: Buffer
}

async function openUnpacked(name: string): Promise<Beginning> {
  const found = await readHead(await seeSource(name))
  const unpacked = await unpack(found.file, found.head)
  return unpacked ? readHead(unpacked) : found
}

function readHead(seen: SeenFile): Promise<Beginning> {
  return withFile(seen, async ({ handle }) => {
    const buffer = Buffer.alloc(HEAD_BYTES)
    const bytesRead = readSync(handle.fd, buffer, 0, HEAD_BYTES, 0)
    return { file: seen, head: buffer.subarray(0, bytesRead) }
  })
}
