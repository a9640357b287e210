/** A saved sketch on disk: one JSON object, gzip or not, that carries a checksum of what is in it. docs/sketch.md. */
import { createHash } from 'node:crypto'
import { type FileHandle, readFile } from 'node:fs/promises'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import { InputError } from '../errors.ts'
import { explainSystemError, openFile } from '../sources/system-error.ts'

const SKETCH_FORMAT = 'lossctl-sketch'
const SKETCH_VERSION = 1

/** How every sketch file begins. */
export const SKETCH_MAGIC = `{"format":"${SKETCH_FORMAT}"`

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b])

/** Bytes of the largest sketch, unpacked: a string holds little more. A thousand classes take some 10 MB. */
const MAX_BYTES = 500_000_000

/** Bytes that tell a sketch, packed ones included. */
const HEAD_BYTES = 1024

const AGAIN = 'make it again with lossctl sketch'

/**
 * The text of a sketch file. The checksum is of the bytes of `sketch` as they stand there. Throws an InputError when it
 * would be too large to be read again.
 *
 * @param name what the sketch is of
 */
export function sketchText(name: string, sketch: object): string {
  const body = stringify(sketch)
  if (body === null || body.length > MAX_BYTES)
    throw new InputError(
      name,
      `makes a sketch of more than ${MAX_BYTES / 1e6} MB, which is the most`,
      'keep fewer classes or slices apart',
    )
  return `${textBefore(SKETCH_VERSION, sha256(body))}${body}}\n`
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

/** All that stands before the value of `sketch`. */
function textBefore(version: unknown, checksum: unknown): string {
  return `${SKETCH_MAGIC},"version":${version},"sha256":"${checksum}","sketch":`
}

/** What is written to a path: packed when its name ends in .gz. */
export function packFor(path: string, text: string): string | Buffer {
  return /\.gz$/i.test(path) ? gzipSync(text) : text
}

/** Whether a name promises a sketch. */
export function isSketchName(path: string): boolean {
  return /\.sketch\.json(\.gz)?$/i.test(path)
}

/**
 * What stands under `sketch` in a sketch file, unchecked; null when the file is none and does not claim to be, or cannot
 * be opened. Throws an InputError when it is cut off, was changed, or is of another version.
 */
export async function readSketchFile(path: string): Promise<unknown> {
  const file = await openFile(path).catch(() => undefined)
  // The reader of tables says what is wrong with it; a glob of shards is no file either.
  if (!file) return null
  try {
    const text = await readText(path, file)
    return text === null ? null : parseSketch(path, text)
  } catch (error) {
    throw explainSystemError(path, error)
  } finally {
    await file.close()
  }
}

/** Null for a file that is no sketch by its first bytes: predictions are not read whole. */
async function readText(path: string, file: FileHandle): Promise<string | null> {
  const info = await file.stat()
  if (!info.isFile()) return null
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  const head = buffer.subarray(0, bytesRead)
  const packed = head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)
  const start = packed ? unpackStart(head) : head
  if (!start.subarray(0, SKETCH_MAGIC.length).equals(Buffer.from(SKETCH_MAGIC))) {
    if (!isSketchName(path)) return null
    throw new InputError(
      path,
      `is no sketch, though its name says so: it does not begin with ${SKETCH_MAGIC}`,
      AGAIN,
    )
  }
  if (info.size > MAX_BYTES) throw tooLarge(path)
  const bytes = await readFile(path)
  return (packed ? unpack(path, bytes) : bytes).toString('utf8')
}

/** What the first bytes of a gzip file unpack to; nothing where they are no gzip. */
function unpackStart(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return Buffer.alloc(0)
  }
}

function unpack(path: string, packed: Buffer): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: MAX_BYTES })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(path)
    throw damaged(path)
  }
}

function tooLarge(path: string): InputError {
  return new InputError(path, `is larger than any sketch, which has ${MAX_BYTES / 1e6} MB at most`, AGAIN)
}

function damaged(path: string): InputError {
  return new InputError(path, 'is a sketch that is cut off or damaged', AGAIN)
}

interface Envelope {
  readonly version?: unknown
  readonly sha256?: unknown
  readonly sketch?: unknown
}

function parseSketch(path: string, text: string): unknown {
  const { version, sha256: checksum, sketch } = parseJson(path, text)
  if (version === undefined) throw new InputError(path, 'is a sketch without a version', AGAIN)
  if (version !== SKETCH_VERSION)
    throw new InputError(
      path,
      `is a sketch of version ${JSON.stringify(version)}, and this lossctl reads version ${SKETCH_VERSION}`,
      'use the lossctl that wrote it, or a newer one',
    )
  const before = textBefore(version, checksum)
  // Between these two stands what the checksum is of.
  if (!text.startsWith(before) || sketch === undefined)
    throw new InputError(
      path,
      'does not begin as a sketch does, with "format", "version", "sha256" and "sketch" in this order',
      AGAIN,
    )
  if (sha256(text.slice(before.length, text.lastIndexOf('}'))) !== checksum)
    throw new InputError(path, 'was changed after it was written: its checksum does not match', AGAIN)
  // Null would say that this is no sketch file.
  if (typeof sketch !== 'object' || sketch === null)
    throw new InputError(path, 'holds no object under "sketch"', AGAIN)
  return sketch
}

function parseJson(path: string, text: string): Envelope {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged(path)
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
