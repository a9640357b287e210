/** The files that were dropped, and what each is for. */
import type { Dropped } from '../messages.ts'

export type Role = 'model' | 'labels' | 'named'

export interface Listed extends Dropped {
  readonly role: Role
}

/** Names under which people keep labels alone. */
const OF_LABELS = /(^|[^a-z])(labels?|targets?|truth|y_?true|ground_?truth|gt)([^a-z]|$)/i

/** Adds files. One that is there already, byte for byte as far as its name, size and date tell, takes its own place. */
export function addFiles(listed: readonly Listed[], files: readonly File[]): readonly Listed[] {
  let all = listed
  for (const file of files) {
    const isSame = ({ name, blob }: Listed) =>
      name === file.name && blob.size === file.size && (blob as File).lastModified === file.lastModified
    all = [...all.filter((one) => !isSame(one)), { name: file.name, blob: file, role: 'model' }]
  }
  return all.map((one, index) => ({ ...one, name: freeName(one.name, all.slice(0, index)) }))
}

/** Of two files of one name the second is `preds (2).csv`. */
function freeName(name: string, before: readonly Listed[]): string {
  const isTaken = (wanted: string) => before.some((one) => one.name === wanted)
  if (!isTaken(name)) return name
  const dot = name.indexOf('.', 1) < 0 ? name.length : name.indexOf('.', 1)
  let number = 2
  const numbered = () => `${name.slice(0, dot)} (${number})${name.slice(dot)}`
  while (isTaken(numbered())) number++
  return numbered()
}

/** Of several files one that is called so holds the labels. */
export function guessRoles(listed: readonly Listed[]): readonly Listed[] {
  if (listed.length < 2 || listed.some(({ role }) => role === 'labels')) return listed
  const called = listed.filter(({ name, role }) => role === 'model' && OF_LABELS.test(name))
  if (called.length !== 1) return listed
  return listed.map((one) => (one === called[0] ? { ...one, role: 'labels' } : one))
}

/** What the options name is for what they say. */
export function nameRoles(listed: readonly Listed[], options: readonly string[]): readonly Listed[] {
  const isNamed = (name: string) => options.some((word) => word === name || word.endsWith(`=${name}`))
  return listed.map((one) => (isNamed(one.name) ? { ...one, role: 'named' } : one))
}
