import { type Dialect, STANDARD } from '../dialect.ts'

/** Without the fence the planner copies d into each of its powers: forty times slower. */
export const postgres: Dialect = {
  ...STANDARD,
  key: 'postgres',
  title: 'PostgreSQL',
  isRun: true,
  usage: 'psql -X --csv -f q.sql > result.csv',
  double: (x) => `CAST(${x} AS DOUBLE PRECISION)`,
  asText: (x) => `CAST(${x} AS TEXT)`,
  fence: '\n  OFFSET 0',
  arrays: {
    element: (array, index) => `(${array})[${index + 1}]`,
    length: (array) => `CARDINALITY(${array})`,
  },
}
