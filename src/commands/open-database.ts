/** From the name of a database to its sketch: its own program runs the query, and the table that it gives is read. */
import type { Database } from '../engines/client/clients.ts'
import { findDialect } from '../engines/sql/dialects/index.ts'
import { openSketchTable } from '../engines/table/open.ts'
import { InputError } from '../errors.ts'
import type { SketchedData } from '../sketched/sketched-data.ts'
import { nameBytes } from '../sources/pipe.ts'
import { bytesOfProgram } from '../sources/program.ts'
import { type Asked, queryOf, refuseReading, type SqlOptions } from './sketch-sql.ts'

export async function openDatabase(
  { shown, dialect, script, ...program }: Database,
  options: SqlOptions,
  asked: Asked,
): Promise<SketchedData> {
  refuseReading(options, ['onBadRow'])
  const query = queryOf(findDialect(dialect), options, asked)
  const missing = `install it, or print the query with lossctl sketch --sql ${dialect}, run it, and give lossctl its table`
  await nameBytes(shown, bytesOfProgram(shown, { ...program, input: script(query) }, missing))
  const table = await openSketchTable(shown, { skips: options.onBadRow === 'skip' })
  if (table) return { ...table, source: { ...table.source, name: shown } }
  throw new InputError(
    shown,
    `${program.command} gave no table`,
    'see what it says of the query that lossctl sketch --sql prints',
  )
}
