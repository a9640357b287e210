/** A model of dbt's around the query, whose signs are no business of its templates. */
import type { Dialect } from '../dialect.ts'
import { sketchQuery } from '../query.ts'
import type { SqlRequest } from '../request.ts'

/** What dbt calls targets of a dialect, beside its own name. */
const TARGETS: Readonly<Record<string, readonly string[]>> = { spark: ['databricks'] }

const HEAD = `{{ config(materialized='table') }}
{#- The margin sketch of predictions, printed by lossctl sketch --sql dbt: save it as models/preds_sketch.sql.
    Its table is a sketch for lossctl compare and others, as CSV, JSON or Parquet with all digits. #}
`

/** Around what is Jinja's own, in a query; no name of a column, and nothing on a command line, has this character. */
const LIVE = '\0'

/** @param requestIn the request in the words of a dialect; the dialect is chosen by the target where there are several */
export function dbtModel(dialects: readonly Dialect[], requestIn: (dialect: Dialect) => SqlRequest): string {
  const query = (dialect: Dialect) => escaped(liveQuery(dialect, requestIn(dialect)))
  if (dialects.length === 1) return `${HEAD}\n${query(dialects[0])}`
  const branches = dialects.map((dialect, index) => {
    const targets = [dialect.key, ...(TARGETS[dialect.key] ?? [])].map(jinja)
    return `{% ${index === 0 ? 'if' : 'elif'} target.type in [${targets.join(', ')}] %}\n${query(dialect)}`
  })
  const otherwise = `{% else %}\n{{ exceptions.raise_compiler_error('lossctl has no query for a target of type ' ~ target.type) }}\n{% endif %}\n`
  return `${HEAD}\n${branches.join('')}${otherwise}`
}

/** `preds` is a model, `lake.preds` a table of a source. A condition and a query are Jinja's as well. */
function liveQuery(dialect: Dialect, request: SqlRequest): string {
  const live = (text: string) => `${LIVE}${text}${LIVE}`
  const { table, where } = request
  const reference = (parts: readonly string[]) =>
    live(`{{ ${parts.length === 1 ? 'ref' : 'source'}(${parts.map(jinja).join(', ')}) }}`)
  return sketchQuery(
    { ...dialect, table: reference },
    {
      ...request,
      table: table.kind === 'query' ? { ...table, text: live(table.text) } : table,
      where: where === null ? null : live(where),
    },
  )
}

/** A text in a template that is to come out as it is: what could begin a tag, and line ends, which Jinja makes its own. */
function escaped(query: string): string {
  return query
    .split(LIVE)
    .map((text, index) =>
      index % 2 === 1 ? text : text.replace(/\{(?=[{%#])|\r/g, (sign) => `{{ ${jinja(sign)} }}`),
    )
    .join('')
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r' }

function jinja(text: string): string {
  return `'${text.replace(/[\\'\n\r]/g, (sign) => ESCAPES[sign])}'`
}
