/** What main does of everything but --version: runs the command, prints its answer, explains what went wrong. */
import type { Result } from './commands/command.ts'
import type { OutputOptions } from './commands/options.ts'
import { EXIT, InputError, UsageError } from './errors.ts'
import type { Host } from './main.ts'
import { createProgram, exitCodeOf } from './program.ts'
import { createProgressBar } from './progress.ts'

/** Runs one command line. */
export async function run(host: Host): Promise<number> {
  quietClosedPipes(host)
  const outcome: { result?: Result; options?: OutputOptions } = {}
  const program = createProgram(host, screenOf(host).width, async (command, args, options) => {
    outcome.options = options as unknown as OutputOptions
    const bar = createProgressBar(host, outcome.options)
    try {
      outcome.result = await command.run(args, options, { onProgress: bar.show })
    } finally {
      bar.stop()
    }
  })
  const interrupt = () => void stopAtOnce(host)
  host.on('SIGINT', interrupt)
  try {
    await program.parseAsync(host.argv)
    if (outcome.result) await print(host, outcome.result, outcome.options!)
    return EXIT.fine
  } catch (error) {
    return explain(host, error)
  } finally {
    host.off('SIGINT', interrupt)
  }
}

async function print(host: Host, { answer, notes = [] }: Result, options: OutputOptions): Promise<void> {
  if (answer) {
    const { draw } = await import('./views/index.ts')
    const text = await draw(answer, options.format, options.output === undefined ? screenOf(host) : PAPER)
    if (options.output === undefined) host.stdout.write(text)
    else await (await import('./commands/atomic-file.ts')).writeAtomically(options.output, text)
  }
  for (const note of notes) host.stderr.write(`${note}\n`)
}

/** One line for what a person can put right; anything else is our bug and keeps its stack. */
async function explain(host: Host, error: unknown): Promise<number> {
  // Commander has said it already; a call for help ends with its code 0.
  const said = exitCodeOf(error)
  if (said !== null) return said === 0 ? EXIT.fine : EXIT.usage
  if (!(error instanceof InputError || error instanceof UsageError)) throw error
  const { cleanLine } = await import('./views/clean.ts')
  host.stderr.write(`${error instanceof UsageError ? 'lossctl: ' : ''}${cleanLine(error.message)}\n`)
  return error.exitCode
}

/** Widest prose; longer lines are hard to read. */
const MAX_WIDTH = 100

/** What a file is drawn for. */
const PAPER = { colorLevel: 0, width: MAX_WIDTH }

function screenOf(host: Host): { colorLevel: number; width: number } {
  return { colorLevel: colorLevel(host), width: Math.min(host.stdout.columns ?? MAX_WIDTH, MAX_WIDTH) }
}

/** Chalk's level: FORCE_COLOR overrules NO_COLOR, which overrules what the terminal can do. */
export function colorLevel({ env, stdout }: Pick<Host, 'env' | 'stdout'>): number {
  const { FORCE_COLOR, NO_COLOR, TERM, COLORTERM } = env
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') {
    if (FORCE_COLOR === '0' || FORCE_COLOR === 'false') return 0
    return ['2', '3'].includes(FORCE_COLOR) ? Number(FORCE_COLOR) : 1
  }
  if (NO_COLOR || !stdout.isTTY || TERM === 'dumb') return 0
  if (COLORTERM === 'truecolor' || COLORTERM === '24bit') return 3
  return TERM?.includes('256') ? 2 : 1
}

/** `lossctl ... | head` is no error: whoever read enough has closed the pipe. */
function quietClosedPipes(host: Host): void {
  for (const stream of [host.stdout, host.stderr]) {
    stream.on?.('error', (error) => {
      if (error.code === 'EPIPE') host.exit(EXIT.fine)
      throw error
    })
  }
}

/** Ctrl-C: nothing half-written stays, and the exit code is the shell's 128 + SIGINT. */
async function stopAtOnce(host: Host): Promise<void> {
  const { removeUnfinished } = await import('./commands/atomic-file.ts')
  removeUnfinished()
  host.exit(130)
}
