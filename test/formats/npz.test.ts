/** NPZ: the numbers of the same arrays as NPY, and nothing else, whatever the bytes. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { compare } from '../../src/api/compare.ts'
import { inspect } from '../../src/api/samples.ts'
import { InputError } from '../../src/errors.ts'
import { openTable } from '../../src/formats/index.ts'
import { draws, places } from '../made/draws.ts'
import { writeNpy } from '../made/layouts/npy.ts'
import { numberOrError, tryMutations } from '../made/mutations.ts'
import { readNumbers, scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'
import { crcOf, type Member, writeZip } from '../made/zip.ts'

const write = scratchFolder()
/** Only what is built has threads. */
const dist = new URL('../../dist/index.js', import.meta.url).href
const plain = JSON.parse(readFileSync(fixture('arrays/plain.json'), 'utf8'))
const archive = (name: string) => fixture(`arrays/${name}.npz`)

/** Mean of ln Σ e^z - z_t by its definition. */
function meanOf(
  logits: readonly (readonly number[])[],
  labels: readonly number[],
  weights?: readonly number[],
) {
  let [sum, total] = [0, 0]
  for (const [row, z] of logits.entries()) {
    const weight = weights?.[row] ?? 1
    sum += weight * (Math.log(z.reduce((all, one) => all + Math.exp(one), 0)) - z[labels[row]])
    total += weight
  }
  return sum / total
}

const MEAN = meanOf(plain.logits, plain.label)

it('of which one array can be read is inspected as what it is', async () => {
  const report = await inspect({ scores: archive('object-labels') })
  const told = report.arrays!.filter(({ problem }) => problem === null)
  expect([told.length, report.format]).toEqual([
    1,
    expect.stringMatching(/^NPZ float32 \(6, 3\), the only one of 2 arrays that can be read$/),
  ])
})

async function ceOf(data: Parameters<typeof compare>[0]): Promise<number> {
  return (await compare(data, { losses: ['ce'] })).losses[0].value ?? Number.NaN
}

describe('files by numpy', () => {
  test.each([
    'plain',
    'deflated',
    'nameless',
    'lengths',
    'objects',
    'text',
    'structured',
    'orders',
    'half',
    'one-axis',
    'slashes',
    'dense',
  ])('%s.npz gives the mean of its arrays', async (name) => {
    expect(await ceOf(archive(name))).toBeCloseTo(MEAN, 12)
  })

  it('takes weights by their name, and labels as a matrix', async () => {
    expect(await ceOf(archive('weighted'))).toBeCloseTo(meanOf(plain.logits, plain.label, plain.weight), 12)
    expect(await ceOf({ scores: archive('weighted'), weight: 'none' })).toBeCloseTo(MEAN, 12)
    expect(await ceOf({ scores: archive('one-hot'), task: 'softmax' })).toBeCloseTo(MEAN, 12)
  })

  it('reads one array by its name, and labels of another file', async () => {
    const all = await Promise.all([
      ceOf({ scores: `${archive('plain')}::logits`, labels: `${archive('plain')}::label` }),
      ceOf({ scores: archive('scores-only'), labels: archive('labels-only') }),
      ceOf({ scores: archive('scores-only'), labels: archive('lengths') }),
      ceOf({ scores: archive('lengths'), score: 'logits', label: 'label' }),
      ceOf({ scores: archive('slashes'), score: 'val/logits', label: 'val/label' }),
    ])
    for (const mean of all) expect(mean).toBeCloseTo(MEAN, 12)
  })

  it('lists all arrays when it is asked what would be read', async () => {
    const { arrays } = await inspect(archive('lengths'))
    expect(arrays).toEqual([
      { name: 'logits', type: 'float32', shape: [6, 3], problem: null },
      { name: 'label', type: 'int64', shape: [6], problem: null },
      { name: 'history', type: 'float64', shape: [4], problem: null },
      { name: 'epoch', type: 'int64', shape: [], problem: 'has shape (), one number' },
      { name: 'none', type: 'float64', shape: [0], problem: 'is empty: its shape is (0,)' },
      { name: 'classes', type: 'text', shape: [3], problem: null },
    ])
  })

  test.each([
    ['models', {}, 'rf_proba, svm_proba may be the scores of several models'],
    ['object-labels', {}, 'label: holds pickled Python objects'],
    ['object-weights', {}, 'weight: holds pickled Python objects'],
    ['object-weights', { weight: 'weight' }, 'weight: holds pickled Python objects'],
    ['lzma', {}, 'label: is packed with LZMA'],
    ['lengths', { score: 'epoch' }, 'epoch: has shape (), one number'],
    ['lengths', { weight: 'history' }, 'history: has 4 rows, and "label" has 6'],
    ['plain', { score: 'logit' }, 'has no array "logit" for --score; did you mean logits?'],
  ])('%s.npz with %o says: %s', async (name, said, message) => {
    const error = await ceOf({ scores: archive(name), ...said }).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(InputError)
    expect(error.message).toContain(message)
  })

  it('has texts as ids, labels and slices', async () => {
    const text = (words: readonly string[], width = 4, descr = `<U${width}`) => {
      const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${words.length},), }`.padEnd(
        117,
      )
      const cells = Buffer.alloc(4 * width * words.length)
      for (const [row, word] of words.entries())
        for (const [place, character] of [...word].entries())
          cells.writeUInt32LE(character.codePointAt(0)!, 4 * (width * row + place))
      const start = Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1')
      return Buffer.concat([start, Buffer.from(`${header}\n`), cells])
    }
    const numbers = (values: readonly number[]) => {
      const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`.padEnd(117)
      const start = Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1')
      const cells = Buffer.from(Float64Array.from(values).buffer)
      return Buffer.concat([start, Buffer.from(`${header}\n`), cells])
    }
    const npz = (name: string, arrays: Readonly<Record<string, Uint8Array>>) =>
      write(
        name,
        writeZip(Object.entries(arrays).map(([member, bytes]) => ({ name: `${member}.npy`, bytes }))),
      )
    const logits = [2.5, -1, 0.25, -3]
    const [words, ids] = [
      ['dog', 'cat', 'dog', '猫'],
      ['n1', '\u{1f600}2', '', 'n4'],
    ]
    const answers = words.map((word) => Number(word === 'dog'))
    const mean = logits.reduce((sum, z, i) => sum + Math.log1p(Math.exp(answers[i] ? -z : z)) / 4, 0)
    const path = npz('texts.npz', {
      logit: numbers(logits),
      animal: text(words.map((w) => (w === 'dog' ? w : 'cat'))),
    })
    expect(await ceOf({ scores: path, label: 'animal', classNames: ['cat', 'dog'] })).toBeCloseTo(mean, 14)
    const slices = npz('slices.npz', { logit: numbers(logits), label: numbers(answers), scene: text(words) })
    const { groups: found } = await compare({ scores: slices, by: 'scene' }, { losses: ['ce'], by: 'slice' })
    expect(found!.map(({ name, count }) => [name, count]).sort()).toEqual([
      ['cat', 1],
      ['dog', 2],
      ['猫', 1],
    ])
    const scores = npz('scores.npz', { logit: numbers(logits), id: text(ids) })
    const labels = npz('labels.npz', { label: numbers(answers.toReversed()), id: text(ids.toReversed()) })
    expect(await ceOf({ scores, labels })).toBeCloseTo(mean, 14)
    const wide = npz('wide.npz', { logit: numbers(logits), label: numbers(answers), id: text(ids, 2000) })
    const { arrays } = await inspect(wide)
    expect(arrays?.find(({ name }) => name === 'id')?.problem).toBe(
      'holds texts of more than 1,000 characters',
    )
  })

  it('are refused where bytes are no text, and are no numbers that CSV would not have', async () => {
    const npy = (descr: string, cells: Buffer, count: number) => {
      const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${count},), }`.padEnd(117)
      const start = Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1')
      return Buffer.concat([start, Buffer.from(`${header}\n`), cells])
    }
    const npz = (arrays: Readonly<Record<string, Uint8Array>>) =>
      write(
        'bytes.npz',
        writeZip(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes }))),
      )
    const label = npy('|u1', Buffer.from([0, 1]), 2)
    const logit = npy('<f4', Buffer.from(Float32Array.from([-1, 2]).buffer), 2)
    const wide = Buffer.alloc(8)
    wide.writeUInt32LE(0x110000, 0)
    for (const scene of [npy('|S1', Buffer.from([0xe9, 0xe8]), 2), npy('<U1', wide, 2)]) {
      const error = await ceOf({ scores: npz({ label, logit, scene }), by: 'scene' }).catch(
        (thrown) => thrown,
      )
      expect(error.message).toContain(
        'scene: holds bytes that are no text in UTF-8; save it as text: a.astype("U")',
      )
    }
    const score = npy('|S3', Buffer.from('0x10.5'), 2)
    const error = await ceOf({ scores: npz({ label, score }), score: 'score', from: 'probs' }).catch(
      (thrown) => thrown,
    )
    expect(error.message).toContain('is not a number')
  })

  it('are not scores where they are no numbers', async () => {
    const text = Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1')
    const header = `{'descr': '<U3', 'fortran_order': False, 'shape': (2,), }`.padEnd(117)
    const cells = Uint32Array.from('catdog', (letter) => letter.codePointAt(0)!)
    const bytes = Buffer.concat([text, Buffer.from(`${header}\n`), Buffer.from(cells.buffer)])
    const ids = { name: 'ids.npy', bytes }
    const both = [{ ...ids, name: 'label.npy' }, ids]
    const labels = archive('labels-only')
    for (const [members, said, reason] of [
      [[ids], {}, 'no labels stand beside its scores'],
      [[ids], { labels }, 'has no column of scores: column "0" holds "cat", which is not a number'],
      [both, {}, 'has no column of scores beside the labels'],
      [both, { labels }, 'has no column of scores: "label" holds "cat", which is not a number'],
      [both, { score: 'ids' }, '"ids" is to hold the scores and holds "cat", which is not a number'],
      [both, { model: 'ids' }, 'has 2 models in "ids"'],
    ] as const) {
      const path = write('text.npz', writeZip(members))
      expect((await inspect(path)).questions).toHaveLength(1)
      const error = await ceOf({ scores: path, ...said }).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(InputError)
      expect(error.message).toContain(reason)
    }
    const weight = write('weights.npz', writeZip([ids]))
    const beside = await ceOf({ scores: archive('plain'), weight }).catch((thrown) => thrown)
    expect(beside.message).toContain('ids[0]: the weight "cat" is not a number')
  })

  it('takes one of several models that is said', async () => {
    const { hit, prob } = plain
    const mean = (scores: readonly number[]) =>
      scores.reduce((sum, p, row) => sum - Math.log(hit[row] === 1 ? p : 1 - p), 0) / scores.length
    expect(await ceOf({ scores: archive('models'), score: 'rf_proba', from: 'probs' })).toBeCloseTo(
      mean(prob),
      12,
    )
    expect(await ceOf({ scores: archive('models'), score: 'svm_proba', from: 'probs' })).toBeCloseTo(
      mean(prob.toReversed()),
      12,
    )
  })
})

const range = (length: number) => Array.from({ length }, (_, index) => index)

/** Many blocks of samples whose numbers come again in no short period. */
const ROWS = 600_000
const scores = writeNpy(
  'f4',
  [ROWS],
  range(ROWS).map((i) => ((i * 7919) % 10_007) / 1000 - 5),
)
const labels = writeNpy(
  'u1',
  [ROWS],
  range(ROWS).map((i) => ((i * 104_729) % 7 < 3 ? 1 : 0)),
)
const MEMBERS: readonly Member[] = [
  { name: 'logit.npy', bytes: scores },
  { name: 'label.npy', bytes: labels },
]

describe('beside the same arrays as NPY', () => {
  it('gives the same bits, on any number of threads', async () => {
    const question = { losses: ['ce', 'focal', 'poly1'], threshold: 0.3 }
    const { compare: built } = await import(dist)
    const ofNpy = await built(
      { scores: write('logit.npy', scores), labels: write('label.npy', labels) },
      question,
    )
    for (const wide of [false, true]) {
      const path = write('both.npz', writeZip(MEMBERS, wide))
      for (const threads of [1, 3]) {
        const ofNpz = await built({ scores: path, threads }, question)
        expect(ofNpz.losses).toEqual(ofNpy.losses)
        expect({ ...ofNpz.source, ...KEPT }).toEqual({ ...ofNpy.source, ...KEPT })
      }
    }
  })

  it('finds a flipped bit in either array, in the middle of a block and in its header', async () => {
    const bytes = writeZip(MEMBERS)
    const starts = [bytes.indexOf('\x93NUMPY', 'latin1'), bytes.lastIndexOf('\x93NUMPY', 'latin1')]
    for (const at of [
      starts[0] + 2_000_003,
      starts[0] + 128,
      starts[1] + 500_000,
      starts[1] + 599_999 + 128,
    ]) {
      const flipped = Buffer.from(bytes)
      flipped[at] ^= 1
      const error = await ceOf(write('flipped.npz', flipped)).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(InputError)
    }
  })
})

/** What is called otherwise. */
const KEPT = { name: '', format: '', labelsFile: '', scores: [], labels: [], joinedBy: null }

describe('whatever the bytes', () => {
  it('reads each array as it would be in a file of its own', async () => {
    const numbers = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 20 })
    const code = fc.constantFrom('f4' as const, 'f8' as const, 'i8' as const, 'i4' as const)
    const arrays = fc.uniqueArray(
      fc.record({ name: fc.string({ minLength: 1, maxLength: 9 }), code, numbers }),
      {
        selector: ({ name }) => name,
        minLength: 1,
        maxLength: 5,
      },
    )
    await fc.assert(
      fc.asyncProperty(arrays, fc.boolean(), async (all, wide) => {
        const members = all.map(({ name, code: one, numbers: values }) => ({
          name: `${name}.npy`,
          bytes: writeNpy(one, [values.length], values),
        }))
        const path = write('any.npz', writeZip(members, wide))
        for (const { name, numbers: values } of all)
          expect(await readNumbers(await openTable(`${path}::${name}`))).toEqual(values)
      }),
      { numRuns: draws(200) },
    )
  })

  const small = readFileSync(archive('weighted'))
  const right = meanOf(plain.logits, plain.label, plain.weight)

  it('refuses a file that is cut off anywhere', async () => {
    for (const length of places(small.length)) {
      const error = await ceOf(write('cut.npz', small.subarray(0, length))).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(InputError)
    }
  })

  it('gives the right number or an error for files with changed bytes', async () => {
    let read = 0
    await tryMutations(small, async (changed) => {
      const found = await numberOrError(ceOf(write('changed.npz', changed)))
      if (found === null) return
      read++
      expect(found).toBeCloseTo(right, 12)
    })
    // Dates and versions are changed without harm.
    expect(read).toBeGreaterThan(draws(50))
  })

  it('finds each single bit of a deflated array that is flipped', async () => {
    const packed = readFileSync(archive('deflated'))
    for (const at of places(packed.indexOf('PK\x01\x02', 'latin1'))) {
      const bytes = Buffer.from(packed)
      bytes[at] ^= 1 << (at % 8)
      const found = await ceOf(write('flipped.npz', bytes)).catch((thrown) => thrown)
      if (typeof found === 'number') expect(found).toBeCloseTo(MEAN, 12)
      else expect(found).toBeInstanceOf(InputError)
    }
  })

  it('finds each single bit of an array that is flipped', async () => {
    const start = small.indexOf('\x93NUMPY', 'latin1')
    for (const at of places(200)) {
      const bytes = Buffer.from(small)
      bytes[start + at] ^= 1 << (at % 8)
      const found = await ceOf(write('flipped.npz', bytes)).catch((thrown) => thrown)
      expect(found).toBeInstanceOf(InputError)
    }
  })
})

describe('archives that are something else', () => {
  const text = (name: string, content = 'a,b\n') => ({ name, bytes: Buffer.from(content) })
  test.each([
    ['an empty one', [], 'is a zip archive without a file in it'],
    ['a workbook', [text('[Content_Types].xml'), text('xl/workbook.xml')], 'is an Excel workbook'],
    [
      'several tables',
      [text('a.csv'), text('b.csv')],
      'is a zip archive of 2 files: a.csv, b.csv; say which one',
    ],
    ['a model of Keras', [text('config.json'), text('model.weights.h5')], 'is a Keras model'],
    ['twins', [text('a.npy'), text('a.npy')], 'holds two files named "a.npy"'],
    ['no NPY within', [text('a.npy')], 'a: is no NPY file, though its name says so'],
  ])('%s', async (_what, members, message) => {
    const error = await openTable(write('other.zip', writeZip(members))).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(InputError)
    expect(error.message).toContain(message)
  })

  it('says that an encrypted array is encrypted', async () => {
    const bytes = writeZip([{ name: 'a.npy', bytes: writeNpy('f4', [1], [1]) }])
    bytes[bytes.indexOf('PK\x01\x02', 'latin1') + 8] |= 1
    await expect(openTable(write('secret.npz', bytes)).then(readNumbers)).rejects.toThrow('a: is encrypted')
  })
})

it('has a sum by its definition', () => {
  expect(crcOf(Buffer.from('123456789'))).toBe(0xcbf43926)
})
