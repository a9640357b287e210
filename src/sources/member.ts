/** Names of what is in a file: `preds.npz::logits` is the array `logits` of preds.npz. */
import { isPattern } from '../words/pattern.ts'
import { isStandardInput } from '../words/standard-input.ts'
import { lookAt } from './stat.ts'

const MARK = '::'

/** A file, a folder or a pattern, and what is meant of it; undefined for all of it. */
export interface MemberName {
  readonly file: string
  readonly member: string | undefined
}

/** A file may have the mark in its own name. */
export async function splitMember(name: string): Promise<MemberName> {
  const whole = { file: name, member: undefined }
  if (!name.includes(MARK) || (await isThere(name))) return whole
  for (let at = name.indexOf(MARK); at > 0; at = name.indexOf(MARK, at + 1)) {
    const file = name.slice(0, at)
    if (isPattern(file) || (await isThere(file))) return { file, member: name.slice(at + MARK.length) }
  }
  return whole
}

export function joinMember(file: string, member: string | undefined): string {
  return member === undefined ? file : `${file}${MARK}${member}`
}

async function isThere(path: string): Promise<boolean> {
  return isStandardInput(path) || lookAt(path) !== null
}
