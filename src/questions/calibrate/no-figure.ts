/** Why a calibration has no value of a quantity. Views put it into words. */
import type { NoLine } from './fit.ts'
import type { NoTemperature } from './softmax-temperature.ts'

export type NoFigure =
  /** Of log-odds, of log-odds with an intercept, and of softmax rows. */
  | { readonly kind: 'no-temperature' | 'no-line'; readonly why: NoLine }
  | { readonly kind: 'no-row-temperature'; readonly why: NoTemperature }
  /** The best temperature is below 0. */
  | { readonly kind: 'wrong-way' }
  | { readonly kind: 'no-positives' }
  /** All probabilities are 0, 1/2 or 1, so that no truth is left to chance. */
  | { readonly kind: 'no-chance' }
  /** There are no positives or no negatives, or of softmax rows none that are right or none that are wrong. */
  | { readonly kind: 'nothing-to-rank'; readonly of: 'class' | 'softmax' }
