/**
 * Whether the probabilities of a softmax are what they say: of the class that it holds for the likeliest (Guo et al. 2017,
 * arXiv:1706.04599), of each class (Kull et al. 2019, arXiv:1910.12656), and what the best temperature would make of them.
 */
import { addAt, createSums, sumAt } from '../../measures/compensated.ts'
import type { Dataset } from '../../reading/dataset.ts'
import { moveReading } from '../../reading/scores/adjusted.ts'
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import { checkTotals, overflowOfScans } from '../../sketched/overflow.ts'
import { describeSource, type SourceReport } from '../../sketched/source.ts'
import type { LimitSide, Reliability } from './bins.ts'
import type { CalibrateAsked } from './calibrate.ts'
import type { Chance } from './chance.ts'
import { checkPrior, type SoftmaxPrior, softmaxPrior } from './prior.ts'
import type { Area } from './ranking.ts'
import type { AsItIs, PassOptions, Tempered } from './softmax-pass.ts'
import { createPasses, type Passes } from './softmax-passes.ts'
import { ascending, type Slope } from './softmax-slopes.ts'
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
  /** Other shares of the classes that were asked for, at which all figures are; null without. */
  readonly prior: SoftmaxPrior | null
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
const MOST_LOOKS = 60

/**
 * Runs the scan; then passes over the same data again, until the temperature is known to the digit.
 *
 * @param fits whether anybody asks for the temperature, without which there is nothing after it
 */
export async function calibrateSoftmax(
  scan: Scan,
  { bins, side, prior: asked = null }: CalibrateAsked,
  fits = true,
): Promise<SoftmaxCalibrateReport> {
  const prior = asked && (await priorOf(scan, asked))
  const dataset = prior ? atPrior(scan.dataset, prior) : scan.dataset
  const again = () => createScan(dataset, scan.options)
  const factors = prior?.to.map((to, k) => to / prior.from[k]) ?? null
  const options: PassOptions = { bins, side, factors }
  const first = prior ? again() : scan
  const passes = createPasses(options)
  const found = await passes.asItIs(first)
  // What was asked of the prior is no reading of the file.
  const source = describeSource(prior ? scan : first)
  await checkFound(first, source, found)
  const fitted = fits ? await fitTemperature(found, again, passes) : { why: null }
  const { worth } = found
  const { logLoss, brier, ...rest } = worth
  const after = 'at' in fitted ? fitted : null
  return {
    source,
    binCount: bins,
    side,
    prior,
    count: found.count,
    weight: found.weight,
    observed: found.observed,
    // Samples that are weighed by their truth scatter otherwise than probabilities say.
    chance: prior ? { p: null, ece: null } : found.chance,
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

/** A first pass counts the classes. */
async function priorOf(scan: Scan, prior: readonly number[]): Promise<SoftmaxPrior> {
  const { classes } = scan.grouping
  checkPrior('softmax', classes, prior)
  const weights = createSums(classes.length)
  for await (const { length, label, weight } of scan.blocks())
    for (let i = 0; i < length; i++) addAt(weights, label[i], weight ? weight[i] : 1)
  return softmaxPrior(
    scan.dataset.name,
    classes,
    classes.map((_, k) => sumAt(weights, k)),
    prior,
  )
}

/** The data with logits moved by what the prior's do. */
function atPrior(dataset: Dataset, { to, from }: SoftmaxPrior): Dataset {
  return {
    ...dataset,
    reading: moveReading(
      dataset.reading,
      to.map((share, k) => share / from[k]),
    ),
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
  { forSlope, tempered }: Passes,
): Promise<Tempered | { readonly why: NoTemperature }> {
  let [known, looks] = [slopes, 0]
  const learn = (more: Slope) => {
    known = ascending([...known, more])
  }
  for (;;) {
    const next = nextLook(known, ends, looks)
    if ('why' in next) return next
    // Where the zero is first looked for it seldom is to the last digit, and all figures of a row take longer than its slope.
    if (next.isFar || looks === 0) learn(await forSlope(again(), next.a))
    else {
      const found = await tempered(again(), next.a)
      if (isSettled(found.at) || looks >= MOST_LOOKS) return found
      learn(found.at)
    }
    if (!next.isFar) looks++
  }
}
