/** The databases that a command line names, told from files before anything is read. */
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { type Database, databaseOf, isDatabase } from '../engines/client/clients.ts'
import { UsageError } from '../errors.ts'
import { databaseKind } from '../formats/database-kind.ts'
import { quoteWord, writeCommand } from '../words/shell.ts'
import type { CommandModule } from './command.ts'
import { DATABASE, SHOW_QUERY } from './options/database.ts'
import { type AnyValues, flagOf, givenOptions, wordsOf } from './options/option.ts'
import { READING } from './options/reading.ts'
import type { NamedFile } from './refuse-overwriting.ts'

/** A command line on which databases stand by addresses that may be seen. */
export interface NamedDatabases {
  readonly args: readonly string[]
  readonly options: AnyValues
  /** By these addresses. */
  readonly databases: ReadonlyMap<string, Database>
  /** Files that a query of its own may read. */
  readonly read: readonly NamedFile[]
}

/**
 * Throws a UsageError for a database that is written in a wrong way, or stands beside a file, and for what is asked of one
 * where there is none.
 */
export function nameDatabases(
  { options: records, takes }: Pick<CommandModule, 'options' | 'takes'>,
  args: readonly string[],
  options: AnyValues,
  env: Readonly<Record<string, string | undefined>>,
): NamedDatabases {
  const databases = new Map<string, Database>()
  const addressOf = (name: string) => {
    refuseAddress(name)
    const database = databaseOf(name, env)
    if (database === null) return name
    databases.set(database.address, database)
    return database.address
  }
  const key = takes?.option
  const named = key === undefined ? args : typeof options[key] === 'string' ? [options[key]] : []
  const addresses = named.map(addressOf)
  if (databases.size > 0 && !named.every(isDatabase))
    throw new UsageError(
      'databases and files are not read at once',
      `make a sketch of the database first: ${writeSketching(addresses.find(isDatabase)!, options)}`,
    )
  if (databases.size === 0) refuseQuery(records, options, named[0])
  return {
    args: key === undefined ? addresses : args,
    options: key === undefined || named.length === 0 ? options : { ...options, [key]: addresses[0] },
    databases,
    read: databases.size === 0 ? [] : filesInQuery(options),
  }
}

/** As libraries write what psql takes as postgres://, with the driver that they take, or as people do. */
const ALMOST_POSTGRES = /^(?:postgres(?:ql)?\+\w+|postgress?q?l?|pgsql|pg|psql):\/\//i

/** Throws a UsageError for an address that no program here takes, and a file is not called so. */
function refuseAddress(name: string): void {
  if (isDatabase(name) || !ALMOST_POSTGRES.test(name)) return
  throw new UsageError(
    `${name.slice(0, name.indexOf(':'))}: is no database that lossctl asks`,
    'a PostgreSQL database is postgres://user@host/db',
  )
}

/** The command that makes a sketch of the database at an address that may be seen. */
function writeSketching(address: string, options: AnyValues): string {
  const given = wordsOf(DATABASE, options)
  const words = given.length > 0 ? given : ['--table', 'preds', '--label', 'y', '--logit', 'z']
  const others = wordsOf(
    READING.filter(({ key }) => ['label', 'weight', 'from', 'classNames', 'by'].includes(key)),
    options,
  )
  return writeCommand('sketch', [address], [...words, ...others, '--output', 'preds.sketch.json'])
}

/** Throws a UsageError for what says something to a database alone. */
function refuseQuery(records: CommandModule['options'], options: AnyValues, file: string | undefined): void {
  if (options.sql !== undefined || options.code !== undefined) return
  const own = records.filter((record) => [...DATABASE, SHOW_QUERY].some(({ key }) => key === record.key))
  const [given] = givenOptions(own, options)
  if (!given) return
  const kind = file === undefined ? null : kindOf(file)
  const where =
    file === undefined ? 'there is none' : `${file} is ${kind === null ? 'none' : 'named as a file'}`
  const name = kind === null ? 'duckdb:preds.db' : quoteWord(`${kind}:${file}`)
  throw new UsageError(
    `${flagOf(given)} says what is asked of a database, and ${where}`,
    `${kind === null ? 'leave it out, or name a database' : 'name it as one'}: ${name}${records.some(({ key }) => key === 'sql') ? '; --sql duckdb prints the query' : ''}`,
  )
}

/** By its first bytes; null for a file that is no database, or cannot be read. */
function kindOf(file: string): ReturnType<typeof databaseKind> {
  try {
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const head = Buffer.alloc(16)
      return databaseKind(head.subarray(0, readSync(descriptor, head, 0, head.length, 0)))
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return null
  }
}

/** Texts in quotes, which DuckDB reads as files where they stand for tables. */
const QUOTED = /'((?:[^']|'')*)'|"((?:[^"]|"")*)"/g

function filesInQuery(options: AnyValues): readonly NamedFile[] {
  const { table } = options
  // So it reads what a table is called, where that ends as a file does.
  const called =
    typeof table === 'string' && /\.\w+$/.test(table)
      ? [{ key: 'table', words: `'${table}' of --table`, path: table }]
      : []
  const quoted = ['query', 'where'].flatMap((key) => {
    const text = options[key]
    if (typeof text !== 'string') return []
    return [...text.matchAll(QUOTED)].flatMap(([, single, double]) => {
      const path = single === undefined ? double.replaceAll('""', '"') : single.replaceAll("''", "'")
      // A database in a query, such as of ATTACH, is a file as well.
      return path === '' || isDatabase(path) ? [] : [{ key, words: `'${path}' in --${key}`, path }]
    })
  })
  return [...called, ...quoted]
}
