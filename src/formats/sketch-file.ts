/** A saved sketch on disk, packed with gzip or not. */
import { readSync } from 'node:fs'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import { unsoundSketch } from '../sketch/unsound.ts'
import { checkUnchanged, type OpenFile } from '../sources/file.ts'
import { openSource } from '../sources/source.ts'
import { explainSystemError } from '../sources/system-error.ts'
import { damaged, MAX_BYTES, parseSketch, SKETCH_MAGIC, tooLarge } from './sketch-text.ts'

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b])

/** Bytes that tell a sketch, packed ones included; most sketches are no longer, and need no other look. */
const HEAD_BYTES = 1 << 16

/** Of a packed file so many of them are enough, and are unpacked in no time. */
const PACKED_HEAD_BYTES = 1024

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
 * be opened. Throws an InputError when it is cut off, was changed, is of another version, or larger than any sketch.
 */
export async function readSketchFile(path: string): Promise<unknown> {
  const file = await openSource(path).catch(() => undefined)
  // The reader of tables says what is wrong with it; a glob of shards is no file either.
  if (!file) return null
  try {
    const head = readAt(file, 0, HEAD_BYTES)
    const packed = recognise(file.path, head)
    return packed === null ? null : parseSketch(file.path, await readBytes(file, head, packed))
  } catch (error) {
    await checkUnchanged(file)
    throw explainSystemError(file.path, error)
  } finally {
    await file.close()
  }
}

/** Whether the sketch is packed; null for a file that is none by its first bytes: predictions are not read whole. */
function recognise(path: string, head: Buffer): boolean | null {
  const packed = head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)
  const start = packed ? unpackStart(head.subarray(0, PACKED_HEAD_BYTES)) : head
  if (start.subarray(0, SKETCH_MAGIC.length).equals(Buffer.from(SKETCH_MAGIC))) return packed
  if (!isSketchName(path)) return null
  throw unsoundSketch(path, `is no sketch, though its name says so: it does not begin with ${SKETCH_MAGIC}`)
}

/** What the first bytes of a gzip file unpack to; nothing where they are no gzip. */
function unpackStart(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return Buffer.alloc(0)
  }
}

/** The unpacked bytes. A small file may unpack to any size, so it is left off where there are more than a sketch has. */
async function readBytes(file: OpenFile, head: Buffer, packed: boolean): Promise<Buffer> {
  const { path, state } = file
  if (state.size > MAX_BYTES) throw tooLarge(path)
  const left = Number(state.size) - head.length
  const bytes = left > 0 ? Buffer.concat([head, readAt(file, head.length, left)]) : head
  return packed ? unpack(path, bytes) : bytes
}

/** The bytes from `start` on, fewer where the file ends before. */
function readAt({ handle, state }: OpenFile, start: number, most: number): Buffer {
  const bytes = Buffer.alloc(Math.min(most, Number(state.size)))
  let length = 0
  for (let more = -1; more !== 0 && length < bytes.length; length += more)
    more = readSync(handle.fd, bytes, length, bytes.length - length, start + length)
  return bytes.subarray(0, length)
}

function unpack(path: string, packed: Buffer): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: MAX_BYTES })
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(path) : damaged(path)
  }
}
