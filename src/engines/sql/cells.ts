/** Margins of binary data, and of the cells of multi-label data: a label of 0 or 1, and a score. */
import { BAD_SCORE } from '../table/columns.ts'
import type { Dialect } from './dialect.ts'
import { isOfClass, labelCode } from './labels.ts'
import type { SqlRequest } from './request.ts'
import {
  along,
  elements,
  fromTable,
  isOutside,
  isWhole,
  keptAlong,
  logit,
  named,
  OWN,
  oddsStep,
  type Step,
  weightFault,
} from './steps.ts'

export function cellSteps(dialect: Dialect, request: SqlRequest): readonly Step[] {
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
