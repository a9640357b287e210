/** A clause as the beginning of a sentence. */
export function capitalise(words: string): string {
  return `${words[0].toUpperCase()}${words.slice(1)}`
}
