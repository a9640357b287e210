/** Zip archives of text: the numbers of the file in them, or which files there are. */
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { compare } from '../../src/api/compare.ts'
import { InputError } from '../../src/errors.ts'
import { openTable } from '../../src/formats/index.ts'
import { numberOrError, tryCuts, tryMutations } from '../made/mutations.ts'
import { readTexts, scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'
import { writeZip } from '../made/zip.ts'

const write = scratchFolder()
const file = (name: string) => fixture(`zip/${name}.zip`)

/** The rows of article-cases.csv, and the mean of -ln pt by its definition. */
const ROWS = readFileSync(fixture('article-cases.csv'), 'utf8')
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => line.split(','))
const MEAN =
  ROWS.reduce((sum, [p, y]) => sum - Math.log(y === '1' ? Number(p) : 1 - Number(p)), 0) / ROWS.length

async function ceOf(scores: string): Promise<number> {
  return (await compare({ scores, from: 'probs' }, { losses: ['ce'] })).losses[0].value ?? Number.NaN
}

describe('an archive of one file', () => {
  test.each([
    'deflated',
    'stored',
    'streamed',
    'notes',
    'nameless',
    'several.zip::a.csv',
    'several.zip::b.jsonl',
    'deflated.zip::preds/preds.csv',
  ])('%s has the rows of the file', async (name) => {
    const path = name.includes('::') ? fixture(`zip/${name}`) : file(name)
    const rows = await readTexts(await openTable(path))
    expect(rows.map((row) => row.map(Number))).toEqual(ROWS.map((row) => row.map(Number)))
    expect(await ceOf(path)).toBeCloseTo(MEAN, 12)
  })

  it('is named in messages with the file in it', async () => {
    const bytes = writeZip([
      { name: 'preds.csv', bytes: Buffer.from('label,prob\n1,0.5\n0,1.5\n'), method: 8 },
    ])
    const path = write('named.zip', bytes)
    await expect(compare({ scores: path, from: 'probs' })).rejects.toThrow('named.zip::preds.csv:3:2: ')
  })
})

describe('another archive', () => {
  test.each([
    ['several', 'is a zip archive of 2 files: a.csv, b.jsonl; say which one: '],
    ['several.zip::d.csv', 'has no file "d.csv"; its files are a.csv, b.jsonl, c.bin'],
    ['lzma', 'lzma.zip::preds.csv: is packed with LZMA; unpack it first, and give what was in it'],
    ['zip-in-zip', 'zip-in-zip.zip::inner.zip: is packed twice; unpack it once'],
    ['several.zip::c.bin', 'c.bin: is binary'],
  ])('%s is refused: %s', async (name, message) => {
    const path = name.includes('::') ? fixture(`zip/${name}`) : file(name)
    const error = await openTable(path).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(InputError)
    expect(error.message).toContain(message)
  })

  it('is refused where its file is encrypted', async () => {
    const bytes = writeZip([{ name: 'a.csv', bytes: Buffer.from('label,prob\n1,0.5\n') }])
    bytes[bytes.indexOf('PK\x01\x02', 'latin1') + 8] |= 1
    await expect(openTable(write('secret.zip', bytes))).rejects.toThrow('secret.zip::a.csv: is encrypted')
  })

  it('is refused where it claims another size than it has', async () => {
    const bytes = writeZip([{ name: 'a.csv', bytes: Buffer.alloc(100_000, 'label,prob\n'), method: 8 }])
    const entry = bytes.indexOf('PK\x01\x02', 'latin1')
    for (const size of [99_999, 100_001, 10]) {
      bytes.writeUInt32LE(size, entry + 24)
      await expect(openTable(write('liar.zip', bytes))).rejects.toThrow('is damaged')
    }
  })
})

describe('whatever the bytes', () => {
  const wholes = ['deflated', 'stored'].map((name) => readFileSync(file(name)))

  it('is refused where it is cut off anywhere', async () => {
    for (const whole of wholes)
      await tryCuts(whole, async (cut) => {
        expect(await numberOrError(ceOf(write('cut.zip', cut)))).toBeNull()
      })
  })

  it('gives the right number or an error for archives with changed bytes', async () => {
    for (const whole of wholes)
      await tryMutations(
        whole,
        async (changed) => {
          const found = await numberOrError(ceOf(write('changed.zip', changed)))
          if (found !== null) expect(found).toBeCloseTo(MEAN, 12)
        },
        1000,
      )
  })
})
