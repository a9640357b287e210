/** NPY: numpy's own format for one array. */
import { InputError } from '../../errors.ts'
import type { SeenFile } from '../../sources/file.ts'
import { withFile } from '../../sources/reading.ts'
import { readExactly } from '../arrays/bytes.ts'
import { openStored } from '../arrays/rows.ts'
import type { Table } from '../table.ts'
import { describeNpy } from './array.ts'

/** Throws an InputError for anything that cannot be read to the last bit. */
export async function openNpy(seen: SeenFile): Promise<Table> {
  const { path, at, state } = seen
  const found = await withFile(seen, (file) =>
    describeNpy((position, length) => readExactly(file, position, length), Number(state.size), path),
  )
  if ('fault' in found) throw new InputError(path, found.fault.problem, found.fault.hint)
  const { dataOffset, ...array } = found
  return openStored({ path, at, state, format: 'NPY', offset: dataOffset, check: null, ...array })
}
