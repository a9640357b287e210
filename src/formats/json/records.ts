/** Objects of JSON by what stands at their keys: those of a list, on lines of their own, or at the keys of another object. */
import { COMMA, JsonFault, OPENING_BRACE, skipBlanks } from './grammar.ts'
import { type Entry, LIST, OBJECT, outlineOf, STRING } from './outline.ts'
import type { Window } from './window.ts'

/** What stands at the keys of a record; lists of an object in it under both keys. */
export interface Record {
  readonly entries: ReadonlyMap<string, Entry>
  /** Where it stands: `[1]`, or `.results.rf`. */
  readonly place: string
}

/** Most that are looked at. */
const MAX_RECORDS = 1000

/** The object at a place by its keys, and where it ends; null for what is none, or has a key twice. */
export function recordAt(
  window: Window,
  at: number,
  place: string,
): (Record & { readonly end: number }) | null {
  if (window.text.charCodeAt(at) !== OPENING_BRACE) return null
  try {
    const { entries, end } = outlineOf(window, at)
    const all = [...entries, ...listsWithin(window, entries)]
    const byKey = new Map(all.map((entry) => [entry.key, entry]))
    return byKey.size < all.length ? null : { entries: byKey, place, end }
  } catch (error) {
    if (error instanceof JsonFault) return null
    throw error
  }
}

function listsWithin(window: Window, entries: readonly Entry[]): readonly Entry[] {
  return entries.flatMap(({ key, kind, kinds, start }) =>
    kind === OBJECT && (kinds & LIST) > 0
      ? outlineOf(window, start).entries.flatMap((one) =>
          one.kind === LIST ? [{ ...one, key: `${key}.${one.key}` }] : [],
        )
      : [],
  )
}

/** Those of a list, or on lines of their own, from the first one to the end; null where one is none, or something else stands there. */
export function recordsFrom(
  window: Window,
  start: number,
  isList: boolean,
  of = '',
): { readonly records: readonly Record[]; readonly end: number } | null {
  const { text } = window
  const records: Record[] = []
  for (let at = start; ; ) {
    const found = recordAt(window, at, `${of}[${records.length}]`)
    if (found === null || records.push(found) > MAX_RECORDS) return null
    const behind = skipBlanks(text, found.end)
    if (isList && text[behind] === ']') return { records, end: behind + 1 }
    if (!isList && behind === text.length) return { records, end: behind }
    if (isList !== (text.charCodeAt(behind) === COMMA)) return null
    at = isList ? skipBlanks(text, behind + 1) : behind
  }
}

/** The records of an object: of its one list of objects, or at its keys, or at those of its one object of objects; null where there are none. */
export function recordsWithin(window: Window, entries: readonly Entry[]): readonly Record[] | null {
  const lists = entries.filter(({ kind, kinds }) => kind === LIST && kinds === OBJECT)
  const objects = entries.filter(({ kind }) => kind === OBJECT)
  if (lists.length === 1 && lists[0].count <= MAX_RECORDS) {
    const [{ start, key }] = lists
    return recordsFrom(window, skipBlanks(window.text, start + 1), true, `.${key}`)?.records ?? null
  }
  if (lists.length > 0 || objects.length > MAX_RECORDS) return null
  const [one] = objects
  if (objects.length === 1 && one.kinds === OBJECT)
    return recordsAt(window, outlineOf(window, one.start).entries, `.${one.key}`)
  return objects.length > 1 && entries.every(({ kind }) => kind !== LIST)
    ? recordsAt(window, objects, '')
    : null
}

/** What the key of a record is called where it stands at one. */
const KEY = 'key'

function recordsAt(window: Window, objects: readonly Entry[], of: string): readonly Record[] | null {
  const records = objects.map(({ key, keyAt, start }) => {
    const record = recordAt(window, start, `${of}.${key}`)
    const own: Entry = { key: KEY, keyAt, start: keyAt, kind: STRING, count: 0, kinds: 0 }
    return record && { ...record, entries: new Map([[KEY, own], ...record.entries]) }
  })
  return records.every((record) => record !== null) ? records : null
}
