/**
 * Whether the probabilities of a softmax are what they say: of the class that it holds for the likeliest (Guo et al. 2017,
 * arXiv:1706.04599), of each class (Kull et al. 2019, arXiv:1910.12656), and what the best temperature would make of them.
 */
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import { checkTotals, overflowOfScans } from '../../sketched/overflow.ts'
import { describeSource, type SourceReport } from '../../sketched/source.ts'
import type { CalibrateOptions, LimitSide, Reliability } from './bins.ts'
import type { Chance } from './chance.ts'
import type { Area } from './ranking.ts'
import { type AsItIs, passAsItIs, passForSlopes, passTempered, type Tempered } from './softmax-pass.ts'
import type { Slope } from './softmax-slopes.ts'
import type { SoftmaxFound, SoftmaxWorth } from './softmax-sums.ts'
import { isSettled, type NoTemperature, nextLook } from './softmax-temperature.ts'

/** One class against all others. */
export interface SoftmaxClass {
  readonly name: string
  /** Mean probability of the class, and how often it is the truth. */
  readonly expected: number
  readonly observed: number
  /** Calibration error of its probability, and the same after the temperature. */
  readonly ece: number
  readonly eceAfter: number | null
}

export interface SoftmaxCalibrateReport {
  readonly source: SourceReport
  readonly binCount: number
  readonly side: LimitSide
  readonly count: number
  readonly weight: number
  /** Mean probability of the top class, which is confidence, and how often it is the truth, which is accuracy. */
  readonly expected: number
  readonly observed: number
  readonly asItIs: Pick<SoftmaxWorth, 'logLoss' | 'brier'>
  /** After temperature scaling; null with `why` there is none. */
  readonly temperature: (SoftmaxWorth & { readonly temperature: number }) | null
  readonly why: { readonly temperature: NoTemperature | null }
  /** Of confidence. */
  readonly reliability: Reliability
  readonly area: Area | null
  /** What chance may have done to it. */
  readonly chance: Chance
  readonly classwiseEce: number
  readonly classes: readonly SoftmaxClass[]
}

/** Passes that are more than any data need: halving alone would get to the last digit. */
const MOST_PASSES = 60

/**
 * Runs the scan; then passes over the same data again, until the temperature is known to the digit.
 *
 * @param fits whether anybody asks for the temperature, without which there is nothing after it
 */
export async function calibrateSoftmax(
  scan: Scan,
  options: CalibrateOptions,
  fits = true,
): Promise<SoftmaxCalibrateReport> {
  const found = await passAsItIs(scan, options)
  const source = describeSource(scan)
  await checkFound(scan, source, found)
  const again = () => createScan(scan.dataset, scan.options)
  const fitted = fits ? await fitTemperature(found, again, options) : { why: null }
  const { worth } = found
  const { logLoss, brier, ...rest } = worth
  const after = 'at' in fitted ? fitted : null
  return {
    source,
    binCount: options.bins,
    side: options.side,
    count: found.count,
    weight: found.weight,
    observed: found.observed,
    chance: found.chance,
    asItIs: { logLoss, brier },
    ...rest,
    temperature: after && { temperature: 1 / after.at.a, ...after.worth },
    why: { temperature: 'why' in fitted ? fitted.why : null },
    classes: found.classes.map((own, k) => ({
      name: scan.grouping.classes[k],
      ...own,
      eceAfter: after?.classes[k].ece ?? null,
    })),
  }
}

async function checkFound(scan: Scan, source: SourceReport, { sketch, worth }: SoftmaxFound): Promise<void> {
  const { grouping, slices } = scan
  await checkTotals(scan, { source, grouping, slices, thresholds: [], sketch })
  if (Number.isFinite(worth.logLoss)) return
  throw await overflowOfScans([scan])
}

async function fitTemperature(
  { slopes, ...ends }: AsItIs,
  again: () => Scan,
  options: CalibrateOptions,
): Promise<Tempered | { readonly why: NoTemperature }> {
  let known = slopes
  for (let passes = 0; ; passes++) {
    const next = nextLook(known, ends, passes)
    if ('why' in next) return next
    if ('nodes' in next) {
      known = merge(known, await passForSlopes(again(), next.nodes))
      continue
    }
    const found = await passTempered(again(), options, next.a)
    if (isSettled(found.at) || passes >= MOST_PASSES) return found
    known = merge(known, [found.at])
  }
}

function merge(known: readonly Slope[], more: readonly Slope[]): readonly Slope[] {
  return [...known, ...more].toSorted((p, q) => p.a - q.a)
}
