/** How the members of a zip archive are packed, and which of these can be read. */
import type { ArrayFault } from '../arrays/stored.ts'
import type { ZipMember } from './directory.ts'

export const STORED = 0
const DEFLATED = 8

const NAMES: Readonly<Record<number, string>> = {
  9: 'deflate64',
  8: 'deflate',
  12: 'bzip2',
  14: 'LZMA',
  93: 'zstd',
  95: 'xz',
}

export function isDeflated({ method, isEncrypted }: ZipMember): boolean {
  return method === DEFLATED && !isEncrypted
}

/** Null where its bytes stand as they are. */
export function faultOfMember({ method, isEncrypted }: ZipMember): ArrayFault | null {
  if (isEncrypted) return { problem: 'is encrypted', hint: 'unpack it first, and give what was in it' }
  if (method === STORED) return null
  return {
    problem: `is packed with ${NAMES[method] ?? `method ${method}`}`,
    hint: 'save it again with np.savez',
  }
}
