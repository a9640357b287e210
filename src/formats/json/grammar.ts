/**
 * The grammar of JSON (RFC 8259), walked over text in which each character stands for a byte. A walk begins at the first
 * character of something and ends behind its last; what is no JSON is thrown with its place. NaN and Infinity are words
 * here: Python writes them.
 */

/** What is no JSON, and where. Past the end of the text, more of it may be JSON. */
export class JsonFault extends Error {
  readonly at: number

  constructor(at: number, problem: string) {
    super(problem)
    this.at = at
  }
}

export const [QUOTE, COMMA, COLON, BACKSLASH, MINUS] = [34, 44, 58, 92, 45]
export const [OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] = [91, 93, 123, 125]

/** Objects and lists within each other, at the most: each takes some of the stack. */
const MAX_DEPTH = 100

const WORDS = ['null', 'true', 'false', 'NaN', 'Infinity', '-Infinity'] as const

/** Words that Python writes for numbers which JSON has none for. */
export const NO_JSON: readonly string[] = WORDS.slice(3)

export function skipBlanks(text: string, start: number): number {
  let at = start
  for (;;) {
    const code = text.charCodeAt(at)
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at
    at++
  }
}

export function skipValue(text: string, at: number, depth = 0): number {
  const code = text.charCodeAt(at)
  if (code === QUOTE) return skipString(text, at)
  if (isDigit(code) || (code === MINUS && isDigit(text.charCodeAt(at + 1)))) return skipNumber(text, at)
  if (code !== OPENING_BRACE && code !== OPENING_BRACKET) return skipWord(text, at)
  if (depth === MAX_DEPTH)
    throw new JsonFault(at, `more than ${MAX_DEPTH} objects and lists stand within each other`)
  return code === OPENING_BRACE
    ? skipMembers(text, at, CLOSING_BRACE, (member) =>
        skipValue(text, skipColon(text, skipKey(text, member)), depth + 1),
      )
    : skipMembers(text, at, CLOSING_BRACKET, (element) => skipValue(text, element, depth + 1))
}

/**
 * Walks an object or a list.
 * @param closing what ends it
 * @param member walks one of its members, from its beginning to its end
 */
export function skipMembers(
  text: string,
  start: number,
  closing: number,
  member: (at: number) => number,
): number {
  let at = skipBlanks(text, start + 1)
  if (text.charCodeAt(at) === closing) return at + 1
  for (;;) {
    at = skipBlanks(text, member(at))
    const code = text.charCodeAt(at)
    if (code === closing) return at + 1
    if (code !== COMMA) throw expected(text, at, `"," or "${String.fromCharCode(closing)}"`)
    at = skipBlanks(text, at + 1)
  }
}

export function skipKey(text: string, at: number): number {
  if (text.charCodeAt(at) !== QUOTE) throw expected(text, at, 'a key in double quotes')
  return skipString(text, at)
}

/** And the blanks on both sides of it. */
export function skipColon(text: string, start: number): number {
  const at = skipBlanks(text, start)
  if (text.charCodeAt(at) !== COLON) throw expected(text, at, '":"')
  return skipBlanks(text, at + 1)
}

export function skipString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    if (code === BACKSLASH) at = skipEscape(text, at)
    // Past the end there is no number, which is not at least anything.
    else if (!(code >= 32)) throw expected(text, at, 'the end of a string')
  }
}

const HEX = /[\da-f]{4}/iy

/** To its last character. */
function skipEscape(text: string, at: number): number {
  const letter = text[at + 1]
  if (letter !== 'u') {
    if (letter !== undefined && '"\\/bfnrt'.includes(letter)) return at + 1
    throw expected(text, at + 1, 'an escape')
  }
  HEX.lastIndex = at + 2
  if (HEX.test(text)) return at + 5
  throw expected(text, at + 6 > text.length ? text.length : at + 2, 'four hexadecimal digits')
}

export function skipNumber(text: string, start: number): number {
  let at = text.charCodeAt(start) === MINUS ? start + 1 : start
  const isZero = text.charCodeAt(at) === 48
  at = skipDigits(text, at)
  if (isZero && at > start + 2 - Number(text.charCodeAt(start) !== MINUS))
    throw new JsonFault(start, 'a number begins with 0')
  if (text.charCodeAt(at) === 46) at = skipDigits(text, at + 1)
  const code = text.charCodeAt(at)
  if (code !== 101 && code !== 69) return at
  const sign = text.charCodeAt(at + 1)
  return skipDigits(text, sign === 43 || sign === MINUS ? at + 2 : at + 1)
}

/** At least one. */
function skipDigits(text: string, start: number): number {
  let at = start
  while (isDigit(text.charCodeAt(at))) at++
  if (at === start) throw expected(text, at, 'a digit')
  return at
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function skipWord(text: string, at: number): number {
  for (const word of WORDS) if (text.startsWith(word, at)) return at + word.length
  const isCut = text.length - at < 9 && WORDS.some((word) => word.startsWith(text.slice(at)))
  throw expected(text, isCut ? text.length : at, 'a value')
}

export function expected(text: string, at: number, what: string): JsonFault {
  const found = at < text.length ? `"${text[at]}"` : 'the end'
  return new JsonFault(at, `${what} is expected, and ${found} is found`)
}
