// Planes turned into rows: of an array in which all elements of a class stand before those of the next one.

/** Rows turned at once: of 4 bytes each, as many as fill a line of the cache, which is read but once. */
const TILE: i32 = 16

/**
 * Writes `rows` rows of `classes` elements from as many planes of `rows` elements each, and the same of the blocks of planes
 * behind. Elements of 1, 2, 4 or 8 bytes.
 */
export function turn(from: usize, blocks: i32, classes: i32, rows: i32, bytes: i32, to: usize): void {
  const size = <usize>rows * <usize>classes * <usize>bytes
  for (let i = 0; i < blocks; i++) {
    if (bytes == 4) turnTiles<u32>(from, classes, rows, to)
    else if (bytes == 8) turnTiles<u64>(from, classes, rows, to)
    else if (bytes == 2) turnTiles<u16>(from, classes, rows, to)
    else turnTiles<u8>(from, classes, rows, to)
    from += size
    to += size
  }
}

function turnTiles<T>(from: usize, classes: i32, rows: i32, to: usize): void {
  const fours = sizeof<T>() == 4 ? classes & ~3 : 0
  for (let row = 0; row < rows; row += TILE) {
    const end = min(row + TILE, rows)
    const first = row + TILE <= rows ? fours : 0
    for (let c = 0; c < first; c += 4) turnFours(from, classes, rows, row, c, to)
    for (let c = first; c < classes; c++) {
      const source = from + <usize>c * <usize>rows * sizeof<T>()
      for (let i = row; i < end; i++)
        store<T>(
          to + (<usize>i * <usize>classes + <usize>c) * sizeof<T>(),
          load<T>(source + <usize>i * sizeof<T>()),
        )
    }
  }
}

/** Four classes of a tile, in squares of four rows. */
@inline
function turnFours(from: usize, classes: i32, rows: i32, row: i32, c: i32, to: usize): void {
  const apart = <usize>rows << 2
  const step = <usize>classes << 2
  const end = from + (<usize>c * <usize>rows + <usize>row + TILE) * 4
  let out = to + (<usize>row * <usize>classes + <usize>c) * 4
  for (let at = end - TILE * 4; at < end; at += 16) {
    const p0 = v128.load(at)
    const p1 = v128.load(at + apart)
    const p2 = v128.load(at + 2 * apart)
    const p3 = v128.load(at + 3 * apart)
    const low = v128.shuffle<i32>(p0, p1, 0, 4, 1, 5)
    const high = v128.shuffle<i32>(p0, p1, 2, 6, 3, 7)
    const lowBehind = v128.shuffle<i32>(p2, p3, 0, 4, 1, 5)
    const highBehind = v128.shuffle<i32>(p2, p3, 2, 6, 3, 7)
    v128.store(out, v128.shuffle<i64>(low, lowBehind, 0, 2))
    v128.store(out + step, v128.shuffle<i64>(low, lowBehind, 1, 3))
    v128.store(out + 2 * step, v128.shuffle<i64>(high, highBehind, 0, 2))
    v128.store(out + 3 * step, v128.shuffle<i64>(high, highBehind, 1, 3))
    out += 4 * step
  }
}
