/** What a loss is: its formula and its words as data, next to the functions that compute it. */

import type { LibraryFunction } from './libraries/library.ts'
import type { ParameterDefinition, ParameterValues } from './parameter.ts'
import type { Purpose } from './purposes.ts'
import type { Task } from './task.ts'

/** What a loss may ask of the class that it is bound to. */
export interface LossClass {
  /** Its factor, for a loss that places alpha itself; 1 for all others, which are multiplied by it. */
  readonly alpha: number
  /** Null with softmax. */
  readonly positive: boolean | null
  /** How many there are in a row, with softmax; unknown unless said. */
  readonly classes?: number
}

/**
 * What a softmax loss of all probabilities of a row adds to what its margin tells: so many times Σ p_j² of the other classes,
 * p_y Σ p_j², and the mean of −ln p_j (margin/companions.ts).
 */
export type OfRow = readonly [number, number, number]

/**
 * How a loss goes on below a margin of −64, where cross-entropy is −s to the last bit, or from further down. `line`: straight, to the last
 * bit. `level`: as it is there. `clipped`: so, and its quotient by cross-entropy too, which is clipped as
 * it is. `held`: straight down to −100, and clipped from there. `curve`: otherwise, and the sums that a sketch keeps of
 * such samples do not tell what they lose.
 */
export type Tail = 'line' | 'level' | 'clipped' | 'held' | 'curve'

/** A loss at its parameters, and for a class, as functions of the margin. */
export interface LossFunctions {
  /** Loss of one sample, natural log. */
  readonly value: (margin: number) => number
  /** d loss / d margin of one sample; negative where the loss falls as the sample gets easier. */
  readonly gradient: (margin: number) => number
  /** Modulated weight, loss / CE, where both may vanish; null where it has no meaning, and reports have none. */
  readonly modulation: ((margin: number) => number) | null
  /** ln |loss / CE|, also where the quotient is too small for a double; where it never is, there is none. */
  readonly logModulation?: (margin: number) => number
  /** Margins where it is not smooth: none unless said. */
  readonly kinks?: readonly number[]
  /** A line unless said. */
  readonly below?: Tail
  /** It is so from this margin down: -64 unless said. */
  readonly belowFrom?: number
  /** Above the grid, where e^-s is 0: level unless said. */
  readonly above?: 'level' | 'curve'
  /** How fast it falls where the model is sure, as e^(−steepness · s): 1 unless said. */
  readonly steepness?: number
  /** What is to be added to value and gradient of a softmax row; null unless said. */
  readonly row?: { readonly value: OfRow; readonly gradient: OfRow } | null
  /** Why a few nodes in each bin do not tell its sums, as what follows its name; null unless said. */
  readonly unsketched?: string | null
}

/** A loss bound to a class, alpha and all: nothing more needs to be known of it (bound.ts). */
export type BoundLoss = Required<Omit<LossFunctions, 'logModulation' | 'modulation'>> & {
  /** NaN where it has no meaning. */
  readonly modulation: (margin: number) => number
  readonly logModulation: ((margin: number) => number) | null
}

/** A setting that a paper reports. */
export interface Preset {
  /** Author and year, and its loss. */
  readonly paper: string
  readonly spec: string
  readonly text: string
}

/** A loss of the family: a function of the margin s = logit(pt), smooth but for kinks that it names. */
export interface LossDefinition<P extends ParameterValues = ParameterValues> {
  readonly name: string
  /** What people train with it for. */
  readonly purpose: Purpose
  /** One sentence: what it does to a sample. */
  readonly summary: string
  readonly formula: string
  /** d loss / d margin, which for a sigmoid is also +-d loss / d logit. */
  readonly gradientFormula: string
  readonly reference: string
  readonly conventions: readonly string[]
  readonly parameters: { readonly [K in keyof P]: ParameterDefinition }
  /** Tasks it is defined for; all of them when absent. */
  readonly tasks?: readonly Task[]
  /** Why the others are not among them, as a clause. */
  readonly whyNot?: string
  /** Whether it is defined for softmax rows, whose sums need more than margins: compare has them, from predictions. */
  readonly isOfRows?: boolean
  /** At its parameters, for a class. */
  at(parameters: P, of: LossClass): LossFunctions
  /** Whether alpha balances only what is left where its linear parameter is 0; then it takes alpha in itself. */
  placesAlpha?(parameters: P): boolean
  /**
   * Lines of PyTorch that make `loss` of what stands there before: `ce`, `error` (1 − pt), `margin` (the log-odds of pt),
   * `labels`, and `balance`, a factor for each sample, where there is one.
   */
  pytorch(parameters: P, hasAlpha: boolean): readonly string[]
  /** Settings that papers report. */
  readonly presets: readonly Preset[]
  /** For a loss of the batch's mean CE instead of its samples: the reduced loss from that mean. */
  ofMeanCrossEntropy?(mean: number, parameters: P): number
}

/** A loss with its parameters: what a row of every table stands for. */
export interface Loss {
  readonly definition: LossDefinition
  readonly parameters: ParameterValues
  /** Canonical text, every parameter in it: parses back to the same loss. */
  readonly spec: string
  /** What differs from the defaults of the definition, in symbols, for tables. */
  readonly title: string
  /** The library that computes it so; absent for ours. */
  readonly library?: LibraryLoss
  /** What a library does to it, class by class: clamps and factors. */
  readonly wrap?: (bound: BoundLoss, of: Pick<LossClass, 'positive'>) => BoundLoss
  /** A rule alone asks for it, by its settings: its name alone means what it would without that rule. */
  readonly isBySettings?: true
}

/** What is known of a loss as a library computes it, on the scores at hand. */
export interface LibraryLoss extends Omit<LibraryFunction, 'call'> {
  /** As they were asked for: alpha by the library's rule, not as the loss takes it. */
  readonly parameters: ParameterValues
  /** The call with them. */
  readonly call: string
  /** Cross-entropy without alpha under the same clamp: what ÷ CE divides by. */
  readonly crossEntropy: Loss
  /** The least probability that its clip lets through; null without one. */
  readonly least: number | null
  /** The largest cross-entropy that its clamp lets through; null without one. */
  readonly largest: number | null
}
