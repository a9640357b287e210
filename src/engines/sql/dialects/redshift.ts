import { type Dialect, STANDARD } from '../dialect.ts'

/** No arrays, and no rows of values beside a table: the rows of each class stand one below another. */
export const redshift: Dialect = {
  ...STANDARD,
  key: 'redshift',
  title: 'Amazon Redshift',
  isRun: false,
  usage: null,
  double: (x) => `CAST(${x} AS DOUBLE PRECISION)`,
  cells: null,
}
