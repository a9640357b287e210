/** Which array of a file is meant: by what is said of it, or by names and types. */
import { InputError } from '../../errors.ts'
import type { ArrayFile, NamedArray } from '../../formats/table.ts'
import { joinMember } from '../../sources/member.ts'
import { joinNames, splitNames } from '../../words/names.ts'
import { nearest } from '../../words/nearest.ts'
import { writeFlag } from '../../words/shell.ts'
import { isLabelName, isScoreName, readingInName, scoreFamily } from '../column-names.ts'
import { listNames } from '../named-columns.ts'

/** Whether an array is called as labels, or as scores, are. */
export function mayBeLabels({ name }: NamedArray): boolean {
  return isLabelName(name)
}

export function mayBeScores({ name, type, fault }: NamedArray): boolean {
  const isCalledSo = isScoreName(name) || scoreFamily(name) !== undefined || readingInName(name) !== undefined
  return isCalledSo && (fault !== null || type.includes('float'))
}

/** The array that is said, or the only one that is called so; null where it is left to columns. */
export function findArray(
  source: ArrayFile,
  said: string | undefined,
  flag: string,
  matches: (array: NamedArray) => boolean,
): NamedArray | null {
  if (said !== undefined) return findSaid(source, said, flag)
  const all = source.arrays.filter(matches)
  const found = all.filter(({ fault }) => fault === null)
  if (found.length === 0 && all.length > 0) throw unread(source, all[0])
  return found.length === 1 ? found[0] : null
}

/** The first of those that are said; null where they are places of one, or said by a pattern. */
export function findSaid(source: ArrayFile, said: string, flag: string): NamedArray | null {
  const named = (name: string) => source.arrays.find((array) => array.name === name)
  const whole = named(said)
  const names = whole ? [{ name: said, isPattern: false }] : splitNames(said)
  for (const { name, isPattern } of names) {
    const found = named(name)
    if (found?.fault) throw unread(source, found)
    if (found || isPattern || named(name.replace(/\[\d{1,9}\]$/, ''))) continue
    throw noArray(source, name, flag)
  }
  const [{ name, isPattern }] = names
  return (
    named(name) ??
    (isPattern
      ? (source.arrays.find((array) => array.name.startsWith(name.slice(0, -1))) ?? null)
      : (named(name.replace(/\[\d{1,9}\]$/, '')) ?? null))
  )
}

function noArray({ path, arrays }: ArrayFile, name: string, flag: string): InputError {
  const names = arrays.map((array) => array.name)
  const guess = nearest(name, names)
  return new InputError(
    path,
    `has no array "${name}" for ${flag}`,
    guess ? `did you mean ${guess}?` : `its arrays are ${listNames(names)}`,
  )
}

function unread({ path }: ArrayFile, { name, fault }: NamedArray): InputError {
  return new InputError(joinMember(path, name), fault!.problem, fault!.hint)
}

/** Arrays of several lengths, none of which is called so that it must be meant. */
export function severalLengths(
  { path, arrays }: ArrayFile,
  lengths: readonly number[],
  flag: string,
): InputError {
  const groups = lengths.map((length) => {
    const names = arrays.filter(({ shape }) => shape?.[0] === length).map(({ name }) => name)
    return { length, names }
  })
  const words = groups.map(({ length, names }) => `${length} rows (${listNames(names)})`)
  return new InputError(
    path,
    `has arrays of several lengths: ${words.slice(0, 5).join(', ')}${words.length > 5 ? ', …' : ''}`,
    `say ${writeFlag(flag, joinNames([groups[0].names[0]]))} or whichever it is`,
  )
}
