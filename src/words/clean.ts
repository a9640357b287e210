/** Text from files (ids, class names, paths) may hold anything; what goes to a terminal, a log or a page must not. */
import { RUNNER_COMMANDS, UNSAFE } from './unsafe.ts'

/** Longest piece of foreign text in a table. */
const MAX_LENGTH = 60

/** Foreign text made harmless and short enough for a table. */
export function clean(text: string): string {
  const safe = cleanLine(text.slice(0, 2 * MAX_LENGTH))
  const characters = [...safe]
  return characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH - 1).join('')}…` : safe
}

/** Most texts are of these, and to look for all that may be wrong with others takes a regular expression of many thousand ranges. */
const HARMLESS = /^[ -~\u00b0-\u02ff\u0391-\u03c9\u2190-\u22ff\u2500-\u259f]*$/

/** One line of any length, harmless: for messages. */
export function cleanLine(text: string): string {
  if (HARMLESS.test(text) && !text.includes('::') && !text.includes('##[')) return text
  return text.replace(UNSAFE, '\ufffd').replace(RUNNER_COMMANDS, (marks) => `${marks[0]}\ufffd`)
}
