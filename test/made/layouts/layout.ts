/** A random dump of a classifier, as people write them, and what is true of it. */

import { drawArrays } from './arrays.ts'
import { drawKnown, type Known } from './classifier.ts'
import { createRandom } from './random.ts'
import { drawText } from './text.ts'

export interface Layout {
  readonly seed: number
  readonly files: readonly { readonly name: string; readonly content: string | Uint8Array }[]
  /** What a person types behind `lossctl compare`, with the names of the files. */
  readonly words: readonly string[]
  /** Of each answer, one after another. */
  readonly truths: readonly Truth[]
  /** Why a careful person could not read it without asking; empty where one can. */
  readonly doubts: readonly string[]
  /** What was drawn, for statistics. */
  readonly traits: readonly string[]
}

export interface Truth {
  /** Mean cross-entropy of the numbers as they are written. */
  readonly mean: number
  /** How far off it may be where numbers are rounded, besides the last digits of doubles. */
  readonly slack: number
  readonly count: number
  /** Of binary samples, null otherwise. */
  readonly positives: number | null
}

export function drawLayout(seed: number): Layout {
  const random = createRandom(seed)
  const known: Known = drawKnown(random)
  return { seed, ...(random.chance(0.22) ? drawArrays(random, known) : drawText(random, known)) }
}
