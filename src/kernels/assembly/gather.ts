// Columns of a row-major table put together: rows of `width` doubles, `count` of them from column `from` on.

export function gather(table: usize, rows: i32, width: i32, from: i32, count: i32, out: usize): void {
  const step = <usize>width << 3
  const bytes = <usize>count << 3
  let source = table + (<usize>from << 3)
  for (let i = 0; i < rows; i++) {
    memory.copy(out, source, bytes)
    source += step
    out += bytes
  }
}
