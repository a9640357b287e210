/** What `lossctl report` hands to its page: sketches, which know everything but single samples, and the hardest samples. */

import type { SketchContent } from '../../sketched/sketch-content.ts'
import type { Reduction } from '../compare/compare.ts'

/** Losses that a page shows at once: more rows and curves than these nobody can follow. */
export const MAX_LOSSES = 8

export interface ReportContent {
  /** Of lossctl. */
  readonly version: string
  /** One at least; the others are compared with the first. */
  readonly files: readonly ReportFile[]
  /** Canonical specs of the losses to begin with. */
  readonly losses: readonly string[]
  /** The pt from which a sample is easy. */
  readonly threshold: number
  readonly reduction: Reduction
}

export interface ReportFile {
  /** As the user named it; foreign text. */
  readonly name: string
  /** What follows `lossctl compare` to read it again: the path and the options of reading, a word each. */
  readonly words: readonly string[]
  /** Whether it was read from a saved sketch, which lossctl parts at thresholds of its own alone. */
  readonly isSaved: boolean
  readonly sketch: SketchContent
  /** The hardest samples, smallest margin first; null when they were left out. */
  readonly samples: readonly HardSample[] | null
}

export interface HardSample {
  /** Row of the data set, from 0. */
  readonly row: number
  readonly id: string | null
  /** Name of the true class; of the cell's class with multi-label data. */
  readonly label: string
  /** The place of its class where a loss is bound to each (losses/bound.ts). */
  readonly place: number
  /** Null with softmax. */
  readonly positive: boolean | null
  readonly margin: number
  readonly weight: number
}
