/** safetensors: the numbers of the same arrays as NPY, and files whose header lies. */
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { compare } from '../../src/api/compare.ts'
import { inspect } from '../../src/api/samples.ts'
import { InputError } from '../../src/errors.ts'
import { openTable } from '../../src/formats/index.ts'
import { writeNpy } from '../made/layouts/npy.ts'
import { numberOrError, tryCuts, tryMutations } from '../made/mutations.ts'
import { type Tensor, withHeader, writeSafetensors } from '../made/safetensors.ts'
import { attempt, readNumbers, scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

const write = scratchFolder()
const { logits, label, weight } = JSON.parse(readFileSync(fixture('arrays/plain.json'), 'utf8'))
const file = (name: string) => fixture(`arrays/${name}.safetensors`)

/** Mean of ln Σ e^z - z_t by its definition. */
function meanOf(weights: readonly number[]) {
  const losses = logits.map(
    (z: readonly number[], row: number) =>
      Math.log(z.reduce((all, one) => all + Math.exp(one), 0)) - z[label[row]],
  )
  const sum = weights.reduce((all, one) => all + one, 0)
  return weights.reduce((all, one, row) => all + one * losses[row], 0) / sum
}

async function ceOf(data: Parameters<typeof compare>[0]): Promise<number> {
  return (await compare(data, { losses: ['ce'] })).losses[0].value ?? Number.NaN
}

describe('files by the library', () => {
  // All of these numbers are exact in 8 bits.
  test.each(['plain', 'half', 'brain'])('%s gives the mean of its tensors', async (name) => {
    expect(await ceOf(file(name))).toBeCloseTo(meanOf([1, 1, 1, 1, 1, 1]), 12)
  })

  it('takes weights, and passes over numbers of eight bits', async () => {
    expect(await ceOf(file('weighted'))).toBeCloseTo(meanOf(weight), 12)
    const { arrays } = await inspect(file('weighted'))
    expect(arrays?.find(({ name }) => name === 'eight')?.problem).toBe('holds numbers of type F8_E4M3')
    await expect(openTable(`${file('weighted')}::eight`)).rejects.toThrow(
      'eight: holds numbers of type F8_E4M3',
    )
  })
})

const range = (length: number) => Array.from({ length }, (_, index) => index)
const tensor = (name: string, dtype: string, shape: readonly number[], bytes: Uint8Array): Tensor => ({
  name,
  dtype,
  shape,
  bytes,
})

describe('numbers', () => {
  it('are those of the same arrays as NPY, to the bit', async () => {
    const rows = 300_000
    const scores = range(rows).map((i) => ((i * 7919) % 10_007) / 1000 - 5)
    const truth = range(rows).map((i) => ((i * 104_729) % 7 < 3 ? 1 : 0))
    const bytes = (code: 'f4' | 'u1', values: readonly number[]) =>
      writeNpy(code, [rows], values).subarray(128)
    const path = write(
      'both.safetensors',
      writeSafetensors([
        tensor('logit', 'F32', [rows], bytes('f4', scores)),
        tensor('y', 'U8', [rows], bytes('u1', truth)),
      ]),
    )
    const npy = await compare({
      scores: write('logit.npy', writeNpy('f4', [rows], scores)),
      labels: write('y.npy', writeNpy('u1', [rows], truth)),
    })
    expect((await compare(path)).losses).toEqual(npy.losses)
  })

  it('of bfloat16 are the upper halves of those of 32 bits', async () => {
    const bits = range(65_536)
    const halves = Uint16Array.from(bits)
    const wide = new Float32Array(Uint32Array.from(bits, (one) => one << 16).buffer)
    const path = write(
      'b.safetensors',
      writeSafetensors([tensor('a', 'BF16', [65_536], new Uint8Array(halves.buffer))]),
    )
    const found = await readNumbers(await openTable(path))
    expect(
      found.filter((value, i) => !Object.is(value, Number.isNaN(wide[i]) ? Number.NaN : wide[i])),
    ).toEqual([])
  })
})

describe('a header that lies', () => {
  const data = new Uint8Array(24)
  const one = (fields: object) =>
    JSON.stringify({ a: { dtype: 'F32', shape: [6], data_offsets: [0, 24], ...fields } })
  test.each([
    ['a place beyond the file', one({ data_offsets: [0, 28], shape: [7] })],
    ['bytes behind the tensors', one({ data_offsets: [0, 20], shape: [5] })],
    ['a gap before them', one({ data_offsets: [4, 24], shape: [5] })],
    ['another shape', one({ shape: [7] })],
    ['a shape beyond any memory', one({ shape: [2 ** 40, 2 ** 40] })],
    ['a fraction', one({ shape: [1.5, 4] })],
    ['a length below 0', one({ shape: [-1, -6] })],
    ['no shape', one({ shape: null })],
    ['places that turn round', one({ data_offsets: [24, 0] })],
    [
      'a name twice',
      '{"a":{"dtype":"F32","shape":[6],"data_offsets":[0,24]},"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}',
    ],
    [
      'overlapping tensors',
      '{"a":{"dtype":"F32","shape":[6],"data_offsets":[0,24]},"b":{"dtype":"F32","shape":[3],"data_offsets":[12,24]}}',
    ],
    ['null for a tensor', '{"a":null}'],
    ['no JSON', '{"a":{"dtype":"F32",}}'],
    ['levels by the thousand', `{"a":${'['.repeat(9000)}${']'.repeat(9000)}}`],
    ['words behind it', `${one({})}!`],
    ['no tensor', '{}'],
  ])('is refused: %s', async (_what, header) => {
    const { error } = await attempt(write('liar.safetensors', withHeader(header, data)))
    expect(error).toBeInstanceOf(InputError)
  })

  it('is refused when it claims to be longer than the file', async () => {
    const bytes = withHeader(one({}), data)
    bytes.writeUInt32LE(90_000_000, 0)
    const { error } = await attempt(write('liar.safetensors', bytes))
    expect(error?.message).toContain('its header is cut off')
  })
})

describe('whatever the bytes', () => {
  const small = readFileSync(file('weighted'))

  it('refuses a file that is cut off anywhere', async () => {
    await tryCuts(small, async (cut) => {
      expect(await numberOrError(ceOf(write('cut.safetensors', cut)))).toBeNull()
    })
  })

  it('gives what its bytes say or an error for files with changed bytes', async () => {
    await tryMutations(small, async (changed) => {
      const path = write('changed.safetensors', changed)
      await numberOrError(ceOf(path))
      const table = await openTable(`${path}::logits`).catch((thrown) => thrown)
      if (table instanceof Error) expect(table).toBeInstanceOf(InputError)
      else expect((await readNumbers(table)).length).toBe(table.expectedRows * table.columns.length)
    })
  })
})
