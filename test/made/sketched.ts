/** Margins as a sketched data set, for tests of what is computed from one. */

import { reference } from '../../src/kernels/reference.ts'
import type { Loss } from '../../src/losses/loss.ts'
import { createGrouping } from '../../src/margin/grouping.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { createSketch } from '../../src/sketch/sketch.ts'
import { edgesFor } from '../../src/sketched/edges.ts'
import type { SketchedData } from '../../src/sketched/sketched-data.ts'

/** Binary samples: their margins, and 1 for positives. */
export interface Samples {
  readonly margin: Float64Array
  readonly positive: Int32Array
  readonly weight: Float64Array | null
}

/** @param losses that it will be asked for */
export function sketchedOf(
  { margin, positive, weight }: Samples,
  threshold: number,
  losses: readonly Loss[] = [],
): SketchedData {
  const grouping = createGrouping('binary', ['0', '1'], false)
  const sketch = createSketch(createGrid(edgesFor([threshold], losses, grouping)), weight !== null)
  reference.accumulate(sketch, { length: margin.length, margin, group: positive, weight })
  const counts = { rows: margin.length, samples: margin.length, ignored: 0, skipped: 0, clamped: 0, held: 0 }
  return {
    source: {
      name: 'margins',
      files: 1,
      format: 'none',
      task: 'binary',
      from: 'logits',
      precision: 'float64',
      scores: ['logit'],
      labels: ['label'],
      labelCodes: '0/1',
      labelsFile: null,
      classes: ['0', '1'],
      id: null,
      weight: weight ? 'weight' : null,
      by: null,
      ...counts,
    },
    grouping,
    slices: [''],
    thresholds: [threshold],
    sketch,
  }
}
