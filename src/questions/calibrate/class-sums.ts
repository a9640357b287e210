/** How often each class of softmax rows is the truth, and how likely they say it is: in all, and bin by bin of what they say. */
import { binOfProbability, type CalibrateOptions } from './bins.ts'

export interface ClassWorth {
  /** Mean probability of the class, and how often it is the truth. */
  readonly expected: number
  readonly observed: number
  readonly ece: number
}

export function createClassSums(classes: number, { bins, side }: CalibrateOptions) {
  /** sum w (y - p) by class and bin; sum w p and sum w y by class. */
  const gaps = new Float64Array(classes * bins)
  const [said, been] = [new Float64Array(classes), new Float64Array(classes)]
  return {
    add(probabilities: Float64Array, truth: number, w: number): void {
      for (let k = 0; k < classes; k++) {
        const p = probabilities[k]
        // Of many classes nearly all are in the first bin, and far from its end.
        const bin = p * bins < 0.9 ? 0 : binOfProbability(p, bins, side)
        gaps[k * bins + bin] += k === truth ? w * (1 - p) : -w * p
        said[k] += w * p
      }
      been[truth] += w
    },
    /** @param weight sum w */
    take: (weight: number): readonly ClassWorth[] =>
      Array.from({ length: classes }, (_, k) => ({
        expected: said[k] / weight,
        observed: been[k] / weight,
        ece: sizeOf(gaps.subarray(k * bins, (k + 1) * bins)) / weight,
      })),
  }
}

function sizeOf(gaps: Float64Array): number {
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0)
}
