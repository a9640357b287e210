/** Losses of sets on predictions: where a share of the hardest samples ends is looked at in a second pass. */
import type { SetLoss } from '../../../losses/set/set-loss.ts'
import { createScan } from '../../../scan/samples.ts'
import type { SampleBlock, Scan } from '../../../scan/scan.ts'
import { LOWEST } from '../../../sketch/grid.ts'
import { BELOW_GRID } from '../../../sketch/lens.ts'
import type { SketchedData } from '../../../sketched/sketched-data.ts'
import { changed } from '../../../sources/file.ts'
import type { Looked } from './hardest.ts'
import { reportSets, type Seen, type SetReport, type Wanted } from './set-report.ts'

/** Most samples that are looked at one by one: 128 MB of margins and weights. What is beyond is left with its bounds. */
const MOST_LOOKED = 2 ** 23

/** Samples of a stretch that have been met so far. */
interface Collected extends Looked {
  readonly from: number
  readonly to: number
  readonly slice: number | null
  met: number
}

export async function scanSets(
  scan: Scan,
  data: SketchedData,
  sets: readonly SetLoss[],
  bySlice: boolean,
): Promise<readonly SetReport[]> {
  const wanted = new Map<string, Collected>()
  let size = 0
  const want: Seen = (one) => {
    const key = keyOf(one)
    if (wanted.has(key)) return null
    size += one.stretch.count
    if (size <= MOST_LOOKED) wanted.set(key, roomFor(one, data))
    return null
  }
  const first = reportSets(data, sets, bySlice, want)
  if (wanted.size === 0) return first
  await collect(createScan(scan.dataset, scan.options), data, [...wanted.values()])
  return reportSets(data, sets, bySlice, (one) => wanted.get(keyOf(one)) ?? null)
}

function keyOf({ slice, stretch }: Wanted): string {
  const { from, to } = endsOf(stretch)
  return `${slice} ${from} ${to}`
}

function endsOf({ bin, ends }: Wanted['stretch']): { readonly from: number; readonly to: number } {
  if (ends !== null) return { from: ends[1], to: ends[0] }
  return bin === BELOW_GRID
    ? { from: Number.NEGATIVE_INFINITY, to: LOWEST }
    : { from: -LOWEST, to: Number.POSITIVE_INFINITY }
}

function roomFor({ slice, stretch }: Wanted, { sketch }: SketchedData): Collected {
  const weight = sketch.squares ? new Float64Array(stretch.count) : null
  return { ...endsOf(stretch), slice, margin: new Float64Array(stretch.count), weight, met: 0 }
}

async function collect(scan: Scan, data: SketchedData, wanted: readonly Collected[]): Promise<void> {
  const numbers = new Map(data.slices.map((name, index) => [name, index]))
  const ofSlice = new Map<number, readonly Collected[]>()
  /** What a slice of this pass is looked at for. */
  const wantedOf = (slice: number): readonly Collected[] => {
    const number = numbers.get(scan.slices[slice])
    const own = wanted.filter((one) => one.slice === null || one.slice === number)
    ofSlice.set(slice, own)
    return own
  }
  const { size } = scan.grouping
  for await (const block of scan.blocks())
    for (let i = 0; i < block.length; i++) {
      const slice = Math.floor(block.group[i] / size)
      for (const one of ofSlice.get(slice) ?? wantedOf(slice)) meet(one, block, i)
    }
  if (wanted.some(({ met, margin }) => met !== margin.length)) throw changed(data.source.name)
}

function meet(one: Collected, { margin, weight }: SampleBlock, i: number): void {
  if (!(margin[i] >= one.from && margin[i] < one.to)) return
  one.margin[one.met] = margin[i]
  if (one.weight && weight) one.weight[one.met] = weight[i]
  one.met++
}
