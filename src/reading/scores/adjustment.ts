/** How scores may be moved. Apart, since every command line is read with these limits. */
import type { Scale } from './seen-scores.ts'

export const [LEAST_TEMPERATURE, MOST_TEMPERATURE] = [0.01, 100]

/** Times that the logarithm of a prior is added, or taken away. */
export const MOST_STRENGTH = 4

export interface ScoreAdjustment {
  /** What scores are before. */
  readonly given: Scale
  readonly temperature: number
  /** A prior for each column of scores; null without. */
  readonly priors: readonly number[] | null
  /** How many times its logarithm is added; 0 without. */
  readonly strength: number
}
