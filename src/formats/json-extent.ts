/** How long, how deep and how full a JSON text is, told from its bytes: it is parsed only when that is known to be sane. */

export interface Extent {
  /** Just behind the first value that is an object or a list; -1 when it does not end. */
  readonly end: number
  /** Objects and lists within each other. */
  readonly depth: number
  /** Values at the most: one for each comma, object and list, and one more. It counts an empty object or list twice. */
  readonly values: number
}

const [QUOTE, COMMA, BACKSLASH] = [34, 44, 92]
const [OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] = [91, 93, 123, 125]

export function extentOf(text: Uint8Array): Extent {
  let [depth, deepest, values] = [0, 0, 1]
  for (let at = 0; at >= 0 && at < text.length; at++) {
    const byte = text[at]
    if (byte === QUOTE) {
      at = endOfString(text, at)
      if (at < 0) break
    } else if (byte === COMMA) values++
    else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
      values++
      deepest = Math.max(deepest, ++depth)
    } else if ((byte === CLOSING_BRACE || byte === CLOSING_BRACKET) && --depth === 0)
      return { end: at + 1, depth: deepest, values }
  }
  return { end: -1, depth: deepest, values }
}

/** Where the quote stands that closes the one at `start`; -1 when there is none. */
function endOfString(text: Uint8Array, start: number): number {
  for (let end = text.indexOf(QUOTE, start + 1); end >= 0; end = text.indexOf(QUOTE, end + 1)) {
    let backslashes = 0
    while (text[end - 1 - backslashes] === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return end
  }
  return -1
}
