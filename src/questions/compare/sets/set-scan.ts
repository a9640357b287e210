/** Losses of sets on predictions: where a share of the hardest samples ends is looked at in a second pass. */
import type { SetLoss } from '../../../losses/set/set-loss.ts'
import { identifyGroup } from '../../../margin/grouping.ts'
import { createScan } from '../../../scan/samples.ts'
import type { SampleBlock, Scan } from '../../../scan/scan.ts'
import { LOWEST } from '../../../sketch/grid.ts'
import { BELOW_GRID } from '../../../sketch/lens.ts'
import type { SketchedData } from '../../../sketched/sketched-data.ts'
import { changed } from '../../../sources/file.ts'
import type { Looked } from './hardest.ts'
import { reportSets, type SetReport } from './set-report.ts'
import { type Seen, UNSEEN, type Wanted } from './set-values.ts'

/** Most samples that are looked at one by one: 128 MB of margins and weights. What is beyond is left with its bounds. */
const MOST_LOOKED = 2 ** 23

/** Samples of a stretch that have been met so far. */
interface Collected extends Looked, Omit<Wanted, 'stretch'> {
  readonly from: number
  readonly to: number
  met: number
}

export async function scanSets(
  scan: Scan,
  data: SketchedData,
  sets: readonly SetLoss[],
  bySlice: boolean,
  cells: SketchedData | null,
): Promise<readonly SetReport[]> {
  const ask = (seen: Seen) => reportSets(data, sets, bySlice, seen, cells)
  return (await lookFor(data, () => createScan(scan.dataset, scan.options), ask)).answer
}

/** What a pass gives to be looked at. */
export interface Passed {
  /** Slices that have been met so far. */
  readonly slices: readonly string[]
  blocks(): AsyncIterable<Pick<SampleBlock, 'length' | 'margin' | 'group' | 'weight'>>
}

/**
 * Asks what wants to see samples one by one, passes over the data for them where any are wanted, and asks again.
 *
 * @param pass a new pass over the same data
 */
export async function lookFor<T>(
  data: SketchedData,
  pass: () => Passed,
  ask: (seen: Seen) => T,
): Promise<{ readonly answer: T; readonly seen: Seen }> {
  const wanted = new Map<string, Collected>()
  let size = 0
  const first = ask((one) => {
    const key = keyOf(one)
    if (wanted.has(key)) return null
    size += one.stretch.count
    if (size <= MOST_LOOKED) wanted.set(key, roomFor(one, data))
    return null
  })
  if (wanted.size === 0) return { answer: first, seen: UNSEEN }
  await collect(pass(), data, [...wanted.values()])
  const seen: Seen = (one) => wanted.get(keyOf(one)) ?? null
  return { answer: ask(seen), seen }
}

function keyOf({ slice, classIndex, stretch }: Wanted): string {
  const { from, to } = endsOf(stretch)
  return `${slice} ${classIndex} ${from} ${to}`
}

function endsOf({ bin, ends }: Wanted['stretch']): { readonly from: number; readonly to: number } {
  if (ends !== null) return { from: ends[1], to: ends[0] }
  return bin === BELOW_GRID
    ? { from: Number.NEGATIVE_INFINITY, to: LOWEST }
    : { from: -LOWEST, to: Number.POSITIVE_INFINITY }
}

function roomFor({ slice, classIndex, stretch }: Wanted, { sketch }: SketchedData): Collected {
  const weight = sketch.squares ? new Float64Array(stretch.count) : null
  return { ...endsOf(stretch), slice, classIndex, margin: new Float64Array(stretch.count), weight, met: 0 }
}

async function collect(pass: Passed, data: SketchedData, wanted: readonly Collected[]): Promise<void> {
  const numbers = new Map(data.slices.map((name, index) => [name, index]))
  const ofGroup = new Map<number, readonly Collected[]>()
  /** What a group of this pass is looked at for. */
  const wantedOf = (group: number): readonly Collected[] => {
    const { slice, classIndex } = identifyGroup(data.grouping, group)
    const number = numbers.get(pass.slices[slice])
    const own = wanted.filter(
      (one) =>
        (one.slice === null || one.slice === number) &&
        (one.classIndex === null || one.classIndex === classIndex),
    )
    ofGroup.set(group, own)
    return own
  }
  for await (const block of pass.blocks())
    for (let i = 0; i < block.length; i++)
      for (const one of ofGroup.get(block.group[i]) ?? wantedOf(block.group[i])) meet(one, block, i)
  if (wanted.some(({ met, margin }) => met !== margin.length)) throw changed(data.source.name)
}

function meet(one: Collected, { margin, weight }: Pick<SampleBlock, 'margin' | 'weight'>, i: number): void {
  if (!(margin[i] >= one.from && margin[i] < one.to)) return
  one.margin[one.met] = margin[i]
  if (one.weight && weight) one.weight[one.met] = weight[i]
  one.met++
}
