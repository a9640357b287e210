/** Two models side by side. */

import { UsageError } from '../errors.ts'
import { tellClassesApart } from '../losses/bound.ts'
import { chooseLosses } from '../losses/spec/choose.ts'
import { refuseBatchLosses } from '../losses/spec/plain.ts'
import { type DiffReport, diffPairs } from '../questions/diff/diff.ts'
import { pairDatasets } from '../reading/alignment/pair.ts'
import { createPairs, type Pairs } from '../scan/pairs/pairs.ts'
import { BOOTSTRAP, CONFIDENCE, COUNT, checkAsked, FLAG, type Kinds, TEXTS, THRESHOLD_KIND } from './asked.ts'
import { type Data, openRows, scanOf } from './data.ts'

export interface DiffQuestion {
  /** Specs; ce, focal, poly1 and poly1-focal unless said. */
  readonly losses?: readonly string[]
  /** A sample is easy from this pt on; 0.5 unless said. */
  readonly threshold?: number
  /** Of the intervals; 0.95 unless said. */
  readonly confidence?: number
  /** How many of the samples that moved most to list; 10 unless said. */
  readonly top?: number
  /** Intervals from replicates instead of Student's t. */
  readonly bootstrap?: { readonly replicates: number; readonly seed: number }
  /** Quantities of calibration to hold side by side, as `['ece', 'slope']`, or `['calibration']` for all; none unless said. */
  readonly quantities?: readonly string[]
  /** Pair row by row, whatever the ids. */
  readonly byRow?: boolean
}

const KINDS: Kinds<Required<DiffQuestion>> = {
  losses: TEXTS,
  threshold: THRESHOLD_KIND,
  confidence: CONFIDENCE,
  top: COUNT,
  bootstrap: BOOTSTRAP,
  quantities: TEXTS,
  byRow: FLAG,
}

/**
 * Two models on the same samples: whether B is better than A by more than chance. Means in nats, paired intervals, moves
 * between easy and hard. Weights are those of A. As `lossctl diff A B --format json`.
 *
 * Throws an InputError for data that cannot be read or are not of the same samples, and a UsageError for a sketch.
 *
 * @example
 * const labels = [1, 0, 1, 0]
 * const { verdict, losses } = await diff({ scores: [2, -1, 0, 1], labels }, { scores: [3, -2, 1, -1], labels })
 * const found = [verdict, losses[0].difference, losses[0].interval]
 */
export async function diff(a: Data, b: Data, question: DiffQuestion = {}): Promise<DiffReport> {
  checkAsked(question, KINDS)
  const { threshold = 0.5, confidence = 0.95, top = 10, bootstrap = null, quantities = [], byRow } = question
  const losses = chooseLosses(question.losses ?? [], {})
  refuseBatchLosses(losses)
  const pairs = await openPairs(a, b, tellClassesApart(losses), byRow)
  return diffPairs(pairs, losses, { threshold, confidence, top, bootstrap, calibration: quantities })
}

/** Rows joined by id where both have one, else as they stand. */
export async function openPairs(a: Data, b: Data, perClass: boolean, byRow?: boolean): Promise<Pairs> {
  const [now, then] = [await openRows(a), await openRows(b)]
  const pair = await pairDatasets(now.dataset, withoutWeights(then.dataset), { id: saidId(now, then), byRow })
  return createPairs(
    scanOf({ ...now, dataset: pair.a }, perClass),
    scanOf({ ...then, dataset: pair.b }, perClass),
    pair.by,
  )
}

/** The column that is said to name rows, which is one for both. */
function saidId(...both: readonly { readonly how: object }[]): string | undefined {
  const ids = both.flatMap(({ how }) => ('id' in how && typeof how.id === 'string' ? [how.id] : []))
  if (new Set(ids).size < 2) return ids[0]
  throw new UsageError(
    `id is ${ids.join(' in one data set and ')} in the other`,
    'rows are joined by one name',
  )
}

/** Weights and slices are those of A. */
function withoutWeights<D extends Pairs['a']['dataset']>(dataset: D): D {
  return { ...dataset, reading: { ...dataset.reading, weight: null, by: null } }
}
