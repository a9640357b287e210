/**
 * Poisson bootstrap of mean differences (Chamandy et al. 2012): in each replicate every row counts as often as a draw
 * from Poisson(1) says, which for many rows is drawing them with replacement, and needs no second look at the data.
 *
 * A draw is a function of seed, row and replicate alone, so that results depend on nothing else.
 */

export interface BootstrapOptions {
  readonly replicates: number
  /** A whole number of 32 bits. */
  readonly seed: number
}

export interface Bootstrap {
  /** Adds rows: their numbers, W_r, and D_r of each loss. */
  add(rowNumber: Float64Array, rowWeight: Float64Array, differences: readonly Float64Array[]): void
  /** The replicates' mean differences of one loss, ascending. */
  means(loss: number): Float64Array
}

export function createBootstrap({ replicates, seed }: BootstrapOptions, losses: number): Bootstrap {
  const weights = new Float64Array(replicates)
  const sums = Array.from({ length: losses }, () => new Float64Array(replicates))
  const counts = new Uint8Array(replicates)
  return {
    add(rowNumber, rowWeight, differences) {
      for (let r = 0; r < rowNumber.length; r++) {
        drawCounts(seed, rowNumber[r], counts)
        addTimes(weights, counts, rowWeight[r])
        for (let l = 0; l < losses; l++) addTimes(sums[l], counts, differences[l][r])
      }
    },
    means(loss) {
      // A replicate of a tiny file may have drawn no row at all.
      return sums[loss]
        .map((sum, k) => sum / weights[k])
        .filter((_, k) => weights[k] > 0)
        .sort()
    },
  }
}

function addTimes(sums: Float64Array, counts: Uint8Array, term: number): void {
  if (term === 0) return
  for (let k = 0; k < sums.length; k++) sums[k] += counts[k] * term
}

/** 2^32 / phi: steps of it are spread evenly over 32 bits. */
const GOLDEN = 0x9e3779b9

/** 2^32 P(count <= k) of Poisson(1): k is the number of limits that a draw of 32 bits reaches. Beyond 12 is below 2^-32. */
const LIMITS = Float64Array.from({ length: 12 }, (_, last) => {
  let [term, sum] = [1, 1]
  for (let k = 1; k <= last; k++) {
    term /= k
    sum += term
  }
  return (2 ** 32 * sum) / Math.E
})

/** How often a row counts in each replicate. */
export function drawCounts(seed: number, row: number, counts: Uint8Array): void {
  const high = Math.floor(row / 2 ** 32)
  const start = mix((row >>> 0) ^ mix(high ^ mix(seed + GOLDEN)))
  for (let k = 0; k < counts.length; k++) {
    const draw = mix(start + Math.imul(k, GOLDEN))
    let count = 0
    while (count < LIMITS.length && draw >= LIMITS[count]) count++
    counts[k] = count
  }
}

/** 32 bits from 32, each of which hangs on all: Wellons's lowbias32. */
function mix(bits: number): number {
  let x = bits ^ (bits >>> 16)
  x = Math.imul(x, 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}

/** The value below which the share p of them lies, between neighbours in proportion (Hyndman & Fan's type 7). */
export function quantileOfSorted(values: Float64Array, p: number): number {
  const at = p * (values.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, values.length - 1)
  return values[below] + (at - below) * (values[above] - values[below])
}

/** Two-sided p of "no difference": twice the share of replicates on the rarer side of 0, itself counted as one. */
export function bootstrapP(means: Float64Array): number {
  const upTo = (limit: (mean: number) => boolean) => means.reduce((n, mean) => n + (limit(mean) ? 1 : 0), 1)
  const rarer = Math.min(
    upTo((mean) => mean <= 0),
    upTo((mean) => mean >= 0),
  )
  return Math.min(1, (2 * rarer) / (means.length + 1))
}
