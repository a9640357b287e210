/** A packed file gives the numbers of what is in it, or an error: never fewer. */
import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { openTable } from '../../src/formats/index.ts'
import { expandPath } from '../../src/reading/expand-path.ts'
import { npyPreamble } from '../../src/views/drawings/npy.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { attempt, scratchFolder } from '../made/scratch.ts'

const scratch = scratchFolder()

const LINES = Array.from({ length: 40 }, (_, i) => `${i % 2},${(0.31 * i) % 1}`)
const TEXT = `label,prob\n${LINES.join('\n')}\n`
const NUMBERS = LINES.flatMap((line) => line.split(',').map(Number))
const half = TEXT.indexOf('\n', 200) + 1

/** Two members, as of files that were appended to one another. */
const MEMBERS = Buffer.concat([gzipSync(TEXT.slice(0, half)), gzipSync(TEXT.slice(half))])

/** The numbers, or the words of the InputError. */
async function numbersOf(name: string, bytes: Buffer): Promise<readonly number[] | string> {
  const path = scratch(name, bytes)
  const { error, ...found } = await attempt(path)
  if (error === undefined) return (found as { numbers: number[] }).numbers
  expect(error).toBeInstanceOf(InputError)
  return error.message.slice(path.length + 2)
}

describe('a gzip file', () => {
  it.each([
    ['one member', gzipSync(TEXT)],
    ['two members', MEMBERS],
    ['an empty member', Buffer.concat([gzipSync(''), MEMBERS, gzipSync('')])],
    ['padding', Buffer.concat([MEMBERS, Buffer.alloc(5000)])],
    ['stored, not compressed', gzipSync(TEXT, { level: 0 })],
  ])('of %s holds what was packed', async (_, bytes) => {
    expect(await numbersOf('p.csv.gz', bytes)).toEqual(NUMBERS)
    // Told from its bytes.
    expect(await numbersOf('p.csv', bytes)).toEqual(NUMBERS)
  })

  it('that has lost its packing and not its name is read as well', async () => {
    expect(await numbersOf('p.csv.gz', Buffer.from(TEXT))).toEqual(NUMBERS)
  })

  it.each([
    ['text', Buffer.from('label,prob\n1,0.5\n')],
    ['text behind padding', Buffer.from('\0\0\0label,prob\n1,0.5\n')],
    ['a member behind padding', Buffer.concat([Buffer.alloc(9), gzipSync('1,0.5\n')])],
    ['a byte', Buffer.from([0x1f])],
  ])('with %s behind its end is refused', async (_, rest) => {
    expect(await numbersOf('p.csv.gz', Buffer.concat([MEMBERS, rest]))).toMatch(/^is a damaged gzip file: /)
  })

  it('of an array is that array', async () => {
    const values = Float64Array.from({ length: 300 }, (_, i) => Math.sin(i))
    const bytes = Buffer.concat([npyPreamble(300, 1), Buffer.from(values.buffer)])
    expect(await numbersOf('a.npy.gz', gzipSync(bytes))).toEqual([...values])
    expect(await numbersOf('a.npy.gz', gzipSync(TEXT))).toMatch(/^is no NPY file, though its name says so/)
  })

  it('of nothing is empty', async () => {
    expect(await numbersOf('p.csv.gz', gzipSync(''))).toBe('is empty')
  })

  it('of a gzip file is asked to be unpacked', async () => {
    expect(await numbersOf('p.csv.gz', gzipSync(MEMBERS))).toBe('is packed twice; unpack it once')
  })

  it('that changes after its first rows is refused', async () => {
    const path = scratch('changes.csv.gz', MEMBERS)
    const before = Date.now() / 1000 - 10
    utimesSync(path, before, before)
    const table = await openTable(path)
    appendFileSync(path, gzipSync('1,0.5\n'))
    const rows = table.read({ numbers: [0], texts: [] })[Symbol.asyncIterator]()
    await expect(rows.next()).rejects.toThrow(`${path}: changed while it was read`)
    await expect(table.locate(0, 0)).rejects.toThrow(`${path}: changed while it was read`)
  })
})

describe('damage gives an error, or the right numbers', () => {
  it('cut at every length', async () => {
    const whole = gzipSync(TEXT.slice(0, half)).length
    for (let length = 0; length < MEMBERS.length; length++) {
      const found = await numbersOf('cut.csv.gz', MEMBERS.subarray(0, length))
      // What ends where its first member does is a whole file too.
      if (length === whole) expect(found).toHaveLength(2 * (TEXT.slice(0, half).split('\n').length - 2))
      else expect(found, `${length} bytes`).toBeTypeOf('string')
    }
  })

  it('one byte of it another, 300 times', async () => {
    let seed = 1
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647
      return seed % below
    }
    let right = 0
    for (let draw = 0; draw < 300; draw++) {
      const bytes = Buffer.from(MEMBERS)
      bytes[random(bytes.length)] ^= 1 + random(255)
      const found = await numbersOf('byte.csv.gz', bytes)
      if (typeof found === 'string') continue
      // A time, a system, and how hard was tried: nothing of what was packed.
      expect(found).toEqual(NUMBERS)
      right++
    }
    expect(right).toBeLessThan(60)
  })
})

describe('packed shards', () => {
  it('are found in a folder, and read as one', async () => {
    const first = scratch('shards', '')
    const folder = join(dirname(first), 'packed')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a.csv.gz'), gzipSync(TEXT))
    writeFileSync(join(folder, 'b.CSV.GZ'), MEMBERS)
    writeFileSync(join(folder, 'notes.gz'), gzipSync('no table'))
    const found = await expandPath(folder)
    expect(found.map((path) => basename(path))).toEqual(['a.csv.gz', 'b.CSV.GZ'])
    const { results } = await lossctlJson<{ results: { source: { rows: number; files: number } }[] }>(
      'compare',
      folder,
    )
    expect(results[0].source).toMatchObject({ rows: 80, files: 2 })
  })

  it('beside what they were packed from would count twice', async () => {
    const folder = join(dirname(scratch('x', '')), 'both')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a.csv.gz'), gzipSync(TEXT))
    writeFileSync(join(folder, 'a.csv'), TEXT)
    for (const name of [folder, `${folder}/a*`]) {
      const { code, stderr } = await lossctl(['compare', name])
      expect([code, stderr]).toEqual([
        3,
        `error: ${join(folder, 'a.csv.gz')}: stands beside a.csv, which it may be the packed form of; it would count twice: leave one of them out\n`,
      ])
    }
  })
})
