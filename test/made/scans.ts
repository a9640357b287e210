/** Samples as a planned pass, cut into blocks at will, for tests of what reads samples. */
import { createGrouping } from '../../src/margin/grouping.ts'
import { emptyCounts } from '../../src/scan/margin-counts.ts'
import type { SampleBlock, Scan } from '../../src/scan/scan.ts'

/** One row of a made-up file. `margins` holds a margin a cell: one, or one per class with multi-label data. */
export interface Row {
  readonly id: string
  readonly margins: readonly number[]
  readonly labels: readonly number[]
  readonly weight: number
  /** A bad row that was skipped. */
  readonly bad?: boolean
}

export interface ScanShape {
  readonly name?: string
  readonly ids?: boolean
  readonly weights?: boolean
  readonly skip?: boolean
  /** Rows of the blocks, over and over. */
  readonly cuts?: readonly number[]
}

/** Binary rows, or multi-label ones where they have several margins. */
export function scanOf(rows: readonly Row[], shape: ScanShape = {}): Scan {
  const { name = 'made', ids = true, weights = false, skip = false, cuts = [7] } = shape
  const cells = rows[0]?.margins.length ?? 1
  const task = cells > 1 ? 'multilabel' : 'binary'
  const classes = cells > 1 ? Array.from({ length: cells }, (_, c) => `class ${c}`) : ['0', '1']
  const counts = { rows: 0, samples: 0, ignored: 0, skipped: 0, clamped: 0, held: 0 }
  const columns = ['id', 'score', 'weight']
  const reading = {
    task,
    from: 'logits',
    scores: [1],
    labels: [1],
    codes: { classes, summary: '0/1' },
    id: ids ? 0 : null,
    weight: weights ? 2 : null,
    by: null,
    sides: { weight: 'scores', by: 'scores' },
    joinedBy: null,
    form: null,
    predicted: null,
    negations: [],
    rounding: { outside: 0, rowSum: 0 },
  }
  const tables = [{ columns, summary: 'made', path: name, expectedRows: rows.length }]
  return {
    dataset: { name, scores: tables, labels: tables, beside: { weight: null, by: null }, reading },
    options: { onBadRow: skip ? 'skip' : 'fail' },
    grouping: createGrouping(task, classes, false),
    slices: [''],
    counts,
    margins: emptyCounts(),
    async *blocks() {
      for (let from = 0, k = 0; from < rows.length; k++) {
        const to = Math.min(rows.length, from + cuts[k % cuts.length])
        const part = rows.slice(from, to)
        const block = blockOf(part, from, shape)
        counts.rows += part.length
        counts.skipped += part.filter(({ bad }) => bad).length
        counts.samples += block.length
        from = to
        if (block.length > 0) yield block
      }
    },
  } as unknown as Scan
}

function blockOf(
  rows: readonly Row[],
  firstRow: number,
  { ids = true, weights = false }: ScanShape,
): SampleBlock {
  const samples = rows.flatMap(({ id, margins, labels, weight, bad }, i) =>
    bad ? [] : margins.map((margin, c) => ({ id, margin, label: labels[c], weight, row: firstRow + i, c })),
  )
  const label = Int32Array.from(samples, (sample) => sample.label)
  return {
    length: samples.length,
    margin: Float64Array.from(samples, ({ margin }) => margin),
    group: label,
    label,
    row: Float64Array.from(samples, ({ row }) => row),
    cellClass: (rows[0]?.margins.length ?? 1) > 1 ? Int32Array.from(samples, ({ c }) => c) : null,
    weight: weights ? Float64Array.from(samples, (sample) => sample.weight) : null,
    ids: ids ? samples.map(({ id }) => id) : null,
    kept: [],
    scores: new Float64Array(samples.length),
    scoreOf: () => 0,
  }
}
