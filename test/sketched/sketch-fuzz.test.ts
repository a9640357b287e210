/** What becomes of a saved sketch on its way: it gives the numbers that it gave, or an InputError, and never anything else. */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { readSketchFile } from '../../src/formats/sketch-file.ts'
import { sketchText } from '../../src/formats/sketch-text.ts'
import { chooseLosses } from '../../src/losses/spec/choose.ts'
import { type CompareReport, compareSketched } from '../../src/questions/compare/compare.ts'
import { fromContent, toContent } from '../../src/sketched/sketch-content.ts'
import { type DatasetKind, type Sample, sketchedOf } from '../made/datasets.ts'
import { draws, places } from '../made/draws.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

const KIND: DatasetKind = {
  task: 'softmax',
  perClass: true,
  by: true,
  weighted: true,
  thresholds: [0.3, 0.5],
}
const SAMPLES: readonly Sample[] = Array.from({ length: 60 }, (_, i) => ({
  margin: i === 0 ? -100 : i === 1 ? 800 : (i * 37) % 23 === 0 ? 0 : ((i * 7919) % 101) / 7 - 6,
  weight: (i % 5) / 2,
  slice: ['day', 'night'][i % 2],
  part: i % 3,
}))
const TEXT = sketchText('preds.csv', toContent(sketchedOf(KIND, SAMPLES)))

const QUESTION = { threshold: 0.5, reduction: 'mean', classWeights: null, by: 'slice', hardest: 0 } as const
const LOSSES = chooseLosses(['ce', 'focal', 'poly1'], {})

/** Everything that compare says but for what was read and how. */
async function numbersOf(bytes: Uint8Array): Promise<Omit<CompareReport, 'source'> | InputError> {
  try {
    const path = write('a.sketch.json', bytes)
    const { source, ...numbers } = compareSketched(
      fromContent(path, await readSketchFile(path)),
      LOSSES,
      QUESTION,
    )
    return numbers
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    expect((error as InputError).message).not.toMatch(/\n|undefined|Cannot|not a function/)
    return error as InputError
  }
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

const WANTED = await numbersOf(Buffer.from(TEXT))

/** One edit of some bytes: other ones, some more, or some fewer. */
interface Edit {
  readonly at: number
  readonly remove: number
  readonly insert: Uint8Array
}

const anyEdit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(),
  remove: fc.oneof(fc.constantFrom(0, 1, 2), fc.nat(400)),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 3 }),
    fc
      .constantFrom(
        '0',
        '9',
        '-',
        '1e308',
        '1e999',
        'null',
        '{}',
        '[]',
        ',',
        '"',
        '}}',
        '\\',
        '9007199254740993',
      )
      .map((text) => Buffer.from(text)),
  ),
})

function edited(bytes: Buffer, { at, remove, insert }: Edit): Buffer {
  const place = at % bytes.length
  return Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + remove)])
}

/** The same each time. */
const RUNS = { numRuns: draws(2000), seed: 20_241_125 }

describe('a saved sketch', () => {
  it.each([
    ['plain', Buffer.from(TEXT)],
    ['packed', gzipSync(TEXT)],
  ])('says what it said or is refused when its bytes are edited: %s', async (_, bytes) => {
    const property = fc.asyncProperty(anyEdit, async (edit) => {
      const numbers = await numbersOf(edited(bytes, edit))
      if (!(numbers instanceof InputError)) expect(numbers).toEqual(WANTED)
    })
    await fc.assert(property, RUNS)
  })

  it('holds its samples and finite numbers, or is refused, when a program edits it and mends the checksum', async () => {
    const head = '{"format":"lossctl-sketch","version":1,"sha256":"'
    const body = Buffer.from(TEXT.slice(head.length + 64 + 11, -2))
    const property = fc.asyncProperty(anyEdit, async (edit) => {
      const changed = edited(body, edit)
      const checksum = createHash('sha256').update(changed).digest('hex')
      const bytes = Buffer.concat([Buffer.from(`${head}${checksum}","sketch":`), changed, Buffer.from('}\n')])
      const numbers = await numbersOf(bytes)
      if (numbers instanceof InputError) return
      expect(numbers.count).toBe(SAMPLES.length)
      expect(numbersIn(numbers).filter((number) => !Number.isFinite(number))).toEqual([])
    })
    await fc.assert(property, RUNS)
  })

  it('is refused when it is cut off at any byte', async () => {
    const text = sketchText('preds.csv', toContent(sketchedOf(KIND, SAMPLES.slice(0, 6)))).trimEnd()
    for (const whole of [Buffer.from(text), gzipSync(text)])
      for (const length of places(whole.length))
        expect(await numbersOf(whole.subarray(0, length)), `${length} bytes`).toBeInstanceOf(InputError)
  })
})
