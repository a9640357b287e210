// Which group a sample is of, as src/margin/grouping.ts numbers them, and what stands once for all cells of a row.

import { element } from './labels'

/** A label that is none. One of background is less, and stands in rows of no class. */
const UNKNOWN: i32 = -2

/** All samples are one part, or their class is it, or the class of their cell and whether it is that of the row. */
const ONE: i32 = 0
const CLASS: i32 = 1

/**
 * Writes group = slice * parts + part of each sample, a negative class as it is.
 *
 * @param slices i32 a row, 0 where there is one slice
 * @param cells samples of a row
 */
export function groupsOf(
  classes: usize,
  n: i32,
  kind: i32,
  slices: usize,
  cells: i32,
  parts: i32,
  groups: usize,
): void {
  for (let i = 0, row = 0; i < n; row++) {
    const first = slices ? load<i32>(slices + (<usize>row << 2)) * parts : 0
    for (let c = 0; c < cells; c++, i++) {
      const index = load<i32>(classes + (<usize>i << 2))
      const part = kind == ONE ? 0 : kind == CLASS ? index : 2 * c + index
      store<i32>(groups + (<usize>i << 2), index < 0 ? index : first + part)
    }
  }
}

/**
 * Class indices of words: `classOf`, i32, has that of each code, -1 for a label to ignore, UNKNOWN for none. Returns the
 * index of the first unknown one, -1 when there is none, and counts the ignored at `ignored`.
 */
export function classesOfCodes(codes: usize, n: i32, classOf: usize, classes: usize, ignored: usize): i32 {
  let skipped = 0
  for (let i: usize = 0; i < <usize>n; i++) {
    const index = load<i32>(classOf + (<usize>load<i32>(codes + (i << 2)) << 2))
    if (index == UNKNOWN) return <i32>i
    skipped += <i32>(index == -1)
    store<i32>(classes + (i << 2), index)
  }
  store<i32>(ignored, load<i32>(ignored) + skipped)
  return -1
}

/** The same of numbers: `classOf` has the classes of `count` whole numbers from `first` on, and no other is known. */
export function classesOfNumbers(
  labels: usize,
  type: i32,
  n: i32,
  classOf: usize,
  first: f64,
  count: i32,
  classes: usize,
  ignored: usize,
): i32 {
  let skipped = 0
  for (let i: usize = 0; i < <usize>n; i++) {
    const place = element(labels, type, i) - first
    if (!(place >= 0 && place < <f64>count && floor(place) == place)) return <i32>i
    const index = load<i32>(classOf + (<usize>place << 2))
    if (index == UNKNOWN) return <i32>i
    skipped += <i32>(index == -1)
    store<i32>(classes + (i << 2), index)
  }
  store<i32>(ignored, load<i32>(ignored) + skipped)
  return -1
}

/** From the class of a row to the labels of its cells: 1 in the cell of the class, 0 in all others; -1 where it is to be ignored. */
export function spreadClasses(rowClasses: usize, rows: i32, cells: i32, classes: usize): void {
  for (let row: usize = 0; row < <usize>rows; row++) {
    const index = load<i32>(rowClasses + (row << 2))
    const bytes = <usize>cells << 2
    memory.fill(classes, index == -1 ? 0xff : 0, bytes)
    if (index >= 0) store<i32>(classes + (<usize>index << 2), 1)
    classes += bytes
  }
}

/** Gives each of `cells` samples the weight of their row. */
export function spreadWeights(weights: usize, rows: i32, cells: i32, out: usize): void {
  for (let row: usize = 0; row < <usize>rows; row++) {
    const weight = load<f64>(weights + (row << 3))
    for (let c = 0; c < cells; c++) {
      store<f64>(out, weight)
      out += 8
    }
  }
}

/**
 * Whether all weights are some: neither negative nor not finite.
 *
 * @param largest f64 a group: its largest weight, read and written, which tells the units of its squares: src/sketch/exponent.ts
 */
export function areWeights(groups: usize, weights: usize, n: i32, largest: usize): bool {
  for (let i: usize = 0; i < <usize>n; i++) {
    const weight = load<f64>(weights + (i << 3))
    if (!(weight >= 0 && weight < Infinity)) return false
    const group = load<i32>(groups + (i << 2))
    if (group < 0) continue
    const most = largest + (<usize>group << 3)
    if (weight > load<f64>(most)) store<f64>(most, weight)
  }
  return true
}
