/** Losses a sentence can name and still be read. */
export const MAX_NAMED = 4

/** a; a and b; a, b and c. */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
