/** Rows of a column that has one value in each, or none. */
import { type Cells, type Cursor, type NextPage, pageOrThrow, type Wants } from './cursor.ts'
import type { Leaf } from './leaves.ts'
import type { Numbers } from './meaning.ts'
import type { Page } from './pages.ts'

/** What rows are taken from: of a page no more than is wanted, since a thousand columns have one each. */
interface Turned {
  readonly count: number
  readonly numbers: Numbers
  readonly text: (value: number) => string
  /** Of each row its value, -1 where there is none; null where each has one. */
  readonly values: Int32Array | null
}

const NOTHING: Turned = { count: 0, numbers: new Float64Array(0), text: () => '', values: null }

export function openRows(leaf: Leaf, next: NextPage, wants: Wants): Cursor {
  let turned = NOTHING
  let at = 0
  return {
    take(rows, cells) {
      for (let done = 0; done < rows; ) {
        if (at === turned.count) {
          turned = turn(leaf, pageOrThrow(next), wants)
          at = 0
        }
        const count = Math.min(rows - done, turned.count - at)
        for (const { to } of wants.numbers) copyNumbers(turned, at, count, cells, done, to)
        for (const { to } of wants.texts) copyTexts(turned, at, count, cells.texts[to])
        at += count
        done += count
      }
    },
    end() {
      if (at < turned.count || next() !== null) throw new RangeError('more values than rows')
    },
  }
}

function turn({ present }: Leaf, { count, definition, values }: Page, { numbers, texts }: Wants): Turned {
  let value = 0
  return {
    count,
    numbers: numbers.length > 0 ? values.numbers() : NOTHING.numbers,
    text: texts.length > 0 ? values.text : NOTHING.text,
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
  if (values === null) {
    // A loop of its own for each kind of memory, which is the quickest.
    if (numbers instanceof Float32Array) spreadSingles(numbers, from, count, out, at, width)
    else spreadDoubles(numbers, from, count, out, at, width)
    return
  }
  for (let index = from; index < from + count; index++, at += width) {
    const value = values[index]
    out[at] = value < 0 ? Number.NaN : numbers[value]
  }
}

function spreadSingles(
  numbers: Float32Array,
  from: number,
  count: number,
  out: Float64Array,
  to: number,
  width: number,
): void {
  for (let index = 0; index < count; index++) out[to + index * width] = numbers[from + index]
}

function spreadDoubles(
  numbers: Float64Array,
  from: number,
  count: number,
  out: Float64Array,
  to: number,
  width: number,
): void {
  for (let index = 0; index < count; index++) out[to + index * width] = numbers[from + index]
}

function copyTexts({ text, values }: Turned, from: number, count: number, out: string[]): void {
  for (let index = from; index < from + count; index++) {
    const value = values === null ? index : values[index]
    out.push(value < 0 ? '' : text(value).trim())
  }
}
