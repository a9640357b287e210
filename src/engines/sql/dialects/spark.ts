import { CELL_COLUMNS, type Dialect, doubling, escaping, STANDARD } from '../dialect.ts'

const quote = doubling('`')

export const spark: Dialect = {
  ...STANDARD,
  key: 'spark',
  title: 'Spark SQL',
  isRun: true,
  usage: null,
  integer: 'INT',
  column: quote,
  table: (parts) => parts.map(quote).join('.'),
  text: escaping("'"),
  asText: (x) => `CAST(${x} AS STRING)`,
  arrays: {
    element: (array, index) => `TRY_ELEMENT_AT(${array}, ${index + 1})`,
    length: (array) => `SIZE(${array})`,
  },
  cells: (keep, from, cells) => {
    const values = cells.map(({ index, label, score }) => `${index}, ${label}, ${score}`).join(', ')
    return `SELECT ${keep}${CELL_COLUMNS.map((name) => `lossctl_u.${name}`).join(', ')}\n  ${from}\n  LATERAL VIEW STACK(${cells.length}, ${values}) lossctl_u AS ${CELL_COLUMNS.join(', ')}`
  },
}
