/** Arguments and streams in, an exit code out. */
import { VERSION } from './version.ts'

/** What `process` offers and the program needs; tests hand in their own. */
export interface Host {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: Stream
  readonly stderr: Stream
  on(event: 'SIGINT', listener: () => void): unknown
  off(event: 'SIGINT', listener: () => void): unknown
  exit(code: number): never
}

interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
  on?(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
}

/**
 * Runs one command line. Whoever asks for the version asks often, and needs nothing else; the rest is a file of its own
 * in the build.
 */
export async function main(host: Host): Promise<number> {
  if (host.argv.length === 3 && /^(-V|--version)$/.test(host.argv[2])) {
    host.stdout.write(`${VERSION}\n`)
    return 0
  }
  const { run } = await import('./run.ts')
  return run(host)
}
