/** Databases that lie in a file, by how it begins. */

/** The kind, as the names of databases begin; null where it is none. */
export function databaseKind(head: Buffer): 'sqlite' | 'duckdb' | null {
  const text = head.toString('latin1', 0, 16)
  if (text.startsWith('SQLite format 3\0')) return 'sqlite'
  return text.slice(8, 12) === 'DUCK' ? 'duckdb' : null
}
