/** Margins of softmax rows, and what else such rows are summed for. */
import { CLAMP } from '../../losses/held.ts'
import { ROW_SUM } from '../../reading/scores/rounding.ts'
import { BAD_ROW_SUM, BAD_SCORE, ROW_COLUMNS } from '../table/columns.ts'
import type { Dialect } from './dialect.ts'
import { labelCode } from './labels.ts'
import { type SqlRequest, sizeOf } from './request.ts'
import {
  elements,
  heldCounts,
  isWhole,
  judgedRows,
  keptAlong,
  logit,
  OWN,
  oddsStep,
  type Step,
  scoreFault,
  selectRows,
} from './steps.ts'

/** Exponents are held here, since e^-746 raises an error in some engines; it is 0 beside the largest term, which is 1. */
const LEAST_EXPONENT = -700

/**
 * What softmax rows are summed for beside margins is held at this, far below all digits of their sums: products with
 * weights of 1e-40 are doubles, whose vanishing raises an error in some engines.
 */
const LEAST_SHARE = 1e-60
const LEAST_LOG = -500

/** The score of the truth, and all scores as they came. */
export function softmaxSteps(dialect: Dialect, request: SqlRequest): readonly Step[] {
  const { perClass, from, rows, renormalize } = request
  const names = Array.from({ length: sizeOf(request.scores) }, (_, index) => `z${index}`)
  const [label] = elements(dialect, request.labels)
  const columns = elements(dialect, request.scores).map(
    (text, index) => `${dialect.double(text)} AS ${OWN}${names[index]}`,
  )
  const whole = isWhole(dialect, request.scores)
  const isShort = whole === null ? [] : [`CASE WHEN ${whole} THEN 0 ELSE 1 END AS ${OWN}short`]
  const code = `${labelCode(dialect, label, request)} AS ${OWN}y`
  const kept = keptAlong(request)
  return [
    ...judgedRows(dialect, request, {
      source: selectRows(dialect, request, [code, ...columns, ...isShort]),
      columns: ['y', ...names, ...(whole === null ? [] : ['short'])],
      scores: names,
      part: perClass ? 'y' : '0',
      faults: [
        ...(whole === null ? [] : [`WHEN short = 1 THEN ${BAD_SCORE}`]),
        ...names.map((z) => scoreFault(dialect, z, request)),
        ...(from === 'probs' && !renormalize ? [rowSumFault(dialect, names)] : []),
      ],
    }),
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
  const counts = heldCounts(`(p = ${zero} OR ${renormalize ? `q = ${zero}` : `p = ${one}`})`, `p = ${zero}`)
  return [
    {
      name: 'truths',
      text: `SELECT ${kept}part, bad, ${truthOf(names)} AS p${others}${rows ? probabilityRows(dialect, names, renormalize) : ''}\n  FROM ${OWN}judged`,
    },
    ...(renormalize ? [] : [oddsStep(dialect, `${kept}part, bad, p${ofRows}`, 'p', 'truths')]),
    {
      name: 'margins',
      text: `SELECT ${kept}part, bad, ${counts}CASE WHEN bad = 0 THEN ${margin} ELSE ${zero} END AS s${ofRows}\n  FROM ${OWN}${renormalize ? 'truths' : 'odds'}`,
    },
  ]
}
