/** What `--sql` takes: a dialect, for its query, or a file around a query. */
import type { Dialect } from '../dialect.ts'
import { DIALECTS, findDialect } from '../dialects/index.ts'

const DBT = 'dbt'

/** What is printed: a query, a Python file for Spark, or a model of dbt's. */
export type Target =
  | { readonly kind: 'query'; readonly dialect: Dialect }
  | { readonly kind: 'pyspark' }
  | { readonly kind: 'dbt'; readonly dialects: readonly Dialect[] }

const KEYS = DIALECTS.map(({ key }) => key)

/** As after --sql. */
export const SQL_TARGETS: readonly string[] = [...KEYS, 'pyspark', DBT, ...KEYS.map((key) => `${DBT}-${key}`)]

/** The words that say so much in a help: adapters of dbt are called after their engines. */
export const SQL_WORDS = `${KEYS.join(', ')}; pyspark or dbt (dbt-duckdb, … for one target) print a file around it`

export function findTarget(key: string): Target {
  if (key === 'pyspark') return { kind: 'pyspark' }
  if (key === DBT) return { kind: 'dbt', dialects: DIALECTS }
  if (key.startsWith(`${DBT}-`)) return { kind: 'dbt', dialects: [findDialect(key.slice(DBT.length + 1))] }
  return { kind: 'query', dialect: findDialect(key) }
}
