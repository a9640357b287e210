/** torch.save: the numbers of its tensors, whatever holds them and however they lie; nothing in it is run. */
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { compare } from '../../src/api/compare.ts'
import { inspect } from '../../src/api/samples.ts'
import { InputError } from '../../src/errors.ts'
import { openTable } from '../../src/formats/index.ts'
import { readPickle } from '../../src/formats/torch/pickle.ts'
import { draws, places } from '../made/draws.ts'
import { numberOrError, tryCuts, tryMutations } from '../made/mutations.ts'
import { readNumbers, scratchFolder } from '../made/scratch.ts'
import { fixture, sharedPath } from '../made/shared.ts'
import { writeZip } from '../made/zip.ts'

const write = scratchFolder()
const { logits, label, weight } = JSON.parse(readFileSync(fixture('arrays/plain.json'), 'utf8'))
const file = (name: string) => fixture(`arrays/${name}.pt`)

/** Mean of ln Σ e^z - z_t by its definition. */
function meanOf(weights: readonly number[]) {
  const losses = logits.map(
    (z: readonly number[], row: number) =>
      Math.log(z.reduce((all, one) => all + Math.exp(one), 0)) - z[label[row]],
  )
  const sum = weights.reduce((all, one) => all + one, 0)
  return weights.reduce((all, one, row) => all + one * losses[row], 0) / sum
}

const MEAN = meanOf([1, 1, 1, 1, 1, 1])

async function ceOf(data: Parameters<typeof compare>[0]): Promise<number> {
  return (await compare(data, { losses: ['ce'] })).losses[0].value ?? Number.NaN
}

describe('files by PyTorch', () => {
  // All of these numbers are exact in 8 bits.
  test.each([
    'plain',
    'tuple',
    'list',
    'ordered',
    'nested',
    'half',
    'brain',
    'wide',
    'views',
    'transposed',
    'expanded',
    'strangers',
    'evil',
  ])('%s gives the mean of its tensors', async (name) => {
    expect(await ceOf(file(name))).toBeCloseTo(MEAN, 12)
  })

  it('takes weights that are a parameter, and tensors in files of their own', async () => {
    expect(await ceOf(file('weighted'))).toBeCloseTo(meanOf(weight), 12)
    expect(await ceOf({ scores: file('logits'), labels: file('label') })).toBeCloseTo(MEAN, 12)
    const apart = { scores: `${file('nested')}::val.logits`, labels: `${file('plain')}::label` }
    expect(await ceOf(apart)).toBeCloseTo(MEAN, 12)
  })

  it('runs nothing, and says what it would have run', async () => {
    const { arrays } = await inspect(file('evil'))
    expect(arrays?.find(({ name }) => name === 'evil')?.problem).toMatch(
      /Python object \((posix|nt)\.system\)/,
    )
    expect(existsSync('evil-was-run')).toBe(false)
  })

  it('names what else there is', async () => {
    const { arrays } = await inspect(file('strangers'))
    const problems = Object.fromEntries(arrays!.map(({ name, problem }) => [name, problem]))
    expect(problems).toMatchObject({
      logits: null,
      label: null,
      sum: 'has shape (), one number',
      none: 'is empty: its shape is (0,)',
      eight: expect.stringContaining('holds numbers of type'),
      complex: 'holds numbers of type ComplexFloatStorage',
      numpy: expect.stringContaining('multiarray._reconstruct'),
      sparse: expect.stringContaining('_rebuild_sparse_tensor'),
      options: expect.stringContaining('argparse.Namespace'),
    })
  })

  test.each([
    ['numpy-weight', 'weight: holds a Python object'],
    ['module', 'tensor: holds a Python object (torch.nn.modules.linear.Linear), which is not made'],
    ['script', 'is a TorchScript program, which is not run'],
    ['old', 'is a file of torch.save in its old form'],
    ['state', 'it is unclear which column holds the labels'],
  ])('%s says: %s', async (name, message) => {
    const error = await ceOf(file(name)).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(InputError)
    expect(error.message).toContain(message)
  })
})

describe.skipIf(!sharedPath('data/real/koke-predictions.pt'))(
  'files from elsewhere (skipped where ../shared is absent)',
  () => {
    it('are read as their pickles say', async () => {
      const koke = await openTable(sharedPath('data/real/koke-predictions.pt')!)
      expect([koke.array?.shape.reduce((all, one) => all * one, 1), koke.summary]).toEqual([
        26_000,
        expect.stringContaining('torch float32'),
      ])
      const vincent = await readNumbers(await openTable(sharedPath('data/real/vincent-preds.pt')!))
      expect(vincent.length).toBe(139_664 / 8)
      expect(vincent.every((one) => Number.isInteger(one))).toBe(true)
    })
  },
)

describe('whatever the bytes', () => {
  const small = readFileSync(file('weighted'))
  const right = meanOf(weight)

  it('refuses a file that is cut off anywhere', async () => {
    await tryCuts(small, async (cut) => {
      expect(await numberOrError(ceOf(write('cut.pt', cut)))).toBeNull()
    })
  })

  it('gives the right number or an error for files with changed bytes', async () => {
    await tryMutations(small, async (changed) => {
      const found = await numberOrError(ceOf(write('changed.pt', changed)))
      if (found !== null) expect(found).toBeCloseTo(right, 12)
    })
  })

  it('finds each flipped bit of a tensor', async () => {
    const floats = Buffer.from(Float32Array.from(logits.flat()).buffer)
    const start = small.indexOf(floats)
    expect(start).toBeGreaterThan(0)
    for (const at of places(floats.length)) {
      const bytes = Buffer.from(small)
      bytes[start + at] ^= 1 << (at % 8)
      const found = await ceOf(write('flipped.pt', bytes)).catch((thrown) => thrown)
      expect(found).toBeInstanceOf(InputError)
      expect(found.message).toContain('is damaged')
    }
  })

  it('makes of any pickle something or an error', () => {
    const codes = [...'\x80(.012cq)tr}]aesuJKMGNXRQbh'].map((letter) => letter.charCodeAt(0))
    const byte = fc.oneof(fc.constantFrom(...codes, 0x85, 0x86, 0x87, 0x88, 0x8a, 0x93, 0x94), fc.nat(255))
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), (list) => {
        try {
          readPickle(Buffer.from([...list, 0x2e]), 'any.pt')
        } catch (error) {
          expect(error).toBeInstanceOf(InputError)
        }
      }),
      { numRuns: draws(5000) },
    )
  })
})

describe('a pickle that lies', () => {
  const op = (...parts: readonly (number | string)[]) =>
    Buffer.concat(
      parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part, 'latin1'))),
    )
  const text = (word: string) => op(0x58, word.length, 0, 0, 0, word)
  const global = (module: string, name: string) => op(`c${module}\n${name}\n`)
  const count = (value: number) => op('J', value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24)
  const counts = (...all: readonly number[]) =>
    op('(', ...all.map((one) => count(one).toString('latin1')), 't')

  function lie({
    key = '0',
    length = 6,
    offset = 0,
    shape = [2, 3],
    strides = [3, 1],
    data = new Uint8Array(24),
  }) {
    const storage = op(
      '(',
      ...[text('storage'), global('torch', 'FloatStorage'), text(key), text('cpu'), count(length)].map((b) =>
        b.toString('latin1'),
      ),
      'tQ',
    )
    const args = [storage, count(offset), counts(...shape), counts(...strides), op(0x89), op('}')]
    const pickle = op(
      0x80,
      2,
      global('torch._utils', '_rebuild_tensor_v2').toString('latin1'),
      '(',
      ...args.map((b) => b.toString('latin1')),
      'tR.',
    )
    return writeZip([
      { name: 'a/data.pkl', bytes: pickle },
      { name: 'a/data/0', bytes: data },
    ])
  }

  it('is read when it does not', async () => {
    const data = new Uint8Array(Float32Array.from([1, 2, 3, 4, 5, 6]).buffer)
    expect(await readNumbers(await openTable(write('true.pt', lie({ data }))))).toEqual([1, 2, 3, 4, 5, 6])
    const turned = lie({ data, shape: [3, 2], strides: [1, 3] })
    expect(await readNumbers(await openTable(write('true.pt', turned)))).toEqual([1, 4, 2, 5, 3, 6])
    const diagonal = lie({ data, shape: [2], strides: [4], offset: 1 })
    expect(await readNumbers(await openTable(write('true.pt', diagonal)))).toEqual([2, 6])
  })

  it('reads numbers that a machine of the other byte order wrote', async () => {
    const data = Buffer.alloc(24)
    for (let i = 0; i < 6; i++) data.writeFloatBE(i - 2.5, 4 * i)
    const bytes = lie({ data })
    const members = [
      { name: 'a/data.pkl', bytes: bytes.subarray(40, bytes.indexOf('PK\x03\x04', 1, 'latin1')) },
      { name: 'a/byteorder', bytes: Buffer.from('big') },
      { name: 'a/data/0', bytes: data },
    ]
    expect(await readNumbers(await openTable(write('big.pt', writeZip(members))))).toEqual([
      -2.5, -1.5, -0.5, 0.5, 1.5, 2.5,
    ])
  })

  test.each([
    ['a storage that is not there', { key: '1' }],
    ['more elements than the storage has', { shape: [3, 3] }],
    ['an offset beyond its end', { offset: 6 }],
    ['a storage of another length', { length: 7 }],
    ['strides beyond its end', { strides: [4, 1] }],
    ['a length below 0', { shape: [-2, 3] }],
    ['fewer strides than axes', { strides: [1] }],
    ['no bytes', { data: new Uint8Array(0) }],
    ['a million million rows of one number', { shape: [2_000_000_000, 500], strides: [0, 0] }],
  ])('is refused: %s', async (_what, fields) => {
    const error = await openTable(write('liar.pt', lie(fields)))
      .then(readNumbers)
      .catch((thrown) => thrown)
    expect(error).toBeInstanceOf(InputError)
  })
})
