/** Writes a finished temporary file into what cannot be replaced: a pipe, a device, a descriptor. */
import { constants, createReadStream, openSync, type WriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'

const { O_WRONLY, O_APPEND, O_NONBLOCK } = constants

/** Milliseconds in which the reader of a pipe may come, and between two looks. */
const PATIENCE = 2000
const PAUSE = 50

export async function stream(path: string, temporary: string): Promise<void> {
  const isPipe = (await stat(path)).isFIFO()
  const target = await (isPipe ? openPipe(path) : openOther(path))
  await pipeline(createReadStream(temporary), target).catch((error) => {
    // Whoever read enough has closed the pipe, which is no error on standard output either.
    if (error.code !== 'EPIPE') throw error
  })
}

/** Not a stream of files, whose thread would wait for the reader, and an interrupt for that thread. */
async function openPipe(path: string): Promise<Socket> {
  for (let waited = 0; ; waited += PAUSE) {
    try {
      return new Socket({ fd: openSync(path, O_WRONLY | O_NONBLOCK), readable: false, writable: true })
    } catch (error) {
      // Without this look, it would wait for ever for a reader that nobody starts.
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO' || waited >= PATIENCE) throw error
    }
    await pause(PAUSE)
  }
}

/** Appends, as `>>` wants it of a descriptor. */
async function openOther(path: string): Promise<WriteStream> {
  return (await open(path, O_WRONLY | O_APPEND)).createWriteStream()
}
