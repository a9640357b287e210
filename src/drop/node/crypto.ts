/** What of node:crypto the program needs: SHA-256, as FIPS 180-4 has it. */
import { Buffer } from './bytes.ts'

/** Of the first 64 primes the first 32 bits behind the point of a root: their cube roots here, square roots below. */
const PRIMES = (() => {
  const found: number[] = []
  for (let n = 2; found.length < 64; n++) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
})()
const fraction = (value: number) => ((value - Math.floor(value)) * 2 ** 32) >>> 0
const ROUNDS = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)))
const BEGIN = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

const turn = (x: number, by: number) => (x >>> by) | (x << (32 - by))

function mix(state: Uint32Array, block: DataView, words: Uint32Array): void {
  for (let i = 0; i < 64; i++) {
    if (i < 16) {
      words[i] = block.getUint32(4 * i)
      continue
    }
    const [x, y] = [words[i - 15], words[i - 2]]
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10)
    words[i] = words[i - 16] + s0 + words[i - 7] + s1
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] += value
}

export function sha256(bytes: Uint8Array): Uint8Array {
  const state = Uint32Array.from(BEGIN)
  const words = new Uint32Array(64)
  const padded = new Uint8Array(64 * Math.ceil((bytes.length + 9) / 64))
  padded.set(bytes)
  padded[bytes.length] = 128
  const view = new DataView(padded.buffer)
  view.setBigUint64(padded.length - 8, 8n * BigInt(bytes.length))
  for (let at = 0; at < padded.length; at += 64) mix(state, new DataView(padded.buffer, at, 64), words)
  const digest = new DataView(new ArrayBuffer(32))
  for (const [i, value] of state.entries()) digest.setUint32(4 * i, value)
  return new Uint8Array(digest.buffer)
}

/** Of one text or of bytes. */
export function createHash(_: 'sha256') {
  let content: Uint8Array = new Uint8Array(0)
  const hash = {
    update(more: string | Uint8Array) {
      content = typeof more === 'string' ? new TextEncoder().encode(more) : more
      return hash
    },
    digest: (encoding: 'hex' | 'base64') => Buffer.from(sha256(content)).toString(encoding),
  }
  return hash
}
