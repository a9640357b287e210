/** Margins of binary data, and of the cells of multi-label data: a label of 0 or 1, and a score. */
import type { Dialect } from './dialect.ts'
import { isOfClass, labelCode } from './labels.ts'
import type { SqlRequest } from './request.ts'
import {
  along,
  elements,
  fromRows,
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

export function cellSteps(dialect: Dialect, request: SqlRequest): readonly Step[] {
  const { task, from, perClass } = request
  const kept = keptAlong(request)
  const isMultilabel = task === 'multilabel'
  const [zero, one] = [dialect.number(0), dialect.number(1)]
  const isProbs = from === 'probs'
  const margin = isProbs ? logit(dialect, 'z') : 'z'
  const counts = isProbs
    ? heldCounts(`(z = ${zero} OR z = ${one})`, `((y = 1 AND z = ${zero}) OR (y = 0 AND z = ${one}))`)
    : ''
  return [
    ...judgedRows(dialect, request, {
      source: isMultilabel ? multilabelSource(dialect, request) : binarySource(dialect, request),
      columns: [...(isMultilabel ? ['class'] : []), 'y', 'z'],
      scores: ['z'],
      part: isMultilabel && perClass ? '2 * class + y' : 'y',
      faults: [scoreFault(dialect, 'z', request)],
    }),
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
  return selectRows(dialect, request, [
    `${labelCode(dialect, label, request)} AS ${OWN}y`,
    `${dialect.double(score)} AS ${OWN}z`,
  ])
}

function multilabelSource(dialect: Dialect, request: SqlRequest): string {
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
  if (dialect.cells) return dialect.cells(along(dialect, request), fromRows(dialect, request), cells)
  return cells
    .map(({ index, label, score }) =>
      selectRows(dialect, request, [`${index} AS ${OWN}class`, `${label} AS ${OWN}y`, `${score} AS ${OWN}z`]),
    )
    .join('\n  UNION ALL\n  ')
}
