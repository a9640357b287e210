/** Parquet files that are not what they say: cut off, changed, encrypted, or made to lie. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { draws, places } from '../made/draws.ts'
import { attempt, scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const bytesOf = (name: string) => readFileSync(fixture(`parquet/${name}.parquet`))
const write = scratchFolder()

async function numbersOf(bytes: Uint8Array): Promise<readonly number[] | Error> {
  const found = await attempt(write('changed.parquet', bytes))
  return found.error ?? found.numbers
}

const EDITS = fc.array(fc.tuple(fc.nat(1 << 16), fc.nat(255)), { minLength: 1, maxLength: 4 })

function edited(whole: Buffer, edits: readonly (readonly [at: number, value: number])[]): Buffer {
  const bytes = Buffer.from(whole)
  for (const [at, value] of edits) bytes[at % bytes.length] = value
  return bytes
}

/** The right numbers, or an error that says what is wrong. */
function expectTruth(found: readonly number[] | Error, truth: readonly number[] | Error): void {
  if (found instanceof Error) expect(found).toBeInstanceOf(InputError)
  else expect(found).toEqual(truth)
}

describe('a file that is', () => {
  it.each([
    ['empty', 'has columns and no rows'],
    ['no-columns', 'is a Parquet file without a column'],
    ['encrypted', 'is an encrypted Parquet file'],
    ['encrypted-columns', 'is an encrypted Parquet file'],
  ])('%s is refused by name', async (name, words) => {
    const { error } = await attempt(fixture(`parquet/${name}.parquet`))
    expect(error).toBeInstanceOf(InputError)
    expect(error?.message).toContain(words)
  })

  it('cut off anywhere is refused', async () => {
    const whole = bytesOf('small-list')
    for (const length of places(whole.length).slice(1))
      expect(await numbersOf(whole.subarray(0, length))).toBeInstanceOf(InputError)
  })
})

describe('with checksums', () => {
  it.each(['small', 'small-list'])('a changed bit in any byte of %s changes no number', async (name) => {
    const whole = bytesOf(name)
    const truth = await numbersOf(whole)
    for (const at of places(whole.length)) {
      const bytes = Buffer.from(whole)
      bytes[at] ^= 1 << (at % 8)
      expectTruth(await numbersOf(bytes), truth)
    }
  })

  it('files with changed bytes give their numbers or an error', async () => {
    const wholes = ['snappy-v1', 'zstd-v2', 'gzip-v1', 'lz4-v2', 'none-v1', 'small-list'].map(bytesOf)
    const truths: (readonly number[] | Error)[] = []
    for (const whole of wholes) truths.push(await numbersOf(whole))
    await fc.assert(
      fc.asyncProperty(fc.nat(wholes.length - 1), EDITS, async (which, edits) => {
        expectTruth(await numbersOf(edited(wholes[which], edits)), truths[which])
      }),
      { numRuns: draws(2000) },
    )
  })
})

it('without checksums, files with changed bytes give numbers or an error, and no memory is taken for lies', async () => {
  const names = ['types-plain', 'delta-v1', 'list-pages', 'lz4-v1', 'brotli-v2']
  const wholes = names.map(bytesOf)
  const before = process.memoryUsage().rss
  await fc.assert(
    fc.asyncProperty(fc.nat(names.length - 1), EDITS, async (which, edits) => {
      const found = await numbersOf(edited(wholes[which], edits))
      if (found instanceof Error) expect(found).toBeInstanceOf(InputError)
    }),
    { numRuns: draws(1000) },
  )
  expect(process.memoryUsage().rss - before).toBeLessThan(300e6)
})
