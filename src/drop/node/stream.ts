/** What of node:stream the program and its parser of text need: bytes on their way into what makes other things of them. */
import { EventEmitter } from './events.ts'

interface Sink {
  take(source: AsyncIterable<Uint8Array>): void
}

export function pipeline(source: AsyncIterable<Uint8Array>, sink: Sink): void {
  sink.take(source)
}

export const Readable = { from: <T>(source: T): T => source }

type Done = (error?: Error | null) => void

/** One that works within the call, and is read when it has. */
export abstract class Transform extends EventEmitter {
  private made: unknown[] = []

  abstract _transform(chunk: Uint8Array, encoding: string, done: Done): void
  abstract _flush(done: Done): void

  push(one: unknown): void {
    if (one !== null) this.made.push(one)
  }

  /** What was made and not read; null where there is none. */
  read(): unknown {
    return this.made.shift() ?? null
  }

  write(chunk: Uint8Array, done: Done): void {
    this._transform(chunk, '', (error) => {
      if (error) this.emit('error', error)
      done(error)
    })
  }

  end(): void {
    this._flush((error) => {
      if (error) return this.emit('error', error)
      this.emit('readable')
      return this.emit('end')
    })
  }

  destroy(): void {
    this.made = []
  }
}
