import { InputError } from '../errors.ts'

const HOW = {
  early: 'it ends too early',
  bytes: 'its bytes are not those that were packed',
  rest: 'something else stands behind its end',
} as const

/** What is wrong with a packed file, whatever packed it. */
export function damagedPack(path: string, format: string, how: keyof typeof HOW): InputError {
  return new InputError(path, `is a damaged ${format} file: ${HOW[how]}`, 'copy or download it again')
}
