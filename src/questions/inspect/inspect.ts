/** How a data set would be read and why, with a few samples as proof. */

import type { Table } from '../../formats/table.ts'
import type { Reading } from '../../reading/reading.ts'
import type { Scan } from '../../scan/scan.ts'
import { createEvaluator, type SampleReport } from '../samples/samples.ts'

export interface InspectReport {
  readonly name: string
  readonly format: string
  readonly files: number
  readonly labelsFile: string | null
  readonly task: string
  readonly from: string
  readonly classes: readonly string[]
  readonly reasons: readonly string[]
  readonly columns: readonly {
    readonly name: string
    readonly role: string
    readonly first: readonly string[]
  }[]
  readonly samples: readonly SampleReport[]
}

/** Samples shown, and columns of wide files. */
const SAMPLES = 3
const MAX_COLUMNS = 30

/** Reads the first block only. */
export async function inspectScan(scan: Scan): Promise<InspectReport> {
  const { scores, labels, reading, name } = scan.dataset
  const apart = labels !== scores
  return {
    name,
    format: scores[0].summary,
    files: scores.length,
    labelsFile: apart ? labels[0].path : null,
    task: reading.task,
    from: reading.from,
    classes: reading.codes.classes,
    reasons: reading.reasons,
    columns: [
      ...describeColumns(scores[0], (column) => roleOf(reading, column, !apart)),
      ...(apart
        ? describeColumns(labels[0], (column) => (reading.labels.includes(column) ? 'label' : 'not read'))
        : []),
    ],
    samples: await firstSamples(scan),
  }
}

function describeColumns(table: Table, role: (column: number) => string) {
  return table.columns.slice(0, MAX_COLUMNS).map((name, column) => ({
    name,
    role: role(column),
    first: table.sample.slice(0, SAMPLES).map((row) => row[column]),
  }))
}

function roleOf(
  { scores, labels, id, weight, by, from }: Reading,
  column: number,
  labelsHere: boolean,
): string {
  if (scores.includes(column)) return from === 'probs' ? 'probability' : 'logit'
  if (labelsHere && labels.includes(column)) return 'label'
  if (column === id) return 'id'
  if (column === weight) return 'weight'
  return column === by ? 'slice' : 'not read'
}

async function firstSamples(scan: Scan): Promise<SampleReport[]> {
  const evaluator = createEvaluator(scan, [], 0)
  for await (const block of scan.blocks()) {
    return Array.from({ length: Math.min(SAMPLES, block.length) }, (_, i) => evaluator.report(block, i))
  }
  return []
}
