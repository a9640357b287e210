/** What came out of JSON, field by field: each is of a kind, or an Error says in one clause which is not. */

export interface Kind {
  /** As in "is not ...". */
  readonly words: string
  readonly holds: (value: unknown) => boolean
}

export const TEXT = kind('a text', isText)
export const TEXTS = listOf('texts', isText)
export const FLAG = kind('true or false', (value) => typeof value === 'boolean')
export const WHOLE = kind('a whole number from 0 on', isWhole)
export const NUMBER = kind('a finite number', Number.isFinite)
export const NUMBERS = listOf('finite numbers', Number.isFinite)
export const LIST = listOf('entries', () => true)

export function kind(words: string, holds: (value: unknown) => boolean): Kind {
  return { words, holds }
}

export function listOf(words: string, holds: (value: unknown) => boolean): Kind {
  return kind(`a list of ${words}`, (value) => Array.isArray(value) && value.every((entry) => holds(entry)))
}

export function orNull({ words, holds }: Kind): Kind {
  return kind(`${words}, or null`, (value) => value === null || holds(value))
}

export function isText(value: unknown): boolean {
  return typeof value === 'string'
}

/** A count: doubles hold whole numbers up to 2^53. */
export function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** Throws an Error unless `value` is an object with these fields. Others do no harm. */
export function checkFields(where: string, value: unknown, kinds: Readonly<Record<string, Kind>>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where} is no object`)
  for (const [name, { words, holds }] of Object.entries(kinds)) {
    const field = (value as Readonly<Record<string, unknown>>)[name]
    if (field === undefined) throw new Error(`${where} has no "${name}"`)
    if (!holds(field)) throw new Error(`"${name}" of ${where} is not ${words}`)
  }
}
