/** A sum whose error does not grow with the number of terms (Kahan & Babuska, in Neumaier's form of 1974). */
export interface Sum {
  total: number
  /** What rounding took from `total`. */
  lost: number
}

export function createSum(): Sum {
  return { total: 0, lost: 0 }
}

export function addTo(sum: Sum, term: number): void {
  const next = sum.total + term
  // Of the two the larger one keeps its digits, so that what the smaller one lost can be had from it.
  sum.lost += Math.abs(sum.total) >= Math.abs(term) ? sum.total - next + term : term - next + sum.total
  sum.total = next
}

/** Adds the products of two columns, row by row. */
export function addProductsTo(sum: Sum, a: Float64Array, b: Float64Array): void {
  let { total, lost } = sum
  for (let r = 0; r < a.length; r++) {
    const term = a[r] * b[r]
    const next = total + term
    lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total
    total = next
  }
  sum.total = total
  sum.lost = lost
}

/** Adds the products of a column and two others, row by row: two sums take hardly longer than one, which waits for itself. */
export function addBothProductsTo(
  one: Sum,
  other: Sum,
  factor: Float64Array,
  a: Float64Array,
  b: Float64Array,
): void {
  let { total: oneTotal, lost: oneLost } = one
  let { total: otherTotal, lost: otherLost } = other
  for (let r = 0; r < factor.length; r++) {
    const term = factor[r] * a[r]
    const next = oneTotal + term
    oneLost += Math.abs(oneTotal) >= Math.abs(term) ? oneTotal - next + term : term - next + oneTotal
    oneTotal = next
    const otherTerm = factor[r] * b[r]
    const otherNext = otherTotal + otherTerm
    otherLost +=
      Math.abs(otherTotal) >= Math.abs(otherTerm)
        ? otherTotal - otherNext + otherTerm
        : otherTerm - otherNext + otherTotal
    otherTotal = otherNext
  }
  one.total = oneTotal
  one.lost = oneLost
  other.total = otherTotal
  other.lost = otherLost
}

/** Adds the numbers of a column, those of rows [from, to). */
export function addColumnTo(sum: Sum, column: Float64Array, from = 0, to = column.length): void {
  let { total, lost } = sum
  for (let r = from; r < to; r++) {
    const term = column[r]
    const next = total + term
    lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total
    total = next
  }
  sum.total = total
  sum.lost = lost
}

export function sumOf({ total, lost }: Sum): number {
  return total + lost
}

/** Several sums side by side. */
export interface ManySums {
  readonly total: Float64Array
  readonly lost: Float64Array
}

export function createSums(length: number): ManySums {
  return { total: new Float64Array(length), lost: new Float64Array(length) }
}

export function addAt({ total, lost }: ManySums, place: number, term: number): void {
  const before = total[place]
  const next = before + term
  lost[place] += Math.abs(before) >= Math.abs(term) ? before - next + term : term - next + before
  total[place] = next
}

/** Adds the products of a column and two others, those of each row to the sums of its place. */
export function addEachTo(
  one: ManySums,
  other: ManySums,
  places: Int32Array,
  factor: Float64Array,
  a: Float64Array,
  b: Float64Array,
): void {
  for (let r = 0; r < places.length; r++) {
    addAt(one, places[r], factor[r] * a[r])
    addAt(other, places[r], factor[r] * b[r])
  }
}

export function sumAt({ total, lost }: ManySums, place: number): number {
  return total[place] + lost[place]
}
