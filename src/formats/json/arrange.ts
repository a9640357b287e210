/** What an object of JSON is told to be from its outline: columns of lists, rows by their keys, one of the forms of pandas. */
import { InputError } from '../../errors.ts'
import type { PartOfRow } from './layout.ts'
import { type Entry, isOneKind, kindsByKey, LIST, NUMBER, OBJECT, outlineOf, STRING } from './outline.ts'
import { stringsAt } from './strings.ts'
import type { Window } from './window.ts'

/** Members of one object or list, one for each row. */
export interface Sequence {
  /** Its opening bracket. */
  readonly start: number
  readonly rows: number
  readonly isObject: boolean
  /** Whether they, or their keys, are the keys of the rows. */
  readonly isKeyed: boolean
  /** Null where they are nothing else. */
  readonly part: PartOfRow | null
}

const ROW: PartOfRow = { name: null }

/** What to do about all others. */
export const AS_LINES = 'write one object a line: df.to_json("preds.jsonl", orient="records", lines=True)'

/**
 * The sequences that make up the rows, all of them of one length; null for what may be a row itself.
 * @param start where the object begins
 */
export function arrange(
  path: string,
  window: Window,
  start: number,
  entries: readonly Entry[],
): readonly Sequence[] | null {
  // Its entries as the rows, by their keys.
  const keyed: Sequence = { start, rows: entries.length, isObject: true, isKeyed: true, part: ROW }
  const found =
    arrangeSplit(path, window, entries) ??
    arrangeRecords(entries) ??
    arrangeLists(path, window, entries, keyed) ??
    arrangeObjects(path, window, entries, keyed)
  if (found?.[0].rows === 0) throw new InputError(path, 'holds no rows')
  return found
}

const listOf = ({ start, count }: Entry, part: PartOfRow): Sequence => ({
  start,
  rows: count,
  isObject: false,
  isKeyed: false,
  part,
})

/** {"columns": ["label", ...], "index": [0, ...], "data": [[1, ...], ...]} of pandas. */
function arrangeSplit(path: string, window: Window, entries: readonly Entry[]): readonly Sequence[] | null {
  const [columns, index, data] = ['columns', 'index', 'data'].map((name) =>
    entries.find(({ key, kind }) => key === name && kind === LIST),
  )
  if (!columns || !data || data.kinds !== LIST || entries.length > 3) return null
  if (columns.kinds !== STRING && columns.kinds !== NUMBER)
    throw new InputError(path, 'names its columns by lists', AS_LINES)
  if (index && index.count !== data.count)
    throw new InputError(path, `has ${data.count} rows and an index of ${index.count}`, 'write it again')
  const rows = listOf(data, { name: null, names: stringsAt(window, columns.start) })
  return index ? [{ ...listOf(index, ROW), isKeyed: true, part: null }, rows] : [rows]
}

/** {"schema": ..., "data": [{...}, ...]} of pandas, {"predictions": [{...}, ...], ...}: the one list of objects. */
function arrangeRecords(entries: readonly Entry[]): readonly Sequence[] | null {
  const lists = entries.filter(({ kind, kinds }) => kind === LIST && kinds === OBJECT)
  return lists.length === 1 ? [listOf(lists[0], ROW)] : null
}

/** Keys that are rows are many, and more than ten times as many as each has values. */
const MANY = 20
const TIMES = 10

/** {"labels": [...], "probs": [[...], ...]}, {"labels": [...], "probs": {"lr": [...], ...}}, or {"img1": [0.1, 0.9], "img2": ...}. */
function arrangeLists(
  path: string,
  window: Window,
  entries: readonly Entry[],
  keyed: Sequence,
): readonly Sequence[] | null {
  const lists = entries.filter(({ kind }) => kind === LIST)
  if (lists.length === 0) return null
  const [{ count }] = lists
  const areRows =
    entries.length >= Math.max(MANY, TIMES * count) &&
    lists.length === entries.length &&
    lists.every((one) => one.count === count && one.kinds === NUMBER)
  if (areRows) return [keyed]
  const within = listsWithin(window, entries).filter((one) => one.count === count)
  if (within.length > 0 && lists.every((one) => one.count === count))
    return [...lists, ...within].map((one) => listOf(one, { name: one.key }))
  const counts = new Map<number, number>()
  for (const one of lists) counts.set(one.count, (counts.get(one.count) ?? 0) + 1)
  const [[rows, most]] = [...counts].toSorted(([a, m], [b, n]) => n - m || b - a)
  // One row with a list in it.
  if (most === 1 && lists.length < entries.length && lists.every(({ kinds }) => (kinds & LIST) === 0))
    return null
  if (most === 1 && lists.length > 1) {
    const lengths = lists.slice(0, 4).map(({ key, count }) => `${key} ${count}`)
    throw differentLengths(path, lengths)
  }
  return lists.filter((one) => one.count === rows).map((one) => listOf(one, { name: one.key }))
}

/** Those of objects that hold nothing else, by both keys. */
function listsWithin(window: Window, entries: readonly Entry[]): readonly Entry[] {
  return entries
    .filter(({ kind, kinds }) => kind === OBJECT && kinds === LIST)
    .flatMap(({ key, start }) =>
      outlineOf(window, start).entries.map((one) => ({ ...one, key: `${key}.${one.key}` })),
    )
}

export function differentLengths(path: string, lengths: readonly string[]): InputError {
  return new InputError(
    path,
    `has lists of different lengths: ${lengths.join(', ')}`,
    'those of one table have as many values each',
  )
}

/** {"label": {"0": 1, ...}, ...} or {"img1": {"label": 1, ...}, ...}; and {"img1": 1, "img2": 0, ...}. */
function arrangeObjects(
  path: string,
  window: Window,
  entries: readonly Entry[],
  keyed: Sequence,
): readonly Sequence[] | null {
  const objects = entries.filter(({ kind }) => kind === OBJECT)
  if (objects.length === 0) return arrangeValues(entries, keyed)
  if (objects.length < entries.length) return null
  const byKey = kindsByKey(window, entries)
  // Rows of nothing but lists are many; a few are the columns of a table each.
  if (entries.length < MANY && [...byKey.values()].every((kinds) => kinds === LIST)) {
    const names = entries.slice(0, 4).map(({ key }) => key)
    throw new InputError(
      path,
      `may hold a table at each key: ${names.join(', ')}`,
      'write each to a file of its own',
    )
  }
  const areColumns = entries.every(({ kinds, count }) => isOneKind(kinds) && count === byKey.size)
  const areRows = [...byKey.values()].every(isOneKind)
  if (areColumns && areRows && entries.length === byKey.size)
    throw new InputError(path, `has ${byKey.size} keys in each of ${byKey.size}: rows or columns`, AS_LINES)
  if (areColumns === areRows ? entries.length > byKey.size : areRows) return [keyed]
  return entries.map(({ start, count, key }, index) => {
    if (count !== entries[0].count)
      throw new InputError(
        path,
        `has ${entries[0].count} values of "${entries[0].key}" and ${count} of "${key}"`,
        AS_LINES,
      )
    return { start, rows: count, isObject: true, isKeyed: index === 0, part: { name: key } }
  })
}

/** One value for each key: a series of pandas, or many of one kind. One row has few, or several kinds. */
function arrangeValues(entries: readonly Entry[], keyed: Sequence): readonly Sequence[] | null {
  const kinds = entries.reduce((all, { kind }) => all | kind, 0)
  const areCounted = entries.every(({ key }, index) => key === `${index}`)
  return entries.length > 0 && isOneKind(kinds) && (areCounted || entries.length >= MANY) ? [keyed] : null
}
