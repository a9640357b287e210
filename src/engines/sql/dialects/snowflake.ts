import { type Dialect, escaping, literal, STANDARD } from '../dialect.ts'

/** A number with an exponent may be a decimal there. Quoted names are case-sensitive: give them as they are stored. */
export const snowflake: Dialect = {
  ...STANDARD,
  key: 'snowflake',
  title: 'Snowflake',
  isRun: false,
  usage: 'snow sql --format=CSV -f q.sql > result.csv',
  text: (text) => escaping("'")(text),
  number: (x) => `CAST(${literal(x)} AS DOUBLE)`,
  arrays: {
    element: (array, index) => `GET(${array}, ${index})`,
    length: (array) => `ARRAY_SIZE(${array})`,
  },
  cells: null,
}
