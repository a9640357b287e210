/** What a command is: arguments and options as data, and a run that turns their values into an answer. */
import type { Database } from '../engines/client/clients.ts'
import type { WholeFile } from '../host/write-all.ts'
import type { Progress } from '../scan/scan.ts'
import type { Answer, CheckFormat, Format } from '../views/drawings/index.ts'
import type { ArgumentRecord, OptionRecord, Values } from './options/option.ts'

export interface Result {
  /** Goes to standard output, or to `--output`. */
  readonly answer?: Answer
  /** Where the answer goes, for a command that has several outputs. */
  readonly outputs?: readonly Output[]
  /** Other files that are written along with the answer: all of them, or none. */
  readonly files?: readonly WholeFile[]
  /** One of the files, to be opened in a browser. */
  readonly opens?: string
  /** What was written, in lines for standard error. */
  readonly written?: readonly string[]
  /** What has to be known of an answer that has no place for it. */
  readonly notes?: readonly string[]
  /** 0 unless said. */
  readonly exitCode?: number
}

export interface Output {
  readonly format: Format | CheckFormat
  /** Null for standard output. */
  readonly path: string | null
}

/** Null for standard output by its name: as a file, it may belong to somebody else, or be a socket. */
export function outputPath(name: string): string | null {
  return name === '-' || name === '/dev/stdout' ? null : name
}

/** What the program gives to a command. */
export interface Context {
  /** What the answer is drawn as, where there is one: --format, or what the name of the output says. */
  readonly format: Format
  /** The environment, for programs that are run. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onProgress: (progress: Progress) => void
  /** The databases among its files, by the names that these have in what it is given. */
  readonly databases: ReadonlyMap<string, Database>
  /** A text for standard error, at once. */
  readonly say: (text: string) => void
}

export interface CommandModule<Options extends readonly OptionRecord[] = readonly OptionRecord[]> {
  readonly name: string
  /** What it is for, in the list of commands and at the head of its help. */
  readonly summary: string
  readonly args: readonly ArgumentRecord[]
  /** Command lines, the commonest first. */
  readonly examples: readonly string[]
  readonly options: Options
  /** Whether it takes databases: as its arguments, or as the value of an option. */
  readonly takes?: { readonly databases: true; readonly option?: string }
  /** Said to whoever gives it a file, which it takes none of. */
  readonly insteadOfFile?: string
  run(args: readonly string[], options: Values<Options[number]>, context: Context): Promise<Result>
}
