/** What can be asked of calibration. A record here is all there is to add: rules, their guesses and docs/ci.md follow. */
import type { Accuracy } from './accuracy.ts'
import type { Reliability } from './bins.ts'
import type { NoLine } from './fit.ts'
import type { NoFigure } from './no-figure.ts'
import type { Area } from './ranking.ts'
import type { NoTemperature } from './softmax-temperature.ts'

/** What they are asked of: a Calibration, or a SoftmaxCalibrateReport, of which each lacks what the other alone has. */
export interface CalibrationFigures {
  readonly count: number
  readonly asItIs: { readonly logLoss: number; readonly brier: number }
  readonly temperature: { readonly temperature: number } | null
  readonly reliability: Reliability | null
  readonly area: Area | null
  readonly expected: number
  readonly observed: number
  readonly platt?: { readonly slope: number; readonly intercept: number } | null
  readonly expectedToObserved?: number | null
  readonly spiegelhalter?: number | null
  readonly classwiseEce?: number
  readonly accuracy?: Accuracy
  readonly why: { readonly temperature: NoLine | null; readonly platt?: NoLine | null }
}

/** Of what a quantity is: of the probability of one class against the others, or of softmax rows. */
export type CalibrationKind = 'class' | 'softmax'

export interface CalibrationMeasure {
  readonly name: string
  readonly title: string
  readonly definition: string
  /** Whether it is of one class against the others, or of softmax rows, alone; else of either. */
  readonly only?: CalibrationKind
  /** Whether it is of bins of a reliability diagram. */
  readonly isOfBins: boolean
  /** What it is of a model that is right, or whether less or more is better: a ranking begins there. */
  readonly ideal: 0 | 1 | 'least' | 'most'
  /** The loss whose mean it is, which tells its noise; of softmax rows a loss alone that the margin of the truth tells. */
  readonly meanOf?: Readonly<Partial<Record<CalibrationKind, string>>>
  /** Whether it depends on where a sketch is parted. */
  readonly isOfGrid?: true
  /** Null where there is none. */
  of(figures: CalibrationFigures): number | null | undefined
  /** Why there is none, where there may be none; null where that is not known. */
  lack?(figures: CalibrationFigures): NoFigure | null
}

/** Of a line. */
const lacksLine = ({ why }: CalibrationFigures): NoFigure | null =>
  why.platt ? { kind: 'no-line', why: why.platt } : null

const lacksRanks = ({ classwiseEce }: CalibrationFigures): NoFigure => ({
  kind: 'nothing-to-rank',
  of: classwiseEce === undefined ? 'class' : 'softmax',
})

export const CALIBRATION_MEASURES: readonly CalibrationMeasure[] = [
  {
    name: 'ece',
    title: 'expected calibration error',
    definition: 'Σ over bins of w |observed − mean probability| ÷ Σ w',
    ideal: 0,
    isOfBins: true,
    of: ({ reliability }) => reliability?.ece,
  },
  {
    name: 'mce',
    title: 'maximum calibration error',
    definition: 'the largest |observed − mean probability| of a bin',
    ideal: 0,
    isOfBins: true,
    of: ({ reliability }) => reliability?.mce,
  },
  {
    name: 'rmsce',
    title: 'root mean square calibration error',
    definition: '√(Σ over bins of w (observed − mean probability)² ÷ Σ w)',
    ideal: 0,
    isOfBins: true,
    of: ({ reliability }) => reliability?.rmsce,
  },
  {
    name: 'ace',
    title: 'average calibration error',
    definition: 'the mean of |observed − mean probability| over bins that hold samples',
    ideal: 0,
    isOfBins: true,
    of: ({ reliability }) => reliability?.ace,
  },
  {
    name: 'classwise-ece',
    title: 'class-wise ECE',
    definition: 'of softmax rows: the mean over classes of the ECE of the probability of each',
    only: 'softmax',
    ideal: 0,
    isOfBins: true,
    of: ({ classwiseEce }) => classwiseEce,
  },
  {
    name: 'log-loss',
    title: 'log loss',
    definition: 'Σ w CE ÷ Σ w, which is the mean of ce',
    ideal: 'least',
    isOfBins: false,
    meanOf: { class: 'ce', softmax: 'ce' },
    of: ({ asItIs }) => asItIs.logLoss,
  },
  {
    name: 'brier',
    title: 'Brier score',
    definition: 'Σ w (p − y)² ÷ Σ w; of softmax rows summed over classes',
    ideal: 'least',
    isOfBins: false,
    meanOf: { class: 'brier' },
    of: ({ asItIs }) => asItIs.brier,
  },
  {
    name: 'temperature',
    title: 'temperature',
    definition: 'the T of the least log loss of log-odds, or logits of a softmax, ÷ T',
    ideal: 1,
    isOfBins: false,
    // One below 0 says that scores point the wrong way, and lies below every limit.
    of: ({ temperature }) => (temperature && temperature.temperature > 0 ? temperature.temperature : null),
    lack: ({ why: { temperature: why }, classwiseEce }) => {
      if (why === null) return { kind: 'wrong-way' }
      const isOfRows = classwiseEce !== undefined
      return isOfRows
        ? { kind: 'no-row-temperature', why: why as NoTemperature }
        : { kind: 'no-temperature', why }
    },
  },
  {
    name: 'accuracy',
    title: 'accuracy',
    definition: 'of softmax rows: how often the likeliest class is the truth',
    only: 'softmax',
    ideal: 'most',
    isOfBins: false,
    of: ({ observed }) => observed,
  },
  {
    name: 'confidence',
    title: 'mean confidence',
    definition: 'of softmax rows: the mean probability of the likeliest class',
    only: 'softmax',
    ideal: 'most',
    isOfBins: false,
    of: ({ expected }) => expected,
  },
  {
    name: 'slope',
    title: 'calibration slope',
    definition: 'the a of the least log loss of a · log-odds + b',
    only: 'class',
    ideal: 1,
    isOfBins: false,
    of: ({ platt }) => platt?.slope,
    lack: lacksLine,
  },
  {
    name: 'intercept',
    title: 'calibration intercept',
    definition: 'the b that goes with the slope',
    only: 'class',
    ideal: 0,
    isOfBins: false,
    of: ({ platt }) => platt?.intercept,
    lack: lacksLine,
  },
  {
    name: 'expected-to-observed',
    title: 'E:O',
    definition: 'mean probability ÷ share of positives',
    only: 'class',
    ideal: 1,
    isOfBins: false,
    of: ({ expectedToObserved }) => expectedToObserved,
    lack: () => ({ kind: 'no-positives' }),
  },
  {
    name: 'spiegelhalter',
    title: "Spiegelhalter's z",
    definition: 'Σ (y − p)(1 − 2p) over its standard deviation under p',
    only: 'class',
    ideal: 0,
    isOfBins: false,
    of: ({ spiegelhalter }) => spiegelhalter,
    lack: () => ({ kind: 'no-chance' }),
  },
  {
    name: 'accuracy-low',
    title: 'accuracy, at least',
    definition:
      'how often the likelier of two classes is the truth, the positive one above 1/2 and not at it; its lower bound from the bins of the sketch',
    only: 'class',
    ideal: 'most',
    isOfBins: false,
    isOfGrid: true,
    of: ({ accuracy }) => accuracy?.low,
  },
  {
    name: 'accuracy-high',
    title: 'accuracy, at most',
    definition: 'its upper bound from the bins of the sketch',
    only: 'class',
    ideal: 'most',
    isOfBins: false,
    isOfGrid: true,
    of: ({ accuracy }) => accuracy?.high,
  },
  {
    name: 'auc-low',
    title: 'area under the ROC curve, at least',
    definition: 'its lower bound from the bins of the sketch',
    ideal: 'most',
    isOfBins: false,
    isOfGrid: true,
    of: ({ area }) => area?.low,
    lack: lacksRanks,
  },
  {
    name: 'auc-high',
    title: 'area under the ROC curve, at most',
    definition: 'its upper bound from the bins of the sketch',
    ideal: 'most',
    isOfBins: false,
    isOfGrid: true,
    of: ({ area }) => area?.high,
    lack: lacksRanks,
  },
]
