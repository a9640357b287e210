/** Runs the program in-process, as a shell would. */
import { main } from '../../src/main.ts'

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** One command line, without the program's name. `tty` is the terminal's width; no terminal when absent. */
export async function lossctl(
  args: readonly string[],
  { env = {}, tty }: { env?: Record<string, string>; tty?: number } = {},
): Promise<Outcome> {
  const written = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({
    // Where a machine is slow, a terminal is shown a progress bar on standard error: no test passes or fails by its time.
    isTTY: tty !== undefined && name === 'stdout',
    columns: tty,
    write: (text: string, done?: () => void) => {
      written[name] += text
      done?.()
    },
  })
  const code = await main({
    argv: ['node', 'lossctl', ...args],
    env,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    on: () => {},
    off: () => {},
    kill: process.kill,
    exit: (status) => {
      throw new Error(`exit ${status}`)
    },
  })
  return { code, ...written }
}

/** The JSON that a command prints. */
export async function lossctlJson<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await lossctl([...args, '--format', 'json'])
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`)
  return JSON.parse(stdout)
}

/** What `compare` says of the cross-entropy of a file in JSON; no results where it is refused. */
export async function compareCe(path: string, ...flags: readonly string[]) {
  const { code, stdout, stderr } = await lossctl([
    'compare',
    path,
    '--loss',
    'ce',
    '--format',
    'json',
    ...flags,
  ])
  return { code, stderr, results: code === 0 ? JSON.parse(stdout).results : [] }
}
