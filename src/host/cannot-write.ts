/** Why a file cannot be written, in words a person can act on. */
import { InputError } from '../errors.ts'

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'it would be larger than files may be here',
  EPIPE: 'whoever read it has gone',
  ENXIO: 'nobody reads it',
  EIO: 'the disk fails',
}

/** Reasons that lie in the folder. */
const OF_THE_FOLDER = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS']

/** An InputError for what the system says; what is no system error stays as it is. */
export function cannotWrite<E>(name: string, error: E): E | InputError {
  const { code, syscall } = error as E & NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) return error
  return OF_THE_FOLDER.includes(code)
    ? new InputError(name, 'cannot be written', 'check that its folder exists and may be written to')
    : new InputError(name, `cannot be written (${WORDS[code] ?? code})`)
}
