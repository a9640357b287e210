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
  for (let r = 0; r < a.length; r++) addTo(sum, a[r] * b[r])
}

export function sumOf({ total, lost }: Sum): number {
  return total + lost
}
