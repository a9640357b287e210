/** What needs no data. */

import { LOSSES } from '../losses/index.ts'
import { findLibrary } from '../losses/libraries/adapt.ts'
import { LIBRARIES } from '../losses/libraries/index.ts'
import type { LossDefinition } from '../losses/loss.ts'
import { SET_LOSSES } from '../losses/set/index.ts'
import type { SetLossDefinition } from '../losses/set/set-loss.ts'
import { checkTask, chooseLosses } from '../losses/spec/choose.ts'
import { parseLoss } from '../losses/spec/spec.ts'
import { differFromLibrary, type LibraryDifferences } from '../questions/explain/library-difference.ts'
import { ARTICLE_CASES, type Case, type WeightsReport, weigh } from '../questions/weights/weights.ts'
import { CASES, checkAsked, type Kinds, TEXTS, THRESHOLD_KIND } from './asked.ts'

/**
 * The losses there are: name, formula, parameters, reference, conventions. As `lossctl losses --format json`.
 *
 * @example
 * const found = losses().map(({ name, formula }) => [name, formula])
 */
export function losses(): readonly LossDefinition[] {
  return LOSSES
}

/**
 * The losses of whole sets of samples that `compare` takes as `sets`: name, formula, parameters, reference, conventions.
 *
 * @example
 * const found = setLosses().map(({ name, formula }) => [name, formula])
 */
export function setLosses(): readonly SetLossDefinition[] {
  return SET_LOSSES
}

/**
 * The names of the libraries that `compat` takes.
 *
 * @example
 * const found = libraries()
 */
export function libraries(): readonly string[] {
  return LIBRARIES.map(({ name }) => name)
}

/**
 * How a library computes a loss, beside lossctl. As `lossctl diagnose --explain LOSS --compat LIBRARY --format json`. Throws
 * a UsageError for a loss or a library that there is not.
 *
 * @example
 * const found = explain('focal', 'keras').functions[0].call
 */
export function explain(loss: string, library: string): LibraryDifferences {
  return differFromLibrary(findLibrary(library), parseLoss(loss))
}

export interface WeightsQuestion {
  /** Specs; focal with alpha 0.25 and gamma 2 unless said. */
  readonly losses?: readonly string[]
  /** A case is easy from this pt on; 0.5 unless said. */
  readonly threshold?: number
}

const KINDS: Kinds<Required<WeightsQuestion>> = { losses: TEXTS, threshold: THRESHOLD_KIND }

/**
 * The article's table: CE, each loss in nats, its weight (loss / CE) and rate (CE / loss) for cases of p and y. As
 * `lossctl weights --format json`. Throws a UsageError for a loss that is not for one probability.
 *
 * @param cases probabilities of the positive class with their labels; the article's six unless said
 *
 * @example
 * const found = [weights([{ p: 0.9, y: 1 }], { losses: ['focal:gamma=2'] }).cases[0].losses[0].weight]
 */
export function weights(
  cases: readonly Case[] = ARTICLE_CASES,
  question: WeightsQuestion = {},
): WeightsReport {
  checkAsked(question, KINDS)
  checkAsked({ cases }, { cases: CASES })
  const chosen = chooseLosses(question.losses ?? ['focal:alpha=0.25,gamma=2'], {})
  checkTask(chosen, 'binary')
  return weigh(cases, chosen, question.threshold ?? 0.5)
}
