/**
 * The script that the build makes of run.ts, of the functions of the package and of all they import: run.cjs. Node imports
 * nothing for a script, which therefore asks whoever runs it.
 */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'
import type { Host } from './host/host.ts'
import { readOwnFile } from './own-file.ts'

const SCRIPT = new URL('./run.cjs', import.meta.url)

export interface ScriptExports {
  run(host: Host): Promise<number>
  /** What index.ts exports. A function, since nearly all modules begin when it is called, and a command needs few of them. */
  api(): Readonly<Record<string, unknown>>
}

/** Runs the script to its end, with what V8 compiled of it before. */
export function loadScript(cachedData?: Buffer): {
  readonly script: Script
  readonly exports: ScriptExports
} {
  // A function of exports, require, module, scriptUrl and loadBeside.
  const script = new Script(readOwnFile('run.cjs').toString('latin1'), {
    filename: fileURLToPath(SCRIPT),
    cachedData,
  })
  const module = { exports: {} as ScriptExports }
  const loadBeside = (name: string) => import(new URL(name, SCRIPT).href)
  script.runInThisContext()(module.exports, createRequire(SCRIPT), module, SCRIPT.href, loadBeside)
  return { script, exports: module.exports }
}

/** Of Node 24 and 26: what is compiled in the middle of the way as well as at its end. */
const EACH_COMPILER = [
  '--invocation-count-for-maglev=4000',
  '--invocation-count-for-maglev-osr=1000',
  '--invocation-count-for-turbofan=30000',
]

/**
 * V8 optimizes so soon that a small file never repays it: a tenth of its time, and a fifth on Node 20. What makes it wait, by the
 * versions of V8 in Node 20, 22, 24 and 26: one that knows no such flag would say so to the user.
 */
const TO_WAIT: Readonly<Record<string, readonly string[]>> = {
  '11.3': ['--interrupt-budget=540000'],
  '12.4': ['--invocation-count-for-turbofan=30000'],
  '13.6': EACH_COMPILER,
  '14.6': EACH_COMPILER,
}

export function optimizeLater({ versions }: Host): void {
  const flags = TO_WAIT[/^\d+\.\d+/.exec(versions?.v8 ?? '')?.[0] ?? ''] ?? []
  for (const flag of flags) setFlagsFromString(flag)
}
