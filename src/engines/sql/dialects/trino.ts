import { type Dialect, STANDARD } from '../dialect.ts'

export const trino: Dialect = {
  ...STANDARD,
  key: 'trino',
  title: 'Trino',
  isRun: false,
  usage: 'trino --output-format=CSV_HEADER --file=q.sql > result.csv',
  arrays: {
    element: (array, index) => `ELEMENT_AT(${array}, ${index + 1})`,
    length: (array) => `CARDINALITY(${array})`,
  },
}
