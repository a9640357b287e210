/** Arguments and streams in, an exit code out. */
import { EXIT } from './errors.ts'
import type { Host } from './host/host.ts'
import { watchPrinting, whenWritten } from './host/printed.ts'
import { FORMATS, VERSION, VERSIONS } from './version.ts'

/**
 * Runs one command line. Whoever asks for the version asks often, and needs nothing else; the rest is a file of its own
 * in the build.
 */
export async function main(host: Host): Promise<number> {
  const unprinted = watchPrinting(host)
  const code = await answer(host)
  // What was written before has been tried when this is done.
  await whenWritten(host.stdout, '')
  const problem = await unprinted()
  // A refusal has told why, and has printed nothing that could be missed.
  if (problem === null || code === EXIT.usage || code === EXIT.input) return code
  host.stderr.write(`error: ${problem.message}\n`)
  // A verdict stays the verdict, whatever becomes of its words; what is fine but could not be told is not fine.
  return code === EXIT.fine ? EXIT.input : code
}

async function answer(host: Host): Promise<number> {
  const versions = versionsAskedFor(host)
  if (versions !== null) {
    host.stdout.write(`${versions}\n`)
    return EXIT.fine
  }
  const { run } = await import('./run.ts')
  return run(host)
}

/** What `--version` prints, which `--json` may stand beside; null where something else is asked. */
function versionsAskedFor({ argv, versions }: Host): string | null {
  const words = argv.slice(2)
  const others = words.filter((word) => !VERSIONS.test(word))
  if (words.length === 0 || others.length === words.length) return null
  if (others.length === 0) return VERSION
  const areVersions = { lossctl: VERSION, node: versions?.node ?? null, formats: FORMATS }
  return others.length === 1 && others[0] === '--json' ? JSON.stringify(areVersions, null, 2) : null
}
