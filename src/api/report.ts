/** The page. */

import { type ComparedFile, changesOf } from '../commands/compare-changes.ts'
import { type OptionRecord, ofReading, wordsOf } from '../commands/options/option.ts'
import { by as byOption } from '../commands/options/question.ts'
import { READING } from '../commands/options/reading.ts'
import { sharedNames, sharedReading, sharedSource } from '../commands/shared-name.ts'
import { UsageError } from '../errors.ts'
import { readReportAssets } from '../host/report-assets.ts'
import { today } from '../host/today.ts'
import type { Loss } from '../losses/loss.ts'
import { chooseLosses } from '../losses/spec/choose.ts'
import { checkQuestion, type Reduction } from '../questions/compare/compare.ts'
import { shortened } from '../questions/compare/paired-changes.ts'
import { inOrderOfCourse } from '../questions/report/course-files.ts'
import { firstAnswers } from '../questions/report/first-answer.ts'
import { checkAlike, MAX_CLASSES, reportScan, reportSketched } from '../questions/report/report.ts'
import { MAX_LOSSES, type ReportFile } from '../questions/report/report-content.ts'
import { partingMargin } from '../sketched/sketched-data.ts'
import { VERSION } from '../version.ts'
import { drawReport } from '../views/layouts/report.ts'
import { checkAsked, FLAG, type Kinds, REDUCTION_KIND, TEXTS, THRESHOLD_KIND } from './asked.ts'
import { checkClasses, type Data, type Files, open, type Rows, scanOf } from './data.ts'

export interface ReportQuestion {
  /** Specs to begin with, eight at most; ce, focal, poly1 and poly1-focal unless said. */
  readonly losses?: readonly string[]
  /** A sample is easy from this pt on; 0.5 unless said. */
  readonly threshold?: number
  /** What a sum is divided by; `mean` unless said. */
  readonly reduction?: Reduction
  /** Whether to list the hardest samples, with their ids; true unless said. */
  readonly samples?: boolean
}

const KINDS: Kinds<Required<ReportQuestion>> = {
  losses: TEXTS,
  threshold: THRESHOLD_KIND,
  reduction: REDUCTION_KIND,
  samples: FLAG,
}

/** What says how files are read, as the command line says it. */
const WORDS: readonly OptionRecord[] = [...ofReading(READING), byOption('')]

/**
 * One HTML page that shows where each loss looks, with sliders; as `lossctl report` writes. Several data sets stand side by
 * side, and are compared with the first.
 *
 * Throws an InputError for data that cannot be read, or that do not go together.
 *
 * @example
 * const page = await report('preds.csv', { losses: ['ce', 'focal:gamma=2'] })
 * const found = page.slice(0, 15)
 */
export async function report(data: Data | readonly Data[], question: ReportQuestion = {}): Promise<string> {
  checkAsked(question, KINDS)
  const { threshold = 0.5, reduction = 'mean', samples = true } = question
  const losses = chooseLosses(question.losses ?? [], {})
  if (losses.length > MAX_LOSSES)
    throw new UsageError(
      `there are ${losses.length} losses, and a page shows ${MAX_LOSSES}`,
      'sliders do the rest',
    )
  const opened: OpenedFile[] = []
  for (const one of isList(data) ? data : [data])
    opened.push(await fileOf(one, losses, { threshold, reduction, samples }))
  const given = opened.map(({ file }) => file)
  checkAlike(given)
  const [files, specs] = [inOrderOfCourse(given), losses.map(({ spec }) => spec)]
  const first = firstAnswers({ files, losses: specs, threshold, reduction })
  // Files of a course are sketches, which are not paired: all others stand in their order.
  const compared = opened.map((one, at) => ({ ...one, report: first[at] }))
  const content = {
    version: VERSION,
    made: today(process.env), // what says the day is nobody's question
    files,
    losses: specs,
    threshold,
    reduction,
    changes: reduction === 'mean' ? shortened(await changesOf(compared, losses)) : null,
  }
  return drawReport(content, readReportAssets(), first)
}

function isList(data: Data | readonly Data[]): data is readonly Data[] {
  return Array.isArray(data)
}

/** What the page shows of a file, and its samples where it has any. */
type OpenedFile = Pick<ComparedFile, 'dataset' | 'options'> & { readonly file: ReportFile }

async function fileOf(
  data: Data,
  losses: readonly Loss[],
  settings: { readonly threshold: number; readonly reduction: Reduction; readonly samples: boolean },
): Promise<OpenedFile> {
  const opened = await open(data)
  if (!('dataset' in opened)) {
    checkClasses(opened, losses)
    partingMargin(opened, settings.threshold)
    checkQuestion(opened.grouping, losses, settings)
    const file = shared(reportSketched(opened, losses, sharedNames([opened.source.name])))
    return { file, dataset: null, options: { onBadRow: 'fail' } }
  }
  const { reading, name } = opened.dataset
  const scan = scanOf(opened, reading.task !== 'binary' && reading.scores.length <= MAX_CLASSES)
  checkQuestion(scan.grouping, losses, settings)
  const words = [
    ...sharedNames([name]),
    ...wordsOf(WORDS, { ...sharedReading(asTyped(opened.how), opened.dataset.beside) }),
  ]
  const { id, byRow } = data as Files
  return {
    file: shared(await reportScan(scan, { ...settings, losses, words })),
    dataset: opened.dataset,
    options: { ...opened.how, onBadRow: opened.how.onBadRow ?? 'fail', id, byRow },
  }
}

/** Labels to ignore as those of a flag that may be repeated, whether one was given or a list. */
function asTyped({ ignoreLabel, ...how }: Rows['how']) {
  return ignoreLabel === undefined ? how : { ...how, ignoreLabel: [[ignoreLabel].flat()] }
}

/** Folders are nobody's business. */
function shared(file: ReportFile): ReportFile {
  const [name] = sharedNames([file.name])
  return { ...file, name, sketch: { ...file.sketch, source: sharedSource(file.sketch.source, name) } }
}
