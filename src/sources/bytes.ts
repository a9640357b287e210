/** The bytes of an open file, at any place. */
import { createReadStream, type ReadStream, read } from 'node:fs'
import { promisify } from 'node:util'

/** What a FileHandle offers and readers need. */
export interface Bytes {
  readonly fd: number
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number; readonly buffer: Buffer }>
}

const readAt = promisify(read)

/** Those of a descriptor. Whoever holds them holds its owner, which is closed when nobody does. */
export function bytesOf(owner: { readonly fd: number }): Bytes {
  return {
    get fd() {
      return owner.fd
    },
    read: (buffer, offset, length, position) => readAt(owner.fd, buffer, offset, length, position),
  }
}

/** A stream closes what it reads when its reader has had enough, whatever `autoClose` says; others read it again. */
const LEAVES_OPEN = { read, close: (_: number, done: (error: null) => void) => done(null) }

/** From a place on, so many at a time. */
export function streamBytes({ fd }: Pick<Bytes, 'fd'>, start: number, bytes: number): ReadStream {
  return createReadStream('', { fd, start, highWaterMark: bytes, fs: LEAVES_OPEN })
}
