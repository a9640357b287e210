/** Which columns of two files name the same rows, so that the files can be joined in whatever order each is. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinMember } from '../../sources/member.ts'
import { isIdName, isLabelName, isScoreName, isUnnamed, namesRows } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { findColumn, sampleOf } from '../named-columns.ts'
import { cleanKey, readKeys } from './keys.ts'
import { countsRows, refuseUnnamedIndex } from './unnamed.ts'
import { haveZeros, otherZeros } from './zeros.ts'

/** A column of each, as an index. */
export interface Key {
  readonly left: number
  readonly right: number
}

/** The shards of one of the two, and its columns that hold something else. */
export interface JoinSide {
  readonly tables: readonly Table[]
  readonly taken: ReadonlySet<number>
}

export interface KeySaid {
  /** What `--id` says. */
  readonly id?: string
  /** Rows belong together as they stand. */
  readonly byRow?: boolean
  /**
   * Whether a column that is called as ids are may be a group of rows. Only where something else shows that the rows are the
   * same, such as the labels that both files have.
   */
  readonly mayGroup?: boolean
}

/** Pairs of columns whose values are all read and compared, at most. */
const MAX_TRIED = 4

/**
 * The columns that join two files: those that `--id` names, else ids of one name, else any two columns that hold the same
 * values, each once. Null where rows belong together as they stand.
 * @throws InputError where both files name their rows, and not the same ones
 */
export async function findKey(
  left: JoinSide,
  right: JoinSide,
  { id, byRow, mayGroup = false }: KeySaid,
): Promise<Key | null> {
  if (byRow) return null
  const [a, b] = [left.tables[0], right.tables[0]]
  if (id !== undefined) return findNamed(a, b, id, () => findKey(left, right, { mayGroup }))
  const telling = findSameName(a, b, mayGroup)
  if (telling) return telling
  const pairs = candidatesOf(left, isScoreName).flatMap((i) =>
    candidatesOf(right, isLabelName).map((j) => ({ left: i, right: j })),
  )
  const likely = pairs
    .filter((pair) => mayJoin(a, b, pair))
    .sort((one, other) => evidenceOf(a, b, other) - evidenceOf(a, b, one))
  for (const pair of likely.slice(0, MAX_TRIED)) if (await holdTheSame(left, right, pair)) return pair
  await refuseOtherZeros(left, right, likely)
  const strange = likely.find((pair) => holdsWords(a, pair.left) && nameRows(a, b, pair))
  if (strange) throw await strangers(left, right, strange)
  refuseUnnamedIndex(a, b)
  const other = pairs.find((pair) => nameRows(a, b, pair) && areOfOtherOrder(a, b, pair))
  if (other) throw await strangers(left, right, other)
  refuseUnreadIds(a, b)
  return null
}

/** Numbers that would name the same rows but for the zeros before them, of two names. */
async function refuseOtherZeros(one: JoinSide, other: JoinSide, likely: readonly Key[]): Promise<void> {
  const sides = ({ left, right }: Key) =>
    [
      { table: one.tables[0], column: left },
      { table: other.tables[0], column: right },
    ] as const
  const pair = likely.find((key) => haveZeros(...sides(key)))
  if (pair === undefined) return
  const [known, keys] = [await readKeys(one.tables, pair.left), await readKeys(other.tables, pair.right)]
  const [left, right] = sides(pair)
  const error = known && keys && otherZeros({ ...left, names: known }, { ...right, names: keys })
  if (error) throw error
}

/** Ids that cannot be read, such as objects in an NPZ, may say that the rows of two files are in two orders. */
function refuseUnreadIds(a: Table, b: Table): void {
  const unread = ({ archive }: Table) => archive?.arrays.find(({ name, fault }) => fault && namesRows(name))
  const table = [a, b].find((one) => unread(one) !== undefined)
  if (!table || ![a, b].every((one) => unread(one) !== undefined || one.columns.some(namesRows))) return
  const { name, fault } = unread(table)!
  throw new InputError(
    joinMember(table.archive!.path, name),
    `${fault!.problem} and seems to name the rows, which are in no order that is known then`,
    'say --by-row if both files are in the same order, or save ids that are numbers or texts',
  )
}

/**
 * The column that is said, in both. An array has no names, so that what is said is to name the rows of the other file.
 *
 * @param findOther what would join them if nothing was said
 */
async function findNamed(
  a: Table,
  b: Table,
  id: string,
  findOther: () => Promise<Key | null>,
): Promise<Key | null> {
  const left = findColumn(a, id, '--id')
  if (a.named && !b.named) return null
  if (b.columns.includes(id)) return { left, right: findColumn(b, id, '--id') }
  // Without a word they may be strangers, which is no answer to what was said.
  const other = await findOther().catch((error) => {
    if (error instanceof InputError) return null
    throw error
  })
  const way = other
    ? `leave --id out, which joins "${a.columns[other.left]}" with "${b.columns[other.right]}"`
    : 'name a column that both files have'
  throw new InputError(
    b.path,
    `has no column "${id}" for --id, by which to join it`,
    `${way}, or say --by-row if both are in the same order`,
  )
}

/** Ids of one name, unless both count rows without being named: each file may count its own. */
function findSameName(a: Table, b: Table, mayGroup: boolean): Key | undefined {
  if (!a.named || !b.named) return undefined
  for (const [left, name] of a.columns.entries()) {
    const right = isIdName(name) ? b.columns.findIndex((other) => areOneName(name, other)) : -1
    if (right < 0) continue
    if (isUnnamed(name) && countsRows(a, left) && countsRows(b, right)) continue
    if (mayGroup && groupAlike(a, b, { left, right })) continue
    return { left, right }
  }
  return undefined
}

/** Whether the first cells repeat in both, and stand in the same order: the image that each pixel is of. */
function groupAlike(a: Table, b: Table, { left, right }: Key): boolean {
  const [one, other] = [sampleOf(a, left).map(cleanKey), sampleOf(b, right).map(cleanKey)]
  const length = Math.min(one.length, other.length)
  const repeats = (cells: readonly string[]) => new Set(cells).size < cells.length
  return repeats(one) && repeats(other) && one.slice(0, length).every((cell, i) => cell === other[i])
}

/** An index without a name is called in one way in CSV, and in another in Parquet. */
function areOneName(one: string, other: string): boolean {
  return one === other || (isUnnamed(one) && isUnnamed(other))
}

/** Columns whose first cells are words or whole numbers, none of them twice. */
function candidatesOf({ tables: [table], taken }: JoinSide, isOther: (name: string) => boolean): number[] {
  if (table.columns.length < 2) return []
  return table.columns.flatMap((name, column) => {
    if (taken.has(column) || (table.named && isOther(name))) return []
    const isName = (cell: string) => cell !== '' && !isFraction(cell)
    if (table.sample.length < 2 || !table.sample.every((row) => isName(cleanKey(row[column])))) return []
    const cells = sampleOf(table, column).map(cleanKey)
    return new Set(cells).size === cells.length && !(isUnnamed(name) && countsRows(table, column))
      ? [column]
      : []
  })
}

function isFraction(cell: string): boolean {
  return isNumber(cell) && !Number.isInteger(parseNumber(cell))
}

function holdsWords(table: Table, column: number): boolean {
  return !sampleOf(table, column).every(isNumber)
}

/** Numbers without a gap may be ranks, unless both columns have one name or say that they name rows. */
function mayJoin(a: Table, b: Table, pair: Key): boolean {
  const words = [holdsWords(a, pair.left), holdsWords(b, pair.right)]
  if (words[0] !== words[1]) return false
  return words[0] || nameRows(a, b, pair) || bearOneName(a, b, pair) || hasGaps(a, pair.left)
}

function bearOneName(a: Table, b: Table, { left, right }: Key): boolean {
  return a.named && b.named && a.columns[left].toLowerCase() === b.columns[right].toLowerCase()
}

/** Whether numbers are too far apart to count rows. */
function hasGaps(table: Table, column: number): boolean {
  const values = columnNumbers(table, column).toSorted((one, other) => one - other)
  return values.at(-1)! - values[0] >= 2 * table.expectedRows
}

function nameRows(a: Table, b: Table, { left, right }: Key): boolean {
  return namesRows(a.columns[left]) && namesRows(b.columns[right])
}

/** Words of one file and numbers of the other, where it is not for chance that they differ: 7.jpg in the row of 7 is the same. */
function areOfOtherOrder(a: Table, b: Table, { left, right }: Key): boolean {
  if (holdsWords(a, left) === holdsWords(b, right)) return false
  const [words, numbers] = holdsWords(a, left)
    ? [sampleOf(a, left), columnNumbers(b, right)]
    : [sampleOf(b, right), columnNumbers(a, left)]
  const inWords = words.map((word) => Number(/(\d{1,15})\D*$/.exec(word)?.[1]))
  const known = new Set(inWords)
  const isSame = numbers.every((number, row) => row >= inWords.length || number === inWords[row])
  const counts = countsRows(holdsWords(a, left) ? b : a, holdsWords(a, left) ? right : left)
  return !isSame && (!counts || numbers.filter((number) => known.has(number)).length > numbers.length / 2)
}

function evidenceOf(a: Table, b: Table, pair: Key): number {
  const [one, other] = [a.columns[pair.left], b.columns[pair.right]]
  return (bearOneName(a, b, pair) ? 4 : 0) + (namesRows(one) ? 2 : 0) + (namesRows(other) ? 1 : 0)
}

/** Whether both hold the same values, and each once. */
async function holdTheSame(left: JoinSide, right: JoinSide, pair: Key): Promise<boolean> {
  const known = await readKeys(left.tables, pair.left)
  if (known === null) return false
  const isThere = (cell: string) => known.has(cleanKey(cell))
  if (!sampleOf(right.tables[0], pair.right).every(isThere)) return false
  const other = await readKeys(right.tables, pair.right)
  return other !== null && other.size === known.size && [...other].every((key) => known.has(key))
}

/** Names of rows of which only some are in both, or none. */
async function strangers(one: JoinSide, other: JoinSide, pair: Key): Promise<InputError> {
  const [a, b] = [one.tables[0], other.tables[0]]
  const cell = (table: Table, column: number) => `"${table.columns[column]}" (${sampleOf(table, column)[0]})`
  const [known, keys] = [await readKeys(one.tables, pair.left), await readKeys(other.tables, pair.right)]
  const isShared = known !== null && keys !== null && [...keys].some((key) => known.has(key))
  const problem = `names its rows in ${cell(b, pair.right)} and ${a.path} in ${cell(a, pair.left)}, and`
  if (!isShared)
    return new InputError(
      b.path,
      `${problem} these are not the same names`,
      'give both the same ids, or say --by-row if both are in the same order',
    )
  const lacking = [...known].filter((key) => !keys.has(key)).length
  const stray = [...keys].find((key) => !known.has(key)) ?? [...known].find((key) => !keys.has(key))!
  return new InputError(
    b.path,
    `${problem} not all of them are in both: ${lacking} of ${known.size} there have none here (as "${stray}")`,
    'give both files the same rows',
  )
}
