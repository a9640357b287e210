/** One file of a report: its sketch, and its hardest samples. */
import { InputError } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import type { Task } from '../../losses/task.ts'
import { identifyGroup, lossPlace } from '../../margin/grouping.ts'
import { createTop } from '../../measures/top.ts'
import { type Predictions, predictionsOf } from '../../scan/predicted.ts'
import { createScan } from '../../scan/samples.ts'
import type { SampleBlock, Scan } from '../../scan/scan.ts'
import { checkLosses } from '../../sketched/edges.ts'
import { toContent } from '../../sketched/sketch-content.ts'
import { sketchScan } from '../../sketched/sketch-dataset.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { USUAL_BINS } from '../calibrate/bin-count.ts'
import { edgesOfBins } from '../calibrate/bins.ts'
import { calibrateForPage, calibrateSaved } from './page-calibration.ts'
import type { HardSample, ReportFile } from './report-content.ts'

/** Hardest samples that a page lists. */
export const MAX_SAMPLES = 200

/** Most classes that are kept apart: each is a sketch of its own, some kilobytes. */
export const MAX_CLASSES = 2000

export interface ReportOptions {
  readonly threshold: number
  readonly samples: boolean
  /** That the page begins with. */
  readonly losses: readonly Loss[]
  readonly words: readonly string[]
}

/** Runs the scan's pass, and passes over the same data for their calibration. */
export async function reportScan(
  scan: Scan,
  { threshold, samples, losses, words }: ReportOptions,
): Promise<ReportFile> {
  checkTask(losses, scan.grouping.task, scan.grouping.classes)
  const hardest = createTop<HardSample>(MAX_SAMPLES)
  const predictions = predictionsOf(scan)
  const visit = (block: SampleBlock) => {
    for (let i = 0; i < block.length; i++)
      hardest.offer(-block.margin[i], () => describeSample(scan, predictions, block, i))
  }
  const asked = { losses, hardest: MAX_SAMPLES }
  const data = await sketchScan(scan, [threshold], samples ? visit : undefined, asked)
  checkLosses(data, losses)
  // The page shows no class by itself.
  const options = { ...scan.options, perClass: false }
  const calibration = await calibrateForPage(createScan(scan.dataset, options), data.source.samples)
  return { ...fileOf(data, words), isSaved: false, samples: samples ? hardest.take() : null, calibration }
}

/** Margins at which a sketch is parted for the calibration that the page shows; of softmax rows it tells none. */
export function edgesOfPage(task: Task): readonly number[] {
  return task === 'softmax' ? [] : edgesOfBins(USUAL_BINS)
}

/** A saved sketch has no samples to list. */
export function reportSketched(
  data: SketchedData,
  losses: readonly Loss[],
  words: readonly string[],
): ReportFile {
  checkTask(losses, data.grouping.task, data.grouping.classes)
  checkLosses(data, losses)
  return { ...fileOf(data, words), isSaved: true, samples: null, calibration: calibrateSaved(data) }
}

function fileOf(data: SketchedData, words: readonly string[]) {
  return { name: data.source.name, words, sketch: toContent(data) }
}

function describeSample(
  { grouping }: Scan,
  predictions: Predictions,
  block: SampleBlock,
  i: number,
): HardSample {
  const identity = identifyGroup(grouping, block.group[i])
  const label = block.cellClass?.[i] ?? block.label[i]
  return {
    row: block.row[i],
    id: block.ids?.at(i) ?? null,
    label: grouping.classes[label],
    place: grouping.task === 'softmax' ? label : lossPlace(grouping.task, identity),
    positive: identity.positive,
    ...(grouping.task === 'softmax'
      ? {
          predicted: grouping.classes[predictions.classOf(block, i)],
          confidence: predictions.confidenceOf(block, i),
        }
      : { predicted: null, confidence: null }),
    margin: block.margin[i],
    weight: block.weight?.[i] ?? 1,
  }
}

/** Throws an InputError when files cannot stand side by side: another task, or other classes. */
export function checkAlike([first, ...others]: readonly ReportFile[]): void {
  const kind = ({ sketch: { source } }: ReportFile) => [source.task, ...source.classes]
  for (const other of others) {
    const [ours, theirs] = [kind(first), kind(other)]
    if (ours.length === theirs.length && ours.every((word, i) => word === theirs[i])) continue
    throw new InputError(
      other.name,
      `does not go together with ${first.name}: it is ${describe(theirs)}, and that is ${describe(ours)}`,
    )
  }
}

function describe([task, ...classes]: readonly string[]): string {
  const shown = classes.slice(0, 3).join(', ')
  return `${task} over ${classes.length} classes (${shown}${classes.length > 3 ? ', …' : ''})`
}
