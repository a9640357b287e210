/** Where the elements of an array with many axes stand, as rows of one column per class. */
import type { BoxAxis } from './box.ts'

/** How the elements of an array lie. */
export interface Strided {
  readonly shape: readonly number[]
  /** Elements from one index to the next along each axis. */
  readonly strides: readonly number[]
}

/** An axis, and how far apart its elements are in the file. */
interface Axis {
  readonly length: number
  readonly stride: number
}

/** Rows go along all axes but that of the classes, the last of them quickest. */
export interface RowAxes {
  readonly axes: readonly Axis[]
  readonly classes: Axis
}

/** Elements from one index to the next along each axis of an array whose elements stand one behind the other. */
export function stridesOf(shape: readonly number[], fortranOrder: boolean): readonly number[] {
  return shape.map((_, index) => elementsOf(fortranOrder ? shape.slice(0, index) : shape.slice(index + 1)))
}

export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

/** Whether elements stand one behind the other, the last axis quickest: it does not matter how far one index is from none. */
export function isRowMajor({ shape, strides }: Strided): boolean {
  const usual = stridesOf(shape, false)
  return shape.every((length, axis) => length === 1 || strides[axis] === usual[axis])
}

/** The same with the first axis quickest. */
export function isColumnMajor({ shape, strides }: Strided): boolean {
  const usual = stridesOf(shape, true)
  return shape.every((length, axis) => length === 1 || strides[axis] === usual[axis])
}

/** @param axis that of the classes; null where each element is a row */
export function rowsAlong({ shape, strides }: Strided, axis: number | null): RowAxes {
  const all = shape.map((length, index) => ({ length, stride: strides[index] }))
  const rows = all.filter((_, index) => index !== axis)
  return {
    // Classes alone are one row.
    axes: rows.length > 0 ? rows : [{ length: 1, stride: 1 }],
    classes: axis === null ? { length: 1, stride: 1 } : all[axis],
  }
}

/** The axis beside that of the rows; null where there is none, and undefined where there are several. */
export function classAxisOf(shape: readonly number[]): number | null | undefined {
  const wide = shape.flatMap((length, axis) => (axis > 0 && length > 1 ? [axis] : []))
  if (wide.length > 1) return undefined
  return wide[0] ?? (shape.length > 1 ? 1 : null)
}

export function countRows({ axes }: RowAxes): number {
  return axes.reduce((product, { length }) => product * length, 1)
}

/**
 * Rows whose elements of one class stand one behind the other, before those of the next class: 1 where the classes of each
 * row stand side by side. Null where elements lie in some other way.
 */
export function planeOf({ axes, classes }: RowAxes): number | null {
  const isOne = classes.length === 1
  let plane = isOne || classes.stride === 1 ? 1 : null
  let next = plane === null ? 1 : classes.length
  for (const { length, stride } of axes.toReversed()) {
    if (length === 1) continue
    if (stride !== next) return null
    next *= length
    if (plane !== null || classes.stride !== next) continue
    plane = next
    next *= classes.length
  }
  return plane
}

/** Indices of a row along its axes. */
export function indicesOf({ axes }: RowAxes, row: number): readonly number[] {
  const indices: number[] = []
  let rest = row
  for (const { length } of axes.toReversed()) {
    indices.unshift(rest % length)
    rest = Math.floor(rest / length)
  }
  return indices
}

/** Consecutive rows that are a box: all of the inner axes, some of one, and one index of those before it. */
export interface BoxOfRows {
  readonly rows: number
  /** Element of the file where it begins. */
  readonly first: number
  readonly axes: readonly BoxAxis[]
}

/**
 * The largest box of rows that begins at one.
 * @param most rows of it
 * @param step of the target from row to row
 */
export function boxAt(rows: RowAxes, row: number, most: number, step: number): BoxOfRows {
  const { axes } = rows
  const indices = indicesOf(rows, row)
  let outer = axes.length - 1
  let inner = 1
  // An axis is taken whole as long as the box begins at its beginning and there is room for it.
  while (outer > 0 && indices[outer] === 0 && inner * axes[outer].length <= most)
    inner *= axes[outer--].length
  const length = Math.min(axes[outer].length - indices[outer], Math.max(1, Math.floor(most / inner)))
  const taken: BoxAxis[] = []
  let apart = step
  for (let at = axes.length - 1; at >= outer; at--) {
    const { stride } = axes[at]
    taken.push({ length: at === outer ? length : axes[at].length, stride, step: apart })
    apart *= axes[at].length
  }
  const first = indices.reduce((sum, index, at) => sum + index * axes[at].stride, 0)
  return { rows: length * inner, first, axes: taken }
}
