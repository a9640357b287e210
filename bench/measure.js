import { spawnSync } from 'node:child_process'

/**
 * GNU time tells the peak memory and the processor time of a command. It also stands between this process and the
 * command: a process inherits the peak of whoever forked it, and Node's would hide that of a small program.
 */
const GNU_TIME = spawnSync('time', ['--version'], { encoding: 'utf8' })

export const hasGnuTime = /GNU/.test(`${GNU_TIME.stdout}${GNU_TIME.stderr}`)

const WRAPPER = hasGnuTime ? ['time', '-f', '%M %U %S'] : []

/** GNU time's exit code for a command that Ctrl-C ended. */
const INTERRUPTED = 130

export class Interrupted extends Error {
  message = 'interrupted'
}

/** Runs a command as a whole process: seconds on the clock, peak bytes and processor seconds (null without GNU time). */
export function measure(command, { silent = false } = {}) {
  const [program, ...args] = [...WRAPPER, ...command]
  const start = performance.now()
  const child = spawnSync(program, args, {
    stdio: ['ignore', silent ? 'ignore' : 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  const seconds = (performance.now() - start) / 1000
  if (child.signal === 'SIGINT' || child.status === INTERRUPTED) throw new Interrupted()
  if (child.status !== 0) throw new Error(reason(child))
  return { seconds, ...usage(child.stderr), output: child.stdout ?? '' }
}

/** The last line on stderr is GNU time's. */
function usage(stderr) {
  if (!hasGnuTime) return { peak: null, processor: null }
  const [kibibytes, user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { peak: kibibytes * 1024, processor: user + system }
}

/** The last line that names an error, or the last that is neither GNU time's nor a stack's. */
function reason({ error, signal, status, stderr }) {
  if (error) return error.message
  const noise = hasGnuTime ? /^(Command |\d+ [\d.]+ [\d.]+$|\s+at |$)/ : /^(\s+at |$)/
  const words = stderr.split('\n').filter((line) => !noise.test(line))
  const said = words.findLast((line) => line.includes('Error')) ?? words.at(-1) ?? 'it said nothing'
  return `${signal ?? `exit code ${status}`}: ${said}`
}
