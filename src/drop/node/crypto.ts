/** What of node:crypto the program needs: SHA-256. */
import { sha256 } from '@noble/hashes/sha2.js'
import { Buffer } from './bytes.ts'

/** Of one text or of bytes. */
export function createHash(_: 'sha256') {
  const sum = sha256.create()
  const hash = {
    update(more: string | Uint8Array) {
      sum.update(typeof more === 'string' ? new TextEncoder().encode(more) : more)
      return hash
    },
    digest: (encoding: 'hex' | 'base64') => Buffer.from(sum.digest()).toString(encoding),
  }
  return hash
}
