// Rows as text, whole lines at a time: numbers as shortest decimals, and bytes as they stand.

import { writeDouble } from './shortest'

const NUMBERS: u32 = 0
const WORDS: u32 = 1

/** Bytes of what is said of a column. */
const COLUMN: usize = 28

/**
 * Writes rows [from, to), from `out` on. The 16 bytes behind all that is copied are read, and the 32 behind the last row
 * written.
 *
 *   columns  seven u32 each: kind; address and length of what stands before each cell; where these stand; the texts of all,
 *            one behind the other, where each begins among them (u32, and the end of the last), and how many there are
 *   cells    of NUMBERS f64, where NaN stands for the text, if there is one; of WORDS i32, which of the texts; else none:
 *            the texts are those of the rows
 *   state    u32, written: where the rows end
 *
 * Returns the row behind the last one written: `to`, or one with a number that is not finite.
 */
export function writeRows(
  columns: usize,
  count: i32,
  from: i32,
  to: i32,
  out: usize,
  powers: usize,
  state: usize,
): i32 {
  const end = columns + <usize>count * COLUMN
  for (let row = from; row < to; row++) {
    const start = out
    for (let column = columns; column < end; column += COLUMN) {
      out = copy(load<u32>(column, 4), load<u32>(column, 8), out)
      const kind = load<u32>(column)
      const cells = <usize>load<u32>(column, 12)
      let text = <usize>row
      if (kind == NUMBERS) {
        const x = load<f64>(cells + (<usize>row << 3))
        if (x - x == 0) {
          out = writeDouble(x, out, powers)
          continue
        }
        if (x == x || load<u32>(column, 24) == 0) {
          store<u32>(state, <u32>start)
          return row
        }
        text = 0
      } else if (kind == WORDS) {
        text = <usize>load<u32>(cells + (<usize>row << 2))
      }
      const begins = <usize>load<u32>(column, 20) + (text << 2)
      const begin = load<u32>(begins)
      out = copy(load<u32>(column, 16) + begin, load<u32>(begins, 4) - begin, out)
    }
  }
  store<u32>(state, <u32>out)
  return to
}

/** Sixteen bytes at a time, which may be more than there are. */
@inline
function copy(from: usize, length: usize, to: usize): usize {
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i))
  return to + length
}
