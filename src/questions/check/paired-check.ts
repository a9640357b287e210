/** Two models on the same samples for a check: both as sketches, and how each quantity has changed row by row. */
import { UsageError } from '../../errors.ts'
import { reference } from '../../kernels/reference.ts'
import type { Loss } from '../../losses/loss.ts'
import { thresholdMargin } from '../../margin/margins.ts'
import type { RowMargins } from '../../measures/row-terms.ts'
import type { Pairs } from '../../scan/pairs/pairs.ts'
import { createGrid } from '../../sketch/grid.ts'
import { createSketch } from '../../sketch/sketch.ts'
import { createStore } from '../../sketch/store.ts'
import { edgesFor } from '../../sketched/edges.ts'
import { explainFull } from '../../sketched/full.ts'
import { checkTotals } from '../../sketched/overflow.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { describeSource } from '../../sketched/source.ts'
import { packPairs } from '../diff/paired-samples.ts'
import type { NamedRule } from './name-rule.ts'
import { createChangeEstimates, type RowEstimates } from './row-estimates.ts'

export interface PairedData {
  readonly now: SketchedData
  readonly before: SketchedData
  readonly changes: RowEstimates
}

/**
 * Runs the pass over both; the first of the pairs are the predictions at hand, the second the baseline's.
 *
 * @param losses that the sketches will be asked for
 * @param wanted of what the change is asked
 * @param visit is shown what is known of the predictions at hand
 * @param edges other margins where sums must be parted
 * @param most segments in both sketches
 */
export async function sketchPairs(
  pairs: Pairs,
  losses: readonly Loss[],
  wanted: readonly NamedRule[],
  threshold: number,
  by: 'class' | 'slice' | null,
  visit?: (now: RowMargins) => void,
  edges: readonly number[] = [],
  most?: number,
): Promise<PairedData> {
  const edge = thresholdMargin(threshold)
  const ofRows = losses.find(({ definition }) => definition.isOfRows && pairs.a.grouping.task === 'softmax')
  if (ofRows)
    throw new UsageError(
      `${ofRows.spec} is of all probabilities of a row, and pairs are told by the margin of the truth`,
      'compare with a saved baseline',
    )
  const { grouping, slices, dataset } = pairs.a
  const weighted = dataset.reading.weight !== null
  const store = createStore(most)
  const sketches = [0, 1].map(() =>
    createSketch(createGrid(edgesFor([threshold], losses, grouping, edges)), weighted, store),
  )
  const changes = createChangeEstimates(wanted, { grouping, slices, by }, edge)
  for await (const block of pairs.blocks()) {
    const { length, group, row, marginA, marginB, held, ...rest } = packPairs(block)
    const weight = weighted ? rest.weight : null
    const [now, before] = [marginA, marginB].map((margin) => ({ length, margin, group, weight, row }))
    try {
      reference.accumulate(sketches[0], { ...now, held })
      reference.accumulate(sketches[1], before)
    } catch (error) {
      throw explainFull(error, dataset.name, pairs.a)
    }
    changes.add(now, before)
    visit?.(now)
  }
  const dataOf = (scan: Pairs['a'], sketch: SketchedData['sketch']): SketchedData => ({
    source: describeSource(scan),
    grouping,
    slices,
    thresholds: [threshold],
    sketch,
  })
  const [now, before] = [dataOf(pairs.a, sketches[0]), dataOf(pairs.b, sketches[1])]
  await checkTotals(pairs.a, now)
  await checkTotals(pairs.b, before)
  return { now, before, changes: changes.estimates }
}
