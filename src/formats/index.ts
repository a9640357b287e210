/** The formats lossctl reads, told apart by how a file begins, not by its name. */
import { open, stat } from 'node:fs/promises'
import { InputError } from '../errors.ts'
import { NPY_MAGIC } from './npy-header.ts'
import type { Table } from './table.ts'

/** Bytes looked at before a format is chosen. */
const HEAD_BYTES = 1 << 16

/** Files people hand in by mistake, by their first bytes, and what to do instead. */
const STRANGERS: readonly (readonly [magic: string, what: string, hint: string])[] = [
  [
    'PK\x03\x04',
    'is a zip archive (NPZ, .pt or .xlsx)',
    'save the arrays by themselves: np.save("scores.npy", scores)',
  ],
  ['\x1f\x8b', 'is compressed with gzip', 'unpack it first: gunzip FILE'],
  ['PAR1', 'is a Parquet file', 'write CSV: df.to_csv("preds.csv", index=False)'],
  ['\x80\x02', 'is a Python pickle, which is a program and is not run', 'save numbers with np.save'],
  ['\x80\x03', 'is a Python pickle, which is a program and is not run', 'save numbers with np.save'],
  ['\x80\x04', 'is a Python pickle, which is a program and is not run', 'save numbers with np.save'],
  ['\x80\x05', 'is a Python pickle, which is a program and is not run', 'save numbers with np.save'],
]

/** Extensions that a folder of shards is searched for. */
export const TABLE_EXTENSIONS = ['csv', 'tsv', 'txt', 'npy'] as const

/** Opens a file as a table. Throws an InputError when it is missing, empty, or of no known format. */
export async function openTable(path: string): Promise<Table> {
  const head = await readHead(path)
  if (head.length === 0) throw new InputError(path, 'is empty')
  const text = head.toString('latin1', 0, 8)
  const stranger = STRANGERS.find(([magic]) => text.startsWith(magic))
  if (stranger) throw new InputError(path, stranger[1], stranger[2])
  if (text.startsWith(NPY_MAGIC)) return (await import('./npy.ts')).openNpy(path)
  return (await import('./csv.ts')).openCsv(path, head)
}

async function readHead(path: string): Promise<Buffer> {
  try {
    if ((await stat(path)).isDirectory()) throw new InputError(path, 'is a folder', 'give a file')
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw explainSystemError(path, error)
  }
}

/** ENOENT and its like in words. */
export function explainSystemError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return new InputError(path, 'there is no such file', 'check the path')
  if (code === 'EACCES' || code === 'EPERM')
    return new InputError(path, 'cannot be read', 'check its permissions')
  if (code === 'EISDIR') return new InputError(path, 'is a folder', 'give a file')
  return error
}
