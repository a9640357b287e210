/** Files of torch.save written by hand: a zip archive of a pickle and the bytes of each tensor. */
import { writeZip } from './zip.ts'

export interface SavedTensor {
  readonly name: string
  /** `Float`, `Half`, `Long`, ... as PyTorch calls what holds the numbers. */
  readonly storage: string
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

/** A dict of tensors in C order. */
export function writeTorch(tensors: readonly SavedTensor[]): Buffer {
  const items = tensors.flatMap((tensor, at) => [text(tensor.name), ...rebuild(tensor, `${at}`)])
  // Protocol 2, an empty dict, its items between a mark and SETITEMS, STOP.
  const pickle = Buffer.concat([Buffer.from('\x80\x02}(', 'latin1'), ...items, Buffer.from('u.')])
  return writeZip([
    { name: 'archive/data.pkl', bytes: pickle },
    { name: 'archive/byteorder', bytes: Buffer.from('little') },
    ...tensors.map(({ bytes }, at) => ({ name: `archive/data/${at}`, bytes })),
    { name: 'archive/version', bytes: Buffer.from('3\n') },
  ])
}

function text(word: string): Buffer {
  const bytes = Buffer.from(word)
  const head = Buffer.alloc(5)
  head.write('X', 'latin1')
  head.writeUInt32LE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(5)
  bytes.write('J', 'latin1')
  bytes.writeInt32LE(value, 1)
  return bytes
}

const raw = (codes: string) => Buffer.from(codes, 'latin1')
const tuple = (items: readonly Buffer[]) => Buffer.concat([raw('('), ...items, raw('t')])

/** The call of _rebuild_tensor_v2 with a persistent id for the bytes. */
function rebuild({ storage, shape, bytes }: SavedTensor, key: string): readonly Buffer[] {
  const count = shape.reduce((all, one) => all * one, 1)
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((all, one) => all * one, 1))
  if (bytes.length % count !== 0) throw new Error(`${bytes.length} bytes are no ${count} numbers`)
  const id = tuple([text('storage'), raw(`ctorch\n${storage}Storage\n`), text(key), text('cpu'), int(count)])
  return [
    raw('ctorch._utils\n_rebuild_tensor_v2\n'),
    tuple([
      Buffer.concat([id, raw('Q')]),
      int(0),
      tuple(shape.map(int)),
      tuple(strides.map(int)),
      // False, for gradients, and no hooks.
      raw('\x89ccollections\nOrderedDict\n)R'),
    ]),
    raw('R'),
  ]
}
