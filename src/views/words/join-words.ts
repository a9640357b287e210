/** Losses a sentence can name and still be read. */
export const MAX_NAMED = 4

/** `; the table has 3 more`, of so many where a sentence names the first few. */
export function restWords(count: number, where = 'the table', named = MAX_NAMED): string {
  return count > named ? `; ${where} has ${count - named} more` : ''
}

/** The first few and how many more: a, b, c, d and 3 more. */
export function joinSome(words: readonly string[]): string {
  const shown = words.slice(0, MAX_NAMED)
  return joinWords(words.length > MAX_NAMED ? [...shown, `${words.length - MAX_NAMED} more`] : shown)
}

/** a; a and b; a, b and c. */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
