import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { packFor, readSketchFile } from '../../src/formats/sketch-file.ts'
import { sketchText } from '../../src/formats/sketch-text.ts'
import { draws, places } from '../made/draws.ts'
import { scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const write = scratchFolder()

/** Enough of a sketch for what a file is asked; what is in it is checked elsewhere. */
const SKETCH = {
  source: { name: 'Ω "preds".csv, "sketch":{}', samples: 3 },
  slices: [''],
  groups: [{ group: 1, below: [1, 1, -100.25, 1.5e4, -0.01, 1e-4], counts: [2], moments: 'AAEC/+8=' }],
}
const TEXT = sketchText('preds.csv', SKETCH)

/** What a file of this name and content is read as, or the problem with it. */
async function read(name: string, content: string | Uint8Array): Promise<unknown> {
  try {
    return await readSketchFile(write(name, content))
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    return (error as InputError).problem
  }
}

const REFUSALS = [
  'is a sketch that is cut off or damaged',
  'is no sketch, though its name says so: it does not begin with {"format":"lossctl-sketch"',
  'was changed after it was written: its checksum does not match',
  'is a sketch without a version',
  'does not begin as a sketch does, with "format", "version", "sha256" and "sketch" in this order',
]

const expectRefused = (outcome: unknown, what: string) =>
  expect(
    REFUSALS.includes(outcome as string) || /^is a sketch of version /.test(outcome as string),
    `${what}: ${JSON.stringify(outcome)}`,
  ).toBe(true)

describe('a sketch file', () => {
  it('is read as it was written, whatever is in it, plain and packed', async () => {
    const property = fc.asyncProperty(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
      async (content) => {
        const text = sketchText('preds.csv', content)
        const wanted = JSON.parse(JSON.stringify(content))
        expect(await read('a.sketch.json', text)).toEqual(wanted)
        expect(await read('a.sketch.json.gz', gzipSync(text))).toEqual(wanted)
      },
    )
    await fc.assert(property, { numRuns: draws(100) })
  })

  it('is packed when its name ends in .gz, the same each time', () => {
    expect(packFor('a.sketch.json', TEXT)).toBe(TEXT)
    for (const name of ['a.sketch.json.gz', 'A.GZ']) {
      const packed = packFor(name, TEXT) as Buffer
      expect(gunzipSync(packed).toString('utf8')).toBe(TEXT)
      expect(packed.equals(packFor(name, TEXT) as Buffer)).toBe(true)
    }
  })

  it('is known by how it begins, whatever its name', async () => {
    for (const name of ['x.npy', 'x.csv', 'x', 'x.json', 'x.sketch.json.gz']) {
      expect(await read(name, TEXT)).toEqual(SKETCH)
      expect(await read(name, gzipSync(TEXT))).toEqual(SKETCH)
    }
  })

  it('has any white space within the value of sketch, and behind all', async () => {
    const spaced = readFileSync(fixture('sketch/by-python.sketch.json'), 'utf8')
    expect(spaced).toContain('"perClass": false')
    expect(await read('a.sketch.json', `${spaced}\n \n`)).toMatchObject({ perClass: false })
  })
})

describe('what is no sketch', () => {
  it('is left to the readers of predictions', async () => {
    for (const content of [
      'label,prob\n1,0.5\n',
      '{"a":1}',
      '',
      '{"format":"lossctl',
      new Uint8Array([31, 139, 8, 9]),
    ])
      for (const name of ['preds.csv', 'preds.npy', 'preds.json', 'preds.csv.gz'])
        expect(await read(name, content)).toBe(null)
    expect(await read('preds.csv.gz', gzipSync('label,prob\n1,0.5\n'))).toBe(null)
  })

  it('is refused when its name says that it is one', async () => {
    for (const content of [
      'label,prob\n1,0.5\n',
      '{"a":1}',
      '',
      gzipSync('label,prob\n'),
      new Uint8Array([31, 139, 8, 9]),
    ])
      for (const name of ['x.sketch.json', 'x.SKETCH.JSON', 'x.sketch.json.gz'])
        expect(await read(name, content)).toBe(REFUSALS[1])
  })

  it('is a missing file, a folder and a glob, which others explain', async () => {
    const folder = write('folder.csv', '').replace('/folder.csv', '')
    for (const path of [`${folder}/missing.sketch.json`, folder, `${folder}/*.sketch.json`])
      expect(await readSketchFile(path)).toBe(null)
  })
})

describe('a sketch file is refused', () => {
  it('when it is cut off at any byte', async () => {
    const bytes = Buffer.from(TEXT)
    // Without the line's end it is whole.
    for (let length = 0; length < bytes.length - 1; length++)
      expectRefused(await read('cut.sketch.json', bytes.subarray(0, length)), `${length} bytes`)
    const packed = gzipSync(TEXT)
    for (const length of places(packed.length))
      expectRefused(await read('cut.sketch.json.gz', packed.subarray(0, length)), `${length} bytes, packed`)
  })

  it('when any digit of it is another one', async () => {
    for (const { index } of TEXT.matchAll(/\d/g)) {
      const digit = (Number(TEXT[index]) + 1 + (index % 9)) % 10
      const edited = `${TEXT.slice(0, index)}${digit}${TEXT.slice(index + 1)}`
      expectRefused(await read('edited.sketch.json', edited), edited)
    }
  })

  it('when any byte of it is another one, or reads the same', async () => {
    for (const [name, bytes] of [
      ['byte.sketch.json', Buffer.from(TEXT)],
      ['byte.sketch.json.gz', gzipSync(TEXT)],
    ] as const) {
      const property = fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (index, change) => {
          const edited = Buffer.from(bytes)
          edited[index] ^= change
          const outcome = await read(name, edited)
          // The end of the line, and the parts of gzip's header that say nothing.
          if (typeof outcome === 'string') expectRefused(outcome, `byte ${index}`)
          else expect(outcome).toEqual(SKETCH)
        },
      )
      await fc.assert(property, { numRuns: draws(1000) })
    }
  })

  it('when its version is another one, or missing', async () => {
    const of = (version: string) => TEXT.replace('"version":2', version)
    expect(await read('v.sketch.json', of('"version":3'))).toBe(
      'is a sketch of version 3, and this lossctl reads versions 1 and 2',
    )
    expect(await read('v.sketch.json', of('"version":"1"'))).toContain('of version "1"')
    expect(await read('v.sketch.json', of('"version":null'))).toContain('of version null')
    expect(await read('v.sketch.json', of('"release":1'))).toBe('is a sketch without a version')
  })

  it('when its envelope is laid out otherwise', async () => {
    const whole = JSON.parse(TEXT)
    const { format, version, sha256, sketch } = whole
    for (const content of [
      { format, version, sketch, sha256 },
      { format, version, sketch },
      { format, version, sha256 },
      { format, version, sha256: 5, sketch },
      { format, version },
    ])
      expect(await read('order.sketch.json', JSON.stringify(content))).toBe(REFUSALS[4])
    expect(await read('order.sketch.json', JSON.stringify(whole, null, 1))).toBe(REFUSALS[1])
    expect(await read('order.sketch.json', JSON.stringify({ ...whole, more: 1 }))).toBe(REFUSALS[2])
    expect(await read('order.sketch.json', '{"format":"lossctl-sketch"}')).toBe(
      'is a sketch without a version',
    )
    expect(await read('order.sketch.json', '{"format":"lossctl-sketches","version":1}')).toBe(REFUSALS[1])
  })

  it('when there is no object in it', async () => {
    for (const nothing of [null, 0, '', false] as unknown[] as object[])
      expect(await read('null.sketch.json', sketchText('preds.csv', nothing))).toBe(
        'holds no object under "sketch"',
      )
  })

  it('when another file follows it', async () => {
    expect(await read('two.sketch.json', `${TEXT}${TEXT}`)).toBe(REFUSALS[0])
    expect(await read('two.sketch.json.gz', Buffer.concat([gzipSync(TEXT), gzipSync(TEXT)]))).toBe(
      REFUSALS[0],
    )
  })

  it('by its checksum before anything of it is parsed', async () => {
    const nonsense = TEXT.replace('"counts":[2]', '"counts":[no JSON at all]')
    expect(await read('nonsense.sketch.json', nonsense)).toBe(REFUSALS[2])
  })

  it('and says what to do', async () => {
    const path = write('hint.sketch.json', TEXT.slice(0, 200))
    await expect(readSketchFile(path)).rejects.toThrow(
      `${path}: is a sketch that is cut off or damaged; make it again with lossctl sketch`,
    )
  })
})

describe('a sketch file that is larger than any sketch is refused before it is parsed', () => {
  it('when it unpacks to more than 100 MB, however small it is', async () => {
    const packed = gzipSync(`${TEXT.slice(0, -2)}${' '.repeat(100_000_000)}}\n`, { level: 1 })
    expect(packed.length).toBeLessThan(1e6)
    expect(await read('bomb.sketch.json.gz', packed)).toBe(
      'is a sketch of more than 100 MB, which is the most',
    )
  })

  /** A list of that many numbers, with the checksum that it ought to have. */
  const listOf = (length: number) => envelope(`{"a":[${'0,'.repeat(length - 1)}0]}`)
  const envelope = (body: string) => {
    const checksum = createHash('sha256').update(body).digest('hex')
    return `{"format":"lossctl-sketch","version":1,"sha256":"${checksum}","sketch":${body}}`
  }

  it('when it holds more than 5 million values', async () => {
    expect(await read('full.sketch.json', listOf(4_999_000))).toMatchObject({ a: expect.any(Array) })
    const problem = 'is a sketch of more than 5 million values, which is the most'
    expect(await read('full.sketch.json', listOf(5_000_001))).toBe(problem)
    expect(await read('full.sketch.json.gz', gzipSync(listOf(5_000_001)))).toBe(problem)
  })

  it('when it has more than 64 levels', async () => {
    const nested = (levels: number) => envelope(`{"a":${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}}`)
    expect(await read('deep.sketch.json', nested(64))).toHaveProperty('a')
    const problem = 'is a sketch of more than 64 levels, which is the most'
    expect(await read('deep.sketch.json', nested(65))).toBe(problem)
    expect(await read('deep.sketch.json', nested(1_000_000))).toBe(problem)
  })

  it('and is not written either', () => {
    const refused = (a: unknown) => {
      try {
        return sketchText('preds.csv', { a })
      } catch (error) {
        return (error as InputError).message
      }
    }
    const hint = 'keep fewer classes or slices apart'
    expect(refused('x'.repeat(100_000_000))).toBe(
      `preds.csv: makes a sketch of more than 100 MB, which is the most; ${hint}`,
    )
    expect(refused(new Array(5_000_001).fill(0))).toBe(
      `preds.csv: makes a sketch of more than 5 million values, which is the most; ${hint}`,
    )
  })
})
