import { type Dialect, doubling, escaping, listCells, STANDARD } from '../dialect.ts'

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
    const values = listCells(cells).slice(1, -1).replaceAll('), (', ', ')
    return `SELECT ${keep}lossctl_u.class AS lossctl_class, lossctl_u.y AS lossctl_y, lossctl_u.z AS lossctl_z\n  ${from}\n  LATERAL VIEW STACK(${cells.length}, ${values}) lossctl_u AS class, y, z`
  },
}
