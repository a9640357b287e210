/** What of foreign text must not reach a terminal, a log or a page as it is. */

/** Control characters, invisible ones that hide text or turn its direction, line separators, halves of characters. */
export const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/**
 * What a GitHub runner takes for a command in whatever is printed: `##[` anywhere, and `::` where a line begins, which a
 * line break of ours may make of the beginning of any word.
 */
export const RUNNER_COMMANDS = /##(?=\[)|(?<!\S)::/g
