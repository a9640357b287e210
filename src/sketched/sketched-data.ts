/** A data set as its sketch: what every command needs that does not look at single samples. Runs in a browser too. */
import { InputError } from '../errors.ts'
import { kinksOf } from '../losses/bound.ts'
import { CLAMP } from '../losses/held.ts'
import type { Loss } from '../losses/loss.ts'
import type { Grouping } from '../margin/grouping.ts'
import { thresholdMargin } from '../margin/margins.ts'
import { binOf, hasEdge } from '../sketch/grid.ts'
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

/** Throws an InputError when samples lie together across a margin where a loss is not smooth. */
export function checkKinks({ sketch, source, grouping }: SketchedData, losses: readonly Loss[]): void {
  for (const loss of losses) {
    const { spec, library } = loss
    const kinks = kinksOf([loss], grouping.task, grouping.classes.length)
    const together = kinks.filter((kink) => !isParted(sketch, kink))
    if (together.length === 0) continue
    throw new InputError(
      source.name,
      `this sketch is not parted at a margin of ${together[0]}, where ${library?.name ?? spec} begins to clamp`,
      'give the predictions themselves',
    )
  }
}

/** Whether no samples lie together across a margin. Below the grid there is one where they never do. */
function isParted(sketch: Sketch, margin: number): boolean {
  if (margin === -CLAMP) return sketch.groups.every((group) => !Number.isNaN(group?.far[0]))
  return hasEdge(sketch.grid, margin) || !holdsSamples(sketch, margin)
}

/** Whether the margin's bin holds samples, or may: a bin that is split elsewhere is not looked into. */
function holdsSamples({ grid, groups }: Sketch, margin: number): boolean {
  const bin = binOf(margin)
  return grid.isSplit[bin] === 1 || groups.some((group) => group?.segments.has(bin))
}
