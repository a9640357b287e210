import { CELL_COLUMNS, type Dialect, escaping, STANDARD } from '../dialect.ts'

const quote = escaping('`')

/** A path of a table stands in one pair of backticks. */
export const bigquery: Dialect = {
  ...STANDARD,
  key: 'bigquery',
  title: 'BigQuery',
  isRun: false,
  usage: 'bq query --use_legacy_sql=false --format=csv --max_rows=1000000 < q.sql > result.csv',
  integer: 'INT64',
  long: 'INT64',
  column: quote,
  table: (parts) => quote(parts.join('.')),
  text: (text) => escaping("'")(text).replaceAll('\n', '\\n').replaceAll('\r', '\\r'),
  double: (x) => `CAST(${x} AS FLOAT64)`,
  asText: (x) => `CAST(${x} AS STRING)`,
  arrays: {
    element: (array, index) => `${array}[SAFE_OFFSET(${index})]`,
    length: (array) => `ARRAY_LENGTH(${array})`,
  },
  cells: (keep, from, cells) => {
    const structs = cells.map(
      ({ index, label, score }) =>
        `STRUCT(${index} AS lossctl_class, ${label} AS lossctl_y, ${score} AS lossctl_z)`,
    )
    return `SELECT ${keep}${CELL_COLUMNS.map((name) => `lossctl_u.${name}`).join(', ')}\n  ${from}\n  CROSS JOIN UNNEST([${structs.join(', ')}]) AS lossctl_u`
  },
}
