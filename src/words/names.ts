/** Lists of names as options take them: `a,b`, and as CSV writes them where a name holds a comma: `"a,b",c`. */

export interface ListedName {
  readonly name: string
  /** `prob_*` stands for all names that begin so; a star within quotes is a star. */
  readonly isPattern: boolean
}

/** A name in quotes, maybe with a star behind them; or whatever stands before the next comma. */
const NAME = /\s*(?:"((?:[^"]|"")*)"(\*?)\s*|([^,]*))(,|$)/gy

export function splitNames(text: string): readonly ListedName[] {
  const found: ListedName[] = []
  for (const [, quoted, star, bare, end] of text.matchAll(NAME)) {
    const name = bare === undefined ? `${quoted.replaceAll('""', '"')}${star}` : bare.trim()
    found.push({ name, isPattern: name.endsWith('*') && star !== '' })
    if (end === '') break
  }
  return found
}

/** The text that `splitNames` makes these names of. */
export function joinNames(names: readonly string[]): string {
  return names.map((name) => (isPlain(name) ? name : quoteName(name))).join(',')
}

/** `prob_*`, for `splitNames`. */
export function writePattern(beginning: string): string {
  return isPlain(beginning) || beginning === '' ? `${beginning}*` : `${quoteName(beginning)}*`
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function isPlain(name: string): boolean {
  return name !== '' && name === name.trim() && !/^"|,|\*$/.test(name)
}

/** Longest piece of an id in a message. */
const MAX_ID = 40

/** `"x", "y" and 3 more`. */
export function nameSome(names: readonly string[], total: number): string {
  const quoted = names.map((name) => `"${name.length > MAX_ID ? `${name.slice(0, MAX_ID)}…` : name}"`)
  return `${quoted.join(', ')}${total > names.length ? ` and ${total - names.length} more` : ''}`
}

/** Parts whose sum has the names of all. */
export const MOST_SUMMED = 3

/**
 * What the sum of parts is called.
 *
 * @param names of as many parts, of which the first is enough where they are many
 */
export function sumName(names: readonly string[], parts: number): string {
  return parts > MOST_SUMMED ? `${names[0]} and ${parts - 1} more` : names.join(' + ')
}
