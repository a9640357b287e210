/** `lossctl sketch --sql`: a query that makes the sketch where the data are, from the options to its text. */

import type { Dialect } from '../engines/sql/dialect.ts'
import { spark } from '../engines/sql/dialects/spark.ts'
import { dbtModel } from '../engines/sql/files/dbt.ts'
import { findTarget } from '../engines/sql/files/index.ts'
import { SPARK_JOB, sparkJob } from '../engines/sql/files/pyspark.ts'
import { sketchQuery } from '../engines/sql/query.ts'
import type { SqlRequest } from '../engines/sql/request.ts'
import { selfTestQuery } from '../engines/sql/self-test.ts'
import { UsageError } from '../errors.ts'
import type { Loss } from '../losses/loss.ts'
import { refuseBinsOf } from '../questions/calibrate/bins.ts'
import { edgesFor, needsRows } from '../sketched/edges.ts'
import { flagOf, givenOptions, ofReading } from './options/option.ts'
import { READING } from './options/reading.ts'
import { readingOf, type SqlOptions, splitParts } from './sql-reading.ts'

/** What a sketch will be asked. */
export interface Asked {
  readonly thresholds: readonly number[]
  readonly losses: readonly Loss[]
  readonly edges: readonly number[]
  /** Whether classes are to be told apart, whatever --by says. */
  readonly perClass: boolean
  /** Of a reliability diagram. */
  readonly bins?: number
}

/** The text of the query, or of the file around it. Throws a UsageError for options that make none. */
export async function sqlOf(options: SqlOptions, asked: Asked): Promise<string> {
  const target = findTarget(options.sql!)
  refuseReading(options, [])
  if (target.kind === 'query') return commentedQuery(target.dialect, options, asked)
  if (options.selfTest)
    throw new UsageError(
      `--self-test prints a query, and --sql ${options.sql} a file`,
      'say the engine: --sql spark --self-test',
    )
  if (target.kind === 'pyspark') {
    const job = (await import('../host/code-parts.ts')).readCodePart(SPARK_JOB)
    return sparkJob(job, requestOf(spark, options, asked))
  }
  refuseDeepTable(options)
  const usesArrays = options.scoresArray !== undefined || options.labelArray !== undefined
  const { dialects } = target
  const able = dialects.length === 1 ? dialects : dialects.filter(({ arrays }) => arrays || !usesArrays)
  return dbtModel(able, (dialect) => requestOf(dialect, options, asked))
}

function commentedQuery(dialect: Dialect, options: SqlOptions, asked: Asked): string {
  const query = queryOf(dialect, options, asked)
  // What stands on top of a query goes where it goes.
  return `${dialect.usage === null ? '' : `-- ${dialect.usage}\n-- lossctl compare ${resultOf(dialect.usage)}\n`}${query}`
}

/** A source of dbt's has a name, and its tables have one. */
function refuseDeepTable({ table }: SqlOptions): void {
  if (table !== undefined && splitParts(table).length > 2)
    throw new UsageError(
      `--table ${table}: dbt knows a model by one name, and a table by its source and its own`,
      "say --table preds or --table lake.preds, or --query 'SELECT * FROM …'",
    )
}

/** The query alone. */
export function queryOf(dialect: Dialect, options: SqlOptions, asked: Asked): string {
  return options.selfTest ? selfTestQuery(dialect) : sketchQuery(dialect, requestOf(dialect, options, asked))
}

/** The file that a command leaves. */
function resultOf(usage: string): string {
  return usage.slice(usage.lastIndexOf(' ') + 1)
}

/** Ways of reading that a query has too. */
const TAKEN: readonly string[] = [
  ...['task', 'from', 'label', 'score', 'weight', 'classNames', 'ignoreLabel', 'background', 'renormalize'],
]

/** Throws a UsageError for an option that says how files are read, which would be passed over in silence. */
export function refuseReading(options: SqlOptions, taken: readonly string[]): void {
  if (options.threads !== undefined)
    throw new UsageError('--threads is of files, and an engine runs the query in its own', 'leave it out')
  const [given] = givenOptions(ofReading(READING), options).filter(
    ({ key }) => !TAKEN.includes(key) && !taken.includes(key),
  )
  if (given)
    throw new UsageError(`${flagOf(given)} says how files are read, and a query reads none`, 'leave it out')
}

/** Columns and rules of the options, without a look at the data. */
export function requestOf(dialect: Dialect, options: SqlOptions, asked: Asked): SqlRequest {
  const read = readingOf(dialect, options)
  const { thresholds, losses, edges, perClass, bins } = asked
  if (bins !== undefined) refuseBinsOf(read.task)
  return {
    ...read,
    thresholds,
    edges: edgesFor(thresholds, losses, read, edges),
    perClass: (perClass || options.by === 'class') && read.task !== 'binary',
    rows: needsRows(losses, read),
  }
}
