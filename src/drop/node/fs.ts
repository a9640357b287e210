/** What of node:fs the program needs to read: its files are those of the disk here. */
import { Buffer } from './bytes.ts'
import {
  append,
  close as closeDescriptor,
  names,
  openNameless,
  openPath,
  readAt,
  type Stats,
  statDescriptor,
  statPath,
  systemError,
} from './disk.ts'
import { PROMISED } from './util.ts'

export const constants = { O_RDONLY: 0, O_NONBLOCK: 0 }

export class Dirent {}

export type { Stats }

/** Undefined where nothing is there, for whoever would rather have that than an error. */
export function statSync(path: string, options?: { readonly throwIfNoEntry?: boolean }): Stats | undefined {
  if (options?.throwIfNoEntry === false && !existsSync(path)) return undefined
  return statPath(path)
}

export const fstatSync = statDescriptor

export function existsSync(path: string): boolean {
  try {
    statPath(path)
    return true
  } catch {
    return false
  }
}

export function openSync(path: string, flags: string | number = 'r'): number {
  return flags === 'wx+' ? openNameless() : openPath(path)
}

export const closeSync = closeDescriptor

/** There are no links here. */
export function readlinkSync(path: string): string {
  throw systemError('EINVAL', 'readlink', path)
}

/** What it would take away never had a name. */
export function unlinkSync(): void {}

export const readdirSync = names

export function readdir(_: string, ...rest: readonly unknown[]): void {
  const done = rest.at(-1) as (error: null, names: readonly string[]) => void
  done(null, names())
}

export function readSync(
  descriptor: number,
  target: Uint8Array,
  offset: number,
  length: number,
  position: number,
): number {
  return readAt(descriptor, target.subarray(offset, offset + length), position)
}

export const read = Object.assign(() => {}, {
  [PROMISED]: async (
    descriptor: number,
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ) => ({ bytesRead: readSync(descriptor, buffer, offset, length, position), buffer }),
})

export const write = Object.assign(() => {}, {
  [PROMISED]: async (descriptor: number, bytes: Uint8Array, offset: number, length: number) => {
    append(descriptor, bytes.subarray(offset, offset + length))
    return { bytesWritten: length }
  },
})

interface StreamOptions {
  readonly fd: number
  readonly start?: number
  readonly highWaterMark?: number
}

/** The bytes from a place on, some at a time. */
export async function* createReadStream(
  _: string,
  { fd, start = 0, highWaterMark = 1 << 16 }: StreamOptions,
): AsyncGenerator<Buffer> {
  for (let at = start; ; ) {
    const chunk = Buffer.allocUnsafe(highWaterMark)
    const length = readAt(fd, chunk, at)
    if (length === 0) return
    at += length
    yield chunk.subarray(0, length) as Buffer
  }
}

/** What lies beside the program, by its name. */
const beside = new Map<string, Uint8Array | string>()

export function layBeside(name: string, content: Uint8Array | string): void {
  beside.set(name, content)
}

export function readFileSync(path: string | URL): Uint8Array | string {
  const name = `${path}`.replace(/^.*\//, '')
  const content = beside.get(name)
  if (content === undefined) throw systemError('ENOENT', 'open', name)
  return content
}
