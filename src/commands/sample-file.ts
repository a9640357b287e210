/** Writes samples to a file as they come: CSV, JSON lines, or an NPY matrix of losses. Memory stays flat. */

import { UsageError } from '../errors.ts'
import { openOutput } from '../host/output-file.ts'
import { commitAll } from '../host/write-all.ts'
import type { Loss } from '../losses/loss.ts'
import { sampleFields } from '../questions/samples/fields.ts'
import type { Evaluator } from '../questions/samples/samples.ts'
import { csvLine, needNoQuotes, quote } from '../views/drawings/csv.ts'
import { endingOf } from '../views/drawings/index.ts'
import { npyPreamble } from '../views/drawings/npy.ts'
import { createLines, type Kept, type LineStyle } from './sample-lines.ts'

/** Returns how many there were. Throws a UsageError for other extensions than .csv, .jsonl and .npy. */
export async function writeSamples(
  path: string,
  losses: readonly Loss[],
  evaluator: Evaluator,
  samples: AsyncIterable<Kept>,
): Promise<number> {
  const writer = writerFor(path, losses, evaluator)
  const file = await openOutput(path)
  let rows = 0
  try {
    if (writer.head) await file.write(writer.head)
    for await (const some of samples) {
      rows += some.places.length
      for (const piece of writer.body(some)) await file.write(piece)
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
  body(samples: Kept): Iterable<Buffer | string>
  /** The head again, once the number of rows is known; as long as the first. */
  headOf?(rows: number): Buffer
}

function writerFor(path: string, losses: readonly Loss[], evaluator: Evaluator): Writer {
  const ending = endingOf(path)
  const fields = sampleFields(losses, evaluator)
  if (ending === 'csv') return { head: csvLine(fields.map(({ key }) => key)), body: createLines(fields, CSV) }
  if (ending === 'jsonl' || ending === 'ndjson') return { body: createLines(fields, JSON_LINES) }
  if (ending === 'npy') return npyWriter(losses.length, evaluator)
  throw new UsageError(`--output ${path}: its ending says no format`, 'name it .csv, .jsonl or .npy')
}

const CSV: LineStyle = {
  before: (_, index) => (index === 0 ? '' : ','),
  end: '\n',
  text: quote,
  isPlain: needNoQuotes,
}

const JSON_LINES: LineStyle = {
  before: (key, index) => `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`,
  end: '}\n',
  text: (value) => JSON.stringify(value),
  isPlain: () => false,
}

/** Shape (samples, losses), float64. */
function npyWriter(losses: number, { finite }: Evaluator): Writer {
  return {
    head: npyPreamble(0, losses),
    headOf: (rows) => npyPreamble(rows, losses),
    body: ({ block, places }) => {
      const values = new Float64Array(places.length * losses)
      for (let k = 0; k < values.length; k++)
        values[k] = finite(block, places[Math.floor(k / losses)], k % losses)
      return [Buffer.from(values.buffer)]
    },
  }
}
