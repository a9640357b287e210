/** What is known of another library's loss: enough to compute it, and to say where it differs from ours. */
import type { ParameterValues } from '../parameter.ts'
import type { Precision, Task } from '../task.ts'

/** What a sigmoid is for. */
export const SIGMOID: readonly Task[] = ['binary', 'multilabel']

/**
 * What alpha does. `balance`: alpha for positives, 1 − alpha for negatives. `constant`: the same factor for every class.
 * `background`: 1 − alpha for class 0, alpha for the others. `classes`: a list, one factor per class. `none`: there is none.
 */
export type AlphaRule = 'balance' | 'constant' | 'background' | 'classes' | 'none'

/**
 * What its mean divides by. `weights`: the sum of the weights, as ours. `class-weights`: the sum of the class weights of
 * the labels, or their number without class weights. `samples`: their number, whatever they weigh. `cells`: samples times
 * classes, though one class of each has a loss. `rows`: rows of multi-label data, whose classes are summed.
 */
export type MeanRule = 'weights' | 'class-weights' | 'samples' | 'cells' | 'rows'

/** What its choice of function depends on, and what that does. */
export interface Scores {
  readonly task: Task
  readonly from: 'logits' | 'probs'
  readonly classes: number
  /** What the scores are stored in; null when nobody knows. 64 bits unless said. */
  readonly precision?: Precision | null
}

/** A clip of probabilities. */
export interface ClampRule {
  /** Whether logits are clamped too, through their probabilities. */
  readonly logitsToo: boolean
  /**
   * Probabilities are clipped to [least, 1 − least], both rounded as the numbers at hand are, to 32 bits at least.
   * `spacing`: by the spacing of these numbers at 1.
   */
  readonly least: number | 'spacing'
  /** Whether the modulating factor sees the clipped probability. */
  readonly modulation: boolean
  /** What is then added inside the logarithm. */
  readonly added: number
}

export interface LibraryFunction {
  /** As one would import it. */
  readonly name: string
  /** Where it was read: repository and path, or package and version. */
  readonly source: string
  /** Name of our loss. */
  readonly loss: string
  readonly tasks: readonly Task[]
  /** The only scale it takes; either when absent. */
  readonly from?: 'logits' | 'probs'
  /** In its own words and order. */
  readonly formula: string
  /** Parameters of ours that it has not, as they stand in `initial`. */
  readonly fixed?: readonly string[]
  /** Its defaults, as our parameters. */
  readonly initial: ParameterValues
  readonly alpha: AlphaRule
  /** Whether alpha cannot be switched off. */
  readonly alwaysOn?: true
  /** Whether alpha = 0 switches alpha off. */
  readonly zeroIsOff?: true
  readonly mean: MeanRule
  /** Whether rows to ignore count in its mean, as 0. */
  readonly countsIgnored?: true
  /** Whether its sum is the mean after all. */
  readonly sumIsMean?: true
  readonly clamp?: ClampRule
  /** Whether it holds every logarithm at −100, where ours is held for a probability of 0 alone. */
  readonly holds?: true
  /** What else differs; a sentence each. */
  readonly remarks: readonly string[]
  /** The call with these parameters of ours, on scores of that kind. */
  call(parameters: ParameterValues, scores?: Pick<Scores, 'from' | 'precision'>): string
}

export interface Library {
  /** As in `--compat`. */
  readonly name: string
  readonly functions: readonly LibraryFunction[]
}

/** Arguments as Python writes them: `alpha=-1, gamma=2`. `off` is what stands for alpha none. */
export function pythonArguments(
  parameters: ParameterValues,
  names: Readonly<Record<string, string>>,
  off: string,
): string {
  return Object.entries(names)
    .map(([ours, theirs]) => {
      const value = parameters[ours]
      if (value === 'none') return `${theirs}=${off}`
      return `${theirs}=${typeof value === 'object' ? `[${value.join(', ')}]` : value}`
    })
    .join(', ')
}

/** The call of a function whose arguments have our names. */
export function callOf(name: string, names: readonly string[], off: string): LibraryFunction['call'] {
  const own = Object.fromEntries(names.map((word) => [word, word]))
  return (parameters) => `${name}(${pythonArguments(parameters, own, off)})`
}

/** Says of a loss of single elements that nothing is reduced unless asked. */
export const NOT_REDUCED = 'Its reduction is none unless said; the mean here is over all elements.'

export const IN_FLOAT32 = 'It computes in 32-bit floats: expect differences of 1e-7, relative.'
