/** The first steps of a query: from rows of a table to margins, or to what is wrong with a row. */
import { CLAMP } from '../../losses/held.ts'
import { ROW_SUM } from '../../reading/scores/rounding.ts'
import {
  BAD_ROW_SUM,
  BAD_SCORE,
  BAD_WEIGHT,
  LEAST_WEIGHT,
  MOST_LOGIT,
  MOST_WEIGHT,
  ROW_COLUMNS,
} from '../table/columns.ts'
import type { Dialect } from './dialect.ts'
import { isOfClass, labelCode } from './labels.ts'
import { type Source, type SqlRequest, sizeOf } from './request.ts'

/** A named subquery. */
export interface Step {
  readonly name: string
  readonly text: string
}

/** Exponents are held here, since e^-746 raises an error in some engines; it is 0 beside the largest term, which is 1. */
const LEAST_EXPONENT = -700

/**
 * What softmax rows are summed for beside margins is held at this, far below all digits of their sums: products with
 * weights of 1e-40 are doubles, whose vanishing raises an error in some engines.
 */
const LEAST_SHARE = 1e-60
const LEAST_LOG = -500

/** Steps whose last one, `margins`, has the columns part, bad and s, and slice, w, is_clamped, is_held, r1, r2 and r3 where there are any. */
export function marginSteps(dialect: Dialect, request: SqlRequest): readonly Step[] {
  return request.task === 'softmax' ? softmaxSteps(dialect, request) : cellSteps(dialect, request)
}

/** Of a column each, or of the elements of an array. */
function elements(dialect: Dialect, source: Source): readonly string[] {
  if (source.kind === 'columns') return source.names.map((name) => dialect.column(name))
  const array = dialect.column(source.name)
  return Array.from({ length: source.length }, (_, index) => dialect.arrays!.element(array, index))
}

function fromTable(dialect: Dialect, { table, where }: SqlRequest): string {
  const from = table.kind === 'name' ? dialect.table(table.parts) : `(\n${table.text}\n) AS preds`
  return `FROM ${from}${where === null ? '' : `\n  WHERE (\n${where}\n)`}`
}

/**
 * Begins names beside those of the table: in some engines a name in a SELECT hides a column, which may be called y or z, and
 * a table may be called source.
 */
export const OWN = 'lossctl_'

/** The columns of the first step under short names. */
function named(request: SqlRequest, names: readonly string[]): Step {
  const along = keptAlong(request)
    .split(', ')
    .filter((name) => name !== '')
  const columns = [...along, ...names].map((name) => `${OWN}${name} AS ${name}`)
  return { name: 'named', text: `SELECT ${columns.join(', ')}\n  FROM ${OWN}source` }
}

/** What goes along with a row. */
function along(dialect: Dialect, { by, weight }: SqlRequest): string {
  const slice = by === null ? '' : `COALESCE(${dialect.asText(dialect.column(by))}, '') AS ${OWN}slice, `
  return `${slice}${weight === null ? '' : `${dialect.double(dialect.column(weight))} AS ${OWN}w, `}`
}

/** The same, once it has its names. */
export function keptAlong({ by, weight }: SqlRequest, w = 'w'): string {
  return `${by === null ? '' : 'slice, '}${weight === null ? '' : `${w}, `}`
}

/** NULL and NaN are between no two numbers, or above all of them. */
function isOutside(dialect: Dialect, x: string, { from }: SqlRequest): string {
  const [low, high] = from === 'probs' ? [0, 1] : [-MOST_LOGIT, MOST_LOGIT]
  return `${x} IS NULL OR NOT (${x} BETWEEN ${dialect.number(low)} AND ${dialect.number(high)})`
}

function weightFault(dialect: Dialect, { weight }: SqlRequest): string {
  if (weight === null) return ''
  const range = `w = ${dialect.number(0)} OR w BETWEEN ${dialect.number(LEAST_WEIGHT)} AND ${dialect.number(MOST_WEIGHT)}`
  return ` WHEN w IS NULL OR NOT (${range}) THEN ${BAD_WEIGHT}`
}

/** q = p / (1 - p), or 1 where its logarithm is not to be taken: that of 0 is an error in some engines. */
function oddsStep(dialect: Dialect, kept: string, p: string, from: string): Step {
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
function logit(dialect: Dialect, p: string): string {
  const [zero, one] = [dialect.number(0), dialect.number(1)]
  const x = `(${dialect.number(2)} * ${p} - ${one}) / (${one} - ${p})`
  const near = `${p} > ${dialect.number(NEAR[0])} AND ${p} < ${dialect.number(NEAR[1])}`
  const lost = `CASE WHEN ${near} THEN (${x} - (q - ${one})) / q ELSE ${zero} END`
  return `CASE WHEN ${p} <= ${zero} THEN ${dialect.number(-CLAMP)} WHEN ${p} >= ${one} THEN ${dialect.number(CLAMP)} ELSE LN(q) + ${lost} END`
}

/** Binary data, and the cells of multi-label data: a label of 0 or 1, and a score. */
function cellSteps(dialect: Dialect, request: SqlRequest): readonly Step[] {
  const { task, from, perClass } = request
  const kept = keptAlong(request)
  const part = task === 'multilabel' && perClass ? '2 * class + y' : 'y'
  const [zero, one] = [dialect.number(0), dialect.number(1)]
  const isProbs = from === 'probs'
  const margin = isProbs ? logit(dialect, 'z') : 'z'
  const counts = isProbs
    ? `CASE WHEN bad = 0 AND (z = ${zero} OR z = ${one}) THEN 1 ELSE 0 END AS is_clamped, CASE WHEN bad = 0 AND ((y = 1 AND z = ${zero}) OR (y = 0 AND z = ${one})) THEN 1 ELSE 0 END AS is_held, `
    : ''
  const faults = `WHEN y < 0 THEN y WHEN ${isOutside(dialect, 'z', request)} THEN ${BAD_SCORE}${weightFault(dialect, request)}`
  return [
    {
      name: 'source',
      text: task === 'binary' ? binarySource(dialect, request) : multilabelSource(dialect, request),
    },
    named(request, [...(task === 'multilabel' ? ['class'] : []), 'y', 'z']),
    {
      name: 'judged',
      text: `SELECT ${kept}${part} AS part, y, z, CASE ${faults} ELSE 0 END AS bad\n  FROM ${OWN}named`,
    },
    ...(isProbs ? [oddsStep(dialect, `${kept}part, y, z, bad`, 'z', 'judged')] : []),
    {
      name: 'margins',
      text: `SELECT ${kept}part, bad, ${counts}CASE WHEN bad <> 0 THEN ${zero} WHEN y = 1 THEN ${margin} ELSE -(${margin}) END AS s\n  FROM ${OWN}${isProbs ? 'odds' : 'judged'}`,
    },
  ]
}

function binarySource(dialect: Dialect, request: SqlRequest): string {
  const [label] = elements(dialect, request.labels)
  const [score] = elements(dialect, request.scores)
  return `SELECT ${along(dialect, request)}${labelCode(dialect, label, request)} AS ${OWN}y, ${dialect.double(score)} AS ${OWN}z\n  ${fromTable(dialect, request)}`
}

function multilabelSource(dialect: Dialect, request: SqlRequest): string {
  const from = fromTable(dialect, request)
  const scores = elements(dialect, request.scores)
  const labels = elements(dialect, request.labels)
  // An array of another length is missing cells, or has some that nobody looks at.
  const whole = [request.scores, request.labels].flatMap((source) => isWhole(dialect, source) ?? [])
  const score = (text: string) =>
    whole.length === 0
      ? dialect.double(text)
      : `CASE WHEN ${whole.join(' AND ')} THEN ${dialect.double(text)} ELSE ${dialect.none} END`
  const labelOf = (index: number) =>
    labels.length === 1 && scores.length > 1
      ? isOfClass(dialect, labels[0], index, request)
      : labelCode(dialect, labels[index], request)
  const cells = scores.map((text, index) => ({ index, label: labelOf(index), score: score(text) }))
  if (dialect.cells) return dialect.cells(along(dialect, request), from, cells)
  return cells
    .map(
      ({ index, label, score }) =>
        `SELECT ${along(dialect, request)}${index} AS ${OWN}class, ${label} AS ${OWN}y, ${score} AS ${OWN}z\n  ${from}`,
    )
    .join('\n  UNION ALL\n  ')
}

/** Null for columns, of which there are as many as there are. */
function isWhole(dialect: Dialect, source: Source): string | null {
  return source.kind === 'array'
    ? `${dialect.arrays!.length(dialect.column(source.name))} = ${source.length}`
    : null
}

/** The score of the truth, and all scores as they came. */
function softmaxSteps(dialect: Dialect, request: SqlRequest): readonly Step[] {
  const { perClass, from, rows, renormalize } = request
  const kept = keptAlong(request)
  const names = Array.from({ length: sizeOf(request.scores) }, (_, index) => `z${index}`)
  const [label] = elements(dialect, request.labels)
  const columns = elements(dialect, request.scores).map(
    (text, index) => `${dialect.double(text)} AS ${OWN}${names[index]}`,
  )
  const whole = isWhole(dialect, request.scores)
  const isShort = whole === null ? '' : `, CASE WHEN ${whole} THEN 0 ELSE 1 END AS ${OWN}short`
  const faults = [
    'WHEN y < 0 THEN y',
    ...(whole === null ? [] : [`WHEN short = 1 THEN ${BAD_SCORE}`]),
    ...names.map((z) => `WHEN ${isOutside(dialect, z, request)} THEN ${BAD_SCORE}`),
    ...(from === 'probs' && !renormalize ? [rowSumFault(dialect, names)] : []),
  ]
  return [
    {
      name: 'source',
      text: `SELECT ${along(dialect, request)}${labelCode(dialect, label, request)} AS ${OWN}y, ${columns.join(', ')}${isShort}\n  ${fromTable(dialect, request)}`,
    },
    named(request, ['y', ...names, ...(whole === null ? [] : ['short'])]),
    {
      name: 'judged',
      text: `SELECT ${kept}${perClass ? 'y' : '0'} AS part, y, ${names.join(', ')}, CASE ${faults.join(' ')}${weightFault(dialect, request)} ELSE 0 END AS bad\n  FROM ${OWN}named`,
    },
    ...(from === 'logits'
      ? logitSteps(dialect, kept, names, rows)
      : probabilitySteps(dialect, kept, names, renormalize, rows)),
  ]
}

function rowSumFault(dialect: Dialect, names: readonly string[]): string {
  const sum = names.join(' + ')
  return `WHEN NOT (${sum} BETWEEN ${dialect.number(1 - ROW_SUM)} AND ${dialect.number(1 + ROW_SUM)}) THEN ${BAD_ROW_SUM}`
}

const truthOf = (names: readonly string[]) =>
  `CASE y ${names.map((z, index) => `WHEN ${index} THEN ${z}`).join(' ')} END`

/** z_t - m - ln Σ e^(z_j - m) over the others, m the largest of these: the truth's own score is put out of their way. */
function logitSteps(
  dialect: Dialect,
  kept: string,
  names: readonly string[],
  rows: boolean,
): readonly Step[] {
  const away = dialect.number(-1e300)
  const others = names.map((z, index) => `CASE WHEN y = ${index} THEN ${away} ELSE ${z} END AS o${index}`)
  const own = names.map((_, index) => `o${index}`)
  const terms = own.map((o) => `EXP(${dialect.greatest([`${o} - m`, dialect.number(LEAST_EXPONENT)])})`)
  const y = rows ? 'y, ' : ''
  const largest: readonly Step[] = [
    {
      name: 'others',
      text: `SELECT ${kept}part, bad, ${y}${truthOf(names)} AS zt, ${others.join(', ')}\n  FROM ${OWN}judged`,
    },
    {
      name: 'largest',
      text: `SELECT ${kept}part, bad, ${y}zt, ${own.join(', ')}, ${dialect.greatest(own)} AS m\n  FROM ${OWN}others${dialect.fence}`,
    },
  ]
  const margin = `CASE WHEN bad = 0 THEN zt - m - LN(${terms.join(' + ')}) ELSE ${dialect.number(0)} END AS s`
  if (!rows)
    return [...largest, { name: 'margins', text: `SELECT ${kept}part, bad, ${margin}\n  FROM ${OWN}largest` }]
  return [...largest, ...logitRowSteps(dialect, kept, own, margin)]
}

/** Σ p² of the others, that times the truth's p, and the mean of -ln p of all, with the largest score of all taken off. */
function logitRowSteps(
  dialect: Dialect,
  kept: string,
  own: readonly string[],
  margin: string,
): readonly Step[] {
  const exp = (x: string) => `EXP(${dialect.greatest([x, dialect.number(LEAST_LOG)])})`
  const shares = own.map((o) => exp(`${o} - peak`))
  const squares = own.map((o) => exp(`${dialect.number(2)} * (${o} - peak)`))
  const depths = own.map((o, index) => `CASE WHEN y = ${index} THEN peak - zt ELSE peak - ${o} END`)
  const held = (x: string) => dialect.greatest([x, dialect.number(LEAST_SHARE)])
  return [
    {
      name: 'peak',
      text: `SELECT ${kept}part, bad, y, zt, ${own.join(', ')}, m, ${dialect.greatest(['zt', 'm'])} AS peak\n  FROM ${OWN}largest${dialect.fence}`,
    },
    {
      name: 'shares',
      text: `SELECT ${kept}part, bad, ${margin}, ${orZero(dialect, exp('zt - peak'))} AS et, ${orZero(dialect, `${exp('zt - peak')} + ${shares.join(' + ')}`)} AS total, ${orZero(dialect, squares.join(' + '))} AS q, ${orZero(dialect, depths.join(' + '))} AS depth\n  FROM ${OWN}peak${dialect.fence}`,
    },
    {
      name: 'margins',
      text: `SELECT ${kept}part, bad, s, ${orZero(dialect, held('q / (total * total)'))} AS r1, ${orZero(dialect, `${held('q / (total * total)')} * ${held('et / total')}`)} AS r2, ${orZero(dialect, `depth / ${dialect.number(own.length)} + LN(total)`)} AS r3\n  FROM ${OWN}shares${dialect.fence}`,
    },
  ]
}

/** A row that is no sample must not make sums none. */
function orZero(dialect: Dialect, x: string): string {
  return `CASE WHEN bad = 0 THEN ${x} ELSE ${dialect.number(0)} END`
}

/** The same of probabilities, as they stand or divided by their sum. */
function probabilityRows(dialect: Dialect, names: readonly string[], renormalize: boolean): string {
  const [zero, one] = [dialect.number(0), dialect.number(1)]
  const held = (x: string) => dialect.greatest([x, dialect.number(LEAST_SHARE)])
  const sum = renormalize ? `(${names.join(' + ')})` : one
  const total = renormalize ? `(CASE WHEN ${sum} > ${zero} THEN ${sum} ELSE ${one} END)` : one
  const squares = names.map(
    (z, index) => `CASE WHEN y = ${index} THEN ${zero} ELSE ${held(z)} * ${held(z)} END`,
  )
  const logs = names.map(
    (z) =>
      `CASE WHEN ${z} > ${zero} THEN LN(${total}) - LN(CASE WHEN ${z} > ${zero} THEN ${z} ELSE ${one} END) ELSE ${dialect.number(CLAMP)} END`,
  )
  const others = `(${squares.join(' + ')}) / (${total} * ${total})`
  const mean = `(${logs.join(' + ')}) / ${dialect.number(names.length)}`
  const truth = `${held(truthOf(names))} / ${total}`
  return `, ${orZero(dialect, others)} AS r1, ${orZero(dialect, `(${others}) * (${truth})`)} AS r2, ${orZero(dialect, mean)} AS r3`
}

/** The probability of the truth as it stands, or ln p_t - ln Σ p_j over the others. */
function probabilitySteps(
  dialect: Dialect,
  kept: string,
  names: readonly string[],
  renormalize: boolean,
  rows: boolean,
): readonly Step[] {
  const [zero, one] = [dialect.number(0), dialect.number(1)]
  const rest = names.map((z, index) => `CASE WHEN y = ${index} THEN ${zero} ELSE ${z} END`).join(' + ')
  const others = renormalize ? `, ${rest} AS q` : ''
  const safe = (x: string) => `CASE WHEN ${x} > ${zero} THEN ${x} ELSE ${one} END`
  const margin = renormalize
    ? `CASE WHEN p <= ${zero} THEN ${dialect.number(-CLAMP)} WHEN q <= ${zero} THEN ${dialect.number(CLAMP)} ELSE LN(${safe('p')}) - LN(${safe('q')}) END`
    : logit(dialect, 'p')
  const ofRows = rows ? `, ${ROW_COLUMNS.join(', ')}` : ''
  const clamped = renormalize ? `p = ${zero} OR q = ${zero}` : `p = ${zero} OR p = ${one}`
  return [
    {
      name: 'truths',
      text: `SELECT ${kept}part, bad, ${truthOf(names)} AS p${others}${rows ? probabilityRows(dialect, names, renormalize) : ''}\n  FROM ${OWN}judged`,
    },
    ...(renormalize ? [] : [oddsStep(dialect, `${kept}part, bad, p${ofRows}`, 'p', 'truths')]),
    {
      name: 'margins',
      text: `SELECT ${kept}part, bad, CASE WHEN bad = 0 AND (${clamped}) THEN 1 ELSE 0 END AS is_clamped, CASE WHEN bad = 0 AND p = ${zero} THEN 1 ELSE 0 END AS is_held, CASE WHEN bad = 0 THEN ${margin} ELSE ${zero} END AS s${ofRows}\n  FROM ${OWN}${renormalize ? 'truths' : 'odds'}`,
    },
  ]
}
