/** A data set as its sketch: what every command needs that does not look at single samples. Runs in a browser too. */
import { InputError } from '../errors.ts'
import type { Grouping } from '../margin/grouping.ts'
import { thresholdMargin } from '../margin/margins.ts'
import { hasEdge } from '../sketch/grid.ts'
import type { Sketch } from '../sketch/sketch.ts'
import type { SourceReport } from './source.ts'

export interface SketchedData {
  readonly source: SourceReport
  readonly grouping: Grouping
  /** Values of the `--by` column; one empty name without it. */
  readonly slices: readonly string[]
  /** The pt at which easy and hard samples can be parted; ascending. At 0.5 they always can. */
  readonly thresholds: readonly number[]
  readonly sketch: Sketch
}

/** The margin that parts easy from hard samples at that pt. Throws an InputError when the sketch has no edge there. */
export function partingMargin({ sketch, thresholds, source }: SketchedData, threshold: number): number {
  const margin = thresholdMargin(threshold)
  if (hasEdge(sketch.grid, margin)) return margin
  const known = [...new Set([...thresholds, 0.5])].sort((a, b) => a - b)
  throw new InputError(
    source.name,
    `this sketch is parted at pt ${known.join(' and ')}, not at ${threshold}`,
    `give --threshold ${thresholds[0]}, or sketch the predictions again with --threshold ${threshold}`,
  )
}
