/** A Python file that runs the query of Spark on a table or a DataFrame, and writes what it gives. */
import { spark } from '../dialects/spark.ts'
import { sketchQuery } from '../query.ts'
import type { SqlRequest } from '../request.ts'

/** The file that it is made of, beside the modules for training loops. */
export const SPARK_JOB = 'spark_job.py'

/** The view in that file. */
const VIEW = 'lossctl_preds'

const ROWS = /^ROWS = ""$/m
const QUERY = /^QUERY = ""$/m

/** @param job the text of the file */
export function sparkJob(job: string, request: SqlRequest): string {
  const { table } = request
  const rows = table.kind === 'query' ? table.text : `SELECT * FROM ${spark.table(table.parts)}`
  // The specification says where the rows are from, the query that they are in the view.
  const named = table.kind === 'query' ? ({ kind: 'name', parts: ['query'] } as const) : table
  const inView = { ...spark, table: () => spark.table([VIEW]) }
  const query = sketchQuery(inView, { ...request, table: named })
  return job.replace(ROWS, () => `ROWS = ${python(rows)}`).replace(QUERY, () => `QUERY = ${python(query)}`)
}

/** A text over several lines as Python reads it, which takes a carriage return in its source for the end of a line. */
function python(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"').replaceAll('\r', '\\r')
  return `"""\n${escaped.trimEnd()}\n"""`
}
