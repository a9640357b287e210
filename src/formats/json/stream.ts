/** Files of JSON that are walked as they are read: an object or a list on each line, or all of them in one list. */
import { InputError } from '../../errors.ts'
import type { OpenFile } from '../../sources/file.ts'
import { chunksOf } from '../../sources/reading.ts'
import { readExactly } from '../arrays/bytes.ts'
import {
  CLOSING_BRACKET,
  COMMA,
  expected,
  JsonFault,
  OPENING_BRACKET,
  skipBlanks,
  skipValue,
} from './grammar.ts'
import { type Layout, TAIL_BYTES, type Visitor } from './layout.ts'
import { faultAt } from './place.ts'
import { checkUtf8, type Window, windowOf } from './window.ts'

const CHUNK = 1 << 18

/** Bytes of one row. */
const MAX_ROW_BYTES = 1 << 27

/** Shows the rows of a window to a visitor, and returns where the first one begins that may not be whole; -1 if no more are wanted. */
type TakeRows = (window: Window, visitor: Visitor) => number

const ROWS = { parts: [{ name: null }], hasKeys: false, rows: null }

/** @param start where the text begins */
export function linesLayout(start: number): Layout {
  return {
    ...ROWS,
    name: 'JSON lines',
    isLines: true,
    walk: (file, visitor) => walkWindows(file, start, takeLines, visitor),
    walkLast: walkLastLines,
  }
}

export function listLayout(start: number): Layout {
  return {
    ...ROWS,
    name: 'JSON',
    isLines: false,
    walk: (file, visitor) => walkWindows(file, start, createListReader('start'), visitor),
    walkLast: walkLastMembers,
  }
}

async function* walkWindows(
  file: OpenFile,
  start: number,
  take: TakeRows,
  visitor: Visitor,
): AsyncGenerator<void> {
  let [held, size, wanted, offset] = [[] as Buffer[], 0, 0, start]
  for await (const chunk of chunksOf(file, CHUNK, start) as AsyncIterable<Buffer>) {
    held.push(chunk)
    size += chunk.length
    if (size < wanted) continue
    const bytes = held.length === 1 ? chunk : Buffer.concat(held)
    const end = await takeChecked(file, windowOf(bytes, offset, false), take, visitor)
    yield
    if (end < 0) return
    const rest = bytes.subarray(end)
    if (rest.length > MAX_ROW_BYTES)
      throw new InputError(file.path, `a row is longer than ${MAX_ROW_BYTES} bytes`, 'is it the right file?')
    ;[held, size, offset] = [[rest], rest.length, offset + end]
    // Of a row that is longer than a chunk much more is read before it is walked again from its beginning.
    wanted = end === 0 ? 2 * size : 0
  }
  await takeChecked(file, windowOf(Buffer.concat(held), offset, true), take, visitor)
  yield
}

/** Where the last bytes begin, and these as text of a character for each. */
async function readTail(file: OpenFile) {
  const from = Math.max(0, Number(file.state.size) - TAIL_BYTES)
  const bytes = await readExactly(file, from, Number(file.state.size) - from)
  return { from, text: bytes.toString('latin1') }
}

/** The first one of the last bytes may have begun before. */
async function* walkLastLines(file: OpenFile, visitor: Visitor): AsyncGenerator<void> {
  const { from, text } = await readTail(file)
  yield* walkWindows(file, from + text.indexOf('\n') + 1, takeLines, visitor)
}

async function* walkLastMembers(file: OpenFile, visitor: Visitor): AsyncGenerator<void> {
  const { from, text } = await readTail(file)
  for (const { index, 0: comma } of text.matchAll(/(?<=[}\]]\s{0,9}),\s{0,99}(?=[{[])/g)) {
    const start = index + comma.length
    if (!endsList(text, start)) continue
    yield* walkWindows(file, from + start, createListReader('first'), visitor)
    return
  }
}

/** Whether members of a list stand from a place on, and its end with nothing behind it: not so within a member. */
function endsList(text: string, start: number): boolean {
  try {
    for (let at = start; ; ) {
      const end = skipBlanks(text, skipValue(text, at))
      if (text.charCodeAt(end) === CLOSING_BRACKET) return skipBlanks(text, end + 1) === text.length
      if (text.charCodeAt(end) !== COMMA) return false
      at = skipBlanks(text, end + 1)
    }
  } catch (error) {
    if (error instanceof JsonFault) return false
    throw error
  }
}

async function takeChecked(
  file: OpenFile,
  window: Window,
  take: TakeRows,
  visitor: Visitor,
): Promise<number> {
  try {
    const end = take(window, visitor)
    checkUtf8(file.path, end < 0 ? window.bytes.subarray(0, 0) : window.bytes.subarray(0, end))
    return end
  } catch (error) {
    throw error instanceof JsonFault ? await faultAt(file, window.offset + error.at, error) : error
  }
}

/** A line that is no JSON is a bad row, and the next one is not; the last one is cut off unless it ends. */
function takeLines(window: Window, visitor: Visitor): number {
  const { text, isLast } = window
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    if (newline < 0 && !isLast) return at
    const end = newline < 0 ? text.length : newline
    const start = skipBlanks(text, at)
    if (start < end) {
      const fault = walkLine(window, visitor, start, end)
      if (fault && newline < 0 && fault.at === end) throw fault
      if (!visitor.end(window, start, fault)) return -1
    }
    at = end + 1
  }
  return text.length
}

function walkLine(window: Window, visitor: Visitor, start: number, end: number): JsonFault | null {
  const { text } = window
  try {
    visitor.begin(window)
    const behind = visitor.walk(0, start)
    const rest = skipBlanks(text, behind)
    if (behind <= end && rest >= end) return null
    throw new JsonFault(behind > end ? end : rest, 'something stands behind the JSON of the line')
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    return error.at < end ? error : new JsonFault(end, 'the line ends before its JSON does')
  }
}

/** Before the list, at a member, behind one, behind all. */
type ListState = 'start' | 'first' | 'behind' | 'over'

function createListReader(first: ListState): TakeRows {
  let state = first
  return (window, visitor) => {
    const { text, isLast } = window
    let at = 0
    try {
      for (;;) {
        const next = skipBlanks(text, at)
        const code = text.charCodeAt(next)
        if (state === 'over') {
          if (next < text.length) throw new JsonFault(next, 'something stands behind the end of the JSON')
          return next
        }
        if (state === 'start') {
          if (code !== OPENING_BRACKET) throw expected(text, next, '"["')
          ;[state, at] = ['first', next + 1]
          continue
        }
        if (code === CLOSING_BRACKET) {
          ;[state, at] = ['over', next + 1]
          continue
        }
        if (state === 'behind' && code !== COMMA) throw expected(text, next, '"," or "]"')
        const start = state === 'behind' ? skipBlanks(text, next + 1) : next
        visitor.begin(window)
        const end = visitor.walk(0, start)
        // More digits of a number may follow.
        if (end === text.length && !isLast) return at
        if (!visitor.end(window, start, null)) return -1
        ;[state, at] = ['behind', end]
      }
    } catch (error) {
      if (error instanceof JsonFault && error.at >= text.length && !isLast) return at
      throw error
    }
  }
}
