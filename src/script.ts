/**
 * The script that the build makes of run.ts, of the functions of the package and of all they import: run.cjs. Node imports
 * nothing for a script, which therefore asks whoever runs it.
 */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
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

/** The V8 of Node 20 optimizes so soon that a small file never repays it: a fifth of its time. Later ones know no such flag. */
export async function optimizeLater({ versions }: Host): Promise<void> {
  if (!versions?.v8?.startsWith('11.')) return
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--interrupt-budget=540000')
}
