/** Rows of a column that has one value in each, or none. */
import { type Cells, type Cursor, type NextPage, pageOrThrow, type Wants } from './cursor.ts'
import type { Leaf } from './leaves.ts'
import type { Page } from './pages.ts'

/** A page that rows are taken from. */
interface Turned {
  readonly page: Page
  readonly numbers: ArrayLike<number>
  /** Of each row its value, -1 where there is none; null where each has one. */
  readonly values: Int32Array | null
}

export function openRows(leaf: Leaf, next: NextPage, { numbers, texts }: Wants): Cursor {
  let turned = turn(leaf, { count: 0, repetition: null, definition: null, values: NOTHING }, false)
  let at = 0
  return {
    take(rows, cells) {
      for (let done = 0; done < rows; ) {
        if (at === turned.page.count) {
          turned = turn(leaf, pageOrThrow(next), numbers.length > 0)
          at = 0
        }
        const count = Math.min(rows - done, turned.page.count - at)
        for (const { to } of numbers) copyNumbers(turned, at, count, cells, done, to)
        for (const { to } of texts) copyTexts(turned, at, count, cells.texts[to])
        at += count
        done += count
      }
    },
    end() {
      if (at < turned.page.count || next() !== null) throw new RangeError('more values than rows')
    },
  }
}

const NOTHING = { length: 0, numbers: () => [], text: () => '' }

function turn({ present }: Leaf, page: Page, asNumbers: boolean): Turned {
  const { definition, values } = page
  let value = 0
  return {
    page,
    numbers: asNumbers ? values.numbers() : [],
    values: definition && Int32Array.from(definition, (level) => (level === present ? value++ : -1)),
  }
}

function copyNumbers(
  { numbers, values }: Turned,
  from: number,
  count: number,
  { numbers: out, width }: Cells,
  row: number,
  to: number,
): void {
  let at = row * width + to
  for (let index = from; index < from + count; index++, at += width) {
    const value = values === null ? index : values[index]
    out[at] = value < 0 ? Number.NaN : numbers[value]
  }
}

function copyTexts({ page, values }: Turned, from: number, count: number, out: string[]): void {
  for (let index = from; index < from + count; index++) {
    const value = values === null ? index : values[index]
    out.push(value < 0 ? '' : page.values.text(value).trim())
  }
}
