/** The cells of a row that is JSON: where each stands in the text, and what it holds. */
import { parseNumber } from '../csv/dialect.ts'
import type { Columns, Shape } from './columns.ts'
import {
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COMMA,
  expected,
  isDigit,
  MINUS,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  skipBlanks,
  skipColon,
  skipKey,
  skipMembers,
  skipValue,
} from './grammar.ts'
import { numberAt } from './number.ts'
import { sliceOf, stringAt, type Window, windowOf } from './window.ts'

/** One row at a time. */
export interface Cells {
  /** What is wrong with the row as a whole; null where nothing is. */
  fault: string | null
  /** Takes other text, in which the rows to come stand. */
  look(window: Window): void
  /** Forgets the row before. */
  begin(): void
  /** Walks a value, and notes where the cells of its columns stand. Throws a JsonFault. */
  walk(shape: Shape, at: number): number
  /** Notes where a cell stands: its first character and the one behind its last. */
  put(column: number, start: number, end: number): void
  number(column: number): number
  text(column: number): string
}

export function createCells({ names, shapes }: Columns): Cells {
  const starts = new Int32Array(names.length)
  const ends = new Int32Array(names.length)
  // The row in which something was met last: what is met twice in one stands twice.
  const met = new Int32Array(shapes)
  let row = 0
  let window = windowOf(Buffer.alloc(0), 0, true)
  let { text } = window

  const cells: Cells = {
    fault: null,
    look(next) {
      window = next
      text = next.text
    },
    begin() {
      for (let column = 0; column < starts.length; column++) starts[column] = -1
      row++
      cells.fault = null
    },
    walk(shape, at) {
      if (shape.kind === 'cell') {
        const end = skipValue(text, at)
        starts[shape.column] = at
        ends[shape.column] = end
        return end
      }
      const code = text.charCodeAt(at)
      if (shape.kind === 'object') return code === OPENING_BRACE ? walkObject(shape, at) : other(shape, at)
      if (code !== OPENING_BRACKET) return other(shape, at)
      return shape.kind === 'list' ? walkList(shape, at) : walkTuple(shape, at)
    },
    put(column, start, end) {
      starts[column] = start
      ends[column] = end
    },
    number(column) {
      const start = starts[column]
      if (start < 0) return Number.NaN
      const code = text.charCodeAt(start)
      if (isDigit(code) || code === MINUS) return numberAt(text, start, ends[column])
      return code === QUOTE ? parseNumber(stringAt(window, start, ends[column])) : Number.NaN
    },
    text(column) {
      const start = starts[column]
      if (start < 0 || text.startsWith('null', start)) return ''
      if (text.charCodeAt(start) === QUOTE) return stringAt(window, start, ends[column])
      return sliceOf(window, start, ends[column])
    },
  }

  /** A value of another kind than those before: its columns are empty. */
  function other(shape: Shape, at: number): number {
    if (shape.isRow) cells.fault = `the row is no ${shape.kind === 'object' ? 'object' : 'list'}`
    return skipValue(text, at)
  }

  /** By hand, without a function for each member: most files are rows of such objects. */
  function walkObject(shape: Shape & { readonly kind: 'object' }, start: number): number {
    const { quoted, members } = shape
    let at = skipBlanks(text, start + 1)
    if (text.charCodeAt(at) === CLOSING_BRACE) return at + 1
    // Most rows have the keys of the first one, in its order.
    for (let next = 0; ; next++) {
      if (next < quoted.length && text.startsWith(quoted[next], at)) at += quoted[next].length
      else {
        const end = skipKey(text, at)
        const key = stringAt(window, at, end)
        next = shape.places.get(key) ?? -1
        at = end
        if (next < 0) at = passOver(key, skipColon(text, at))
      }
      if (next >= 0) {
        const member = members[next]
        if (met[member.index] === row) cells.fault = `the key "${shape.keys[next]}" stands twice`
        met[member.index] = row
        at = cells.walk(member, skipColon(text, at))
      }
      at = skipBlanks(text, at)
      const code = text.charCodeAt(at)
      if (code === CLOSING_BRACE) return at + 1
      if (code !== COMMA) throw expected(text, at, '"," or "}"')
      at = skipBlanks(text, at + 1)
    }
  }

  /** Words that some rows have are no scores of theirs. */
  function passOver(key: string, at: number): number {
    const end = skipValue(text, at)
    if (text.charCodeAt(at) !== QUOTE && !text.startsWith('null', at))
      cells.fault ??= `the key "${key}" is none of those of the first rows`
    return end
  }

  function walkList({ column, length, isRow }: Shape & { readonly kind: 'list' }, start: number): number {
    let count = 0
    const end = skipMembers(text, start, CLOSING_BRACKET, (at) => {
      const behind = skipValue(text, at, 1)
      if (count < length) cells.put(column + count, at, behind)
      count++
      return behind
    })
    if (count === length) return end
    // A list of another length is none of the columns.
    starts.fill(-1, column, column + length)
    if (isRow) cells.fault = otherLength(count, length)
    return end
  }

  function walkTuple({ members, isRow }: Shape & { readonly kind: 'tuple' }, start: number): number {
    let count = 0
    const end = skipMembers(text, start, CLOSING_BRACKET, (at) => {
      const member = members.at(count++)
      return member ? cells.walk(member, at) : skipValue(text, at, 1)
    })
    if (isRow && count !== members.length) cells.fault = otherLength(count, members.length)
    return end
  }

  return cells
}

function otherLength(count: number, length: number): string {
  return `the row has ${count} value${count === 1 ? '' : 's'}, and others have ${length}`
}
