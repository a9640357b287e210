/**
 * What a pass over softmax rows keeps: sums of their losses, the sketch of the top class's log-odds, from which follows all
 * that is asked of confidence, and sums by class and bin of probability.
 */
import { sigmoid, softplus } from '../../losses/functions.ts'
import type { Margins } from '../../margin/margins.ts'
import { readyGroups } from '../../measures/bands.ts'
import { addAt, createSums, sumAt } from '../../measures/compensated.ts'
import { addMargins } from '../../scan/margin-sketch.ts'
import type { SampleBlock } from '../../scan/scan.ts'
import { createGrid } from '../../sketch/grid.ts'
import { createSketch, type Sketch } from '../../sketch/sketch.ts'
import type { CalibrateOptions } from './bins.ts'
import { binOfProbability, binStretches, edgesOfBins, figuresOfBins, type Reliability } from './bins.ts'
import { sumOver } from './fit.ts'
import { stretchesOf } from './points.ts'
import { type Area, areaOf } from './ranking.ts'

/** What the probabilities of all classes are worth. */
export interface SoftmaxWorth {
  /** Mean cross-entropy, and mean of the squares of what each class's probability misses the truth by, summed over classes. */
  readonly logLoss: number
  readonly brier: number
  /** Mean probability of the top class: confidence. */
  readonly expected: number
  /** Of confidence, against whether the top class is the truth. */
  readonly reliability: Reliability
  /** How well confidence ranks what is right above what is wrong; null with either alone. */
  readonly area: Area | null
  /** Mean over the classes of the calibration error of each one's probability. */
  readonly classwiseEce: number
}

export interface ClassWorth {
  /** Mean probability of the class, and how often it is the truth. */
  readonly expected: number
  readonly observed: number
  readonly ece: number
}

/** Everything that a pass tells. */
export interface SoftmaxFound {
  readonly count: number
  readonly weight: number
  /** How often the top class is the truth. */
  readonly observed: number
  readonly worth: SoftmaxWorth
  readonly classes: readonly ClassWorth[]
  /** Of the top class: group 1 where it is the truth, else 0. */
  readonly sketch: Sketch
}

/** What is known of a row. */
export interface SoftmaxRow {
  /** Log-odds of the top class and of the truth. */
  topMargin: number
  truthMargin: number
  top: number
  readonly probabilities: Float64Array
}

const [LOSS, BRIER, WEIGHT] = [0, 1, 2]

/** The groups of the top class's sketch are those of binary data. */
const RIGHT_OR_WRONG = { task: 'binary', classes: ['wrong', 'right'], perClass: false, size: 2 } as const

/** @param read puts in place what is known of a row */
export function createSoftmaxSums(
  classes: number,
  { bins, side }: CalibrateOptions,
  weighted: boolean,
  row: SoftmaxRow,
  read: (block: SampleBlock, i: number) => void,
) {
  const sketch = createSketch(createGrid(edgesOfBins(bins)), false)
  const adder = addMargins(sketch, RIGHT_OR_WRONG.size, weighted)
  const sums = createSums(3)
  /** sum w (y - p) by class and bin; sum w p and sum w y by class. */
  const gaps = new Float64Array(classes * bins)
  const [said, been] = [new Float64Array(classes), new Float64Array(classes)]
  let count = 0
  const addClasses = (truth: number, w: number) => {
    const p = row.probabilities
    let others = 0
    for (let k = 0; k < classes; k++) {
      // Of many classes nearly all are in the first bin, and far from its end.
      const bin = p[k] * bins < 0.9 ? 0 : binOfProbability(p[k], bins, side)
      gaps[k * bins + bin] += k === truth ? w * (1 - p[k]) : -w * p[k]
      said[k] += w * p[k]
      if (k !== truth) others += p[k] * p[k]
    }
    been[truth] += w
    return others
  }
  return {
    add(block: SampleBlock): void {
      const { length, label, weight } = block
      const margin = new Float64Array(length)
      const group = new Int32Array(length)
      for (let i = 0; i < length; i++) {
        read(block, i)
        const w = weight ? weight[i] : 1
        const isRight = row.top === label[i]
        group[i] = isRight ? 1 : 0
        margin[i] = isRight ? row.topMargin : -row.topMargin
        const others = addClasses(label[i], w)
        addAt(sums, LOSS, w * softplus(-row.truthMargin))
        addAt(sums, BRIER, w * (others + sigmoid(-row.truthMargin) ** 2))
        addAt(sums, WEIGHT, w)
      }
      count += length
      adder.add({ length, margin, group, weight } satisfies Margins)
    },
    /** When all blocks were added. */
    take(): SoftmaxFound {
      adder.finish()
      const weight = sumAt(sums, WEIGHT)
      const stretches = stretchesOf(readyGroups(sketch, RIGHT_OR_WRONG, 0, null))
      const reliability = binStretches(stretches, bins, side)
      const found = Array.from({ length: classes }, (_, k) => ({
        expected: said[k] / weight,
        observed: been[k] / weight,
        ece: sizeOf(gaps.subarray(k * bins, (k + 1) * bins)) / weight,
      }))
      return {
        count,
        weight,
        observed: stretches.reduce((sum, one) => sum + (one.positive ? one.weight : 0), 0) / weight,
        worth: {
          logLoss: sumAt(sums, LOSS) / weight,
          brier: sumAt(sums, BRIER) / weight,
          expected: sumOver(stretches, sigmoid) / weight,
          reliability: { bins: reliability, ...figuresOfBins(reliability) },
          area: areaOf(stretches),
          classwiseEce: found.reduce((sum, { ece }) => sum + ece, 0) / classes,
        },
        classes: found,
        sketch,
      }
    },
  }
}

function sizeOf(gaps: Float64Array): number {
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0)
}
