/** What a command is: options for commander, and a run that turns them into an answer. */
import type { Command } from 'commander'
import type { WholeFile } from '../host/write-all.ts'
import type { Progress } from '../scan/scan.ts'
import type { Answer, CheckFormat, Format } from '../views/drawings/index.ts'

export interface Result {
  /** Goes to standard output, or to `--output`. */
  readonly answer?: Answer
  /** Where the answer goes, for a command that has several outputs. */
  readonly outputs?: readonly Output[]
  /** Other files that are written along with the answer: all of them, or none. */
  readonly files?: readonly WholeFile[]
  /** One of the files, to be opened in a browser. */
  readonly opens?: string
  /** Lines for standard error. */
  readonly notes?: readonly string[]
  /** 0 unless said. */
  readonly exitCode?: number
}

export interface Output {
  readonly format: Format | CheckFormat
  /** Null for standard output. */
  readonly path: string | null
}

/** What the program gives to a command. */
export interface Context {
  readonly onProgress: (progress: Progress) => void
}

export interface CommandModule {
  /** Whether its answer has a chart, for SVG and HTML. */
  readonly charts?: true
  /** Whether --format repeats, with a file each; see commands/check/check.ts. */
  readonly severalOutputs?: true
  /** Adds the command with its options to the program. */
  define(program: Command): Command
  run(args: readonly string[], options: Record<string, unknown>, context: Context): Promise<Result>
}
