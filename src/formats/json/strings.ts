import { CLOSING_BRACKET, QUOTE, skipMembers, skipValue } from './grammar.ts'
import { stringAt, type Window } from './window.ts'

/** The strings of the list that begins at `start`, and what else is in it as it is written. */
export function stringsAt(window: Window, start: number): readonly string[] {
  const { text } = window
  const found: string[] = []
  skipMembers(text, start, CLOSING_BRACKET, (at) => {
    const end = skipValue(text, at)
    found.push(text.charCodeAt(at) === QUOTE ? stringAt(window, at, end) : text.slice(at, end))
    return end
  })
  return found
}
