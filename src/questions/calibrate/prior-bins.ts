/** Bins of a reliability diagram at another prior, where they end elsewhere for each class: a pass over the samples fills them. */
import { sigmoid } from '../../losses/functions.ts'
import { type Grouping, identifyGroup } from '../../margin/grouping.ts'
import type { Margins } from '../../margin/margins.ts'
import { binOfOdds, type CalibrateOptions, figuresOfBins, limitsOf, type Reliability } from './bins.ts'
import { factorOf, type PriorShift } from './prior.ts'

/** Of a bin and a truth: count, sum w, sum w p. */
const FIGURES = 3

/** The diagram of a class, or of all where none is said. */
export type PriorBins = (index?: number) => Reliability

/** @param shifts of each class, or one for all samples */
export function createPriorBins(
  grouping: Grouping,
  shifts: readonly PriorShift[],
  { bins, side }: CalibrateOptions,
) {
  const limits = limitsOf(bins)
  const groups = Array.from({ length: grouping.size }, (_, index) => {
    const { classIndex, positive } = identifyGroup(grouping, index)
    return { of: shifts.length === 1 ? 0 : classIndex!, positive: positive === true }
  })
  const sums = groups.map(() => new Float64Array(bins * FIGURES))
  return {
    add({ length, margin, group, weight }: Margins): void {
      // Sums of blocks are added up, so that rounding does not grow with the samples.
      const block = groups.map(() => new Float64Array(bins * FIGURES))
      for (let i = 0; i < length; i++) {
        const place = group[i] % groups.length
        const { of, positive } = groups[place]
        const odds = (positive ? margin[i] : -margin[i]) + shifts[of].shift
        const p = sigmoid(odds)
        const w = weight ? weight[i] : 1
        const [own, at] = [block[place], FIGURES * binOfOdds(odds, p, limits, bins, side)]
        own[at]++
        own[at + 1] += w
        own[at + 2] += w * p
      }
      for (const [place, own] of block.entries())
        for (let j = 0; j < own.length; j++) sums[place][j] += own[j]
    },
    take: ((index) => {
      const found = Array.from({ length: bins }, (_, bin) => {
        let [count, weight, positives, said] = [0, 0, 0, 0]
        for (const [place, { of, positive }] of groups.entries()) {
          if (index !== undefined && of !== index) continue
          const factor = factorOf(shifts[of], positive)
          const [n, w, wp] = sums[place].subarray(bin * FIGURES, (bin + 1) * FIGURES)
          count += n
          weight += factor * w
          positives += positive ? factor * w : 0
          said += factor * wp
        }
        const isEmpty = weight === 0
        const [mean, observed] = isEmpty ? [null, null] : [said / weight, positives / weight]
        return { from: bin / bins, to: (bin + 1) / bins, count, weight, mean, observed }
      })
      return { bins: found, ...figuresOfBins(found) }
    }) satisfies PriorBins as PriorBins,
  }
}
