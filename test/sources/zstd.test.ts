/** A file packed with zstd gives the numbers of what is in it, or an error: never fewer. `zstd/make.py` made them. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { unzstd } from '../../src/sources/zstd-stream.ts'
import { can, predictionFolders, runShell } from '../made/process.ts'
import { attempt, scratchFolder } from '../made/scratch.ts'

const newFolder = predictionFolders()

const scratch = scratchFolder()
const made = fileURLToPath(new URL('./zstd', import.meta.url))
const pack = (name: string) => readFileSync(`${made}/${name}.csv.zst`)

const NUMBERS = Array.from({ length: 60 }, (_, i) => [
  i % 2,
  Number((((31 * i) % 97) / 97).toFixed(4)),
]).flat()

async function numbersOf(bytes: Uint8Array): Promise<readonly number[] | string> {
  const path = scratch('p.csv.zst', bytes)
  const { error, ...found } = await attempt(path)
  if (error === undefined) return (found as { numbers: number[] }).numbers
  expect(error).toBeInstanceOf(InputError)
  return error.message.slice(path.length + 2)
}

const concat = (...parts: readonly Uint8Array[]) => Buffer.concat(parts)

describe('a zstd file', () => {
  it.each(['one', 'two', 'unchecked', 'skippable'])('holds what was packed: %s', async (name) => {
    expect(await numbersOf(pack(name))).toEqual(NUMBERS)
  })

  it('that needs more memory than is usual is refused, with the way', async () => {
    expect(await numbersOf(pack('long'))).toBe(
      'was packed with a window of more than 128 MB (zstd --long); put zstd -dc --long=31 before lossctl in a pipe, and say - for the file',
    )
  })

  it('whose blocks fill the room for them is read to its end', async () => {
    expect(await numbersOf(pack('blocks'))).toEqual(
      Array.from({ length: 37448 * 2 }, (_, i) => (i % 2 ? 0.5 : 1)),
    )
  })

  it('of nothing is empty, and adds nothing', async () => {
    expect(await numbersOf(pack('empty'))).toBe('is empty')
    expect(await numbersOf(concat(pack('empty'), pack('one'), pack('empty')))).toEqual(NUMBERS)
  })

  it.each([
    ['text', Buffer.from('label,prob\n1,0.5\n')],
    ['zeros', Buffer.alloc(20)],
    ['a byte', Buffer.from([0x28])],
  ])('with %s behind its end is refused', async (_, rest) => {
    expect(await numbersOf(concat(pack('two'), rest))).toMatch(/^is a damaged zstd file: /)
  })

  it('gives the same however its bytes come', async () => {
    for (const step of [1, 7, 100]) {
      const bytes = pack('two')
      async function* chunks() {
        for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
      }
      const parts: Buffer[] = []
      for await (const part of unzstd(chunks())) parts.push(part)
      expect(
        concat(...parts)
          .toString('latin1')
          .split('\n'),
      ).toHaveLength(62)
    }
  })

  it.skipIf(!can('zstd', '--version'))(
    'through a pipe, and as the program packs it (needs zstd)',
    async () => {
      const folder = newFolder()
      const plain = await runShell('lossctl compare p.csv --format csv', folder)
      expect(plain.code).toBe(0)
      const packed = await runShell(
        'zstd -qc p.csv > q.csv.zst; lossctl compare q.csv.zst --format csv',
        folder,
      )
      const piped = await runShell('zstd -qc19 p.csv | lossctl compare - --format csv', folder)
      for (const { stdout } of [packed, piped])
        expect(stdout.replaceAll(/^(q.csv.zst|standard input),/gm, 'p.csv,')).toBe(plain.stdout)
    },
  )
})

describe('damage gives an error, or the right numbers', () => {
  it('cut at every length', async () => {
    const [two, first] = [pack('two'), pack('two').indexOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 1)]
    for (let length = 0; length < two.length; length++) {
      const found = await numbersOf(two.subarray(0, length))
      // What ends where its first frame does is a whole file too.
      if (length === first) expect(found.length).toBeGreaterThan(20)
      else expect(found, `${length} bytes`).toBeTypeOf('string')
    }
  })

  it('one byte of it another, 300 times', async () => {
    let seed = 1
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647
      return seed % below
    }
    for (let draw = 0; draw < 300; draw++) {
      const bytes = Buffer.from(pack(draw % 2 ? 'one' : 'skippable'))
      bytes[random(bytes.length)] ^= 1 + random(255)
      const found = await numbersOf(bytes)
      if (typeof found !== 'string') expect(found).toEqual(NUMBERS)
    }
    // Nothing is left of what failed.
    expect(await numbersOf(pack('one'))).toEqual(NUMBERS)
  })
})
