// Columns of a row-major table put together: rows of `width` doubles, `count` of them from column `from` on.

/** From so many numbers on a call to copy memory takes less than to copy them one by one. */
const MANY: i32 = 16

export function gather(table: usize, rows: i32, width: i32, from: i32, count: i32, out: usize): void {
  const step = <usize>width << 3
  const source = table + (<usize>from << 3)
  if (count == 1) gatherOne(source, rows, step, out)
  else if (count < MANY) gatherFew(source, rows, step, <usize>count << 3, out)
  else gatherMany(source, rows, step, <usize>count << 3, out)
}

function gatherOne(source: usize, rows: i32, step: usize, out: usize): void {
  for (const end = out + (<usize>rows << 3); out < end; out += 8) {
    store<u64>(out, load<u64>(source))
    source += step
  }
}

function gatherFew(source: usize, rows: i32, step: usize, bytes: usize, out: usize): void {
  for (let i = 0; i < rows; i++) {
    for (let at: usize = 0; at < bytes; at += 8) store<u64>(out + at, load<u64>(source + at))
    source += step
    out += bytes
  }
}

function gatherMany(source: usize, rows: i32, step: usize, bytes: usize, out: usize): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(out, source, bytes)
    source += step
    out += bytes
  }
}
