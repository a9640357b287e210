/** Single samples, and how they are read. */

import { UsageError } from '../errors.ts'
import { tellClassesApart } from '../losses/bound.ts'
import { checkTask, chooseLosses } from '../losses/spec/choose.ts'
import { refuseBatchLosses } from '../losses/spec/plain.ts'
import { thresholdMargin } from '../margin/margins.ts'
import {
  type InspectReport,
  inspectScan,
  inspectSketched,
  inspectUnclear,
} from '../questions/inspect/inspect.ts'
import { createRanking } from '../questions/samples/samples.ts'
import { tryToRead } from '../reading/unclear.ts'
import type { SketchContent } from '../sketched/sketch-content.ts'
import { describeSource } from '../sketched/source.ts'
import type { SamplesReport } from '../views/layouts/samples.ts'
import { COUNT, checkAsked, type Kinds, TEXT, TEXTS, THRESHOLD_KIND } from './asked.ts'
import { type Data, openRows, openSketch, openUnclear, scanOf } from './data.ts'

export interface SamplesQuestion {
  /** Specs; ce and focal unless said. */
  readonly losses?: readonly string[]
  /** A sample is easy from this pt on; 0.5 unless said. */
  readonly threshold?: number
  /** How many to return; all of them unless said. */
  readonly top?: number
  /** The spec of the loss to rank by, largest first; or `suspicion`, likely label errors first; by margin, smallest first, unless said. */
  readonly sort?: string
  /** Columns to carry along; `prob_*` is all that begin so. */
  readonly keep?: readonly string[]
}

const KINDS: Kinds<Required<SamplesQuestion>> = {
  losses: TEXTS,
  threshold: THRESHOLD_KIND,
  top: COUNT,
  sort: TEXT,
  keep: TEXTS,
}

/**
 * Sample by sample, hardest first: pt, margin, each loss in nats and its weight, loss / CE. As
 * `lossctl samples --format json`.
 *
 * Throws an InputError for data that cannot be read, and a UsageError for a sketch.
 *
 * @example
 * const hardest = await samples({ scores: [2, -1, 0], labels: [1, 0, 1] }, { losses: ['focal:gamma=2'], top: 2 })
 * const found = [hardest.samples[0].row, hardest.samples[0].pt, hardest.samples[0].losses[0].value]
 */
export async function samples(data: Data, question: SamplesQuestion = {}): Promise<SamplesReport> {
  checkAsked(question, KINDS)
  const { threshold = 0.5, top = Number.POSITIVE_INFINITY, sort, keep = [] } = question
  const losses = chooseLosses(question.losses ?? ['ce', 'focal'], {})
  refuseBatchLosses(losses)
  const index = losses.findIndex(({ spec, definition }) => spec === sort || definition.name === sort)
  const isSuspicion = sort === 'suspicion'
  if (sort !== undefined && index < 0 && !isSuspicion)
    throw new UsageError(
      `sort is ${sort}, which is none of the losses`,
      losses.map(({ spec }) => spec).join(', '),
    )
  const scan = scanOf(await openRows(data), tellClassesApart(losses), keep)
  checkTask(losses, scan.grouping.task, scan.grouping.classes)
  const ranking = createRanking(scan, losses, thresholdMargin(threshold), {
    top,
    sort: isSuspicion ? sort : index < 0 ? null : index,
  })
  for await (const block of scan.blocks()) ranking.add(block)
  const sorted = isSuspicion ? sort : index < 0 ? 'margin' : losses[index].title
  return { source: describeSource(scan), threshold, sort: sorted, samples: ranking.reports() }
}

/**
 * What would be read, and why: the task, the scale, the classes, what each column is taken for, three samples as proof, and
 * what `compare` makes of it, and of a sketch what it holds; where it is not clear, what each column could be, and the question to answer. As
 * `lossctl inspect --format json`.
 *
 * @example
 * const { task, from, reasons } = await inspect('preds.csv')
 * const found = [task, from, reasons]
 */
export async function inspect(data: Data): Promise<InspectReport> {
  const sketch = await openSketch(data)
  if (sketch) return inspectSketched(sketch)
  const { files, options, how } = await openUnclear(data as Exclude<Data, SketchContent>)
  const found = await tryToRead(files, options)
  return 'question' in found
    ? inspectUnclear(files, found)
    : inspectScan(scanOf({ dataset: found, how }, false))
}
