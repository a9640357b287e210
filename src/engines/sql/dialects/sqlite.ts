import { type Dialect, doubling, STANDARD } from '../dialect.ts'

const quote = doubling('`')

/**
 * A name in double quotes that is no column is a text there, and a text is 0: backticks, and types are looked at. Its CSV has
 * 15 digits, its JSON has all.
 */
export const sqlite: Dialect = {
  ...STANDARD,
  key: 'sqlite',
  title: 'SQLite',
  isRun: true,
  usage: 'sqlite3 -json preds.db < q.sql > result.json',
  column: quote,
  table: (parts) => parts.map(quote).join('.'),
  double: (x) => `CASE WHEN TYPEOF(${x}) IN ('real', 'integer') THEN CAST(${x} AS REAL) END`,
  asText: (x) => `CAST(${x} AS TEXT)`,
  greatest: (terms) => (terms.length > 1 ? `MAX(${terms.join(', ')})` : terms[0]),
  fence: '\n  LIMIT -1',
  cells: null,
}
