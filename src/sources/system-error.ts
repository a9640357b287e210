/** What the operating system refuses, in words a person can act on. */
import { InputError } from '../errors.ts'

const WORDS: Readonly<Record<string, readonly [problem: string, hint: string]>> = {
  ENOENT: ['there is no such file', 'check the path'],
  ENOTDIR: ['there is no such file', 'check the path'],
  EACCES: ['cannot be read', 'check its permissions'],
  EPERM: ['cannot be read', 'check its permissions'],
  EISDIR: ['is a folder', 'give a file'],
}

/** ENOENT and its like become an InputError; what is no system error stays as it is. */
export function explainSystemError(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  // Node looks for zeros in a path before the system is asked.
  if (code === 'ERR_INVALID_ARG_VALUE') return new InputError(path, ...WORDS.ENOENT)
  if (code === undefined || syscall === undefined) return error
  if (path === '-' && code === 'ENOENT')
    return new InputError(path, 'standard input is not read', 'write it to a file and give its path')
  const [problem, hint] = WORDS[code] ?? [`cannot be read (${code})`, '']
  return new InputError(path, problem, hint)
}
