/** What the first steps of all queries have in common: rows under short names and their faults, the log-odds of a probability. */
import { CLAMP } from '../../losses/held.ts'
import { BAD_SCORE, BAD_WEIGHT, LEAST_WEIGHT, MOST_LOGIT, MOST_WEIGHT } from '../table/columns.ts'
import type { Dialect } from './dialect.ts'
import type { Source, SqlRequest } from './request.ts'

/** A named subquery. */
export interface Step {
  readonly name: string
  readonly text: string
}

/** Of a column each, or of the elements of an array. */
export function elements(dialect: Dialect, source: Source): readonly string[] {
  if (source.kind === 'columns') return source.names.map((name) => dialect.column(name))
  const array = dialect.column(source.name)
  return Array.from({ length: source.length }, (_, index) => dialect.arrays!.element(array, index))
}

export function fromTable(dialect: Dialect, { table, where }: SqlRequest): string {
  const from = table.kind === 'name' ? dialect.table(table.parts) : `(\n${table.text}\n) AS preds`
  return `FROM ${from}${where === null ? '' : `\n  WHERE (\n${where}\n)`}`
}

/**
 * The same for a join, which cannot stand behind a WHERE, and whose names no condition may meet. Columns by name: some that
 * can be named, as ClickHouse's aliases can, are in no `*`.
 */
export function fromRows(dialect: Dialect, request: SqlRequest): string {
  if (request.where === null) return fromTable(dialect, request)
  const { scores, labels, by, weight } = request
  const read = [scores, labels].flatMap((source) =>
    source.kind === 'columns' ? source.names : [source.name],
  )
  const names = new Set([...read, by, weight].filter((name) => name !== null))
  const columns = [...names].map((name) => dialect.column(name)).join(', ')
  return `FROM (\n  SELECT ${columns}\n  ${fromTable(dialect, request)}\n  ) AS ${OWN}rows`
}

/**
 * Begins names beside those of the table: in some engines a name in a SELECT hides a column, which may be called y or z, and
 * a table may be called source.
 */
export const OWN = 'lossctl_'

/** What a first step reads of each row of the table, beside what goes along with it. */
export function selectRows(dialect: Dialect, request: SqlRequest, columns: readonly string[]): string {
  return `SELECT ${along(dialect, request)}${columns.join(', ')}\n  ${fromTable(dialect, request)}`
}

/** Rows whose columns have short names, in the step `judged`: which group each is of, and what is wrong with it, in `bad`. */
export function judgedRows(
  dialect: Dialect,
  request: SqlRequest,
  rows: {
    /** The text of the first step. */
    readonly source: string
    /** What it gives beside what goes along. */
    readonly columns: readonly string[]
    /** Those of them that are scores. */
    readonly scores: readonly string[]
    readonly part: string
    /** Cases of a fault, beside those of labels and weights. */
    readonly faults: readonly string[]
  },
): readonly Step[] {
  const { source, columns, scores, part, faults } = rows
  const cases = `CASE ${['WHEN y < 0 THEN y', ...faults].join(' ')}${weightFault(dialect, request)} ELSE 0 END`
  return [
    { name: 'source', text: source },
    named(request, columns),
    {
      name: 'judged',
      text: `SELECT ${keptAlong(request)}${part} AS part, y, ${scores.join(', ')}, ${cases} AS bad\n  FROM ${OWN}named`,
    },
  ]
}

/** The columns of the first step under short names. */
function named(request: SqlRequest, names: readonly string[]): Step {
  const along = keptAlong(request)
    .split(', ')
    .filter((name) => name !== '')
  const columns = [...along, ...names].map((name) => `${OWN}${name} AS ${name}`)
  return { name: 'named', text: `SELECT ${columns.join(', ')}\n  FROM ${OWN}source` }
}

/** What goes along with a row. Blanks at an end of a slice are no part of it, as in files: the table comes back without them. */
export function along(dialect: Dialect, { by, weight }: SqlRequest): string {
  const slice =
    by === null ? '' : `COALESCE(TRIM(${dialect.asText(dialect.column(by))}), '') AS ${OWN}slice, `
  return `${slice}${weight === null ? '' : `${dialect.double(dialect.column(weight))} AS ${OWN}w, `}`
}

/** The same, once it has its names. */
export function keptAlong({ by, weight }: SqlRequest, w = 'w'): string {
  return `${by === null ? '' : 'slice, '}${weight === null ? '' : `${w}, `}`
}

/** NULL and NaN are between no two numbers, or above all of them. */
export function scoreFault(dialect: Dialect, x: string, { from }: SqlRequest): string {
  const [low, high] = from === 'probs' ? [0, 1] : [-MOST_LOGIT, MOST_LOGIT]
  return `WHEN ${x} IS NULL OR NOT (${x} BETWEEN ${dialect.number(low)} AND ${dialect.number(high)}) THEN ${BAD_SCORE}`
}

function weightFault(dialect: Dialect, { weight }: SqlRequest): string {
  if (weight === null) return ''
  const range = `w = ${dialect.number(0)} OR w BETWEEN ${dialect.number(LEAST_WEIGHT)} AND ${dialect.number(MOST_WEIGHT)}`
  return ` WHEN w IS NULL OR NOT (${range}) THEN ${BAD_WEIGHT}`
}

/** q = p / (1 - p), or 1 where its logarithm is not to be taken: that of 0 is an error in some engines. */
export function oddsStep(dialect: Dialect, kept: string, p: string, from: string): Step {
  const [zero, one] = [dialect.number(0), dialect.number(1)]
  const odds = `CASE WHEN ${p} > ${zero} AND ${p} < ${one} THEN ${p} / (${one} - ${p}) ELSE ${one} END`
  return { name: 'odds', text: `SELECT ${kept}, ${odds} AS q\n  FROM ${OWN}${from}${dialect.fence}` }
}

/**
 * Margins of thresholds stand 8 roundings of their own below what they are (`thresholdMargin`), so that a probability equal to
 * one is on its right side. Those of q and 1 - p are 2.3e-16, which is less beyond |s| = 0.13, and these are at 0.2.
 */
const NEAR = [0.45, 0.55] as const

/**
 * ln p - ln(1 - p) as ln q of the odds q; 0 and 1 are held. Near 1/2 the odds less 1 are x = (2 p - 1) / (1 - p), to the last
 * digits, and (1 + x - q) / q is what q lost in being rounded.
 */
export function logit(dialect: Dialect, p: string): string {
  const [zero, one] = [dialect.number(0), dialect.number(1)]
  const x = `(${dialect.number(2)} * ${p} - ${one}) / (${one} - ${p})`
  const near = `${p} > ${dialect.number(NEAR[0])} AND ${p} < ${dialect.number(NEAR[1])}`
  const lost = `CASE WHEN ${near} THEN (${x} - (q - ${one})) / q ELSE ${zero} END`
  return `CASE WHEN ${p} <= ${zero} THEN ${dialect.number(-CLAMP)} WHEN ${p} >= ${one} THEN ${dialect.number(CLAMP)} ELSE LN(q) + ${lost} END`
}

/** How often logarithms of 0 are held, and at -CLAMP of the truth at that, where these are so of a row. */
export function heldCounts(isClamped: string, isHeld: string): string {
  const flag = (what: string, name: string) => `CASE WHEN bad = 0 AND ${what} THEN 1 ELSE 0 END AS ${name}`
  return `${flag(isClamped, 'is_clamped')}, ${flag(isHeld, 'is_held')}, `
}

/** Null for columns, of which there are as many as there are. */
export function isWhole(dialect: Dialect, source: Source): string | null {
  return source.kind === 'array'
    ? `${dialect.arrays!.length(dialect.column(source.name))} = ${source.length}`
    : null
}
