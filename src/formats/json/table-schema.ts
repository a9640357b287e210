/** {"schema": {"primaryKey": ["index"], ...}, "data": [...]} of pandas, which calls an index without a name `index`. */
import { skipValue } from './grammar.ts'
import { type Entry, OBJECT } from './outline.ts'
import type { Window } from './window.ts'

const UNNAMED = 'index'

/** That column, where the file has it. */
export function unnamedIndex({ text }: Window, entries: readonly Entry[]): string | undefined {
  const schema = entries.find(({ key, kind }) => key === 'schema' && kind === OBJECT)
  if (!schema) return undefined
  const { primaryKey, pandas_version: version } = JSON.parse(
    text.slice(schema.start, skipValue(text, schema.start)),
  )
  return version !== undefined && `${primaryKey}` === UNNAMED ? UNNAMED : undefined
}
