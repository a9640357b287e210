/** Writes samples to a file as they come: CSV, JSON lines, or an NPY matrix of losses. Memory stays flat. */

import { UsageError } from '../errors.ts'
import { openOutput } from '../host/output-file.ts'
import { commitAll } from '../host/write-all.ts'
import type { Loss } from '../losses/loss.ts'
import type { SampleReport } from '../questions/samples/samples.ts'
import { csvLine } from '../views/drawings/csv.ts'
import { endingOf } from '../views/drawings/index.ts'
import { npyPreamble } from '../views/drawings/npy.ts'
import { flattenSample } from '../views/layouts/samples.ts'

/** Returns how many there were. Throws a UsageError for other extensions than .csv, .jsonl and .npy. */
export async function writeSamples(
  path: string,
  losses: readonly Loss[],
  samples: AsyncIterable<readonly SampleReport[]>,
): Promise<number> {
  const writer = writerFor(path, losses)
  const file = await openOutput(path)
  let rows = 0
  try {
    if (writer.head) await file.write(writer.head)
    for await (const some of samples) {
      rows += some.length
      await file.write(writer.body(some))
    }
    if (writer.headOf) await file.rewriteStart(writer.headOf(rows))
    await commitAll([file])
  } finally {
    await file.discard()
  }
  return rows
}

interface Writer {
  readonly head?: Buffer | string
  body(samples: readonly SampleReport[]): Buffer | string
  /** The head again, once the number of rows is known; as long as the first. */
  headOf?(rows: number): Buffer
}

function writerFor(path: string, losses: readonly Loss[]): Writer {
  const ending = endingOf(path)
  if (ending === 'csv') return csvWriter(losses)
  if (ending === 'jsonl' || ending === 'ndjson') {
    return {
      body: (samples) => samples.map((sample) => `${JSON.stringify(flattenSample(sample))}\n`).join(''),
    }
  }
  if (ending === 'npy') return npyWriter(losses.length)
  throw new UsageError(`--output ${path}: its ending says no format`, 'name it .csv, .jsonl or .npy')
}

function csvWriter(losses: readonly Loss[]): Writer {
  const columns = ['row', 'id', 'label', 'positive', 'score', 'pt', 'margin', 'difficulty', 'weight']
  const header = [...columns, ...losses.flatMap(({ spec }) => [spec, `weight(${spec})`])]
  return {
    head: csvLine(header),
    body: (samples) => samples.map((sample) => csvLine(Object.values(flattenSample(sample)))).join(''),
  }
}

/** Shape (samples, losses), float64. */
function npyWriter(losses: number): Writer {
  return {
    head: npyPreamble(0, losses),
    headOf: (rows) => npyPreamble(rows, losses),
    body: (samples) =>
      Buffer.from(
        Float64Array.from(samples.flatMap(({ losses: all }) => all.map(({ value }) => value))).buffer,
      ),
  }
}
