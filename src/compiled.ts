/**
 * run.ts as V8 compiled it the last time: to compile the program takes longer than to read a small file. The build hands
 * this to main in its place, and lays its script, run.cjs, beside main.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import type { Script } from 'node:vm'
import { crc32 } from 'node:zlib'
import { EXIT } from './errors.ts'
import type { Host } from './host/host.ts'
import { loadScript, optimizeLater } from './script.ts'

/** A number of the script's content, which the build puts here: V8 itself compares nothing but its length. */
declare const BUILD: string

/** Runs one command line, and keeps what was compiled for the next one with that command. */
export async function run(host: Host): Promise<number> {
  optimizeLater(host)
  const kept = keptFile(host)
  const cachedData = kept === null ? undefined : readKept(kept, host.getuid?.())
  const { script, exports } = loadScript(cachedData)
  const code = await exports.run(host)
  // Now, so that what was compiled on the way is kept as well; not for a command that there is none of.
  const isNew = cachedData === undefined || script.cachedDataRejected === true
  if (kept !== null && isNew && code !== EXIT.usage) keep(kept, script)
  return code
}

/** Where the command's compiled code is kept; null where Node is told to keep none, or the user has no folder for it. */
function keptFile({ env, argv, execPath = '', versions }: Host): string | null {
  const folder = env.NODE_DISABLE_COMPILE_CACHE ? null : cacheFolder(env)
  const engine = folder && engineOf(execPath, versions)
  const command = argv.slice(2).find((word) => /^[a-z]{1,20}$/.test(word)) ?? 'help'
  return engine && join(folder, 'lossctl', `${BUILD}-${engine}-${command}`)
}

/**
 * A number of the Node that compiles, null where its file is gone. Of V8's version V8 compares no more than four numbers,
 * and runs what another Node with the same four has compiled as if it were its own, with wrong results.
 */
function engineOf(path: string, versions: Host['versions']): string | null {
  try {
    const { size, mtimeMs } = statSync(path)
    return crc32(JSON.stringify([path, size, mtimeMs, versions])).toString(16)
  } catch {
    return null
  }
}

/** The user's own. A relative one would be another in each folder that the program runs in. */
function cacheFolder({ LOCALAPPDATA, XDG_CACHE_HOME }: Host['env']): string | null {
  const isFolder = (path: string | undefined) => path !== undefined && isAbsolute(path)
  return [LOCALAPPDATA, XDG_CACHE_HOME].find(isFolder) ?? ofHome()
}

/** Null for users without a home, as in a container. */
function ofHome(): string | null {
  try {
    const home = homedir()
    return isAbsolute(home) ? join(home, '.cache') : null
  } catch {
    return null
  }
}

/** Bytes of the checksum before the code, of which V8 checks none. */
const CHECKSUM = 4

function readKept(path: string, user: number | undefined): Buffer | undefined {
  try {
    const file = readOwn(path, user)
    const code = file.subarray(CHECKSUM)
    return code.length > 0 && file.readUInt32LE(0) === crc32(code) ? code : undefined
  } catch {
    return undefined
  }
}

/** Code runs, so it is to be of whoever runs it: a folder may be shared, and root may have the home of another. */
function readOwn(path: string, user: number | undefined): Buffer {
  const fd = openSync(path, 'r')
  try {
    const isOwn = user === undefined || fstatSync(fd).uid === user
    return isOwn ? readFileSync(fd) : Buffer.alloc(0)
  } finally {
    closeSync(fd)
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

/** What other versions have left behind, or a run that was killed. */
function removeOld(folder: string): void {
  const oldest = Date.now() - DAYS_KEPT * 24 * 3600 * 1000
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const isOther = !name.startsWith(BUILD) || name.endsWith('.tmp')
    if (isOther && statSync(path).mtimeMs < oldest) rmSync(path, { force: true })
  }
}
