/** The calibration that a page shows: of predictions before and after the best temperature, of a sketch as far as it is parted. */
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import { sketchScan } from '../../sketched/sketch-dataset.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { createAdjustedBins } from '../calibrate/adjusted.ts'
import { USUAL_BINS } from '../calibrate/bin-count.ts'
import { edgesOfBins, type Reliability } from '../calibrate/bins.ts'
import { type CalibrateReport, calibrate } from '../calibrate/calibrate.ts'
import { calibrateSoftmax, type SoftmaxCalibrateReport } from '../calibrate/softmax.ts'
import type { PageCalibration } from './report-content.ts'

const ASKED = { bins: USUAL_BINS, side: 'left' } as const

/** Samples that are soon read again, one by one: of more, bins after the temperature are left out, and softmax altogether. */
const FEW = 2 ** 22

/** @param scan of another pass than that of the page's sketch */
export async function calibrateForPage(scan: Scan, samples: number): Promise<PageCalibration | null> {
  if (scan.grouping.task === 'softmax')
    return samples > FEW ? null : ofSoftmax(await calibrateSoftmax(scan, ASKED))
  const data = await sketchScan(scan, [], undefined, { edges: edgesOfBins(USUAL_BINS) })
  const report = calibrate(data, ASKED)
  const { temperature } = report
  const isRead = temperature !== null && temperature.temperature > 0 && samples <= FEW
  const tempered = isRead ? await binsAfter(scan, temperature.temperature) : null
  return ofBinary(report, tempered)
}

/** What a sketch tells; null of softmax rows. */
export function calibrateSaved(data: SketchedData): PageCalibration | null {
  return data.grouping.task === 'softmax' ? null : ofBinary(calibrate(data, ASKED), null)
}

async function binsAfter({ dataset, options }: Scan, temperature: number): Promise<Reliability | null> {
  const again = createScan(dataset, options)
  const adjustment = { temperature, shift: 0 }
  const bins = createAdjustedBins([adjustment], [ASKED], again.grouping)
  for await (const block of again.blocks()) bins.add(block)
  return bins.filled.of(adjustment, ASKED)
}

function ofBinary(report: CalibrateReport, tempered: Reliability | null): PageCalibration {
  const { count, observed, expected, asItIs, temperature: after, platt, reliability, chance } = report
  return {
    of: 'positive',
    binCount: USUAL_BINS,
    count,
    observed,
    before: { logLoss: asItIs.logLoss, brier: asItIs.brier, expected, reliability },
    after: after && {
      temperature: after.temperature,
      logLoss: after.logLoss,
      brier: after.brier,
      expected: tempered && meanOf(tempered),
      reliability: tempered,
    },
    line: platt && { slope: platt.slope, intercept: platt.intercept },
    chance,
    classwiseEce: null,
  }
}

function meanOf({ bins }: Reliability): number {
  const sum = (of: (bin: Reliability['bins'][number]) => number) =>
    bins.reduce((all, bin) => all + of(bin), 0)
  return sum(({ weight, mean }) => weight * (mean ?? 0)) / sum(({ weight }) => weight)
}

function ofSoftmax(report: SoftmaxCalibrateReport): PageCalibration {
  const { count, observed, expected, asItIs, temperature: after, reliability, chance, classwiseEce } = report
  return {
    of: 'likeliest',
    binCount: USUAL_BINS,
    count,
    observed,
    before: { ...asItIs, expected, reliability },
    after: after && {
      temperature: after.temperature,
      logLoss: after.logLoss,
      brier: after.brier,
      expected: after.expected,
      reliability: after.reliability,
    },
    line: null,
    chance,
    classwiseEce,
  }
}
