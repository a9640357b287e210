/** Signals that stop the program. */
export type Signal = 'SIGHUP' | 'SIGINT' | 'SIGTERM'

/** What `process` offers and the program needs; tests hand in their own. */
export interface Host {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: Stream
  readonly stderr: Stream
  on(event: Signal, listener: () => void): unknown
  off(event: Signal, listener: () => void): unknown
  exit(code: number): never
  /** Signals a process, or a group of them by its negative number. */
  kill?(process: number, signal: 'SIGKILL'): unknown
  /** The number of the user; Windows has none. */
  getuid?(): number
  /** Node's own file, and the versions of it and of its parts. */
  readonly execPath?: string
  readonly versions?: Readonly<Record<string, string | undefined>>
}

export interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  /** Calls `done` once the text is printed, or with an error when it cannot be. */
  write(text: string | Buffer, done?: (error?: Error | null) => void): unknown
  on?(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
}
