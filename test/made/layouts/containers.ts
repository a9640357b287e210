/** Arrays as files: each by itself, or all of them in an archive. */
import { writeSafetensors } from '../safetensors.ts'
import { writeTorch } from '../torch.ts'
import { writeZip } from '../zip.ts'
import type { Layout } from './layout.ts'
import { bytesOf, type Code, writeNpy } from './npy.ts'
import type { Random } from './random.ts'

export interface NumberArray {
  readonly name: string
  readonly code: Code
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

const DTYPES: Readonly<Record<Code, string>> = {
  f2: 'F16',
  f4: 'F32',
  f8: 'F64',
  i8: 'I64',
  i4: 'I32',
  u1: 'U8',
  b1: 'BOOL',
}
const STORAGES: Readonly<Record<Code, string>> = {
  f2: 'Half',
  f4: 'Float',
  f8: 'Double',
  i8: 'Long',
  i4: 'Int',
  u1: 'Byte',
  b1: 'Bool',
}

const WRITERS: Readonly<Record<string, (arrays: readonly NumberArray[]) => Uint8Array>> = {
  npz: (arrays) =>
    writeZip(
      arrays.map(({ name, code, shape, values }) => ({
        name: `${name}.npy`,
        bytes: writeNpy(code, shape, values),
        method: values.length % 2 === 0 ? 0 : 8,
      })),
    ),
  safetensors: (arrays) =>
    writeSafetensors(
      arrays.map(({ name, code, shape, values }) => ({
        name,
        dtype: DTYPES[code],
        shape,
        bytes: bytesOf(code, values),
      })),
    ),
  pt: (arrays) =>
    writeTorch(
      arrays.map(({ name, code, shape, values }) => ({
        name,
        storage: STORAGES[code],
        shape,
        bytes: bytesOf(code, values),
      })),
    ),
}

/** Files of the scores, the labels and what else there is, and what a person types to name the first two. */
export function drawContainers(
  random: Random,
  [scores, labels, ...others]: readonly NumberArray[],
): Pick<Layout, 'files' | 'words'> & { readonly kind: string } {
  const kind = random.pick(['npy', 'npy', 'npy', 'npz', 'npz', 'safetensors', 'pt'])
  if (kind === 'npy') {
    const files = [scores, labels].map(({ name, code, shape, values }) => ({
      name: `${name}.npy`,
      content: writeNpy(code, shape, values),
    }))
    return { kind, files, words: [files[0].name, '--labels', files[1].name] }
  }
  const write = WRITERS[kind]
  const name = random.pick(['preds', 'outputs', 'results', 'test'])
  if (random.chance(0.7)) {
    const content = write(random.shuffle([scores, labels, ...others]))
    return { kind, files: [{ name: `${name}.${kind}`, content }], words: [`${name}.${kind}`] }
  }
  const files = [
    { name: `${name}.${kind}`, content: write([scores]) },
    { name: `truth.${kind}`, content: write([labels]) },
  ]
  return { kind, files, words: [files[0].name, '--labels', files[1].name] }
}
