/** What the operating system refuses, in words a person can act on. */
import { type ErrorCode, InputError } from '../errors.ts'

type Words = readonly [problem: string, hint: string, code?: ErrorCode]

const MISSING: Words = ['there is no such file', 'check the path', 'no-such-file']

const WORDS: Readonly<Record<string, Words>> = {
  ENOENT: MISSING,
  ENOTDIR: MISSING,
  EACCES: ['cannot be read', 'check its permissions'],
  EPERM: ['cannot be read', 'check its permissions'],
  EISDIR: ['is a folder', 'give a file'],
}

/** ENOENT and its like become an InputError; what is no system error stays as it is. */
export function explainSystemError(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  // Node looks for zeros in a path before the system is asked.
  if (code === 'ERR_INVALID_ARG_VALUE') return new InputError(path, ...MISSING)
  if (code === undefined || syscall === undefined) return error
  return new InputError(path, ...(WORDS[code] ?? ([`cannot be read (${code})`, ''] as const)))
}
