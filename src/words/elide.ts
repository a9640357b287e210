/** Foreign text may be of any length, and a message must not be: the beginning and the end of it say enough. */

/** Longest text between quotes in a message: a cell, a name, an argument. */
const MAX_QUOTED = 100

/** A text between quotes. No quote stands within it, so a search for the next one never looks at a letter twice. */
const QUOTED = /"[^"]*"/g

/** A piece of a message with at most so many characters, and less of what it quotes. */
export function elide(text: string, most: number): string {
  return cut(
    text.length > MAX_QUOTED ? text.replace(QUOTED, (quoted) => cut(quoted, MAX_QUOTED)) : text,
    most,
  )
}

/** The first and the last of its characters, whole ones. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = most - 1
  const [head, tail] = [text.slice(0, Math.ceil(kept / 2)), text.slice(text.length - Math.floor(kept / 2))]
  return `${head.replace(/[\ud800-\udbff]$/, '')}…${tail.replace(/^[\udc00-\udfff]/, '')}`
}
