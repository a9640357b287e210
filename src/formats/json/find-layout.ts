/** How a file of JSON is laid out, told from its first value and from what stands behind it. */
import type { SeenFile } from '../../sources/file.ts'
import { withFile } from '../../sources/reading.ts'
import { readExactly } from '../arrays/bytes.ts'
import { extentOf } from '../json-extent.ts'
import {
  CLOSING_BRACKET,
  COMMA,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  skipBlanks,
  skipValue,
} from './grammar.ts'
import type { Layout } from './layout.ts'
import { MAX_WHOLE } from './read-whole.ts'
import { runsLayout } from './runs.ts'
import { linesLayout, listLayout } from './stream.ts'
import { wholeLayout } from './whole.ts'
import { startOfText } from './window.ts'

/** Whether a file that begins so is JSON: an object, or a list. What else begins with a bracket may be a cell of CSV. */
export function isJson(head: Buffer): boolean {
  const text = head.toString('latin1', startOfText(head))
  const at = skipBlanks(text, 0)
  const next = skipBlanks(text, at + 1)
  const code = text.charCodeAt(next)
  if (text.charCodeAt(at) === OPENING_BRACE) return code === QUOTE || text[next] === '}'
  if (text.charCodeAt(at) !== OPENING_BRACKET) return false
  return (
    code === OPENING_BRACE || code === OPENING_BRACKET || code === CLOSING_BRACKET || isList(text, at, next)
  )
}

/** A list that has commas between its first values, and nothing behind it on its line. */
function isList(text: string, start: number, first: number): boolean {
  try {
    const code = text.charCodeAt(skipBlanks(text, skipValue(text, first)))
    if (code !== COMMA && code !== CLOSING_BRACKET) return false
    const end = /[^ \t]/.exec(text.slice(skipValue(text, start)))
    return end === null || end[0] === '\n' || end[0] === '\r'
  } catch {
    return text.length > first && !text.slice(start).includes('\n')
  }
}

/** Most bytes of a list of single values that may be the first row of many. */
const MAX_LIST = 1 << 24

/** @param head how the file begins */
export async function findLayout(seen: SeenFile, head: Buffer): Promise<Layout> {
  const start = startOfText(head)
  const text = head.toString('latin1', start)
  const at = skipBlanks(text, 0)
  const second = text.charCodeAt(skipBlanks(text, at + 1))
  const isObject = text.charCodeAt(at) === OPENING_BRACE
  if (!isObject && (second === OPENING_BRACE || second === OPENING_BRACKET)) {
    const runs =
      second === OPENING_BRACE && (await runsLayout(seen, head, start + skipBlanks(text, at + 1), true))
    return runs || listLayout(start)
  }
  const isAlone = await isOneValue(seen, head, start, isObject ? MAX_WHOLE : MAX_LIST)
  if (!isAlone) return (isObject && (await runsLayout(seen, head, start + at, false))) || linesLayout(start)
  return isObject ? ((await wholeLayout(seen, start + at)) ?? linesLayout(start)) : listLayout(start)
}

/**
 * Whether nothing stands behind the first value of a file.
 * @param most bytes that are looked at; what is longer is alone
 */
async function isOneValue(seen: SeenFile, head: Buffer, start: number, most: number): Promise<boolean> {
  const size = Number(seen.state.size)
  for (let bytes = head; ; ) {
    const { end } = extentOf(bytes.subarray(start))
    if (end >= 0) {
      const isBehind = /[^ \t\r\n]/.test(bytes.toString('latin1', start + end))
      if (isBehind || bytes.length === size) return !isBehind
    }
    if (bytes.length === size || bytes.length >= most) return true
    const length = Math.min(size, 4 * bytes.length)
    bytes = await withFile(seen, (file) => readExactly(file, 0, length))
  }
}
