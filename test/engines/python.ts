/** Python and what it can import, and programs on PATH: tests that need what is not there are skipped. */
import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const python = process.env.LOSSCTL_PYTHON ?? 'python3'

/** The script of that name beside this file. */
export const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** A query of Spark is compiled, runs once over few rows and is thrown away: Java's second compiler takes longer than it gains. */
const env = { ...process.env, JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' }

/** Runs a script of Python, and waits for its end. */
export const runPython = (name: string, ...args: readonly string[]) =>
  promisify(execFile)(python, [script(name), ...args], { maxBuffer: 1 << 26, env })

const FIND = `import sys; from importlib.util import find_spec; sys.exit(None in map(find_spec, sys.argv[1:]))`
const found = new Map<string, boolean>()

/** Whether Python has these modules. To import some of them takes seconds, and one that is there but broken skips nothing. */
export function can(...modules: readonly string[]): boolean {
  const key = modules.join(' ')
  const known = found.get(key) ?? spawnSync(python, ['-c', FIND, ...modules]).status === 0
  found.set(key, known)
  return known
}

export const hasProgram = (name: string, flag = '--version') => spawnSync(name, [flag]).status === 0

/** Whether tables can be made, which most tests read. */
export const hasTables = can('pandas', 'pyarrow')
