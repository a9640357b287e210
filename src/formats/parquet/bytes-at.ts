/** Bytes of an open file, and views of them. */
import { readSync } from 'node:fs'
import { changed, type OpenFile } from '../../sources/file.ts'

export function bytesAt(
  file: Pick<OpenFile, 'handle' | 'path'>,
  position: number,
  length: number,
): Uint8Array {
  return fill(file, position, Buffer.allocUnsafeSlow(length))
}

let room = Buffer.alloc(0)

/** In memory that is the same every time: what is read is there until the next one is. */
export function glanceAt(
  file: Pick<OpenFile, 'handle' | 'path'>,
  position: number,
  length: number,
): Uint8Array {
  if (room.length < length) room = Buffer.allocUnsafeSlow(length)
  return fill(file, position, room.subarray(0, length))
}

function fill(
  { handle, path }: Pick<OpenFile, 'handle' | 'path'>,
  position: number,
  bytes: Buffer,
): Uint8Array {
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(handle.fd, bytes, done, bytes.length - done, position + done)
    if (read === 0) throw changed(path)
    done += read
  }
  return bytes
}

/** The same bytes, if there are as many as are said. */
export function exactly(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes instead of ${length}`)
  return bytes
}

export function viewAll({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
