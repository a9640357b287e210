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
  createReadStream(options: {
    readonly start: number
    readonly highWaterMark: number
    readonly autoClose: false
  }): ReadStream
}

const readAt = promisify(read)

/** Those of a descriptor. Whoever holds them holds its owner, which is closed when nobody does. */
export function bytesOf(owner: { readonly fd: number }): Bytes {
  return {
    get fd() {
      return owner.fd
    },
    read: (buffer, offset, length, position) => readAt(owner.fd, buffer, offset, length, position),
    createReadStream: (options) => createReadStream('', { fd: owner.fd, ...options }),
  }
}
