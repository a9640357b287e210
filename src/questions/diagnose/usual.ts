/** The factors of labels that scripts usually have. */
import type { ScoreReading, Standing } from './types.ts'

export interface Factor {
  readonly words: string
  readonly kind: Standing
  readonly mistake: string | null
  readonly cost: number
  /** For negatives and positives; the last alone where sides are not told apart. */
  readonly values: readonly number[]
  readonly parameters: Readonly<Record<string, number>>
  readonly alpha: string | null
}

const USUAL_ALPHAS = [0.25, 0.75, 0.5, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 0.05, 0.95]

function factor(words: string, values: readonly number[], cost: number, more: Partial<Factor> = {}): Factor {
  return { words, values, cost, kind: 'standard', mistake: null, parameters: {}, alpha: null, ...more }
}

const wrong = (words: string, mistake: string, values: readonly number[], cost: number, parameters = {}) =>
  factor(words, values, cost, { kind: 'mistake', mistake, parameters })

const EVERYWHERE: readonly Factor[] = [
  factor('', [1, 1], 0, { alpha: '' }),
  wrong('the sign turned round', 'sign', [-1, -1], 2),
  wrong('logarithms to base 10', 'log-base', [1 / Math.LN10, 1 / Math.LN10], 3),
  wrong('logarithms to base 2', 'log-base', [1 / Math.LN2, 1 / Math.LN2], 3),
]

/** Gammas as they are usually set, the commonest first. */
export const USUAL_GAMMAS = [2, 1, 1.5, 0.5, 3, 4, 5]

/** Weights of positives as they are usually set. */
export const POS_WEIGHTS = [2, 3, 4, 5, 10]

const SIDED: readonly Factor[] = [
  ...USUAL_ALPHAS.flatMap((alpha, i) => [
    factor(`α = ${alpha}`, [1 - alpha, alpha], i === 0 ? 1 : 3, {
      parameters: { alpha },
      alpha: `alpha=${alpha}`,
    }),
    wrong(`α = ${alpha} given to the negatives`, 'alpha-swapped', [alpha, 1 - alpha], i === 0 ? 4 : 6, {
      alpha,
    }),
    wrong(`α = ${alpha} on both classes`, 'alpha-both', [alpha, alpha], i === 0 ? 3 : 5, { alpha }),
    wrong(`α = ${alpha} and the sign turned round`, 'sign', [alpha - 1, -alpha], i === 0 ? 4 : 6, { alpha }),
  ]),
  wrong('α and 1 − α cancelling to a half', 'alpha-cancels', [0.5, 0.5], 4),
  ...POS_WEIGHTS.map((weight) =>
    factor(`positives weighing ${weight}`, [1, weight], 3, {
      kind: 'convention',
      parameters: { posWeight: weight },
    }),
  ),
  wrong('positives only', 'missing-negatives', [0, 1], 3),
  ...[2, 3, 4].map((alpha) =>
    wrong(`α = ${alpha} on negatives only`, 'alpha-negatives', [alpha, 1], 5, { alpha }),
  ),
]

const UNSIDED: readonly Factor[] = [0.25, 0.5, 0.75].map((alpha) =>
  factor(`α = ${alpha} on every class`, [alpha, alpha], 2, { kind: 'convention', parameters: { alpha } }),
)

export function factorsOf(reading: ScoreReading, weighted: boolean): readonly Factor[] {
  if (weighted) return EVERYWHERE.slice(0, 1)
  return [...EVERYWHERE, ...(reading.groups === 2 ? SIDED : UNSIDED)]
}
