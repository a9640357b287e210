/** Where a database cannot be read, and must not be repeated, since its name may hold a password. */
import { kindOf, sketchOf } from '../engines/client/as-sketch.ts'
import { isDatabase } from '../engines/client/clients.ts'
import { UsageError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import type { NamedFile } from './refuse-overwriting.ts'

/** Throws a UsageError for a database in the place of a file. */
export function refuseDatabases(
  { name, takes }: Pick<CommandModule, 'name' | 'takes'>,
  inputs: readonly NamedFile[],
): void {
  const place = takes && (takes.option ?? null)
  const wrong = inputs.find(({ key, path }) => isDatabase(path) && key !== place)
  if (!wrong) return
  const kind = kindOf(wrong.path)
  if (wrong.key !== null)
    throw new UsageError(`an option names a database (${kind}:), and takes a file`, sketchOf(kind))
  throw new UsageError(...reasonOf(name, kind))
}

/** Commands that look at samples one by one. */
const ONE_BY_ONE: Readonly<Record<string, string>> = {
  samples: 'lists samples',
  diff: 'pairs samples',
  diagnose: 'looks at samples one by one',
  weights: 'takes cases one by one',
}

function reasonOf(command: string, kind: string): readonly [problem: string, hint: string] {
  const does = ONE_BY_ONE[command]
  if (does === undefined) return [`lossctl ${command} reads no database (${kind}:)`, sketchOf(kind)]
  return [
    `lossctl ${command} ${does}, and a database (${kind}:) gives sums of them`,
    'have it write the rows to a CSV or Parquet file; compare, check and report take the database itself',
  ]
}

/**
 * The same before options are looked at: to know of --table, and refuse what it is about, would be of no use to anybody.
 *
 * @param words of the command line
 */
export function refuseRowsOf([command, ...words]: readonly string[]): void {
  const place = words.findIndex((word, at) => isDatabase(word) && !words[at - 1]?.startsWith('-'))
  if (!Object.hasOwn(ONE_BY_ONE, command ?? '') || place < 0) return
  throw new UsageError(...reasonOf(command, kindOf(words[place])))
}
