/** A file of JSON that is one value, read as a whole. */
import { InputError } from '../../errors.ts'
import type { OpenFile } from '../../sources/file.ts'
import { readExactly } from '../arrays/bytes.ts'
import { AS_LINES } from './arrange.ts'
import { type Window, windowOf } from './window.ts'

/** Most bytes of such a file. */
export const MAX_WHOLE = 1 << 28

export async function readWhole(file: OpenFile): Promise<Window> {
  const size = Number(file.state.size)
  if (size > MAX_WHOLE)
    throw new InputError(
      file.path,
      `is one JSON object of ${Math.round(size / 1e6)} MB`,
      `at most ${Math.round(MAX_WHOLE / 1e6)} MB of one are read; ${AS_LINES}`,
    )
  return windowOf(await readExactly(file, 0, size), 0, true)
}
