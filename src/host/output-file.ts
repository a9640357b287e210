/** A file that appears whole or not at all: written under a temporary name, which it loses at the end. */
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { cannotWrite } from './cannot-write.ts'
import { findTarget, type Target } from './target.ts'
import { createTemporary, removeTemporary } from './temporary.ts'

export interface OutputFile {
  readonly target: Target
  readonly temporary: string
  write(data: Buffer | string | Iterable<string>): Promise<void>
  /** Overwrites the first bytes. */
  rewriteStart(data: Buffer): Promise<void>
  /** Nothing more will be written. */
  close(): Promise<void>
  /** Removes the temporary file, if it still has its name. */
  discard(): Promise<void>
}

/** Opens a temporary file beside the target. Throws an InputError where that cannot be written. */
export async function openOutput(name: string): Promise<OutputFile> {
  const target = await findTarget(name)
  const explain = (error: unknown): never => {
    throw cannotWrite(name, error)
  }
  const { temporary, file } = await openTemporary(target).catch(explain)
  const close = () => file.close().catch(explain)
  return {
    target,
    temporary,
    async write(data) {
      const pieces = typeof data === 'string' || Buffer.isBuffer(data) ? [data] : data
      for (const piece of pieces) await file.writeFile(piece).catch(explain)
    },
    rewriteStart: async (data) => void (await file.write(data, 0, data.length, 0).catch(explain)),
    close,
    async discard() {
      await file.close().catch(() => {})
      removeTemporary(temporary)
    },
  }
}

/** Nobody else may read what will stand where others may not. */
const PRIVATE = 0o600
const PUBLIC = 0o666

async function openTemporary(target: Target): Promise<{ temporary: string; file: FileHandle }> {
  const temporary = placeTemporary(target)
  return { temporary, file: await open(temporary, 'r+') }
}

/** Beside the target, where it takes the name in one step; elsewhere when it will be copied anyway. */
function placeTemporary({ path, old, stream }: Target): string {
  try {
    if (!stream) return createTemporary(dirname(path), path, old ? PRIVATE : PUBLIC)
  } catch (error) {
    if (!old) throw error
  }
  try {
    return createTemporary(tmpdir(), path, PRIVATE)
  } catch (error) {
    throw cannotWrite(tmpdir(), error)
  }
}
