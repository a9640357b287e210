/** Two models on the same samples for a check: both as sketches, and the variance of any quantity's change. */

import { reference } from '../../kernels/reference.ts'
import { classBalance } from '../../losses/balance.ts'
import type { Loss } from '../../losses/loss.ts'
import { balanceIndex, identifyGroup } from '../../margin/grouping.ts'
import { thresholdMargin } from '../../margin/margins.ts'
import { bandOf } from '../../measures/bands.ts'
import type { Term } from '../../measures/quantities.ts'
import { type BandProducts, covarianceOf } from '../../measures/scatter.ts'
import type { Pairs } from '../../scan/pairs/pairs.ts'
import { createGrid } from '../../sketch/grid.ts'
import { createSketch } from '../../sketch/sketch.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { describeSource } from '../../sketched/source.ts'
import { type PairedSamples, packPairs } from '../diff/paired-samples.ts'
import type { PairedVariance } from './findings.ts'

export interface PairedData {
  readonly now: SketchedData
  readonly before: SketchedData
  readonly variance: PairedVariance
}

/** Runs the pass over both; the first of the pairs are the predictions at hand, the second the baseline's. */
export async function sketchPairs(
  pairs: Pairs,
  losses: readonly Loss[],
  threshold: number,
  by: 'class' | 'slice' | null,
): Promise<PairedData> {
  const edge = thresholdMargin(threshold)
  const weighted = pairs.a.dataset.reading.weight !== null
  const sketches = [createSketch(createGrid([edge]), weighted), createSketch(createGrid([edge]), weighted)]
  const tables = new Map(losses.map((loss) => [loss.spec, createTable(loss, pairs, edge, by)]))
  for await (const block of pairs.blocks()) {
    const samples = packPairs(block)
    const weight = weighted ? samples.weight : null
    for (const [sketch, margin] of [
      [sketches[0], samples.marginA],
      [sketches[1], samples.marginB],
    ] as const) {
      reference.accumulate(sketch, { length: samples.length, margin, group: samples.group, weight })
    }
    for (const table of tables.values()) table.add(samples)
  }
  const dataOf = (scan: Pairs['a'], sketch: SketchedData['sketch']): SketchedData => ({
    source: describeSource(scan),
    grouping: pairs.a.grouping,
    slices: pairs.a.slices,
    thresholds: [threshold],
    sketch,
  })
  return {
    now: dataOf(pairs.a, sketches[0]),
    before: dataOf(pairs.b, sketches[1]),
    variance: (part, loss, quantity, now, before) => {
      // Counts are the same under any loss.
      const table = tables.get((loss ?? losses[0]).spec)!
      const covariance = (sides: Sides, first: typeof now, second: typeof now) =>
        covarianceOf(quantity, first, second, table.products(part, sides))
      const [own, other, both] = [
        covariance('now', now, now),
        covariance('before', before, before),
        covariance('both', now, before),
      ]
      return own === null || other === null || both === null ? null : Math.max(0, own + other - 2 * both)
    },
  }
}

/** Whose fields are multiplied: the predictions' own, the baseline's own, or one of each. */
type Sides = 'now' | 'before' | 'both'

/** Places in a cell, for each side: f f, g g, f w, w f; then w w and the count, which are common to all. */
const OFFSETS: Readonly<Record<Sides, number>> = { now: 0, before: 4, both: 8 }
const WEIGHTS = 12
const COUNT = 13
const CELL = 14

interface Table {
  add(samples: PairedSamples): void
  products(part: string | null, sides: Sides): readonly BandProducts[]
}

/** Sums of products of one loss, by group, and by easy and hard under both models. */
function createTable(loss: Loss, { a }: Pairs, edge: number, by: 'class' | 'slice' | null): Table {
  const { grouping, slices } = a
  const balance = classBalance(loss, grouping.task, grouping.classes.length)
  const { definition, parameters } = loss
  const groups: (Float64Array | undefined)[] = []
  const add = (samples: PairedSamples) => {
    for (let j = 0; j < samples.length; j++) {
      const [s, t, w, group] = [samples.marginA[j], samples.marginB[j], samples.weight[j], samples.group[j]]
      const factor = balance[balanceIndex(identifyGroup(grouping, group))]
      const f = w * definition.value(s, parameters, factor)
      const g = w * definition.gradient(s, parameters, factor)
      const e = w * definition.value(t, parameters, factor)
      const h = w * definition.gradient(t, parameters, factor)
      groups[group] ??= new Float64Array(4 * CELL)
      const cell = groups[group]
      const at = CELL * (2 * Number(s >= edge) + Number(t >= edge))
      for (const [offset, [ff, gg, fw, wf]] of [
        [OFFSETS.now, [f * f, g * g, f * w, w * f]],
        [OFFSETS.before, [e * e, h * h, e * w, w * e]],
        [OFFSETS.both, [f * e, g * h, f * w, w * e]],
      ] as const) {
        cell[at + offset] += ff
        cell[at + offset + 1] += gg
        cell[at + offset + 2] += fw
        cell[at + offset + 3] += wf
      }
      cell[at + WEIGHTS] += w * w
      cell[at + COUNT] += 1
    }
  }
  const products = (part: string | null, sides: Sides) =>
    groups.flatMap((cells, group) => {
      if (!cells) return []
      const { slice, classIndex, positive } = identifyGroup(grouping, group)
      const name = by === 'slice' ? slices[slice] : grouping.classes[classIndex ?? 0]
      if (part !== null && part !== name) return []
      return [0, 1, 2, 3].map((place): BandProducts => {
        const [now, before] = [place >> 1, place & 1].map((easy) => bandOf(easy ? 'easy' : 'hard', positive))
        const bands = { now: [now, now], before: [before, before], both: [now, before] } as const
        const cell = cells.subarray(place * CELL, (place + 1) * CELL)
        return {
          bands: bands[sides],
          product: (first, second) => cell[placeOf(first, second, OFFSETS[sides])],
        }
      })
    })
  return { add, products }
}

function placeOf(first: Term['field'], second: Term['field'], offset: number): number {
  if (first === 'count') return COUNT
  if (first === 'weight' && second === 'weight') return WEIGHTS
  if (first === 'weight') return offset + 3
  if (second === 'weight') return offset + 2
  return offset + (first === 'loss' ? 0 : 1)
}
