/**
 * Softmax rows as cells: what each says of every class, against all others. A sketch of rows has the truth alone; one of
 * cells has losses that ask for the probability of each class, as of multi-label data.
 */
import { reference } from '../../../kernels/reference.ts'
import type { SetLoss } from '../../../losses/set/set-loss.ts'
import type { Task } from '../../../losses/task.ts'
import { createGrouping, groupOf } from '../../../margin/grouping.ts'
import { marginOfProbability } from '../../../margin/margins.ts'
import type { SampleBlock, Scan } from '../../../scan/scan.ts'
import { createGrid } from '../../../sketch/grid.ts'
import { createSketch } from '../../../sketch/sketch.ts'
import { explainFull } from '../../../sketched/full.ts'
import type { SketchedData } from '../../../sketched/sketched-data.ts'
import { createLogRow, sumOfRow } from '../../calibrate/log-row.ts'
import { createTemperedRow } from '../../calibrate/tempered-row.ts'

/** Cells that are sketched at once, or one row where it has more. */
const AT_ONCE = 2 ** 16

export interface RowCells {
  add(block: SampleBlock): void
  /** When the scan has ended, whose data these are. */
  data(rows: SketchedData): SketchedData
}

/** Whether a loss takes each class of softmax rows as a batch, which needs all their probabilities. */
export function asksForCells({ definition }: SetLoss, task: Task): boolean {
  return task === 'softmax' && definition.batch === 'class'
}

/** Null where no loss asks for them. */
export function cellsFor(sets: readonly SetLoss[], scan: Scan): RowCells | null {
  return sets.some((set) => asksForCells(set, scan.grouping.task)) ? createRowCells(scan) : null
}

type Visit = (block: SampleBlock) => void

/** What is shown every block for all of these; nothing where there are none. */
export function visitAll(...visits: readonly (Visit | undefined)[]): Visit | undefined {
  const asked = visits.filter((visit) => visit !== undefined)
  if (asked.length === 0) return undefined
  return (block) => {
    for (const visit of asked) visit(block)
  }
}

function createRowCells(scan: Scan): RowCells {
  const { reading, name } = scan.dataset
  const classes = reading.scores.length
  const grouping = createGrouping('multilabel', scan.grouping.classes, true)
  const sketch = createSketch(createGrid([]), reading.weight !== null)
  const rows = Math.max(1, Math.floor(AT_ONCE / classes))
  const margin = new Float64Array(rows * classes)
  const group = new Int32Array(rows * classes)
  const weights = reading.weight === null ? null : new Float64Array(rows * classes)
  const read =
    reading.from === 'logits' ? readLogits(classes) : readProbabilities(classes, scan.options.renormalize)
  const place = (block: SampleBlock, i: number, at: number): void => {
    read(block.scores, i * classes, margin, at)
    const slice = Math.floor(block.group[i] / scan.grouping.size)
    for (let k = 0; k < classes; k++) {
      const isTruth = k === block.label[i]
      if (!isTruth) margin[at + k] = -margin[at + k]
      group[at + k] = groupOf(grouping, slice, isTruth ? 1 : 0, k)
    }
    if (weights && block.weight) weights.fill(block.weight[i], at, at + classes)
  }
  const sketchCells = (length: number): void => {
    try {
      const weight = weights?.subarray(0, length) ?? null
      reference.accumulate(sketch, {
        length,
        margin: margin.subarray(0, length),
        group: group.subarray(0, length),
        weight,
      })
    } catch (error) {
      throw explainFull(error, name, { grouping, slices: scan.slices })
    }
  }
  return {
    add(block) {
      for (let first = 0; first < block.length; first += rows) {
        const many = Math.min(rows, block.length - first)
        for (let i = 0; i < many; i++) place(block, first + i, i * classes)
        sketchCells(many * classes)
      }
    },
    data: ({ source, slices }) => ({ source, grouping, slices, thresholds: [], sketch }),
  }
}

/** Puts the log-odds of every class in place. */
type ReadRow = (scores: Float64Array, offset: number, into: Float64Array, at: number) => void

function readLogits(classes: number): ReadRow {
  const logs = createLogRow(classes, 'logits', false)
  const tempered = createTemperedRow(logs)
  return (scores, offset, into, at) => {
    logs.take(scores, offset)
    tempered.heat(1)
    for (let k = 0; k < classes; k++)
      into[at + k] = k === logs.top() ? tempered.topMargin() : tempered.marginOf(k)
  }
}

function readProbabilities(classes: number, renormalize: boolean): ReadRow {
  return (scores, offset, into, at) => {
    const sum = renormalize ? sumOfRow(scores, offset, classes) : 1
    for (let k = 0; k < classes; k++) into[at + k] = marginOfProbability(scores[offset + k] / sum)
  }
}
