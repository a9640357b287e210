/** A file of named arrays, as tables of one of them or of several side by side. */
import { InputError } from '../../errors.ts'
import type { SeenFile } from '../../sources/file.ts'
import { joinMember } from '../../sources/member.ts'
import type { ArrayFile, NamedArray, Table } from '../table.ts'
import { besideTable } from './beside.ts'
import { openStored } from './rows.ts'
import type { StoredArray } from './stored.ts'
import { classAxisOf } from './strides.ts'

export interface ArrayEntry extends NamedArray {
  /** Null where it cannot be read. */
  readonly array: StoredArray | null
}

/**
 * The table of an array that is named, or of all that most likely belong together.
 * @param member the array that is asked for
 */
export async function openArchive(
  seen: SeenFile,
  format: string,
  entries: readonly ArrayEntry[],
  member: string | undefined,
): Promise<Table> {
  const readable = entries.filter(({ array }) => array !== null)
  const archive: ArrayFile = {
    path: seen.path,
    arrays: entries.map(({ name, type, shape, fault }) => ({ name, type, shape, fault })),
    only: async (name) => ({ ...(await openStored(readOrRefuse(seen, entries, name))), archive }),
    beside: async (rows) => ({
      ...(await besideTable(seen, format, arraysOf(readable), rows)),
      archive,
    }),
  }
  if (member !== undefined) return { ...(await archive.only(member)), archive: undefined, partOf: archive }
  if (entries.length === 0) throw new InputError(seen.path, `is a file of ${format} without an array`)
  if (readable.length === 0) return { ...unreadTable(seen, format, archive), archive }
  if (readable.length === 1) return archive.only(readable[0].name)
  const rows = likelyRows(readable)
  return rows === null ? archive.only(readable[0].name) : archive.beside(rows)
}

function arraysOf(entries: readonly ArrayEntry[]) {
  return entries.flatMap(({ name, array }) => (array ? [{ name, array }] : []))
}

function readOrRefuse({ path }: SeenFile, entries: readonly ArrayEntry[], wanted: string): StoredArray {
  const entry = entries.find(({ name }) => name === wanted)
  if (!entry) throw noArray(path, entries, wanted)
  if (entry.array) return entry.array
  throw new InputError(joinMember(path, wanted), entry.fault!.problem, entry.fault!.hint)
}

export function noArray(path: string, arrays: readonly NamedArray[], name: string): InputError {
  const names = arrays.map((one) => one.name)
  return new InputError(path, `has no array "${name}"`, `its arrays are ${listArrays(names)}`)
}

/** Names that a message spells out. */
const MAX_LISTED = 12

export function listArrays(names: readonly string[]): string {
  if (names.length <= MAX_LISTED) return names.join(', ')
  return `${names.slice(0, MAX_LISTED).join(', ')}, … (${names.length})`
}

/** None of the arrays can be read: there is something to be seen and nothing to be had. */
function unreadTable(seen: SeenFile, format: string, archive: ArrayFile): Table {
  const { arrays } = archive
  return {
    ...seen,
    summary: `${format}, ${arrays.length} array${arrays.length > 1 ? 's' : ''}, none of which can be read`,
    precision: 'float64',
    columns: [],
    named: true,
    unread: new Map(arrays.map(({ name, fault }) => [name, fault!.problem])),
    expectedRows: 0,
    bytes: Number(seen.state.size),
    sample: [],
    raw: null,
    read: () => {
      throw unreadArray(archive)
    },
    locate: async () => ({ place: seen.path, text: '', width: 0 }),
  }
}

/** What is wrong with the first array of a file. */
export function unreadArray({ path, arrays: [{ name, fault }] }: ArrayFile): InputError {
  return new InputError(joinMember(path, name), fault!.problem, fault!.hint)
}

/**
 * The rows that most arrays have; of several lengths that as many have, the greatest. Null where all have too many axes to
 * stand side by side.
 */
function likelyRows(entries: readonly ArrayEntry[]): number | null {
  const counts = new Map<number, number>()
  for (const { shape } of entries)
    if (shape && classAxisOf(shape) !== undefined) counts.set(shape[0], (counts.get(shape[0]) ?? 0) + 1)
  const [most] = [...counts].toSorted(([a, m], [b, n]) => n - m || b - a)
  return most?.[0] ?? null
}
