/** Texts as bytes, one behind the other. */

export interface EncodedTexts {
  /** UTF-8. */
  readonly bytes: Uint8Array
  /** Where each begins, and the end of the last. */
  readonly begins: Uint32Array
}

export function encodeTexts(texts: readonly string[]): EncodedTexts {
  const all = texts.join('')
  const bytes = Buffer.from(all)
  // Only where each character is a byte: half a character at the end of a text would be whole with the next one.
  return bytes.length === all.length ? { bytes, begins: beginsOf(texts) } : encodeEach(texts)
}

function encodeEach(texts: readonly string[]): EncodedTexts {
  const each = texts.map((text) => Buffer.from(text))
  return { bytes: Buffer.concat(each), begins: beginsOf(each) }
}

function beginsOf(parts: readonly { readonly length: number }[]): Uint32Array {
  const begins = new Uint32Array(parts.length + 1)
  for (let i = 0; i < parts.length; i++) begins[i + 1] = begins[i] + parts[i].length
  return begins
}
