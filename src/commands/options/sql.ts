/** What a query is asked that makes a sketch where the data are, and is printed. */
import { SQL_TARGETS, SQL_WORDS } from '../../engines/sql/files/index.ts'
import { DATABASE } from './database.ts'
import type { OptionRecord } from './option.ts'
import { parseChoice } from './parse.ts'

const SQL_GROUP = 'Where the data are (prints a query of what is said of a database, reads nothing):'

/** Of a query that is printed. */
export const PRINTED = [
  {
    key: 'sql',
    value: '<dialect>',
    help: `print the query that makes the sketch in ${SQL_WORDS}`,
    parse: parseChoice(SQL_TARGETS),
    group: SQL_GROUP,
  },
  {
    key: 'selfTest',
    help: 'the query over 40 rows of its own, whose sums lossctl knows and checks',
    group: SQL_GROUP,
  },
] as const satisfies readonly OptionRecord[]

/** All that a query may be asked. */
export const SQL = [...PRINTED, ...DATABASE] as const
