/** Bytes of an open file, and views of them. */
import { readSync } from 'node:fs'
import { changed, type OpenFile } from '../../sources/file.ts'

export function bytesAt(
  { handle, path }: Pick<OpenFile, 'handle' | 'path'>,
  position: number,
  length: number,
): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(length)
  for (let done = 0; done < length; ) {
    const read = readSync(handle.fd, bytes, done, length - done, position + done)
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
