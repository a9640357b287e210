/** Where the elements of an array with many axes stand, as rows of one column a class. */
import type { BoxAxis } from './box.ts'

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

/** @param axis that of the classes; null where each element is a row */
export function rowsAlong(shape: readonly number[], fortranOrder: boolean, axis: number | null): RowAxes {
  const strides = shape.map((_, index) => {
    const inner = fortranOrder ? shape.slice(0, index) : shape.slice(index + 1)
    return inner.reduce((product, length) => product * length, 1)
  })
  const all = shape.map((length, index) => ({ length, stride: strides[index] }))
  const rows = all.filter((_, index) => index !== axis)
  return {
    // Classes alone are one row.
    axes: rows.length > 0 ? rows : [{ length: 1, stride: 1 }],
    classes: axis === null ? { length: 1, stride: 1 } : all[axis],
  }
}

export function countRows({ axes }: RowAxes): number {
  return axes.reduce((product, { length }) => product * length, 1)
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
