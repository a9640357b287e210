/** JSON whose records are a model, a fold or a run each, with lists that hold a value for each of its rows. */
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import { withFile } from '../../sources/reading.ts'
import { readExactly } from '../arrays/bytes.ts'
import { extentOf } from '../json-extent.ts'
import { COMMA, skipBlanks, skipValue } from './grammar.ts'
import { type Layout, TAIL_ROWS, type Visitor } from './layout.ts'
import { type Entry, LIST, OBJECT } from './outline.ts'
import { MAX_WHOLE, readWhole } from './read-whole.ts'
import { type Record, recordAt, recordsFrom, recordsWithin } from './records.ts'
import { findLists, mayBeRun } from './run-lists.ts'
import { checkUtf8, type Window, windowOf } from './window.ts'

/**
 * Null for records that are rows.
 * @param start where the first one begins
 */
export async function runsLayout(
  seen: SeenFile,
  head: Buffer,
  start: number,
  isList: boolean,
): Promise<Layout | null> {
  if (Number(seen.state.size) > MAX_WHOLE || !(await beginsWithRun(seen, head, start))) return null
  return await withFile(seen, async (file) => {
    const window = await readWhole(file)
    const found = recordsFrom(window, start, isList)
    if (found === null || skipBlanks(window.text, found.end) < window.text.length) return null
    checkUtf8(file.path, window.bytes)
    return layoutOf(seen.path, window, found.records)
  })
}

/** Those of one object: in its list, or at its keys. Null where none are. */
export function runsWithin(path: string, window: Window, entries: readonly Entry[]): Layout | null {
  const records = recordsWithin(window, entries)
  const [first] = records ?? []
  return first && mayBeRun(first.entries, records!.length) ? layoutOf(path, window, records!) : null
}

function layoutOf(path: string, window: Window, records: readonly Record[]): Layout | null {
  const all = records.map(({ entries }) => entries)
  const lists = findLists(path, window, all)
  if (lists === null) return null
  const keys = [...new Set(all.flatMap((entries) => [...entries.keys()]))]
  const isNested = (key: string) => all.some((entries) => (entries.get(key)?.kind ?? 0) & (LIST | OBJECT))
  const names = keys.filter((key) => lists.includes(key) || !isNested(key))
  const runs = all.map((entries) => ({
    rows: entries.get(lists[0])!.count,
    parts: names.map((name) => ({ start: entries.get(name)?.start ?? -1, isList: lists.includes(name) })),
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
      return { record: records[run].place, index }
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
      const record = recordAt(windowOf(bytes.subarray(0, start + end), 0, true), start, '')
      return record !== null && mayBeRun(record.entries, size / (start + end))
    }
    if (bytes.length === size) return false
    const length = Math.min(size, 4 * bytes.length)
    bytes = await withFile(seen, (file) => readExactly(file, 0, length))
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
