import { type Dialect, STANDARD } from '../dialect.ts'

export const duckdb: Dialect = {
  ...STANDARD,
  key: 'duckdb',
  title: 'DuckDB',
  isRun: true,
  usage: 'duckdb -csv preds.db < q.sql > result.csv',
  sum: (x) => `FSUM(${x})`,
  sumsExactly: true,
  arrays: {
    element: (array, index) => `${array}[${index + 1}]`,
    length: (array) => `LEN(${array})`,
  },
}
