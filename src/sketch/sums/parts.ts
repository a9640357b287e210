/** Modulated weights of nodes as parts of a power of two, so that their squares are doubles though they may be none. */
import { exponentFor, exponentOfPower } from '../exponent.ts'

export interface Parts {
  /** A modulated weight is 2^exponent times its part. */
  readonly exponent: number
  /** Those of each loss, node by node. */
  readonly parts: readonly Float64Array[]
}

/** Below this the largest weight of all has lost digits, or will when it is taken for the unit of others. */
const LOST = 2 ** -900

/**
 * @param ratios loss / CE at each margin, for losses that share their parts' unit
 * @param logs their logarithms, where they may be too small for a double
 */
export function scaledParts(
  margin: Float64Array,
  ratios: readonly Float64Array[],
  logs: readonly ((margin: number) => number)[] | null,
): Parts {
  const largest = largestSize(ratios)
  if (logs && largest < LOST) return fromLogs(logs.map((log) => margin.map((s) => log(s))))
  const exponent = exponentFor(largest)
  return {
    exponent,
    parts: exponent === 0 ? ratios : ratios.map((ratio) => ratio.map((x) => x * 2 ** -exponent)),
  }
}

function fromLogs(logs: readonly Float64Array[]): Parts {
  const top = largestOf(logs)
  const exponent = top > Number.NEGATIVE_INFINITY ? exponentOfPower(top / Math.LN2) : 0
  return { exponent, parts: logs.map((log) => log.map((x) => Math.exp(x - exponent * Math.LN2))) }
}

function largestSize(columns: readonly Float64Array[]): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const column of columns) for (const x of column) if (Math.abs(x) > largest) largest = Math.abs(x)
  return largest
}

function largestOf(columns: readonly Float64Array[]): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const column of columns) for (const x of column) if (x > largest) largest = x
  return largest
}
