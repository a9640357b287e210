/** Arguments and streams in, an exit code out. */
import type { Host } from './host/host.ts'
import { VERSION } from './version.ts'

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
