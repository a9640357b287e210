/** JSON whose records are a model, a fold or a run each, with lists that hold a value for each of its rows. */
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import { withFile } from '../../sources/reading.ts'
import { readExactly } from '../arrays/bytes.ts'
import { extentOf } from '../json-extent.ts'
import { COMMA, JsonFault, OPENING_BRACE, skipBlanks, skipValue } from './grammar.ts'
import { type Layout, TAIL_ROWS, type Visitor } from './layout.ts'
import { LIST, OBJECT, outlineOf } from './outline.ts'
import { findLists, mayBeRun, type Record } from './run-lists.ts'
import { MAX_WHOLE, readWhole } from './whole.ts'
import { checkUtf8, type Window, windowOf } from './window.ts'

/** Most records. */
const MAX_RUNS = 1000

/**
 * Null for records that are rows.
 * @param start where the first one begins
 */
export async function runsLayout(seen: SeenFile, head: Buffer, start: number): Promise<Layout | null> {
  if (Number(seen.state.size) > MAX_WHOLE || !(await beginsWithRun(seen, head, start))) return null
  const records = await withFile(seen, async (file) => {
    const window = await readWhole(file)
    const found = recordsIn(window, start)
    if (found) checkUtf8(file.path, window.bytes)
    return found && { all: found, lists: findLists(seen.path, window, found) }
  })
  if (!records?.lists) return null
  const { all, lists } = records
  const keys = [...new Set(all.flatMap((record) => [...record.keys()]))]
  const isNested = (key: string) => all.some((record) => (record.get(key)?.kind ?? 0) & (LIST | OBJECT))
  const names = keys.filter((key) => lists.includes(key) || !isNested(key))
  const runs = all.map((record) => ({
    rows: record.get(lists[0])!.count,
    parts: names.map((name) => ({ start: record.get(name)?.start ?? -1, isList: lists.includes(name) })),
  }))
  const rows = runs.reduce((sum, run) => sum + run.rows, 0)
  return {
    name: `JSON of ${runs.length} record${runs.length === 1 ? '' : 's'} with a list for each column`,
    isLines: false,
    parts: names.map((name) => ({ name })),
    hasKeys: false,
    rows,
    placeOf(row) {
      let [run, index] = [0, row]
      while (index >= runs[run].rows) index -= runs[run++].rows
      return { record: run, index }
    },
    walk: (file, visitor) => walkRuns(file, runs, visitor, 0),
    walkLast: (file, visitor) => walkRuns(file, runs, visitor, Math.max(0, rows - TAIL_ROWS)),
  }
}

/** Whether the first record may be one; the others are looked at only then. */
async function beginsWithRun(seen: SeenFile, head: Buffer, start: number): Promise<boolean> {
  const size = Number(seen.state.size)
  for (let bytes = head; ; ) {
    const { end } = extentOf(bytes.subarray(start))
    if (end >= 0) {
      const record = recordAt(windowOf(bytes.subarray(0, start + end), 0, true), start)
      return record !== null && mayBeRun(record.entries, size / (start + end))
    }
    if (bytes.length === size) return false
    const length = Math.min(size, 4 * bytes.length)
    bytes = await withFile(seen, (file) => readExactly(file, 0, length))
  }
}

/** The object at a place by its keys, and where it ends; null for what is none, or has a key twice. */
function recordAt(window: Window, at: number): { readonly entries: Record; readonly end: number } | null {
  if (window.text.charCodeAt(at) !== OPENING_BRACE) return null
  try {
    const { entries, end } = outlineOf(window, at)
    const byKey = new Map(entries.map((entry) => [entry.key, entry]))
    return byKey.size < entries.length ? null : { entries: byKey, end }
  } catch (error) {
    if (error instanceof JsonFault) return null
    throw error
  }
}

/** Those of a list, or on lines of their own; null where one is none, or something else stands there. */
function recordsIn(window: Window, start: number): readonly Record[] | null {
  const { text } = window
  const isList = text.lastIndexOf('[', start) >= 0
  const records: Record[] = []
  for (let at = start; ; ) {
    const found = recordAt(window, at)
    if (found === null || records.push(found.entries) > MAX_RUNS) return null
    const behind = skipBlanks(text, found.end)
    if (isList && text[behind] === ']') return skipBlanks(text, behind + 1) === text.length ? records : null
    if (!isList && behind === text.length) return records
    if (isList !== (text.charCodeAt(behind) === COMMA)) return null
    at = isList ? skipBlanks(text, behind + 1) : behind
  }
}

interface Run {
  readonly rows: number
  /** Where the value of a column begins: one for all rows, or a list with one for each; -1 where it has none. */
  readonly parts: readonly { readonly start: number; readonly isList: boolean }[]
}

/** Rows after which the walk stops for a while. */
const STOP_ROWS = 1 << 12

/** @param from the first row that is shown */
async function* walkRuns(
  file: OpenFile,
  runs: readonly Run[],
  visitor: Visitor,
  from: number,
): AsyncGenerator<void> {
  const window = await readWhole(file)
  const { text } = window
  let row = 0
  for (const { rows, parts } of runs) {
    const places = parts.map(({ start, isList }) => (isList ? skipBlanks(text, start + 1) : start))
    for (let index = 0; index < rows; index++, row++) {
      if (row >= from) visitor.begin(window)
      for (const [part, { start, isList }] of parts.entries()) {
        if (start < 0) continue
        const at = places[part]
        const end = row >= from ? visitor.walk(part, at) : isList ? skipValue(text, at) : at
        if (!isList) continue
        const next = skipBlanks(text, end)
        places[part] = text.charCodeAt(next) === COMMA ? skipBlanks(text, next + 1) : next
      }
      if (row >= from && !visitor.end(window, parts[0].start, null)) return
      if (row % STOP_ROWS === STOP_ROWS - 1) yield
    }
  }
  yield
}
