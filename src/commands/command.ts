/** What a command is: options for commander, and a run that turns them into an answer. */
import type { Command } from 'commander'
import type { Progress } from '../scan/samples.ts'
import type { Answer } from '../views/index.ts'

export interface Result {
  /** Goes to standard output, or to `--output`. */
  readonly answer?: Answer
  /** Lines for standard error. */
  readonly notes?: readonly string[]
}

/** What the program gives to a command. */
export interface Context {
  readonly onProgress: (progress: Progress) => void
}

export interface CommandModule {
  /** Adds the command with its options to the program. */
  define(program: Command): Command
  run(args: readonly string[], options: Record<string, unknown>, context: Context): Promise<Result>
}
