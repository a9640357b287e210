/** Whether what was printed has arrived. */
import { setImmediate } from 'node:timers/promises'
import { cannotWrite } from './cannot-write.ts'
import type { Host, Stream } from './host.ts'

/** Watches both streams from now on. What is returned says, once all has been tried, why it could not be printed. */
export function watchPrinting({
  stdout,
  stderr,
}: Pick<Host, 'stdout' | 'stderr'>): () => Promise<Error | null> {
  const failures: NodeJS.ErrnoException[] = []
  stdout.on?.('error', (error) => failures.push(error))
  // There is nowhere to tell it.
  stderr.on?.('error', () => {})
  return async () => {
    // Errors are told within the turn in which they are met.
    await setImmediate()
    const [first] = failures
    // `lossctl ... | head` is no error: whoever read enough has closed the pipe.
    return first === undefined || first.code === 'EPIPE' ? null : cannotWrite('standard output', first)
  }
}

/** Writes, and waits until it has arrived; returns why it could not. A stream that tells no errors is not waited for. */
export async function whenWritten(stream: Stream, text: string | Buffer): Promise<Error | null> {
  if (!stream.on) {
    stream.write(text)
    return null
  }
  return new Promise((done) => stream.write(text, (error) => done(error ?? null)))
}
