/** Ids of rows as bytes, in which the same id is the same bytes and no two are the same. */
import { byteTexts, type Texts } from '../../formats/texts.ts'

/** Where each key stands in some bytes. */
export interface Keys {
  readonly length: number
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

export function keysOf(ids: Texts): Keys {
  const { bytes, starts, ends } = ids
  if (!bytes || !starts || !ends) return keysOf(encode(ids))
  const kept = ends.slice()
  for (let i = 0; i < kept.length; i++) {
    const end = ends[i]
    if (bytes[end - 1] === ZERO && bytes[end - 2] === POINT) kept[i] = endOfKey(bytes, starts[i], end)
  }
  return { length: kept.length, bytes, starts, ends: kept }
}

const [ZERO, NINE, POINT, MINUS] = [48, 57, 46, 45]

/** The end of a key behind which .0 stands: pandas writes 7 as 7.0 where the column has a gap. */
function endOfKey(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 3) return end
  const first = bytes[start] === MINUS ? start + 1 : start
  for (let i = first; i < end - 2; i++) if (bytes[i] < ZERO || bytes[i] > NINE) return end
  return first < end - 2 ? end - 2 : end
}

function encode(ids: Texts): Texts {
  const texts = Array.from(ids, encodeId)
  const ends = new Uint32Array(texts.length)
  const starts = new Uint32Array(texts.length)
  for (let i = 0, at = 0; i < texts.length; i++) {
    starts[i] = at
    at += texts[i].length
    ends[i] = at
  }
  return byteTexts(Buffer.concat(texts), starts, ends)
}

const LONE = /\p{Surrogate}/u

/** UTF-8 has no half of a pair of surrogates, which JSON may have, and no byte of 255. */
function encodeId(id: string): Buffer {
  if (!LONE.test(id)) return Buffer.from(id)
  return Buffer.concat([Buffer.of(255), Buffer.from(id, 'utf16le')])
}

/** The id of a key, without a .0 behind it. */
export function idOfKey(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return text[0] === 255 ? text.toString('utf16le', 1) : text.toString()
}
