/** Writes samples to a file as they come: CSV, JSON lines, or an NPY matrix of losses. Memory stays flat. */

import { UsageError } from '../errors.ts'
import { openOutput } from '../host/output-file.ts'
import { commitAll } from '../host/write-all.ts'
import type { Loss } from '../losses/loss.ts'
import { type SampleField, sampleFields } from '../questions/samples/fields.ts'
import type { Evaluator } from '../questions/samples/samples.ts'
import type { SampleBlock } from '../scan/scan.ts'
import { csvLine, quote } from '../views/drawings/csv.ts'
import { endingOf } from '../views/drawings/index.ts'
import { npyPreamble } from '../views/drawings/npy.ts'

/** Samples of a block. */
export interface Kept {
  readonly block: SampleBlock
  /** Their places in it. */
  readonly places: Uint32Array
}

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
  if (ending === 'csv')
    return { head: csvLine(fields.map(({ key }) => key)), body: (kept) => linesOf(kept, csvParts(fields)) }
  if (ending === 'jsonl' || ending === 'ndjson') return { body: (kept) => linesOf(kept, jsonParts(fields)) }
  if (ending === 'npy') return npyWriter(losses.length, evaluator)
  throw new UsageError(`--output ${path}: its ending says no format`, 'name it .csv, .jsonl or .npy')
}

/** A field of a line with what stands before it. */
interface Part {
  readonly before: string
  readonly of: (block: SampleBlock, i: number) => string
}

function csvParts(fields: readonly SampleField[]): readonly Part[] {
  return fields.map(({ of }, index) => ({
    before: index === 0 ? '' : ',',
    of: (block, i) => quote(of(block, i)),
  }))
}

function jsonParts(fields: readonly SampleField[]): readonly Part[] {
  const parts = fields.map(({ key, of }, index) => ({
    before: `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`,
    of: (block: SampleBlock, i: number) => JSON.stringify(of(block, i)),
  }))
  return [...parts, { before: '}', of: () => '' }]
}

/** Samples of a piece of text: a long one takes memory, and short ones time. */
const PIECE = 1 << 12

function* linesOf({ block, places }: Kept, parts: readonly Part[]): Iterable<string> {
  for (let from = 0; from < places.length; from += PIECE) {
    let piece = ''
    for (const i of places.subarray(from, from + PIECE)) {
      for (const { before, of } of parts) piece += before + of(block, i)
      piece += '\n'
    }
    yield piece
  }
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
