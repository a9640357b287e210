/** What stands at the keys of an object of JSON, in outline. */
import {
  CLOSING_BRACE,
  CLOSING_BRACKET,
  isDigit,
  MINUS,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  skipColon,
  skipKey,
  skipMembers,
  skipValue,
} from './grammar.ts'
import { stringAt, type Window } from './window.ts'

/** Kinds of values, as bits of a set. */
export const [NUMBER, STRING, LIST, OBJECT, TRUTH] = [1, 2, 4, 8, 16]

export interface Entry {
  readonly key: string
  /** Where its string begins. */
  readonly keyAt: number
  readonly start: number
  readonly kind: number
  /** Members of an object or a list, and their kinds; null is of none. */
  readonly count: number
  readonly kinds: number
}

export function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code === QUOTE) return STRING
  if (code === OPENING_BRACKET) return LIST
  if (code === OPENING_BRACE) return OBJECT
  if (text.startsWith('null', at)) return 0
  return isDigit(code) || code === MINUS || code === 78 || code === 73 ? NUMBER : TRUTH
}

/** The entries of the object that begins at `start`, all of which is JSON, and where it ends. Throws a JsonFault. */
export function outlineOf(
  window: Window,
  start: number,
): { readonly entries: readonly Entry[]; readonly end: number } {
  const { text } = window
  skipValue(text, start)
  const entries: Entry[] = []
  const end = skipMembers(text, start, CLOSING_BRACE, (at) => {
    const behind = skipKey(text, at)
    const value = skipColon(text, behind)
    const { entry, end } = entryAt(text, value)
    entries.push({ ...entry, key: stringAt(window, at, behind), keyAt: at })
    return end
  })
  return { entries, end }
}

function entryAt(
  text: string,
  start: number,
): { readonly entry: Omit<Entry, 'key' | 'keyAt'>; readonly end: number } {
  const kind = kindAt(text, start)
  let [count, kinds] = [0, 0]
  const end =
    kind === LIST || kind === OBJECT
      ? skipMembers(text, start, kind === LIST ? CLOSING_BRACKET : CLOSING_BRACE, (at) => {
          const value = kind === LIST ? at : skipColon(text, skipKey(text, at))
          kinds |= kindAt(text, value)
          count++
          return skipValue(text, value)
        })
      : skipValue(text, start)
  return { entry: { start, kind, count, kinds }, end }
}

/** Of objects within the object: the kinds of values at each of their keys. */
export function kindsByKey(window: Window, entries: readonly Entry[]): ReadonlyMap<string, number> {
  const { text } = window
  const found = new Map<string, number>()
  for (const { start } of entries)
    skipMembers(text, start, CLOSING_BRACE, (at) => {
      const behind = skipKey(text, at)
      const key = stringAt(window, at, behind)
      const value = skipColon(text, behind)
      found.set(key, (found.get(key) ?? 0) | kindAt(text, value))
      return skipValue(text, value)
    })
  return found
}

/** Whether a set of kinds has one at the most. */
export function isOneKind(kinds: number): boolean {
  return (kinds & (kinds - 1)) === 0
}
