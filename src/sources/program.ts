/** What another program writes to its standard output, as bytes of a source. */
import { spawn } from 'node:child_process'
import { InputError } from '../errors.ts'
import { remember } from './running.ts'

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** What it reads. */
  readonly input: string
  /** What ends it early. */
  readonly signal: 'SIGINT' | 'SIGTERM'
}

/** Characters of its complaints that are kept, of the first, which tell the reason. */
const MAX_COMPLAINT = 4096

/**
 * Throws an InputError where it cannot be run, or fails.
 * @param name what its bytes are called
 * @param missing what to do where there is no such program
 */
export async function* bytesOfProgram(
  name: string,
  { command, args, env, input, signal }: Program,
  missing: string,
): AsyncGenerator<Buffer> {
  const child = spawn(command, args, { env, stdio: 'pipe', windowsHide: true })
  const forget = remember(() => child.kill(signal))
  const ended = new Promise<{ code: number | null; by: string | null; error?: NodeJS.ErrnoException }>(
    (resolve) => {
      child.on('error', (error) => resolve({ code: null, by: null, error }))
      child.on('close', (code, by) => resolve({ code, by }))
    },
  )
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < MAX_COMPLAINT) complaint += text.slice(0, MAX_COMPLAINT - complaint.length)
  })
  // One that ends before it has read all says itself why.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  try {
    // Of one that cannot be started nothing ever comes.
    yield* child.stdout
    const { code, by, error } = await ended
    if (error?.code === 'ENOENT')
      throw new InputError(name, `needs ${command}, which is not on PATH`, missing)
    if (error) throw new InputError(name, `${command} cannot be run (${error.code})`)
    if (code !== 0) throw new InputError(name, reasonOf(command, complaint, by ?? `exit code ${code}`))
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    forget()
  }
}

/** A line that points at a place of the line above it. */
const POINTS = /^(?:error here )?-*\^-*(?: error here)?$/

/**
 * What it said, in one line, in which nothing points at another one. What sqlite3 tears out of the middle of the query means
 * nothing without; psql and duckdb say which line of it they show.
 */
function reasonOf(command: string, complaint: string, end: string): string {
  const lines = complaint.split(/\r?\n/).map((line) => line.trim())
  const isTorn = (line: string, next = '') => POINTS.test(next) && !/^LINE \d+:/.test(line)
  const kept = lines.filter((line, i) => !POINTS.test(line) && !isTorn(line, lines[i + 1]))
  const said = kept.filter((line) => line !== '').slice(0, 3)
  return said.length > 0
    ? `${command} says: ${said.join(' ')}`
    : `${command} has failed without a word (${end})`
}
