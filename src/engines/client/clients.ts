/** Databases that can be asked by their own command-line programs: names of data that begin as `duckdb:`. */
import { devNull } from 'node:os'
import { UsageError } from '../../errors.ts'

type Env = Readonly<Record<string, string | undefined>>

interface Client {
  /** How names begin. */
  readonly prefixes: readonly string[]
  /** The key of its dialect. */
  readonly dialect: string
  readonly command: string
  /** What ends it early: psql passes an interrupt on to its server. */
  readonly signal: 'SIGINT' | 'SIGTERM'
  /** @param rest what stands behind the prefix */
  connect(rest: string): Connection
  /** The text that the program reads. */
  script(query: string): string
}

interface Connection {
  readonly args: readonly string[]
  /** Beside what there is. */
  readonly env: Env
  /** What stands behind the prefix, without what nobody may see. */
  readonly address: string
  /** The same for a sentence: what is asked for, and not how. */
  readonly shown: string
  /** The same for those to whom folders and servers are no business: the name of the file, or of the database. */
  readonly shared: string
  /** The file that it is; null for one in memory, or of a server. */
  readonly file: string | null
  /** What all names of one that is no file have in common. */
  readonly place: string
}

/** The program takes a name that begins with a hyphen for an option. */
function asPath(name: string): string {
  return name.startsWith('-') ? `./${name}` : name
}

/** A file that the program opens to read only. */
function opened(...args: readonly string[]): Client['connect'] {
  return (rest) => {
    if (rest === '') throw new UsageError('the name of a database is empty', 'as in duckdb:preds.db')
    const shared = rest.replace(/^.*[\\/]/, '')
    return {
      args: [...args, asPath(rest)],
      env: {},
      address: rest,
      shown: rest,
      shared,
      file: fileOf(rest),
      place: rest,
    }
  }
}

/** Of `file:preds.db?mode=ro`, which both programs take for a name, the file. `md:` is a server of DuckDB's makers. */
function fileOf(rest: string): string | null {
  const uri = /^file:(?:\/\/(?:localhost)?(?=\/))?([^?#]*)/.exec(rest)
  const path = uri ? decoded(uri[1], 'the name of a database') : rest
  return path === '' || path.startsWith(':memory:') || path.startsWith('md:') ? null : path
}

/** What people have their programs do at a start, such as to tell times, would stand in the table. psql has -X for it. */
const BARE = ['-init', devNull, '-bail']

const CLIENTS: readonly Client[] = [
  {
    prefixes: ['duckdb:'],
    dialect: 'duckdb',
    command: 'duckdb',
    signal: 'SIGTERM',
    // One in memory, for a query of files, cannot be opened to read only.
    connect: (rest) => opened(...BARE, '-csv', ...(rest === ':memory:' ? [] : ['-readonly']))(rest),
    script: (query) => `${query.trimEnd()};\n`,
  },
  {
    prefixes: ['sqlite:'],
    dialect: 'sqlite',
    command: 'sqlite3',
    signal: 'SIGTERM',
    // Its CSV has 15 digits.
    connect: opened(...BARE, '-json', '-readonly'),
    script: (query) => `${query.trimEnd()};\n`,
  },
  {
    prefixes: ['postgres://', 'postgresql://'],
    dialect: 'postgres',
    command: 'psql',
    signal: 'SIGINT',
    connect: connectPostgres,
    script: (query) => `SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;\n${query.trimEnd()};\n`,
  },
]

/**
 * What psql takes of an address: all but the password, which other users of the machine would see among its arguments. It
 * goes by the environment, and psql asks nobody for one.
 */
function connectPostgres(rest: string): Connection {
  const end = rest.search(/[/?#]/)
  const authority = end < 0 ? rest : rest.slice(0, end)
  const [path, ...query] = (end < 0 ? '' : rest.slice(end)).split('?')
  const at = authority.lastIndexOf('@')
  // What stands in the wrong place may be a part of a password, and is not said again.
  if (path.includes('@') || path.includes('#'))
    throw new UsageError(
      'the address of a PostgreSQL database has a sign in a wrong place',
      'write / as %2F, ? as %3F, # as %23 and @ as %40 in a password, or give it as PGPASSWORD',
    )
  const [user, ...parts] = (at < 0 ? '' : authority.slice(0, at)).split(':')
  const settings = query.join('?').split('&')
  const isSecret = (setting: string) => /^(?:ssl)?password=/i.test(decoded(setting))
  const [secret] = settings.filter((setting) => /^password=/i.test(decoded(setting)))
  const password = secret?.slice(secret.indexOf('=') + 1) ?? (parts.length > 0 ? parts.join(':') : undefined)
  if (settings.some((setting) => isSecret(setting) && setting !== secret))
    throw new UsageError(
      'the address of a PostgreSQL database has a password that psql would show',
      'leave it out',
    )
  const kept = settings.filter((setting) => setting !== '' && !isSecret(setting))
  const host = `${at < 0 ? '' : `${user}@`}${authority.slice(at + 1)}${path}`
  const address = `${host}${kept.length > 0 ? `?${kept.join('&')}` : ''}`
  return {
    args: ['-X', '-q', '-w', '--csv', '-v', 'ON_ERROR_STOP=1', '-f', '-', '-d', `postgresql://${address}`],
    env: password === undefined ? {} : { PGPASSWORD: decoded(password) },
    address,
    // Where a server is found is what others need to know of it.
    shown: host,
    shared: path.replace(/^\//, ''),
    file: null,
    place: placeOf(authority.slice(at + 1), decoded(path.slice(1)) || decoded(user), kept),
  }
}

/** Names of this machine. */
const THIS_MACHINE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/

/** Server, port and database, whoever asks; a database without a name has the user's. Settings overrule what stands before them. */
function placeOf(server: string, database: string, settings: readonly string[]): string {
  const said = (name: string) => {
    const own = settings
      .map((setting) => decoded(setting))
      .filter((text) => text.toLowerCase().startsWith(`${name}=`))
    return own.at(-1)?.slice(name.length + 1)
  }
  // Several servers, one in place of the other, are left as they stand.
  const [, name, port] = /^([^,]*?)(?::(\d*))?$/.exec(server) ?? [server, server, '']
  const host = (said('hostaddr') ?? said('host') ?? decoded(name)).toLowerCase()
  return [
    THIS_MACHINE.test(host) ? 'localhost' : host,
    said('port') || port || '5432',
    said('dbname') ?? database,
    said('service') ?? '',
    said('options') ?? '',
  ].join('\n')
}

function decoded(text: string, what = 'the address of a PostgreSQL database'): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new UsageError(`${what} has a % that begins no sign`, 'write it as %25')
  }
}

/** A database that a name is of. */
export interface Database {
  /** The name without a password: whoever has that can give it as before. */
  readonly address: string
  /** The name in a sentence. */
  readonly shown: string
  /** As a sketch that is handed on says it. */
  readonly shared: string
  /** The key of its dialect. */
  readonly dialect: string
  readonly command: string
  readonly signal: Client['signal']
  readonly args: readonly string[]
  readonly env: Env
  /** The file that it is; null for one in memory, or of a server. */
  readonly file: string | null
  /** What all names of one that is no file have in common. */
  readonly place: string
  script(query: string): string
}

/** Whether a name is of a database, right or wrong. */
export function isDatabase(name: string): boolean {
  return clientOf(name) !== undefined
}

function clientOf(name: string) {
  for (const client of CLIENTS) {
    const prefix = client.prefixes.find((one) => name.toLowerCase().startsWith(one))
    if (prefix !== undefined) return { client, prefix }
  }
}

/** Null where a name is of no database. Throws a UsageError for one that is written in a wrong way. */
export function databaseOf(name: string, env: Env): Database | null {
  const found = clientOf(name)
  if (!found) return null
  const { client, prefix } = found
  const { args, env: more, address, shown, shared, file, place } = client.connect(name.slice(prefix.length))
  const { dialect, command, signal, script } = client
  const said = {
    address: `${prefix}${address}`,
    shown: `${prefix}${shown}`,
    shared: `${prefix.replace(/:.*/, ':')}${shared}`,
  }
  const where = { file, place: `${dialect}:${place}` }
  return { ...said, ...where, dialect, command, signal, args, env: { ...env, ...more }, script }
}
