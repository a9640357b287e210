/** Margins as a sketched data set, for tests of what is computed from one. */

import { reference } from '../../src/kernels/reference.ts'
import { createGrouping } from '../../src/margin/grouping.ts'
import { thresholdMargin } from '../../src/margin/margins.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { createSketch } from '../../src/sketch/sketch.ts'
import type { SketchedData } from '../../src/sketched/sketched-data.ts'

/** Binary samples: their margins, and 1 for positives. */
export interface Samples {
  readonly margin: Float64Array
  readonly positive: Int32Array
  readonly weight: Float64Array | null
}

export function sketchedOf({ margin, positive, weight }: Samples, threshold: number): SketchedData {
  const sketch = createSketch(createGrid([thresholdMargin(threshold)]), weight !== null)
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
    grouping: createGrouping('binary', ['0', '1'], false),
    slices: [''],
    thresholds: [threshold],
    sketch,
  }
}
