/**
 * Quotients of sums over rows, and how far they may be off by chance.
 *
 * A row is what samples hang together in: one sample, or all labels of a row of multi-label data. With N_r and D_r its
 * parts of numerator and denominator, R = sum N_r / sum D_r, linearisation gives (Cochran 1977, section 6.4, with rows
 * for clusters)
 *
 *     standard error of R = sqrt(n / (n - 1) sum z_r^2) / |sum D_r|,   z_r = N_r - R D_r        n rows with a weight
 *
 * The mean of differences d of weights w is such a quotient: N_r is the sum of w d, D_r that of w; without weights and
 * with one sample a row it is the paired t test. For the change of a quotient N / D from what it was, N' / D', on the
 * same rows, with dN = N - N' and dD = D - D' (totals have no index),
 *
 *     R - R' = (dN - R' dD) / D
 *     D z_r  = dN_r - R dD_r - (dD / D') N'_r - (R - R' - R' dD / D') D'_r
 *
 * in which each term is as small as the differences are: two models that hardly differ lose no digits to the size of
 * their losses.
 *
 * The factors of z follow from totals that are known at the end only. So squares are summed up with those of the rows so
 * far, and are set right by sums of products as they move. That keeps the digits of rows that hardly differ from their mean.
 * Where half a block more or less makes another factor of it there is no such mean, and nothing to lose without.
 */
import { exponentFor } from '../sketch/exponent.ts'
import {
  addBothProductsTo,
  addColumnTo,
  addProductsTo,
  addTo,
  createSum,
  type Sum,
  sumOf,
} from './compensated.ts'
import { createRoom } from './room.ts'

export interface Estimate {
  /** The quotient, or its change. */
  readonly value: number
  readonly standardError: number
  /** Rows that count, less one. */
  readonly df: number
}

/** Takes blocks of rows: N_r, D_r, and how many of them have a weight above 0. */
export function createQuotient() {
  const sums = createRowSums(2, ([n, d]) => [-n / d])
  return {
    add: (n: Float64Array, d: Float64Array, rows: number): void => sums.add([n, d], rows),
    result(): Estimate {
      const { totals, spread, rows } = sums.result()
      return { value: totals[0] / totals[1], standardError: spread / Math.abs(totals[1]), df: rows - 1 }
    },
  }
}

/** Takes blocks of rows: dN_r, dD_r, N'_r, D'_r, and how many of them have a weight above 0. */
export function createQuotientChange() {
  const changeOf = ([dn, dd, n, d]: readonly number[]) => (dn - (n / d) * dd) / (d + dd)
  const sums = createRowSums(4, (totals) => {
    const [dn, dd, n, d] = totals
    return [-(n + dn) / (d + dd), -dd / d, ((n / d) * dd) / d - changeOf(totals)]
  })
  return {
    add: (dn: Float64Array, dd: Float64Array, n: Float64Array, d: Float64Array, rows: number): void =>
      sums.add([dn, dd, n, d], rows),
    result(): Estimate {
      const { totals, spread, rows } = sums.result()
      const standardError = spread / Math.abs(totals[3] + totals[1])
      return { value: changeOf(totals), standardError, df: rows - 1 }
    },
  }
}

/** @param factorsOf the factors of x_1, x_2, ... in z = x_0 + c_1 x_1 + ... from the totals of all x */
function createRowSums(width: number, factorsOf: (totals: readonly number[]) => readonly number[]) {
  const totals = Array.from({ length: width }, createSum)
  const products = createProducts(width)
  const room = createRoom()
  let rows = 0
  let factors: readonly number[] = new Array(width - 1).fill(0)
  const found = () => factorsOf(totals.map(sumOf))
  const take = (next: readonly number[]) => {
    products.turn(next.map((c, k) => c - factors[k]))
    factors = next
  }
  const addTotals = (x: readonly Float64Array[], from: number, to: number) => {
    for (let k = 0; k < width; k++) addColumnTo(totals[k], x[k], from, to)
  }
  return {
    add(x: readonly Float64Array[], more: number): void {
      const length = x[0].length
      rows += more
      addTotals(x, 0, length >> 1)
      const halfway = found()
      addTotals(x, length >> 1, length)
      take(found().map((c, k) => (Math.abs(c - halfway[k]) <= Math.abs(c) / 2 ? c : factors[k])))
      products.add([combine(x, factors, room(length)), ...x.slice(1)])
    },
    result() {
      take(found())
      return { totals: totals.map(sumOf), spread: Math.sqrt(rows / (rows - 1)) * products.norm(), rows }
    },
  }
}

function combine(
  [first, ...others]: readonly Float64Array[],
  factors: readonly number[],
  z: Float64Array,
): Float64Array {
  z.set(first)
  for (const [k, column] of others.entries()) addTimes(z, factors[k], column)
  return z
}

function addTimes(z: Float64Array, factor: number, column: Float64Array): void {
  for (let r = 0; r < z.length; r++) z[r] += factor * column[r]
}

/** Sums of products of columns z, x_1, x_2, ..., each column in units of a power of two of its own. */
function createProducts(width: number) {
  const sums = Array.from({ length: width }, () => Array.from({ length: width }, createSum))
  const largest = new Float64Array(width)
  const exponents = new Int32Array(width)
  const meet = (k: number, size: number) => {
    largest[k] = Math.max(largest[k], size)
    const exponent = exponentFor(largest[k])
    const unit = 2 ** (exponents[k] - exponent)
    if (unit === 1) return
    for (let l = 0; l < width; l++) for (const sum of [sums[k][l], sums[l][k]]) scale(sum, unit)
    exponents[k] = exponent
  }
  const product = (k: number, l: number) => sumOf(sums[Math.max(k, l)][Math.min(k, l)])
  return {
    add(columns: readonly Float64Array[]): void {
      for (let k = 0; k < width; k++) meet(k, largestOf(columns[k]))
      const y = columns.map((column, k) => inUnits(column, 2 ** -exponents[k]))
      for (let k = 0; k < width; k++) addProducts(sums[k], y[k], y, k + 1)
    },
    /** Puts z + m_1 x_1 + m_2 x_2 + ... in the place of z. */
    turn(moves: readonly number[]): void {
      for (const [k, move] of moves.entries()) meet(0, Math.abs(move) * largest[k + 1])
      const m = moves.map((move, k) => move * 2 ** (exponents[k + 1] - exponents[0]))
      for (let l = 1; l < width; l++) {
        const before = product(l, 0)
        for (let k = 1; k < width; k++) addTo(sums[l][0], times(m[k - 1], product(k, l)))
        addTo(sums[0][0], times(m[l - 1], before + product(l, 0)))
      }
    },
    /** sqrt sum_r z_r^2 */
    norm: (): number => Math.sqrt(Math.max(0, product(0, 0))) * 2 ** exponents[0],
  }
}

/** Adds the products of a column and each of the first `count`, two at a time. */
function addProducts(
  sums: readonly Sum[],
  column: Float64Array,
  others: readonly Float64Array[],
  count: number,
): void {
  for (let l = 0; l + 1 < count; l += 2)
    addBothProductsTo(sums[l], sums[l + 1], column, others[l], others[l + 1])
  if (count % 2 === 1) addProductsTo(sums[count - 1], column, others[count - 1])
}

function inUnits(column: Float64Array, unit: number): Float64Array {
  return unit === 1 ? column : column.map((value) => value * unit)
}

/** Nothing times a unit that is no double is nothing. */
function times(factor: number, sum: number): number {
  return sum === 0 ? 0 : factor * sum
}

function largestOf(column: Float64Array): number {
  let largest = 0
  for (let r = 0; r < column.length; r++) {
    const size = Math.abs(column[r])
    if (size <= largest) continue
    if (Number.isNaN(size)) return size
    largest = size
  }
  return largest
}

function scale(sum: Sum, factor: number): void {
  sum.total *= factor
  sum.lost *= factor
}
