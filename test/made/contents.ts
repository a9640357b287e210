/** Made-up data sets, and reports of them, for tests of what the page computes. */

import { reference } from '../../src/kernels/reference.ts'
import type { Task } from '../../src/losses/task.ts'
import { createGrouping } from '../../src/margin/grouping.ts'
import { thresholdMargin } from '../../src/margin/margins.ts'
import type { ReportContent, ReportFile } from '../../src/questions/report/report-content.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { createSketch } from '../../src/sketch/sketch.ts'
import { toContent } from '../../src/sketched/sketch-content.ts'
import type { SketchedData } from '../../src/sketched/sketched-data.ts'

export interface Shape {
  readonly task: Task
  readonly classes: readonly string[]
  readonly perClass?: boolean
  readonly slices?: readonly string[]
  readonly samples?: number
  readonly weighted?: boolean
  readonly thresholds?: readonly number[]
  /** Moves every margin, as a better model would. */
  readonly shift?: number
}

export const BINARY: Shape = { task: 'binary', classes: ['0', '1'] }
export const SOFTMAX: Shape = { task: 'softmax', classes: ['cat', 'dog', 'eel'], perClass: true }

/** Margins that look like those of a model, in all groups by turns. */
export function madeUp(shape: Shape): SketchedData {
  const { task, classes, perClass = false, slices = [''], samples = 400, weighted = false, shift = 0 } = shape
  const { thresholds = [0.5] } = shape
  const grouping = createGrouping(task, classes, perClass)
  const group = Int32Array.from(
    { length: samples },
    (_, i) => (i + Math.floor(i / 3)) % (grouping.size * slices.length),
  )
  const margin = Float64Array.from(group, (g, i) => 3 * Math.sin(i * 12.9898) + 1 + g / 4 + shift)
  const weight = weighted ? Float64Array.from(group, (_, i) => 1 + (i % 3)) : null
  const sketch = createSketch(createGrid(thresholds.map(thresholdMargin)), weighted)
  reference.accumulate(sketch, { length: samples, margin, group, weight })
  return {
    source: {
      name: 'made.csv',
      files: 1,
      format: 'CSV',
      task,
      from: 'logits',
      precision: 'float64',
      scores: ['logit'],
      labels: ['label'],
      labelCodes: '0/1',
      labelsFile: null,
      classes,
      id: null,
      weight: weighted ? 'weight' : null,
      by: slices.length > 1 ? 'slice' : null,
      rows: samples,
      samples,
      ignored: 0,
      skipped: 0,
      clamped: 0,
      held: 0,
    },
    grouping,
    slices,
    thresholds,
    sketch,
  }
}

export function contentOf(shapes: readonly Shape[], losses: readonly string[]): ReportContent {
  return {
    version: '0.2.0',
    made: '2026-11-27',
    files: shapes.map((shape, index) => fileOf(`made-${index + 1}.csv`, shape)),
    losses,
    threshold: 0.5,
    reduction: 'mean',
    changes: null,
  }
}

function fileOf(name: string, shape: Shape): ReportFile {
  return {
    name,
    words: [name],
    isSaved: false,
    sketch: toContent(madeUp(shape)),
    samples: null,
    calibration: null,
  }
}
