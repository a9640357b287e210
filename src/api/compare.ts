/** The comparison of losses. */
import { UsageError } from '../errors.ts'
import { chooseLibraryLosses, findLibrary } from '../losses/libraries/adapt.ts'
import type { Scores } from '../losses/libraries/library.ts'
import type { Loss } from '../losses/loss.ts'
import type { SetLoss } from '../losses/set/set-loss.ts'
import { chooseLosses } from '../losses/spec/choose.ts'
import { parseSet, uniqueSets } from '../losses/spec/set-spec.ts'
import type { ClassWeights } from '../measures/class-weights.ts'
import {
  type CompareReport,
  compareSketched,
  needsClasses,
  type Reduction,
} from '../questions/compare/compare.ts'
import { compareScan } from '../questions/compare/compare-scan.ts'
import {
  BY,
  COUNT,
  checkAsked,
  type Kinds,
  REDUCTION_KIND,
  TEXT,
  TEXTS,
  THRESHOLD_KIND,
  WEIGHTS,
} from './asked.ts'
import { type By, checkApart, checkBy, checkClasses, type Data, open, scanOf } from './data.ts'

export interface CompareQuestion {
  /** Specs such as `ce` and `focal:alpha=0.25,gamma=2`; ce, focal, poly1 and poly1-focal unless said. */
  readonly losses?: readonly string[]
  /** Compute as this library does, with its defaults: `torchvision`, `keras`; see `libraries`. */
  readonly compat?: string
  /** A sample is easy from this pt on; 0.5 unless said. */
  readonly threshold?: number
  /** What a sum is divided by; `mean` unless said. */
  readonly reduction?: Reduction
  /** One factor a class, or `balanced`; a mean is then sum w f / sum w. */
  readonly classWeights?: ClassWeights
  /** Break down by class, or by the slices that the data name. */
  readonly by?: By
  /** Losses of the whole file as one batch: specs such as `dice` and `tversky:alpha=0.3,beta=0.7`; none unless said. */
  readonly sets?: readonly string[]
  /** How many of the hardest samples to list; none unless said. */
  readonly hardest?: number
}

const KINDS: Kinds<Required<CompareQuestion>> = {
  losses: TEXTS,
  compat: TEXT,
  threshold: THRESHOLD_KIND,
  reduction: REDUCTION_KIND,
  classWeights: WEIGHTS,
  by: BY,
  sets: TEXTS,
  hardest: COUNT,
}

/**
 * Where each loss puts its weight: means in nats, shares of loss and gradient by band, effective samples. As `results[0]` of
 * `lossctl compare --format json`; docs/report.schema.json describes it. Lin et al. 2017, arXiv:1708.02002.
 *
 * Throws an InputError for data that cannot be read, and a UsageError for a question that makes no sense.
 *
 * @example
 * const { losses } = await compare({ scores: [2.1, -0.3, -4], labels: [1, 1, 0] }, { losses: ['ce', 'focal:gamma=2'] })
 * const found = [losses[1].value, losses[1].effectiveSamples]
 */
export async function compare(data: Data, question: CompareQuestion = {}): Promise<CompareReport> {
  checkAsked(question, KINDS)
  const { threshold = 0.5, reduction = 'mean', classWeights = null, by = null, hardest = 0 } = question
  const settings = { threshold, reduction, classWeights, by, hardest }
  const sets = setsOf(question)
  const opened = await open(data)
  checkBy(opened, by)
  if (!('dataset' in opened)) {
    if (hardest > 0) throw new UsageError('a sketch has no samples to list', 'leave hardest out')
    const { task, from, classes, precision } = opened.source
    const scores = { task, from: from as Scores['from'], classes: classes.length, precision }
    const losses = lossesOf(question, scores)
    checkClasses(opened, losses)
    if (needsClasses(losses, settings, sets, task)) checkApart(opened, 'what is asked')
    return compareSketched(opened, losses, settings, sets)
  }
  const { reading, precision } = opened.dataset
  const classes = reading.task === 'binary' ? 2 : reading.scores.length
  const losses = lossesOf(question, { task: reading.task, from: reading.from, classes, precision })
  const perClass = needsClasses(losses, settings, sets, reading.task)
  return compareScan(scanOf(opened, perClass), losses, settings, sets)
}

function setsOf({ sets = [], compat, classWeights = null }: CompareQuestion): readonly SetLoss[] {
  if (sets.length > 0 && (compat !== undefined || classWeights !== null))
    throw new UsageError(
      'sets are not computed as compat says, and are no means that classWeights would weigh classes in',
      'leave sets out, or compat and classWeights',
    )
  return uniqueSets(sets.map(parseSet))
}

function lossesOf({ losses = [], compat }: CompareQuestion, scores: Scores): readonly Loss[] {
  return compat === undefined
    ? chooseLosses(losses, {})
    : chooseLibraryLosses(findLibrary(compat), scores, losses, {})
}
