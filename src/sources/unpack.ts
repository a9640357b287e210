/** Files that are packed as a whole, known by their first bytes, and read as what is in them. */
import type { OpenFile, SeenFile } from './file.ts'
import { withFile } from './reading.ts'
import { layDown } from './spool.ts'

interface Packing {
  /** What the name of such a file ends in. */
  readonly ending: string
  readonly magics: readonly (readonly number[])[]
  open(file: OpenFile): Promise<AsyncIterable<Uint8Array>>
}

const PACKINGS: readonly Packing[] = [
  {
    ending: 'gz',
    magics: [[0x1f, 0x8b]],
    open: async (file) => (await import('./gzip.ts')).gunzip(file),
  },
  {
    ending: 'zst',
    // A frame, or what pzstd writes before one.
    magics: [
      [0x28, 0xb5, 0x2f, 0xfd],
      [0x50, 0x2a, 0x4d, 0x18],
    ],
    open: async (file) => (await import('./zstd.ts')).unpackZstd(file),
  },
]

export const PACKED_ENDINGS = PACKINGS.map(({ ending }) => ending)

/**
 * What is in a file; null for one that is not packed.
 * @param head how it begins
 */
export async function unpack(seen: SeenFile, head: Buffer): Promise<SeenFile | null> {
  const begins = (magic: readonly number[]) => magic.every((byte, index) => head[index] === byte)
  const packing = PACKINGS.find(({ magics }) => magics.some(begins))
  if (!packing) return null
  const { path, state } = seen
  const origin = state.spool ? state.spool.origin : state
  return withFile(seen, async (file) => layDown(path, await packing.open(file), origin))
}
