/** A query over rows of its own, for engines that nobody here can run: lossctl knows its sums, and checks those that come back. */
import { thresholdMargin } from '../../margin/margins.ts'
import { addSample } from '../../sketch/accumulate.ts'
import { createGrid, HIGHEST, LOWEST } from '../../sketch/grid.ts'
import { addTail, createSketch, groupAt, type Sketch } from '../../sketch/sketch.ts'
import { COUNT_SLOT } from '../../sketch/store.ts'
import type { Dialect } from './dialect.ts'
import { sketchQuery } from './query.ts'
import type { SqlRequest } from './request.ts'

/** Ends of bins, tails, an edge and its neighbours, numbers of many digits. */
const LOGITS = [
  ...[0.5, -0.5, 0, 0.0625, 0.1, -0.1, 1 / 3, 0.125, 0.12499999999999999, 12.345678901234567],
  ...[-767.99, -768, -768.5, -1000.25, 767.99, 768, 36.7, 3e-17, -3e-17, 0.55],
]

const ROWS = [0, 1].flatMap((label) => LOGITS.map((logit) => ({ label, logit })))

const THRESHOLDS = [0.3, 0.5]

const REQUEST: SqlRequest = {
  table: { kind: 'name', parts: ['preds'] },
  where: null,
  task: 'binary',
  from: 'logits',
  scores: { kind: 'columns', names: ['z'] },
  labels: { kind: 'columns', names: ['y'] },
  labelKind: 'index',
  ignored: [],
  background: null,
  classes: ['0', '1'],
  thresholds: THRESHOLDS,
  edges: THRESHOLDS.map((threshold) => thresholdMargin(threshold)),
  perClass: false,
  weight: null,
  by: null,
  renormalize: false,
  rows: false,
}

export function selfTestQuery(dialect: Dialect): string {
  const { column, double, number } = dialect
  const rows = ROWS.map(
    ({ label, logit }) => `SELECT ${label} AS ${column('y')}, ${double(number(logit))} AS ${column('z')}`,
  )
  const table = dialect.table(['preds'])
  const query = sketchQuery(dialect, REQUEST, true)
  return `WITH ${table} AS (\n  ${rows.join('\n  UNION ALL ')}\n),\n${query.slice('WITH '.length)}`
}

/** The greatest distance of a sum from what it must be, in parts of the number of its samples; Infinity where samples lie elsewhere. */
export function selfTestError(sketch: Sketch): number {
  const expected = createSketch(createGrid(REQUEST.edges), false)
  for (const { label, logit } of ROWS) {
    const [margin, group] = [label === 1 ? logit : -logit, groupAt(expected.groups, label)]
    if (margin >= LOWEST && margin < HIGHEST) addSample(expected.grid, expected.store, group, margin, 1)
    else addTail(group, margin, 1)
  }
  return expected.groups.reduce((worst, group, index) => {
    const found = sketch.groups[index]
    if (!group || !found || found.segments.size !== group.segments.size) return Number.POSITIVE_INFINITY
    const pairs = [
      ...[...group.segments].map(([number, moments]) => [moments, found.segments.get(number)] as const),
      [group.below, found.below] as const,
      [group.above, found.above] as const,
    ]
    return pairs.reduce((most, [own, other]) => Math.max(most, distance(own, other)), worst)
  }, 0)
}

/** Chebyshev moments are made of sums of powers, whose errors that multiplies by (1 + √2)^k. */
const GROWTH = 1 + Math.SQRT2

function distance(own: Float64Array, other: Float64Array | undefined): number {
  if (!other || (own[COUNT_SLOT] ?? own[0]) !== (other[COUNT_SLOT] ?? other[0]))
    return Number.POSITIVE_INFINITY
  return own.reduce(
    (worst, value, k) =>
      Math.max(worst, Math.abs(value - other[k]) / GROWTH ** k / Math.max(1, own[0], Math.abs(value))),
    0,
  )
}
