/** Errors of a file that is not what it says of itself. */
import { InputError } from '../../errors.ts'

export const ENCRYPTED_PARQUET = [
  'is an encrypted Parquet file',
  'write it again without encryption',
] as const

export function damagedParquet(path: string, what: string): InputError {
  return new InputError(path, `is a damaged Parquet file: ${what}`, 'copy or download it again')
}

/** Runs what takes bytes for what they should be: whatever it throws comes of bytes that are not. */
export function orDamaged<T>(path: string, what: string, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    const { syscall } = error as NodeJS.ErrnoException
    throw error instanceof InputError || syscall !== undefined ? error : damagedParquet(path, what)
  }
}
