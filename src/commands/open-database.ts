/** From the name of a database to its sketch: its own program runs the query, and the table that it gives is read. */
import type { Database } from '../engines/client/clients.ts'
import { findDialect } from '../engines/sql/dialects/index.ts'
import { openSketchTable } from '../engines/table/open.ts'
import { InputError } from '../errors.ts'
import { mayNameSketchTable } from '../formats/sketch-table.ts'
import type { SketchedData } from '../sketched/sketched-data.ts'
import { nameBytes } from '../sources/pipe.ts'
import { bytesOfProgram } from '../sources/program.ts'
import { adviseCommand } from '../words/shell.ts'
import { type Asked, queryOf, refuseReading, type SqlOptions } from './sketch-sql.ts'

/**
 * The query is made at once, so that a question which makes none is refused before any program runs.
 *
 * @param printing the command that prints the query
 * @returns what runs it
 */
export function prepareDatabase(
  { shown, dialect, script, ...program }: Database,
  options: SqlOptions,
  asked: Asked,
  printing: string,
): () => Promise<SketchedData> {
  refuseReading(options, ['onBadRow'])
  const input = script(queryOf(findDialect(dialect), options, asked))
  const advise = (what: string) =>
    adviseCommand(`${what}:`, printing, `${what}: lossctl sketch --sql ${dialect}`)
  return async () => {
    const missing = advise('install it, or give lossctl the table of the query that this prints')
    const output: Output = { beginning: '' }
    await nameBytes(shown, watched(bytesOfProgram(shown, { ...program, input }, missing), output))
    if (isEmpty(output)) throw new InputError(shown, 'has no rows', lookAt(options))
    const table = await openSketchTable(shown, { skips: options.onBadRow === 'skip' })
    if (table) return { ...table, source: { ...table.source, name: shown } }
    const what = `see what ${program.command} says of the query that this prints`
    throw new InputError(shown, `${program.command} gave no table`, advise(what))
  }
}

/** What a program has written. */
interface Output {
  beginning: string
}

/** Longer than the names of all columns. */
const LOOKED_AT = 1 << 13

async function* watched(bytes: AsyncIterable<Buffer>, output: Output): AsyncGenerator<Buffer> {
  for await (const block of bytes) {
    if (output.beginning.length < LOOKED_AT) output.beginning += block.toString('latin1', 0, LOOKED_AT)
    yield block
  }
}

/** Of no rows some programs write nothing, some a header, or an empty list. */
function isEmpty({ beginning }: Output): boolean {
  const text = beginning.trim()
  if (text === '' || /^\[\s*\]$/.test(text)) return true
  return !/^\[|\n/.test(text) && text.length < LOOKED_AT && mayNameSketchTable(text)
}

function lookAt({ query, where }: SqlOptions): string {
  return `look at ${query === undefined ? '--table' : '--query'}${where === undefined ? '' : ' and --where'}`
}
