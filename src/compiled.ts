/**
 * run.ts as V8 compiled it the last time: to compile the program takes longer than to read a small file. The build hands
 * this to main in its place, and lays its script, run.cjs, beside main.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'
import type { Host } from './host/host.ts'

/** A number of the script's content, which the build puts here: V8 itself compares nothing but its length. */
declare const BUILD: string

const SCRIPT = new URL('./run.cjs', import.meta.url)

/** Runs one command line, and keeps what was compiled for the next one with that command. */
export async function run(host: Host): Promise<number> {
  const kept = keptFile(host)
  const cachedData = kept === null ? undefined : readKept(kept)
  const script = new Script(
    `(function (exports, require, module, scriptUrl, loadBeside) {${readFileSync(SCRIPT, 'latin1')}\n})`,
    { filename: fileURLToPath(SCRIPT), cachedData },
  )
  const module: { exports: { run?: (host: Host) => Promise<number> } } = { exports: {} }
  const loadBeside = (name: string) => import(new URL(name, SCRIPT).href)
  script.runInThisContext()(module.exports, createRequire(SCRIPT), module, SCRIPT.href, loadBeside)
  const code = await module.exports.run!(host)
  // Now, so that what was compiled on the way is kept as well.
  if (kept !== null && (cachedData === undefined || script.cachedDataRejected)) keep(kept, script)
  return code
}

/** Where the command's compiled code is kept, in a folder of the user's own; null where Node is told to keep none. */
function keptFile({ env, argv }: Host): string | null {
  if (env.NODE_DISABLE_COMPILE_CACHE) return null
  const folder = env.LOCALAPPDATA || env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const command = argv.slice(2).find((word) => /^[a-z]{1,20}$/.test(word)) ?? 'help'
  return join(folder, 'lossctl', `${BUILD}-${command}`)
}

/** Bytes of the checksum before the code, of which V8 checks none. */
const CHECKSUM = 4

function readKept(path: string): Buffer | undefined {
  try {
    const file = readFileSync(path)
    const code = file.subarray(CHECKSUM)
    return code.length > 0 && file.readUInt32LE(0) === crc32(code) ? code : undefined
  } catch {
    return undefined
  }
}

/** Whole or not at all, and without a word: the next run compiles again. */
function keep(path: string, script: Script): void {
  const folder = dirname(path)
  const temporary = `${path}.${Math.random().toString(36).slice(2, 8)}.tmp`
  const isKept = tried(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const code = script.createCachedData()
    const checksum = Buffer.alloc(CHECKSUM)
    checksum.writeUInt32LE(crc32(code))
    writeFileSync(temporary, Buffer.concat([checksum, code]), { mode: 0o600, flag: 'wx' })
    renameSync(temporary, path)
  })
  tried(() => (isKept ? removeOld(folder) : rmSync(temporary, { force: true })))
}

/** Whether it went without an error. */
function tried(action: () => void): boolean {
  try {
    action()
    return true
  } catch {
    return false
  }
}

const DAYS_KEPT = 30

/** What other versions have left behind. */
function removeOld(folder: string): void {
  const oldest = Date.now() - DAYS_KEPT * 24 * 3600 * 1000
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (!name.startsWith(BUILD) && statSync(path).mtimeMs < oldest) rmSync(path, { force: true })
  }
}
