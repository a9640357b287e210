/** Text from files (ids, class names, paths) may hold anything; what goes to a terminal or a page must not. */

/** Control characters, invisible ones that hide text or turn its direction, and line separators. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Longest piece of foreign text in a table. */
const MAX_LENGTH = 60

/** Foreign text made harmless and short enough for a table. */
export function clean(text: string): string {
  const safe = text.replace(UNSAFE, '\ufffd')
  return safe.length > MAX_LENGTH ? `${safe.slice(0, MAX_LENGTH - 1)}…` : safe
}

/** One line of any length, harmless: for messages. */
export function cleanLine(text: string): string {
  return text.replace(UNSAFE, '\ufffd')
}
