/** The calibration that a page shows: of predictions before and after the best temperature, of a sketch as far as it is parted. */
import { sigmoid } from '../../losses/functions.ts'
import { readyGroups } from '../../measures/bands.ts'
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import { sketchScan } from '../../sketched/sketch-dataset.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { adjustStretches, createAdjustedBins } from '../calibrate/adjusted.ts'
import { USUAL_BINS } from '../calibrate/bin-count.ts'
import { edgesOfBins, MOST_HEAT, type Reliability } from '../calibrate/bins.ts'
import { type CalibrateReport, calibrate, reliabilityOf } from '../calibrate/calibrate.ts'
import { sumOver } from '../calibrate/fit.ts'
import { stretchesOf } from '../calibrate/points.ts'
import { calibrateSoftmax, type SoftmaxCalibrateReport } from '../calibrate/softmax.ts'
import type { PageCalibration } from './report-content.ts'

/** The page shows no class by itself. */
const ASKED = { bins: USUAL_BINS, side: 'left', together: true } as const

/** Samples that are soon read again, one by one: of more, bins after a very high temperature are left out, and softmax altogether. */
const FEW = 2 ** 22

/** @param scan of another pass than that of the page's sketch */
export async function calibrateForPage(scan: Scan, samples: number): Promise<PageCalibration | null> {
  if (scan.grouping.task === 'softmax')
    return samples > FEW ? null : ofSoftmax(await calibrateSoftmax(scan, ASKED))
  const data = await sketchScan(scan, [], undefined, { edges: edgesOfBins(USUAL_BINS) })
  const report = calibrate(data, ASKED)
  const { temperature } = report
  return ofBinary(data, report, temperature && (await binsAfter(scan, temperature.temperature, samples)))
}

/** What a sketch tells; null of softmax rows. */
export function calibrateSaved(data: SketchedData): PageCalibration | null {
  return data.grouping.task === 'softmax' ? null : ofBinary(data, calibrate(data, ASKED), null)
}

/** Bins end elsewhere after a temperature: another pass is parted there. */
async function binsAfter(
  { dataset, options }: Scan,
  temperature: number,
  samples: number,
): Promise<Reliability | null> {
  const again = createScan(dataset, options)
  const heat = Math.abs(temperature)
  if (heat <= MOST_HEAT) {
    const edges = edgesOfBins(USUAL_BINS, heat)
    const { sketch, grouping } = await sketchScan(again, [], undefined, { edges })
    const stretches = stretchesOf(readyGroups(sketch, grouping, 0, null))
    const turned = temperature < 0 ? adjustStretches(stretches, { temperature: -1, shift: 0 }) : stretches
    return reliabilityOf(turned, ASKED, heat)
  }
  if (samples > FEW) return null
  const adjustment = { temperature, shift: 0 }
  const bins = createAdjustedBins([adjustment], [ASKED], again.grouping)
  for await (const block of again.blocks()) bins.add(block)
  return bins.filled.of(adjustment, ASKED)
}

function ofBinary(
  { sketch, grouping }: SketchedData,
  report: CalibrateReport,
  tempered: Reliability | null,
): PageCalibration {
  const { count, observed, expected, asItIs, temperature: after, platt, reliability, chance } = report
  const stretches = stretchesOf(readyGroups(sketch, grouping, 0, null))
  const weight = sumOver(stretches, () => 1)
  return {
    of: 'positive',
    binCount: USUAL_BINS,
    count,
    observed,
    before: { logLoss: asItIs.logLoss, brier: asItIs.brier, expected, reliability, classwiseEce: null },
    after: after && {
      temperature: after.temperature,
      logLoss: after.logLoss,
      brier: after.brier,
      expected: sumOver(stretches, (z) => sigmoid(after.slope * z)) / weight,
      reliability: tempered,
      classwiseEce: null,
    },
    line: platt && { slope: platt.slope, intercept: platt.intercept },
    chance,
  }
}

function ofSoftmax(report: SoftmaxCalibrateReport): PageCalibration {
  const { count, observed, expected, asItIs, temperature: after, reliability, chance, classwiseEce } = report
  return {
    of: 'likeliest',
    binCount: USUAL_BINS,
    count,
    observed,
    before: { ...asItIs, expected, reliability, classwiseEce },
    after: after && {
      temperature: after.temperature,
      logLoss: after.logLoss,
      brier: after.brier,
      expected: after.expected,
      reliability: after.reliability,
      classwiseEce: after.classwiseEce,
    },
    line: null,
    chance,
  }
}
