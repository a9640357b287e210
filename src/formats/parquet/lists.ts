/** Rows of a column of lists: each element of lists of one length is a column, lists of several lengths are text. */
import { type Cells, type Cursor, type NextPage, pageOrThrow, type Wanted, type Wants } from './cursor.ts'
import type { Leaf } from './leaves.ts'
import type { Numbers } from './meaning.ts'
import type { Page } from './pages.ts'

/** The elements of a row, as far as they are wanted. */
interface Row {
  /** How many there are, -1 where there is no list. */
  length: number
  readonly numbers: Float64Array
  readonly texts: string[]
}

/** @param length of lists whose elements are columns */
export function openLists(leaf: Leaf, next: NextPage, wants: Wants, length: number): Cursor {
  const row: Row = { length: -1, numbers: new Float64Array(length), texts: [] }
  const entries = createTaker(leaf, next, wants, row)
  return {
    take(rows, cells) {
      for (let index = 0; index < rows; index++) {
        entries.take()
        putNumbers(row, length, wants.numbers, cells, index)
        for (const { place, to } of wants.texts) cells.texts[to].push(textAt(row, length, place))
      }
    },
    end: entries.end,
  }
}

function putNumbers(row: Row, length: number, wanted: readonly Wanted[], cells: Cells, index: number): void {
  const { numbers, width } = cells
  const isWhole = row.length === length
  for (const { place, to } of wanted)
    numbers[index * width + to] = isWhole && place !== null ? row.numbers[place] : Number.NaN
}

/** Lists of another length are none of the places. */
function textAt(row: Row, length: number, place: number | null): string {
  if (row.length < 0) return ''
  if (place === null) return `[${row.texts.join(', ')}]`
  return row.length === length ? row.texts[place] : ''
}

const NONE = new Float64Array(0)

/** Takes the entries of a row, which may go on in the next page. */
function createTaker(leaf: Leaf, next: NextPage, wants: Wants, row: Row) {
  const [asNumbers, asTexts] = [wants.numbers.length > 0, wants.texts.length > 0]
  let page: Page | null = null
  let numbers: Numbers = NONE
  let at = 0
  let value = 0
  const turn = <T extends Page | null>(turned: T): T => {
    at = 0
    value = 0
    numbers = turned !== null && asNumbers ? turned.values.numbers() : NONE
    return turned
  }
  /** Elements that are all there. */
  const takeAll = (count: number) => {
    const place = Math.max(0, row.length)
    row.length = place + count
    // Of lists that are too long none is a column.
    if (asNumbers && row.length <= row.numbers.length)
      row.numbers.set(numbers.subarray(value, value + count), place)
    value += count
  }
  const takeFrom = ({ definition, values }: Page, end: number) => {
    if (definition === null && !asTexts) {
      takeAll(end - at)
      at = end
    }
    for (; at < end; at++) {
      const level = definition === null ? leaf.present : definition[at]
      if (level < leaf.listed) {
        // Level by level less: an empty list, and none.
        if (level === leaf.listed - 1) row.length = 0
        continue
      }
      const place = row.length < 0 ? 0 : row.length
      row.length = place + 1
      const isThere = level === leaf.present
      if (asNumbers && place < row.numbers.length) row.numbers[place] = isThere ? numbers[value] : Number.NaN
      if (asTexts) row.texts[place] = isThere ? values.text(value).trim() : ''
      if (isThere) value++
    }
  }
  return {
    take() {
      page ??= turn(pageOrThrow(next))
      if (page.repetition![at] !== 0) throw new RangeError('a row that does not begin')
      row.length = -1
      row.texts.length = 0
      for (let from = at + 1; page !== null; from = 0) {
        const found = page.repetition!.indexOf(0, from)
        takeFrom(page, found < 0 ? page.count : found)
        if (found >= 0) return
        page = turn(next())
      }
    },
    end() {
      if (page !== null) throw new RangeError('more values than rows')
    },
  }
}

/** Of the first rows, how long their lists are; -1 where there is none. */
export function firstLengths(leaf: Leaf, next: NextPage, rows: number): readonly number[] {
  const row: Row = { length: -1, numbers: new Float64Array(0), texts: [] }
  const { take } = createTaker(leaf, next, { numbers: [], texts: [] }, row)
  return Array.from({ length: rows }, () => {
    take()
    return row.length
  })
}
