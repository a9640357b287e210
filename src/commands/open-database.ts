/** From the name of a database to its sketch: its own program runs the query, and the table that it gives is read. */
import type { Database } from '../engines/client/clients.ts'
import { findDialect } from '../engines/sql/dialects/index.ts'
import { sketchQuery } from '../engines/sql/query.ts'
import { openSketchTable } from '../engines/table/open.ts'
import { InputError } from '../errors.ts'
import { mayNameSketchTable } from '../formats/sketch-table.ts'
import { kinksOf } from '../losses/bound.ts'
import type { Scores } from '../losses/libraries/library.ts'
import { edgesOfBins } from '../questions/calibrate/bins.ts'
import { needsRows } from '../sketched/edges.ts'
import type { Parting } from '../sketched/sketch-dataset.ts'
import type { SketchedData } from '../sketched/sketched-data.ts'
import { weighing } from '../sketched/weighing.ts'
import { nameBytes } from '../sources/pipe.ts'
import { bytesOfProgram } from '../sources/program.ts'
import { adviseCommand, flagWords, writeCommand } from '../words/shell.ts'
import type { Context } from './command.ts'
import { DATABASE, type DatabaseOptions } from './options/database.ts'
import { wordsOf } from './options/option.ts'
import { by as byOption } from './options/question.ts'
import { READING } from './options/reading.ts'
import { type Asked, refuseReading, requestOf } from './sketch-sql.ts'
import { readingOf } from './sql-reading.ts'

/** What a command asks of the sketch of a database. */
export interface QueryNeeds extends Parting {
  readonly thresholds: readonly number[]
  readonly perClass: boolean
  /** Bins of a reliability diagram. */
  readonly bins?: number
  /** What it asks of scores once it knows them, in place of the above. */
  readonly ofScores?: (scores: Scores) => Promise<Parting & { readonly perClass: boolean }>
}

/** Where a question has no threshold: it is where bins meet, so that it costs nothing. */
const USUAL_THRESHOLDS = [0.5]

/**
 * The query is made at once, so that a question which makes none is refused before any program runs.
 *
 * @returns what runs it
 */
export async function prepareDatabase(
  { shown, dialect: key, script, ...program }: Database,
  options: DatabaseOptions,
  needs: QueryNeeds,
  context: Pick<Context, 'say'>,
): Promise<() => Promise<SketchedData>> {
  refuseReading(options, ['onBadRow'])
  const dialect = findDialect(key)
  const read = readingOf(dialect, options)
  const { task, from, classes } = read
  const found = await needs.ofScores?.({ task, from, classes: classes.length, precision: null })
  const { losses = [], edges = [], perClass } = { ...needs, ...found }
  const thresholds = needs.thresholds.length > 0 ? needs.thresholds : USUAL_THRESHOLDS
  const { bins } = needs
  const asked = { thresholds, losses, perClass, bins, edges: [...edges, ...edgesOfBins(bins ?? 1)] }
  const input = script(sketchQuery(dialect, requestOf(dialect, options, asked)))
  // Other losses leave the sketch as it is; those of libraries have no such names.
  const parting = losses.filter(
    (loss) => !loss.library && (needsRows([loss], read) || kinksOf([loss], task, classes.length).length > 0),
  )
  const printing = writePrinting(key, options, { ...asked, losses: parting })
  const advise = (what: string) => adviseCommand(`${what}:`, printing, `${what}: lossctl sketch --sql ${key}`)
  return async () => {
    if (options.showQuery) context.say(input)
    const missing = advise('install it, or give lossctl the table of the query that this prints')
    const output: Output = { beginning: '' }
    await nameBytes(shown, watched(bytesOfProgram(shown, { ...program, input }, missing), output))
    if (isEmpty(output)) throw new InputError(shown, 'has no rows', lookAt(options))
    const table = await openSketchTable(shown, { skips: options.onBadRow === 'skip' })
    if (table) return weighing({ ...table, source: { ...table.source, name: shown } })
    const what = `see what ${program.command} says of the query that this prints`
    throw new InputError(shown, `${program.command} gave no table`, advise(what))
  }
}

/** What the table of a query is read by, and the query itself does not say. */
const PRINTED = READING.filter(({ key }) => key !== 'onBadRow')

/** The command that prints the query. */
function writePrinting(
  sql: string,
  options: DatabaseOptions,
  { thresholds, losses, perClass, bins }: Asked,
): string {
  const by = perClass ? (options.by ?? 'class') : options.by
  const words = wordsOf([...PRINTED, ...DATABASE, byOption('')], { ...options, by })
  return writeCommand(
    'sketch',
    [],
    [
      ...flagWords('--sql', sql),
      ...words,
      ...(`${thresholds}` === `${USUAL_THRESHOLDS}` ? [] : flagWords('--threshold', `${thresholds}`)),
      ...[...new Set(losses.map(({ spec }) => spec))].flatMap((spec) => flagWords('--loss', spec)),
      ...(bins === undefined ? [] : flagWords('--bins', bins)),
    ],
  )
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

function lookAt({ query, where }: DatabaseOptions): string {
  return `look at ${query === undefined ? '--table' : '--query'}${where === undefined ? '' : ' and --where'}`
}
