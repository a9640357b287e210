/** What papers call parameters. */
const SYMBOLS: Readonly<Record<string, string>> = { alpha: 'α', beta: 'β', gamma: 'γ', epsilon: 'ε' }

/** The symbol of a parameter, or its name where it has none. */
export function symbolOf(parameter: string): string {
  return Object.hasOwn(SYMBOLS, parameter) ? SYMBOLS[parameter] : parameter
}

/** Words as they begin a title. */
export function capitalized(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}
