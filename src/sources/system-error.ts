/** What the operating system refuses, in words a person can act on. */
import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type ErrorCode, InputError } from '../errors.ts'
import { nearest } from '../words/nearest.ts'

type Words = readonly [problem: string, hint: string, code?: ErrorCode]

const missing = (hint: string): Words => ['there is no such file', hint, 'no-such-file']

const WORDS: Readonly<Record<string, Words>> = {
  EACCES: ['cannot be read', 'check its permissions'],
  EPERM: ['cannot be read', 'check its permissions'],
  EISDIR: ['is a folder', 'give a file'],
}

/** What the operating system answers at once. Throws an InputError in place of what it refuses. */
export function askSystem<T>(path: string, ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    throw explainSystemError(path, error)
  }
}

/** ENOENT and its like become an InputError; what is no system error stays as it is. */
export function explainSystemError(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  // Node looks for zeros in a path before the system is asked.
  if (code === 'ERR_INVALID_ARG_VALUE') return new InputError(path, ...missing('check the path'))
  if (code === undefined || syscall === undefined) return error
  if (code === 'ENOENT' || code === 'ENOTDIR') return new InputError(path, ...missing(neighbourOf(path)))
  return new InputError(path, ...(WORDS[code] ?? ([`cannot be read (${code})`, ''] as const)))
}

/** What lies in its folder under a name that may be meant. */
function neighbourOf(path: string): string {
  const name = basename(path)
  // Of short names, and of those that differ in a number, each is as near to all others.
  const stem = name.replace(/\..*/s, '')
  const others = namesIn(dirname(path)).filter((one) => bare(one) !== bare(name))
  const sameStem = others.filter((one) => one.replace(/\..*/s, '') === stem)
  const guess = nearest(name, sameStem) ?? nearest(name, others, Math.min(2, Math.floor(stem.length / 3)))
  return guess ? `did you mean ${path.slice(0, path.length - name.length)}${guess}?` : 'check the path'
}

const bare = (name: string) => name.replace(/\d+/g, '')

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
