/** What of node:fs/promises the program needs to read. */
import { close, names, openPath, readAt, type Stats, statPath, systemError } from './disk.ts'
import { readFileSync } from './fs.ts'

export async function stat(path: string): Promise<Stats> {
  return statPath(path)
}

export async function open(path: string) {
  const fd = openPath(path)
  return {
    fd,
    read: async (buffer: Uint8Array, offset: number, length: number, position: number) => ({
      bytesRead: readAt(fd, buffer.subarray(offset, offset + length), position),
      buffer,
    }),
    close: async () => close(fd),
  }
}

/** There are no folders but one. */
export async function readdir(): Promise<readonly string[]> {
  return names()
}

export async function readlink(path: string): Promise<string> {
  throw systemError('EINVAL', 'readlink', path)
}

export async function readFile(path: string | URL): Promise<Uint8Array | string> {
  return readFileSync(path)
}
