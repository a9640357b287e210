/** Text from files (ids, class names, paths) may hold anything; what goes to a terminal or a page must not. */

/** Control characters, the ones that reverse or hide text, and line separators. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

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
