/** What of a command is completed. */
import type { Candidates } from './values.ts'

export interface CompletedOption {
  readonly flag: string
  readonly short: string | null
  /** Null where it takes no value. */
  readonly values: Candidates | null
  readonly words: string
}

export interface CompletedCommand {
  readonly name: string
  readonly words: string
  readonly options: readonly CompletedOption[]
  readonly args: Candidates
}
