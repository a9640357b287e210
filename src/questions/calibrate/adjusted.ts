/**
 * Calibration of log-odds z / T + b, for sweeps over temperatures and priors. Sums are those over the same points, moved. Bins
 * end elsewhere at each setting, and a sketch is not parted there: a pass over the samples fills them.
 */
import type { Adjustment } from '../../losses/adjust.ts'
import { sigmoid } from '../../losses/functions.ts'
import { type Grouping, identifyGroup } from '../../margin/grouping.ts'
import type { Margins } from '../../margin/margins.ts'
import { readyGroups } from '../../measures/bands.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import {
  binOfOdds,
  figuresOfBins,
  filledBin,
  isPartedFor,
  limitsOf,
  type Reliability,
  type ReliabilityBin,
} from './bins.ts'
import { type Calibration, calibrationOf } from './calibrate.ts'
import { type Stretch, stretchesOf } from './points.ts'
import type { AskedBins } from './quantities.ts'

export const UNCHANGED: Adjustment = { temperature: 1, shift: 0 }

/** Bins that a pass has filled. */
export interface FilledBins {
  /** Null for what was not asked for. */
  of(adjustment: Adjustment, asked: AskedBins): Reliability | null
}

/** Of a bin: count, sum w, sum w y, sum w p. */
const FIGURES = 4

/** Fills the bins of each adjustment, block by block. */
export function createAdjustedBins(
  adjustments: readonly Adjustment[],
  asked: readonly AskedBins[],
  grouping: Grouping,
) {
  const positive = Array.from(
    { length: grouping.size },
    (_, group) => identifyGroup(grouping, group).positive === true,
  )
  const tables = adjustments.flatMap((adjustment) =>
    asked.map(({ bins, side }) => ({
      key: keyOf(adjustment, { bins, side }),
      ...adjustment,
      bins,
      side,
      limits: limitsOf(bins),
      sums: new Float64Array(bins * FIGURES),
    })),
  )
  return {
    add({ length, margin, group, weight }: Margins): void {
      for (const { temperature, shift, bins, side, limits, sums } of tables) {
        // Sums of blocks are added up, so that rounding does not grow with the samples.
        const own = new Float64Array(sums.length)
        for (let i = 0; i < length; i++) {
          const isPositive = positive[group[i] % positive.length]
          const odds = (isPositive ? margin[i] : -margin[i]) / temperature + shift
          const p = sigmoid(odds)
          const w = weight ? weight[i] : 1
          const at = FIGURES * binOfOdds(odds, p, limits, bins, side)
          own[at]++
          own[at + 1] += w
          if (isPositive) own[at + 2] += w
          own[at + 3] += w * p
        }
        for (let j = 0; j < sums.length; j++) sums[j] += own[j]
      }
    },
    filled: {
      of(adjustment, one) {
        const found = tables.find(({ key }) => key === keyOf(adjustment, one))
        if (!found) return null
        const bins = binsOf(found.sums)
        return { bins, ...figuresOfBins(bins) }
      },
    } satisfies FilledBins,
  }
}

function keyOf({ temperature, shift }: Adjustment, { bins, side }: AskedBins): string {
  return [temperature, shift, bins, side].join(' ')
}

function binsOf(sums: Float64Array): readonly ReliabilityBin[] {
  const bins = sums.length / FIGURES
  return Array.from({ length: bins }, (_, i) => {
    const [count, weight, positives, said] = sums.subarray(i * FIGURES, (i + 1) * FIGURES)
    return filledBin(i, bins, { count, weight, positives, said })
  })
}

/** Calibrations by adjustment, each made once. */
export type AdjustedCalibrations = (adjustment: Adjustment, asked: AskedBins | null) => Calibration

/** @param filled bins from a pass; without it those of a sketch, of log-odds as they stand */
export function createAdjusted(
  { sketch, grouping }: SketchedData,
  filled: FilledBins | null,
): AdjustedCalibrations {
  const stretches = stretchesOf(readyGroups(sketch, grouping, 0, null))
  const known = new Map<string, Calibration>()
  return (adjustment, asked) => {
    const isPlain = adjustment.temperature === 1 && adjustment.shift === 0
    const inSketch = isPlain && asked !== null && isPartedFor(sketch.grid, asked.bins) ? asked : null
    const key = [adjustment.temperature, adjustment.shift, inSketch && keyOf(adjustment, inSketch)].join(' ')
    const found =
      known.get(key) ??
      calibrationOf(adjustStretches(stretches, adjustment), inSketch, adjustment.temperature)
    known.set(key, found)
    const passed = asked && filled?.of(adjustment, asked)
    return passed ? { ...found, reliability: passed } : found
  }
}

/** The same samples with their log-odds adjusted. */
export function adjustStretches(
  stretches: readonly Stretch[],
  { temperature, shift }: Adjustment,
): readonly Stretch[] {
  const to = (z: number) => z / temperature + shift
  // A temperature below 0 turns them around.
  const [start, end] = temperature < 0 ? (['to', 'from'] as const) : (['from', 'to'] as const)
  return stretches.map(({ points, ...stretch }) => ({
    ...stretch,
    from: to(stretch[start]),
    to: to(stretch[end]),
    points: { ...points, z: points.z.map(to) },
  }))
}
