/** The files that were dropped, as a disk: one folder, read only, beside what the program lays down for itself. */

/** Reads in a thread of a browser, at once. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer }

/** Bytes read at least: small reads come one after another. */
const WINDOW = 1 << 18

/** Bytes laid down in memory before they are given to the browser, which keeps them where it likes. */
const PIECE = 1 << 23

interface Entry {
  blob: Blob
  readonly inode: bigint
  /** When it was changed last, which nobody knows but that it was. */
  modified: bigint
  /** Bytes that no blob has yet. */
  pending: Uint8Array[]
  pendingBytes: number
  window: { readonly start: number; readonly bytes: Uint8Array } | null
}

const named = new Map<string, Entry>()
const open = new Map<number, Entry>()
let inodes = 0n
let descriptors = 2

function createEntry(blob: Blob, modified: bigint): Entry {
  return { blob, inode: ++inodes, modified, pending: [], pendingBytes: 0, window: null }
}

/** Puts files in place of those that were there. */
export function mount(files: readonly { readonly name: string; readonly blob: Blob }[]): void {
  named.clear()
  for (const { name, blob } of files) {
    const { lastModified = 0 } = blob as Blob & { lastModified?: number }
    named.set(name, createEntry(blob, BigInt(Math.floor(lastModified)) * 1_000_000n))
  }
}

export function names(): readonly string[] {
  return [...named.keys()]
}

/** What the system of a disk says. */
export function systemError(code: string, syscall: string, path = ''): Error {
  return Object.assign(new Error(`${code}: ${syscall} ${path}`), { code, syscall })
}

const isRoot = (path: string) => /^\.?\/*$/.test(path)

function find(path: string): Entry | undefined {
  return named.get(path.replace(/^(?:\.?\/)+/, ''))
}

export interface Stats {
  readonly dev: bigint
  readonly ino: bigint
  readonly size: bigint
  readonly mtimeNs: bigint
  isFile(): boolean
  isDirectory(): boolean
  isFIFO(): boolean
  isSocket(): boolean
  isCharacterDevice(): boolean
}

function statsOf(entry: Entry | null): Stats {
  const no = () => false
  return {
    dev: 1n,
    ino: entry?.inode ?? 0n,
    size: entry ? BigInt(sizeOf(entry)) : 0n,
    mtimeNs: entry?.modified ?? 0n,
    isFile: () => entry !== null,
    isDirectory: () => entry === null,
    isFIFO: no,
    isSocket: no,
    isCharacterDevice: no,
  }
}

const sizeOf = ({ blob, pendingBytes }: Entry) => blob.size + pendingBytes

/** Throws ENOENT for a name that there is not. */
export function statPath(path: string): Stats {
  if (isRoot(path)) return statsOf(null)
  const entry = find(path)
  if (!entry) throw systemError('ENOENT', 'stat', path)
  return statsOf(entry)
}

export function statDescriptor(descriptor: number): Stats {
  return statsOf(entryOf(descriptor))
}

export function openPath(path: string): number {
  const entry = find(path)
  if (!entry) throw systemError('ENOENT', 'open', path)
  open.set(++descriptors, entry)
  return descriptors
}

/** A file without a name, to be written from its beginning on. */
export function openNameless(): number {
  open.set(++descriptors, createEntry(new Blob([]), 0n))
  return descriptors
}

export function close(descriptor: number): void {
  open.delete(descriptor)
}

function entryOf(descriptor: number): Entry {
  const entry = open.get(descriptor)
  if (!entry) throw systemError('EBADF', 'read')
  return entry
}

export function append(descriptor: number, bytes: Uint8Array): void {
  const entry = entryOf(descriptor)
  entry.pending.push(bytes.slice())
  entry.pendingBytes += bytes.length
  if (entry.pendingBytes >= PIECE) settle(entry)
}

function settle(entry: Entry): void {
  if (entry.pendingBytes === 0) return
  entry.blob = new Blob([entry.blob, ...(entry.pending as Uint8Array<ArrayBuffer>[])])
  entry.pending = []
  entry.pendingBytes = 0
  entry.window = null
}

/** Reads at a place; returns how many bytes there were. */
export function readAt(descriptor: number, target: Uint8Array, position: number): number {
  const entry = entryOf(descriptor)
  settle(entry)
  const length = Math.max(0, Math.min(target.length, entry.blob.size - position))
  if (length === 0) return 0
  if (length >= WINDOW) {
    target.set(load(entry, position, length))
    return length
  }
  const { window } = entry
  if (!window || position < window.start || position + length > window.start + window.bytes.length)
    entry.window = { start: position, bytes: load(entry, position, WINDOW) }
  const { start, bytes } = entry.window!
  target.set(bytes.subarray(position - start, position - start + length))
  return length
}

/** A browser reads no file that is another than the one that was dropped. */
function load(entry: Entry, start: number, length: number): Uint8Array {
  try {
    return new Uint8Array(new FileReaderSync().readAsArrayBuffer(entry.blob.slice(start, start + length)))
  } catch {
    entry.modified += 1n
    throw systemError('EIO', 'read')
  }
}
