/**
 * The header of an NPY file (numpy.lib.format, versions 1.0 to 3.0), checked before anything is allocated.
 */
import { InputError } from '../../errors.ts'

export interface NpyHeader {
  /** numpy's type code, such as `<f4`; null for a structured array, which has several. */
  readonly descr: string | null
  readonly fortranOrder: boolean
  readonly shape: readonly number[]
  /** Where the data begin. */
  readonly dataOffset: number
}

export const NPY_MAGIC = '\x93NUMPY'

/** Bytes before the header's text: magic, version, and the longer of its two length fields. */
export const NPY_PREFIX = 12

/** numpy itself refuses to parse longer ones by default. */
const MAX_HEADER = 10_000

/** Where the header's text stands, from the first 12 bytes. Throws an InputError when these are not NPY. */
export function npyHeaderSpan(prefix: Buffer, path: string): readonly [start: number, length: number] {
  if (prefix.length < NPY_PREFIX)
    throw new InputError(path, 'is cut off within the NPY header', 'save it again')
  const [major, minor] = prefix.subarray(6)
  if (major < 1 || major > 3 || minor !== 0) {
    throw new InputError(path, `is of NPY version ${major}.${minor}`, 'versions 1.0, 2.0 and 3.0 can be read')
  }
  const start = major === 1 ? 10 : 12
  const length = major === 1 ? prefix.readUInt16LE(8) : prefix.readUInt32LE(8)
  if (length > MAX_HEADER) {
    throw new InputError(
      path,
      `claims an NPY header of ${length} bytes`,
      'the file is damaged; save it again',
    )
  }
  return [start, length]
}

/** Reads the header's text, a Python dict literal with three known keys. */
export function parseNpyHeader(text: string, dataOffset: number, path: string): NpyHeader {
  const broken = (what: string) =>
    new InputError(path, `has a malformed NPY header: ${what}`, 'save it again with np.save')
  const { descr, fortran_order: order, shape } = readEntries(text, broken)
  if (descr === undefined || order === undefined || shape === undefined) {
    throw broken('it lacks descr, fortran_order or shape')
  }
  if (order !== 'True' && order !== 'False') throw broken(`fortran_order is ${order}`)
  return {
    descr: /^['"](.*)['"]$/.exec(descr)?.[1] ?? null,
    fortranOrder: order === 'True',
    shape: parseShape(shape, broken),
    dataOffset,
  }
}

/** One entry, up to the comma behind it: a string, a word, a tuple, or a list, which only descr may hold. */
const ENTRY =
  /\s*(['"])(descr|fortran_order|shape)\1\s*:\s*('[^']*'|"[^"]*"|\([^()]*\)|\[.*\]|[^\s,()[\]{}'"]+)\s*(?:,|$)/sy

/** The texts of the entries. Anything else between the braces is refused, as numpy does. */
function readEntries(
  text: string,
  broken: (what: string) => InputError,
): Partial<Record<'descr' | 'fortran_order' | 'shape', string>> {
  const body = /^\{(.*)\}\s*$/s.exec(text)?.[1].trimEnd()
  if (body === undefined) throw broken('it is no dict')
  const entries: Record<string, string> = {}
  let position = 0
  while (position < body.length) {
    ENTRY.lastIndex = position
    const match = ENTRY.exec(body)
    if (!match) throw broken(`"${body.slice(position, position + 30).trim()}" is not expected in it`)
    const [, , key, value] = match
    if (key in entries) throw broken(`it has ${key} twice`)
    entries[key] = value
    position = ENTRY.lastIndex
  }
  return entries
}

function parseShape(text: string, broken: (what: string) => InputError): number[] {
  const inner = /^\((.*)\)$/s.exec(text)?.[1]
  if (inner === undefined) throw broken(`shape is ${text}`)
  const parts = inner.split(',').map((part) => part.trim())
  // (5,) is a tuple and (5) is none; () is a tuple too.
  if (parts.at(-1) === '') parts.pop()
  else if (parts.length === 1) throw broken(`shape is ${text}`)
  return parts.map((part) => {
    // Python 2 wrote long integers with an L.
    const match = /^(\d+)L?$/.exec(part)
    if (!match) throw broken(`shape is ${text}`)
    return Number(match[1])
  })
}
