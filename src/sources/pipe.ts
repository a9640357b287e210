/** What can be read only once: standard input, pipes, and what a shell makes of another program. */
import { constants, createReadStream, fstatSync, openSync, type Stats, statSync } from 'node:fs'
import { Socket } from 'node:net'
import { isatty } from 'node:tty'
import { InputError } from '../errors.ts'
import { isStandardInput, sayPath } from '../words/standard-input.ts'
import type { SeenFile } from './file.ts'
import { layDown } from './spool.ts'
import { lookAt } from './stat.ts'
import { explainSystemError } from './system-error.ts'

/** Names of what is open already, and cannot always be opened again. */
const DESCRIPTOR = /^\/(?:dev|proc\/self)\/fd\/(\d{1,6})$/

/** What was read of pipes, by their names: they are asked for again and again. */
const read = new Map<string, Promise<SeenFile>>()

/** The bytes of a pipe, laid down, or null where a name is of none. */
export async function seePipe(path: string): Promise<SeenFile | null> {
  const known = read.get(path)
  if (known) return known
  const bytes = await openPipe(path)
  if (bytes === null) return null
  const seen = layDown(sayPath(path), bytes, null)
  read.set(path, seen)
  return seen
}

/** Gives bytes a name, under which they are read as those of a pipe are. Throws what the bytes throw. */
export async function nameBytes(name: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  read.set(name, Promise.resolve(await layDown(name, bytes, null)))
}

/** Whoever asks again wants what comes next. */
export function forgetPipe(path: string): void {
  if (!isStandardInput(path)) read.delete(path)
}

/** The bytes of a pipe as they come, or null where a name is of none. */
export async function openPipe(path: string): Promise<AsyncIterable<Buffer> | null> {
  const fd = descriptorOf(path)
  const info = fd === null ? lookAt(path) : statOf(fd)
  if (isStandardInput(path) && info) return explained(path, openStandardInput(info))
  if (!info || !(info.isFIFO() || (fd !== null && info.isSocket()))) return null
  return explained(path, new Socket({ fd: fd ?? openFifo(path), readable: true, writable: false }))
}

function descriptorOf(path: string): number | null {
  if (isStandardInput(path) || path === '/dev/stdin') return 0
  const match = DESCRIPTOR.exec(path)
  return match && Number(match[1])
}

function statOf(fd: number): Stats | null {
  try {
    return fstatSync(fd)
  } catch {
    return null
  }
}

/** To wait for a writer is the socket's part: an open that waits could not be interrupted. */
function openFifo(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    throw explainSystemError(path, error)
  }
}

function openStandardInput(info: Stats): AsyncIterable<Buffer> {
  const name = sayPath('-')
  if (isatty(0)) throw new InputError(name, 'is a terminal', 'pipe predictions in, or name a file')
  if (info.isDirectory()) throw new InputError(name, 'is a folder', 'give a file')
  if (info.isFIFO() || info.isSocket()) return new Socket({ fd: 0, readable: true, writable: false })
  if (!info.isFile() && info.rdev !== statSync('/dev/null').rdev)
    throw new InputError(name, 'is a device', 'write it to a file first')
  return createReadStream('', { fd: 0, autoClose: false })
}

async function* explained(path: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* bytes
  } catch (error) {
    throw explainSystemError(sayPath(path), error)
  }
}
