/** Passes over softmax rows by the kernels, where these take them. */
import { readTop, topLength } from '../../kernels/top.ts'
import { addAt, createSums, sumAt } from '../../measures/compensated.ts'
import { placeOfChance, ZERO } from '../../scan/margin-counts.ts'
import type { Scan } from '../../scan/scan.ts'
import { sketchTop } from '../../scan/sketch.ts'
import { type CalibrateOptions, edgesOfBins } from './bins.ts'
import type { AsItIs, Tempered } from './softmax-pass.ts'
import { ascending, type Slope } from './softmax-slopes.ts'
import { foundOf } from './softmax-sums.ts'

/** Null where rows must be looked at one by one. */
export async function quickAsItIs(scan: Scan, options: CalibrateOptions): Promise<AsItIs | null> {
  const found = await passOf(scan, null, options)
  if (!found) return null
  const { slopes, likely, atNothing, hasMistake, weight, been } = found.read
  // More is not asked of the margins of softmax rows.
  const { neither } = scan.margins
  neither[placeOfChance(been.length)] += likely
  neither[0] += found.count - likely
  return {
    ...figuresOf(found, options),
    slopes: ascending(slopes),
    atNothing: atNothing / weight,
    hasMistake,
  }
}

/** The same of softmax(a z). */
export async function quickTempered(
  scan: Scan,
  options: CalibrateOptions,
  a: number,
): Promise<Tempered | null> {
  const found = await passOf(scan, a, options)
  return found && { ...figuresOf(found, options), at: found.read.slopes[0] }
}

/** Slope and curvature at a alone. */
export async function quickSlope(scan: Scan, a: number): Promise<Slope | null> {
  const found = await passOf(scan, a, { bins: 0, side: 'left' })
  return found?.read.slopes[0] ?? null
}

type Found = NonNullable<Awaited<ReturnType<typeof passOf>>>

async function passOf(scan: Scan, a: number | null, { bins, side }: CalibrateOptions) {
  const classes = scan.dataset.reading.scores.length
  const sums = createSums(topLength(classes, bins))
  const edges = bins === 0 ? [] : edgesOfBins(bins)
  const odds = Math.exp((placeOfChance(classes) - ZERO) / 8)
  const sketch = await sketchTop(scan, edges, { a, odds, bins, right: side === 'right' }, (some) => {
    for (let i = 0; i < some.length; i++) addAt(sums, i, some[i])
  })
  if (!sketch) return null
  const read = readTop(
    sums.total.map((_, i) => sumAt(sums, i)),
    a ?? 1,
    classes,
    bins,
  )
  return { sketch, read, count: scan.counts.samples }
}

function figuresOf({ sketch, read, count }: Found, options: CalibrateOptions) {
  const { weight, logLoss, brier, said, been, gaps } = read
  const classes = Array.from(said, (p, k) => ({
    expected: p / weight,
    observed: been[k] / weight,
    ece: gaps.reduce((sum, gap) => sum + Math.abs(gap[k]), 0) / weight,
  }))
  return foundOf({ count, weight, logLoss, brier, classes, sketch }, options)
}
