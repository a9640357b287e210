import { type MeanTest, meanTest } from '../../src/measures/statistics.ts'

/** Paired t test of n differences d from their sums: variance = (sum d^2 - (sum d)^2 / n) / (n - 1). */
export function paired(n: number, sum: number, sumOfSquares: number): MeanTest | null {
  const variance = Math.max(0, sumOfSquares - (sum * sum) / n) / (n - 1)
  return meanTest(sum / n, Math.sqrt(variance / n), n - 1)
}
