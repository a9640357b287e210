/** The article's table: what a loss makes of a few cases of p and y, and how much it turns each one down. */

import { bind } from '../../losses/bound.ts'
import { softplus } from '../../losses/functions.ts'
import type { Loss } from '../../losses/loss.ts'
import { marginOfProbability, thresholdMargin } from '../../margin/margins.ts'
import type { Difficulty } from '../../measures/bands.ts'

/** A probability of the positive class, and the label. */
export interface Case {
  readonly p: number
  readonly y: 0 | 1
}

/** The six cases of the article: two easy positives, two easy negatives, a hard one of each. */
export const ARTICLE_CASES: readonly Case[] = [
  { p: 0.9, y: 1 },
  { p: 0.968, y: 1 },
  { p: 0.1, y: 0 },
  { p: 0.032, y: 0 },
  { p: 0.1, y: 1 },
  { p: 0.9, y: 0 },
]

export interface WeightedCase extends Case {
  readonly pt: number
  readonly ce: number
  readonly difficulty: Difficulty
  readonly losses: readonly {
    readonly spec: string
    readonly title: string
    readonly value: number
    /** Modulated weight, loss / CE; null where it has no meaning. */
    readonly weight: number | null
    /** CE / loss: how many times it is turned down; null where that is no number. */
    readonly rate: number | null
  }[]
}

export interface WeightsReport {
  readonly threshold: number
  readonly losses: readonly { readonly spec: string; readonly title: string; readonly formula: string }[]
  readonly cases: readonly WeightedCase[]
}

/** Evaluates the losses on the cases. */
export function weigh(cases: readonly Case[], losses: readonly Loss[], threshold: number): WeightsReport {
  const bound = losses.map((loss) => bind(loss, 'binary', 2))
  const easyFrom = thresholdMargin(threshold)
  return {
    threshold,
    losses: losses.map(({ spec, title, definition }) => ({ spec, title, formula: definition.formula })),
    cases: cases.map(({ p, y }) => {
      const margin = y === 1 ? marginOfProbability(p) : -marginOfProbability(p)
      return {
        p,
        y,
        pt: y === 1 ? p : 1 - p,
        ce: softplus(-margin),
        difficulty: margin >= easyFrom ? 'easy' : 'hard',
        losses: losses.map(({ spec, title }, index) => {
          const { value, modulation } = bound[index][y]
          const weight = modulation(margin)
          const known = { spec, title, value: value(margin) }
          if (Number.isNaN(weight)) return { ...known, weight: null, rate: null }
          return { ...known, weight, rate: Number.isFinite(1 / weight) ? 1 / weight : null }
        }),
      }
    }),
  }
}
