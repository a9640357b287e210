/**
 * What a pass over softmax rows keeps: sums of their losses, the sketch of the top class's log-odds, from which follows all
 * that is asked of confidence, and sums by class and bin of probability.
 */
import { sigmoid, softplus } from '../../losses/functions.ts'
import { readyGroups } from '../../measures/bands.ts'
import { addAt, createSums, sumAt } from '../../measures/compensated.ts'
import { addMargins } from '../../scan/margin-sketch.ts'
import type { SampleBlock } from '../../scan/scan.ts'
import { createGrid } from '../../sketch/grid.ts'
import { createSketch, type Sketch } from '../../sketch/sketch.ts'
import { binStretches, type CalibrateOptions, edgesOfBins, figuresOfBins, type Reliability } from './bins.ts'
import { type Chance, chanceOf } from './chance.ts'
import { type ClassWorth, createClassSums } from './class-sums.ts'
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

/** Everything that a pass tells. */
export interface SoftmaxFound {
  readonly count: number
  readonly weight: number
  /** How often the top class is the truth. */
  readonly observed: number
  readonly worth: SoftmaxWorth
  /** What chance may have done to confidence. */
  readonly chance: Chance
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
  row: SoftmaxRow,
  options: CalibrateOptions,
  weighted: boolean,
  read: (block: SampleBlock, i: number) => void,
) {
  const classes = row.probabilities.length
  const sketch = createSketch(createGrid(edgesOfBins(options.bins)), weighted)
  const adder = addMargins(sketch, RIGHT_OR_WRONG.size, weighted)
  const ofClasses = createClassSums(classes, options)
  const sums = createSums(3)
  let count = 0
  const addRow = (truth: number, w: number) => {
    ofClasses.add(row.probabilities, truth, w)
    const missed = sigmoid(-row.truthMargin) ** 2 + squaresBeside(row.probabilities, truth)
    addAt(sums, LOSS, w * softplus(-row.truthMargin))
    addAt(sums, BRIER, w * missed)
    addAt(sums, WEIGHT, w)
  }
  return {
    add(block: SampleBlock): void {
      const { length, label, weight } = block
      const margin = new Float64Array(length)
      const group = new Int32Array(length)
      for (let i = 0; i < length; i++) {
        read(block, i)
        addRow(label[i], weight ? weight[i] : 1)
        group[i] = row.top === label[i] ? 1 : 0
        margin[i] = row.top === label[i] ? row.topMargin : -row.topMargin
      }
      count += length
      adder.add({ length, margin, group, weight })
    },
    /** When all blocks were added. */
    take(): SoftmaxFound {
      adder.finish()
      const [logLoss, brier, weight] = [LOSS, BRIER, WEIGHT].map((which) => sumAt(sums, which))
      return foundOf({ count, weight, logLoss, brier, classes: ofClasses.take(weight), sketch }, options)
    },
  }
}

/** What a pass has added up. */
interface Added extends Pick<SoftmaxFound, 'count' | 'weight' | 'classes' | 'sketch'> {
  readonly logLoss: number
  readonly brier: number
}

export function foundOf(
  { count, weight, logLoss, brier, classes, sketch }: Added,
  options: CalibrateOptions,
): SoftmaxFound {
  const { observed, chance, ...ofTop } = confidenceOf(sketch, weight, options)
  const worth = {
    ...ofTop,
    logLoss: logLoss / weight,
    brier: brier / weight,
    classwiseEce: classes.reduce((sum, { ece }) => sum + ece, 0) / classes.length,
  }
  return { count, weight, observed, worth, chance, classes, sketch }
}

/** What the sketch of the top class tells. */
function confidenceOf(sketch: Sketch, weight: number, { bins, side }: CalibrateOptions) {
  const stretches = stretchesOf(readyGroups(sketch, RIGHT_OR_WRONG, 0, null))
  const found = binStretches(stretches, bins, side)
  return {
    observed: stretches.reduce((sum, one) => sum + (one.positive ? one.weight : 0), 0) / weight,
    expected: sumOver(stretches, sigmoid) / weight,
    reliability: { bins: found, ...figuresOfBins(found) },
    area: areaOf(stretches),
    chance: chanceOf(stretches, { bins, side }),
  }
}

/** Sum of the squares of all probabilities but that of the truth. */
function squaresBeside(probabilities: Float64Array, truth: number): number {
  let sum = 0
  for (let k = 0; k < probabilities.length; k++) if (k !== truth) sum += probabilities[k] ** 2
  return sum
}
