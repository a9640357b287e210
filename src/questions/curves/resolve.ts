/**
 * Shares of the hardest samples to every digit shown: passes over the data, each of which looks at the bins in which a
 * share ends that is not known yet (sketch/lens.ts).
 */
import type { Loss } from '../../losses/loss.ts'
import { LOWEST } from '../../sketch/grid.ts'
import { createLens, type Lens, type View } from '../../sketch/lens.ts'
import type { Sketch } from '../../sketch/sketch.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { changed } from '../../sources/file.ts'
import { type CdfSide, curvesOf, HARDEST, PERCENTS, type SideCurves, sidesOf } from './cdf.ts'
import { canBeFiner, groupsOfSide, lensFor, numberGroups, putFiner } from './finer.ts'
import { halfOf, isTold } from './half.ts'
import { type Lorenz, placeOf, type Share } from './lorenz.ts'
import type { Stretch } from './ordered.ts'

/** A pass over the data: the sketch of what the view looks at. */
export type Pass = (view: View) => Promise<Sketch>

/** Shares are shown to a tenth of a percent. */
const SHOWN = 0.001

/** How close the bounds of a share are brought, whatever is shown. */
const CLOSE = 1e-5

/** Bounds as close as this are one number; its last digit may stand on the edge between two. */
const ONE_NUMBER = 1e-9

/** Bins that the end of a share is looked for in: of a printed one, and of another point of a curve. */
const FIGURE_CELLS = 256
const POINT_CELLS = 8

/** So many samples are soon read again; of more, points that are no figures are left within what is shown. */
const FEW = 2 ** 20

/** Passes after which a figure is left with its bounds; each parts a bin into as many, but where classes are many. */
const MOST_PASSES = 8

/** Before a side of which all is known. */
const NOTHING = [createLens([], LOWEST)]

/** A side, the lenses it has been seen through, and what of it is not known well enough. */
interface Seen extends SideCurves {
  readonly lenses: readonly Lens[]
  /** With the number of bins that each is to become. */
  readonly coarse: ReadonlyMap<Stretch, number>
}

/** The sides of a data set, looked at until each share of the hardest samples is known to the digit. */
export async function resolveSides(
  data: SketchedData,
  losses: readonly Loss[],
  pass: Pass,
): Promise<readonly SideCurves[]> {
  const points = data.source.samples <= FEW ? CLOSE : SHOWN
  const judge = (side: CdfSide, lenses: readonly Lens[]): Seen => {
    const curves = curvesOf(losses, data.grouping, side)
    return { side, lenses, curves, coarse: coarseOf(side, curves, points) }
  }
  let seen = sidesOf(data).map((side) => judge(side, []))
  for (let passes = 0; passes < MOST_PASSES && seen.some(isCoarse); passes++) {
    const finer = await lookAgain(data, seen, pass)
    seen = finer.map(({ side, lenses }) => judge(side, lenses))
  }
  return seen
}

function isCoarse({ coarse }: Seen): boolean {
  return coarse.size > 0
}

/** Stretches in which a share ends that is not known well enough: a figure to the digit, a point to `within`. */
function coarseOf(
  { ordered, samples }: CdfSide,
  curves: readonly Lorenz[],
  within: number,
): Map<Stretch, number> {
  const coarse = new Map<Stretch, number>()
  const add = (share: number, isKnown: (share: Share) => boolean, cells: number) => {
    const place = placeOf(ordered, share)
    const stretch = ordered.stretches[place.stretch]
    if (place.within === 0 || place.within === 1 || !canBeFiner(stretch)) return
    if (!curves.every(({ shareAt }) => isKnown(shareAt(share)))) coarse.set(stretch, cells)
  }
  for (const share of PERCENTS) add(share, (known) => isWithin(known, within), POINT_CELLS)
  for (const share of HARDEST) add(1 - share, isDigit, FIGURE_CELLS)
  for (const half of curves.map((curve) => halfOf(curve, samples)))
    if (half && !isTold(half, ordered.count)) add(1 - (half.low + half.high) / 2, () => false, FIGURE_CELLS)
  return coarse
}

/** Whether the share of the hardest is shown with the same digits, wherever it lies. */
function isDigit(share: Share): boolean {
  const [from, to] = [1 - share.high, 1 - share.low].map((hardest) => Math.round(hardest / SHOWN))
  return isWithin(share, CLOSE) && (from === to || isWithin(share, ONE_NUMBER))
}

/** Or as good as rounding allows. A share of a loss that sums to nothing is unknown, and no look would help. */
function isWithin({ low, high, rounding }: Share, limit: number): boolean {
  return !(high - low > Math.max(limit, 2 * rounding))
}

/** Looks at what is not known well enough. */
async function lookAgain(
  { grouping, source }: SketchedData,
  seen: readonly Seen[],
  pass: Pass,
): Promise<readonly Omit<Seen, 'curves' | 'coarse'>[]> {
  const numbers = numberGroups(grouping)
  const before = seen.map(({ coarse, lenses }) =>
    coarse.size > 0 ? [...lenses, lensFor(coarse, lenses, numbers.size)] : lenses,
  )
  const lenses = [0, 1].map((index) => {
    const found = seen.findIndex((one) => one.side.index === index && isCoarse(one))
    return before[found] ?? NOTHING
  })
  const sketch = await pass({ ...numbers, lenses })
  return seen.map(({ side, coarse }, i) => {
    if (coarse.size === 0) return { side, lenses: before[i] }
    const groups = groupsOfSide(sketch, side.index, numbers)
    const ordered = putFiner(side.ordered, coarse, sketch, groups, before[i])
    if (ordered === null) throw changed(source.name)
    return { side: { ...side, ordered }, lenses: before[i] }
  })
}
