/** The dialects, a line each. */
import type { Dialect } from '../dialect.ts'
import { bigquery } from './bigquery.ts'
import { clickhouse } from './clickhouse.ts'
import { duckdb } from './duckdb.ts'
import { postgres } from './postgres.ts'
import { redshift } from './redshift.ts'
import { snowflake } from './snowflake.ts'
import { spark } from './spark.ts'
import { sqlite } from './sqlite.ts'
import { trino } from './trino.ts'

export const DIALECTS: readonly Dialect[] = [
  duckdb,
  postgres,
  spark,
  clickhouse,
  sqlite,
  trino,
  bigquery,
  snowflake,
  redshift,
]

export function findDialect(key: string): Dialect {
  return DIALECTS.find((dialect) => dialect.key === key)!
}
