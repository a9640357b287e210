/** Bytes of an open file, in memory of their own: views beyond its end are errors, not other bytes. */
import { readSync } from 'node:fs'
import { changed, type OpenFile } from '../../sources/file.ts'

export function bytesAt(
  { handle, path }: Pick<OpenFile, 'handle' | 'path'>,
  position: number,
  length: number,
): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let done = 0; done < length; ) {
    const read = readSync(handle.fd, bytes, done, length - done, position + done)
    if (read === 0) throw changed(path)
    done += read
  }
  return bytes
}

/** The same bytes in memory of their own, if there are as many as are said. */
export function exactly(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes instead of ${length}`)
  return bytes.buffer.byteLength === length ? bytes : new Uint8Array(bytes)
}

export function viewAll({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
