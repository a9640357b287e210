/** JSON with bytes changed, or cut off, against JSON.parse: the number of what is there, or an error. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../../src/reading/dataset.ts'
import { createScan } from '../../../src/scan/samples.ts'
import { numberOrError, tryCuts, tryMutations } from '../../made/mutations.ts'
import { scanOptions } from '../../made/scan-options.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

const write = scratchFolder()

interface Row {
  readonly label: unknown
  readonly prob: unknown
  readonly weight: unknown
}

/** The weighted mean of -ln p by its definition; null where a row has none. */
function meanOf(rows: readonly Partial<Row>[]): number | null {
  let [sum, total] = [0, 0]
  for (const { label, prob, weight = 1 } of rows) {
    const isLabel = label === 0 || label === 1
    if (!isLabel || typeof prob !== 'number' || typeof weight !== 'number') return null
    const p = label === 1 ? prob : 1 - prob
    sum += weight * Math.min(100, -Math.log(p))
    total += weight
  }
  return sum / total
}

/** Null for what is no JSON. */
function parse<T>(bytes: Uint8Array, rowsOf: (text: string) => T): T | null {
  try {
    return rowsOf(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return null
  }
}

const ofLines = (text: string): readonly Row[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))

/** Rows of an object of columns, of rows, or of both. */
function ofDocument(text: string): readonly Partial<Row>[] {
  const found = JSON.parse(text)
  if (Array.isArray(found)) return found
  const { columns, data, label, prob } = found
  if (data) return data.map((cells: readonly unknown[]) => byName(columns, cells))
  const { length } = label
  if (prob.length !== length) throw new Error('other lengths')
  return Array.from({ length }, (_, row) => ({ label: label[row], prob: prob[row] }))
}

function byName(names: readonly string[], cells: readonly unknown[]): Partial<Row> {
  if (cells.length !== names.length) throw new Error('another length')
  return Object.fromEntries(names.map((name, at) => [name, cells[at]]))
}

/** The weighted mean of ln(1 + e^-s) over the margins of a file. */
async function readMean(path: string): Promise<number> {
  const dataset = await openDataset(path, undefined, { from: 'probs' })
  let [sum, total] = [0, 0]
  for await (const { margin, weight } of createScan(dataset, scanOptions()).blocks())
    for (const [i, s] of margin.entries()) {
      const w = weight?.[i] ?? 1
      sum += w * (s > 0 ? Math.log1p(Math.exp(-s)) : Math.log1p(Math.exp(s)) - s)
      total += w
    }
  return sum / total
}

async function expectRight(path: string, rows: readonly Partial<Row>[] | null): Promise<void> {
  const found = await numberOrError(readMean(path))
  if (found !== null) expect(found).toBeCloseTo(rows === null ? Number.NaN : (meanOf(rows) ?? Number.NaN), 10)
}

const bytesOf = (name: string) => readFileSync(fixture(`json/${name}`))

describe('lines', () => {
  const whole = bytesOf('python-weighted.jsonl')

  it('are read to the last whole one, and an error otherwise, wherever the file ends', async () => {
    const some = whole.subarray(0, whole.indexOf('"img 9"'))
    await tryCuts(some, async (cut) => expectRight(write('cut.jsonl', cut), parse(cut, ofLines)))
  })

  it('give the number of what is there or an error for files with changed bytes', async () => {
    await tryMutations(whole, async (changed) =>
      expectRight(write('changed.jsonl', changed), parse(changed, ofLines)),
    )
  })
})

describe('documents', () => {
  const wholes = ['python-records.json', 'python-columns.json', 'pandas-split.json'].map(bytesOf)

  it('are refused wherever they are cut off', async () => {
    const { ids, label, prob } = JSON.parse(readFileSync(fixture('json/truth.json'), 'utf8'))
    const rows = [0, 1, 2, 3, 4, 5].map((row) => ({ id: ids[row], label: label[row], prob: prob[row] }))
    const columns = { id: ids.slice(0, 6), label: label.slice(0, 6), prob: prob.slice(0, 6) }
    for (const whole of [rows, columns, { r: rows }])
      await tryCuts(Buffer.from(JSON.stringify(whole)), async (cut) => {
        expect(await numberOrError(readMean(write('cut.json', cut)))).toBeNull()
      })
  })

  it('give the number of what is there or an error for files with changed bytes', async () => {
    for (const whole of wholes)
      await tryMutations(
        whole,
        async (changed) => expectRight(write('changed.json', changed), parse(changed, ofDocument)),
        667,
      )
  })
})
