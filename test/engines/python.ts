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

/** Whether Python has these modules. */
export const can = (...modules: readonly string[]) =>
  spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0

export const hasProgram = (name: string, flag = '--version') => spawnSync(name, [flag]).status === 0

/** Whether tables can be made, which most tests read. */
export const hasTables = can('pandas', 'pyarrow')
