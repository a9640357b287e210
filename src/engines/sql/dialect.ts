/** What engines spell differently. */

/** A class of a multi-label row: its index, and what its label and its score are. */
export interface Cell {
  readonly index: number
  readonly label: string
  readonly score: string
}

export interface Dialect {
  /** As after --sql. */
  readonly key: string
  /** As its makers write it. */
  readonly title: string
  /** Whether tests run the queries in the engine; of others a parser vouches for the spelling. */
  readonly isRun: boolean
  /** A command that runs the query in q.sql and leaves its table in result.csv or result.json; null where it is a console's. */
  readonly usage: string | null
  readonly integer: string
  readonly long: string
  /** A name of a column, whatever is in it. */
  column(name: string): string
  /** The name of a table, by its parts. */
  table(parts: readonly string[]): string
  /** A text, whatever is in it. */
  text(text: string): string
  /** A double, to the last bit, that no engine takes for a decimal. */
  number(x: number): string
  /** As a double, before anything is done with it; `none` for what is no number. */
  double(x: string): string
  asText(x: string): string
  greatest(terms: readonly string[]): string
  sum(x: string): string
  /** Whether `sum` loses no digits, over however many equal terms. */
  readonly sumsExactly: boolean
  /** Stands at the end of a subquery that must not be drawn into the one around it. */
  readonly fence: string
  /** A double that is none. */
  readonly none: string
  /** Arrays of numbers; null where there are none. */
  readonly arrays: Arrays | null
  /** Each row once a cell, with CELL_COLUMNS; a WHERE cannot end `from`; null where the rows of each class are put one below another. */
  readonly cells: ((keep: string, from: string, cells: readonly Cell[]) => string) | null
}

export interface Arrays {
  /** Of an array of doubles. @param index from 0 */
  element(array: string, index: number): string
  length(array: string): string
}

/** Quotes by doubling the quote within. */
export function doubling(quote: string): (text: string) => string {
  return (text) => `${quote}${text.replaceAll(quote, quote + quote)}${quote}`
}

/** Quotes where a backslash begins an escape. */
export function escaping(quote: string): (text: string) => string {
  return (text) => `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`
}

/** With an exponent, since 0.5 is a decimal in many; negative ones in parentheses, since two minus signs begin a comment. */
export function literal(x: number): string {
  const [digits, exponent] = x.toExponential().split('e')
  const text = `${digits.includes('.') ? digits : `${digits}.0`}e${exponent.replace('+', '')}`
  return x < 0 ? `(${text})` : text
}

/** A table may have columns called class, y and z. */
export const CELL_COLUMNS = ['lossctl_class', 'lossctl_y', 'lossctl_z'] as const

export function listCells(cells: readonly Cell[], open = '('): string {
  return cells.map(({ index, label, score }) => `${open}${index}, ${label}, ${score})`).join(', ')
}

/** Standard SQL, as most speak it. */
export const STANDARD = {
  integer: 'INTEGER',
  long: 'BIGINT',
  column: doubling('"'),
  table: (parts) => parts.map(doubling('"')).join('.'),
  text: doubling("'"),
  number: literal,
  double: (x) => `CAST(${x} AS DOUBLE)`,
  asText: (x) => `CAST(${x} AS VARCHAR)`,
  greatest: (terms) => (terms.length > 1 ? `GREATEST(${terms.join(', ')})` : terms[0]),
  sum: (x) => `SUM(${x})`,
  sumsExactly: false,
  fence: '',
  none: 'NULL',
  arrays: null,
  cells: (keep, from, cells) =>
    `SELECT ${keep}${CELL_COLUMNS.map((name) => `lossctl_u.${name}`).join(', ')}\n  ${from}\n  CROSS JOIN LATERAL (VALUES ${listCells(cells)}) AS lossctl_u(${CELL_COLUMNS.join(', ')})`,
} as const satisfies Partial<Dialect>
