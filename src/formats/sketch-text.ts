/** The text of a saved sketch: a JSON object that carries a checksum of what is in it. docs/sketch.md specifies it. */
import { createHash } from 'node:crypto'
import { InputError } from '../errors.ts'
import { OLDER_LOWEST } from '../sketch/code/older.ts'
import { unsoundSketch } from '../sketch/unsound.ts'
import { type Extent, extentOf } from './json-extent.ts'

const SKETCH_FORMAT = 'lossctl-sketch'
/** What is written; all of them are read. */
export const SKETCH_VERSION = 2
const VERSIONS = ['1', '2']

/** How every sketch file begins. */
export const SKETCH_MAGIC = `{"format":"${SKETCH_FORMAT}"`

/**
 * Bytes of the largest sketch, unpacked. A segment takes some 85, so that it has more than a million: both classes of
 * 10,000 slices with 58 segments each.
 */
export const MAX_BYTES = 100_000_000

/** A segment has three values and a group some twenty. Parsed, each may take 100 bytes, whatever they are. */
const MAX_VALUES = 5_000_000

/** A sketch has five levels; fields that we do not know may have more. */
const MAX_DEPTH = 64

/**
 * The text of a sketch file. The checksum is of the bytes of `sketch` as they stand there. Throws an InputError when it
 * would be too large to be read again.
 *
 * @param name what the sketch is of
 */
export function sketchText(name: string, sketch: object): string {
  const body = stringify(sketch)
  const text = body === null ? null : `${textBefore(`${SKETCH_VERSION}`, sha256(body))}${body}}\n`
  const problem = text === null ? TOO_LONG : excessOf(Buffer.from(text))
  if (text !== null && problem === null) return text
  throw new InputError(name, `makes a sketch of ${problem}`, 'keep fewer classes or slices apart')
}

/** Null when the text is longer than any string. */
function stringify(sketch: object): string | null {
  try {
    return JSON.stringify(sketch)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

const TOO_LONG = `more than ${MAX_BYTES / 1e6} MB, which is the most`

/** In what it is larger than any sketch; null when it is not. */
function excessOf(text: Uint8Array, { values, depth }: Extent = extentOf(text)): string | null {
  if (text.length > MAX_BYTES) return TOO_LONG
  if (values > MAX_VALUES) return `more than ${MAX_VALUES / 1e6} million values, which is the most`
  return depth > MAX_DEPTH ? `more than ${MAX_DEPTH} levels, which is the most` : null
}

export function tooLarge(path: string, excess = TOO_LONG): InputError {
  return unsoundSketch(path, `is a sketch of ${excess}`)
}

export function damaged(path: string): InputError {
  return unsoundSketch(path, 'is a sketch that is cut off or damaged')
}

/** All that stands before the value of `sketch`. */
function textBefore(version: string, checksum: string): string {
  return `${SKETCH_MAGIC},"version":${version},"sha256":"${checksum}","sketch":`
}

/** Holds all that stands before the value of `sketch`. */
const START_BYTES = 256

const VERSION = new RegExp(`^\\${SKETCH_MAGIC},"version":("[^"\\\\]{0,20}"|[\\w.+-]{1,20})[,}]`)
const START = new RegExp(`^\\${textBefore('[12]', '([0-9a-f]{64})')}`)

/**
 * What stands under `sketch`, its fields unchecked. Nothing is parsed before its version, its checksum and its size are
 * known to be right. Throws an InputError where one is not.
 */
export function parseSketch(path: string, text: Buffer): object {
  const extent = extentOf(text)
  // Behind it is nothing but white space.
  if (extent.end < 0 || /[^ \t\r\n]/.test(text.toString('latin1', extent.end))) throw damaged(path)
  const start = text.toString('latin1', 0, START_BYTES)
  const version = VERSION.exec(start)?.[1]
  checkVersion(path, version)
  const before = START.exec(start)
  if (!before)
    throw unsoundSketch(
      path,
      'does not begin as a sketch does, with "format", "version", "sha256" and "sketch" in this order',
    )
  const body = text.subarray(before[0].length, extent.end - 1)
  if (sha256(body) !== before[1])
    throw unsoundSketch(path, 'was changed after it was written: its checksum does not match')
  const excess = excessOf(text, extent)
  if (excess !== null) throw tooLarge(path, excess)
  return ofVersion(version, parseObject(path, body))
}

/** Version 2 says where its bins begin; in version 1 all did at the same place. */
function ofVersion(version: string | undefined, sketch: object): object {
  return version === '1' && !Array.isArray(sketch) ? { ...sketch, lowest: OLDER_LOWEST } : sketch
}

function checkVersion(path: string, version: string | undefined): void {
  if (version === undefined) throw unsoundSketch(path, 'is a sketch without a version')
  if (VERSIONS.includes(version)) return
  throw new InputError(
    path,
    `is a sketch of version ${version}, and this lossctl reads versions ${VERSIONS.join(' and ')}`,
    'use the lossctl that wrote it, or a newer one',
  )
}

function parseObject(path: string, body: Buffer): object {
  const sketch = parseJson(path, body.toString('utf8'))
  // Null would say that this is no sketch file.
  if (typeof sketch === 'object' && sketch !== null) return sketch
  throw unsoundSketch(path, 'holds no object under "sketch"')
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged(path)
  }
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
