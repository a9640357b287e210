/** Some bytes of an open file, all of them. */
import { changed, type OpenFile } from '../../sources/file.ts'

export async function readExactly(
  { handle, path }: Pick<OpenFile, 'handle' | 'path'>,
  position: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done)
    if (bytesRead === 0) throw changed(path)
    done += bytesRead
  }
  return buffer
}

export function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}
