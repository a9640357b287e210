/** What `lossctl report` hands to its page: sketches, which know everything but single samples, and the hardest samples. */

import type { SketchContent } from '../../sketched/sketch-content.ts'
import type { Reliability } from '../calibrate/bins.ts'
import type { Chance, FitChance } from '../calibrate/chance.ts'
import type { Line } from '../calibrate/fit.ts'
import type { Reduction } from '../compare/compare.ts'
import type { PairedChanges } from '../compare/paired-changes.ts'

/** Losses that a page shows at once: more rows and curves than these nobody can follow. */
export const MAX_LOSSES = 8

export interface ReportContent {
  /** Of lossctl. */
  readonly version: string
  /** On which day, as 2026-11-27. */
  readonly made: string
  /** One at least; the others are compared with the first. */
  readonly files: readonly ReportFile[]
  /** Canonical specs of the losses to begin with. */
  readonly losses: readonly string[]
  /** The pt from which a sample is easy. */
  readonly threshold: number
  readonly reduction: Reduction
  /** Of each file, from the first, of the losses to begin with; null where none were paired. */
  readonly changes: PairedChanges | null
}

/** Figures of probabilities, as they are or after a temperature. */
export interface PageWorth {
  readonly logLoss: number
  readonly brier: number
  /** Mean probability of the positive class, or of the likeliest one. */
  readonly expected: number
  /** Null where no bins were filled. */
  readonly reliability: Reliability | null
  /** Mean over classes of the calibration error of each; null without softmax. */
  readonly classwiseEce: number | null
}

/** What `lossctl calibrate` says of a file, as far as a page shows it. */
export interface PageCalibration {
  /** Of the positive class, or with softmax of the likeliest one. */
  readonly of: 'positive' | 'likeliest'
  readonly binCount: number
  readonly count: number
  /** How often that class is the truth. */
  readonly observed: number
  readonly before: PageWorth
  /** Null where there is no temperature. */
  readonly after: (PageWorth & { readonly temperature: number }) | null
  /** The best line over log-odds; null with softmax, and where there is none. */
  readonly line: Line | null
  /** Null where samples hang together. */
  readonly chance: (Chance & Partial<FitChance>) | null
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
  /** Null for a sketch of softmax rows, which does not tell it. */
  readonly calibration: PageCalibration | null
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
  /** The likeliest class, and its probability; null without softmax, where the margin tells both. */
  readonly predicted: string | null
  readonly confidence: number | null
  readonly margin: number
  readonly weight: number
}
