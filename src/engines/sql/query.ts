/** The query that makes a margin sketch where the data are: one pass, one row a group and segment. */
import {
  BINS,
  BINS_PER_UNIT,
  binOf,
  createGrid,
  type Grid,
  HIGHEST,
  LOWEST,
  segmentBounds,
} from '../../sketch/grid.ts'
import { kinkEdges } from '../../sketched/sketch-content.ts'
import {
  ABOVE_SEGMENT,
  BELOW_SEGMENT,
  checkFactor,
  countColumns,
  keyFactors,
  ROW_COLUMNS,
  sumColumns,
  type TableShape,
} from '../table/columns.ts'
import { encodeSpec, TABLE_FORMAT, TABLE_VERSION, type TableSpec } from '../table/spec.ts'
import type { Dialect } from './dialect.ts'
import { marginSteps } from './margins.ts'
import { namesOf, type SqlRequest } from './request.ts'
import { keptAlong, OWN, type Step } from './steps.ts'
import { sumsOf } from './sums.ts'

export function sketchQuery(dialect: Dialect, request: SqlRequest, selfTest = false): string {
  const spec = specOf(dialect, request, selfTest)
  const steps = [...marginSteps(dialect, request), ...sumSteps(dialect, request)]
  return `${withSteps(steps)}\n${lastSelect(dialect, request, encodeSpec(spec))}\n`
}

export function withSteps(steps: readonly Step[]): string {
  return `WITH ${steps.map(({ name, text }) => `${OWN}${name} AS (\n  ${text}\n)`).join(',\n')}`
}

export function specOf(dialect: Dialect, request: SqlRequest, selfTest: boolean): TableSpec {
  const { task, from, perClass, thresholds, classes, weight, by, table, labelKind } = request
  const grid = createGrid(request.edges)
  return {
    format: TABLE_FORMAT,
    version: TABLE_VERSION,
    dialect: dialect.title,
    task,
    from,
    perClass,
    thresholds,
    kinks: kinkEdges(grid, thresholds),
    edges: grid.edges,
    classes,
    scores: namesOf(request.scores),
    labels: namesOf(request.labels),
    labelCodes: LABEL_WORDS[labelKind],
    ...(request.rows && ({ rows: true } as const)),
    weight,
    by,
    table: table.kind === 'name' ? table.parts.join('.') : 'query',
    selfTest,
  }
}

const LABEL_WORDS: Readonly<Record<SqlRequest['labelKind'], string>> = {
  index: 'class indices',
  names: 'class names',
  bool: 'true/false',
  sign: '-1/1',
}

function shapeOf({ weight, from, rows }: SqlRequest): TableShape {
  return { weighted: weight !== null, probs: from === 'probs', rows }
}

/** From margins to segments, powers and sums. */
function sumSteps(dialect: Dialect, request: SqlRequest): readonly Step[] {
  const shape = shapeOf(request)
  const counts = [...countColumns(shape).map((name) => `is_${name}`), ...(shape.rows ? ROW_COLUMNS : [])]
    .map((name) => `${name}, `)
    .join('')
  const kept = keptAlong(request)
  // The weight of a row that is no sample may be no number, and would make its sums none.
  const sound = `CASE WHEN bad = 0 THEN w ELSE ${dialect.number(0)} END AS w`
  const { number, place } = placement(dialect, request)
  const margins =
    dialect.fence === '' ? `${OWN}margins` : `(SELECT * FROM ${OWN}margins${dialect.fence}) AS fenced`
  const placed: Step = {
    name: 'placed',
    text: `SELECT ${keptAlong(request, sound)}CASE WHEN bad = 0 THEN part ELSE -1 END AS part, ${counts}s, ${number} AS segment, ${place} AS d\n  FROM ${margins}${dialect.fence}`,
  }
  const keys = `${request.by === null ? '' : 'slice, '}part, segment`
  const group = `\n  GROUP BY ${keys}`
  const { steps, sums } = sumsOf(dialect, shape, `${kept}part, ${counts}segment, d`)
  const head = [
    keys,
    `CAST(COUNT(*) AS ${dialect.long}) AS n`,
    ...countColumns(shape).map((name) => `CAST(SUM(is_${name}) AS ${dialect.long}) AS ${name}`),
    ...sums,
  ]
  const summed: Step = {
    name: 'sums',
    text: `SELECT ${head.join(',\n  ')}\n  FROM ${OWN}${steps.at(-1)!.name}${group}`,
  }
  const numbered: Step = {
    name: 'numbered',
    text: `SELECT ${OWN}sums.*, CAST(DENSE_RANK() OVER (ORDER BY slice) AS ${dialect.long}) AS slice_number\n  FROM ${OWN}sums`,
  }
  return [placed, ...steps, summed, ...(request.by === null ? [] : [numbered])]
}

/** The segments of each bin that edges part, from its start to its end. */
function splitBins(grid: Grid): readonly (readonly number[])[] {
  const bins = new Map<number, number[]>()
  for (const [index, edge] of grid.edges.entries()) {
    const bin = binOf(edge)
    bins.set(bin, [...(bins.get(bin) ?? [bin]), BINS + index])
  }
  return [...bins.values()]
}

/** The number of a margin's segment, and where in it, from -1 to 1, the margin lies: 0 where there is none. */
function placement(dialect: Dialect, { edges }: SqlRequest) {
  const grid = createGrid(edges)
  const two = dialect.number(2)
  const placeIn = (segment: number) => {
    const [start, end] = segmentBounds(grid, segment)
    return `(${two} * s - ${dialect.number(start)} - ${dialect.number(end)}) / ${dialect.number(end - start)}`
  }
  // Of the parts of a bin all but the last are asked after, once a row is known to be in it.
  const among = (segments: readonly number[], say: (segment: number) => string | number) => {
    const tests = segments
      .slice(0, -1)
      .map((segment) => `WHEN s < ${dialect.number(segmentBounds(grid, segment)[1])} THEN ${say(segment)}`)
    return `CASE ${tests.join(' ')} ELSE ${say(segments.at(-1)!)} END`
  }
  const tests = splitBins(grid).map((segments) => {
    const [start] = segmentBounds(grid, segments[0])
    const [, end] = segmentBounds(grid, segments.at(-1)!)
    return {
      test: `WHEN s >= ${dialect.number(start)} AND s < ${dialect.number(end)}`,
      segment: among(segments, String),
      place: among(segments, placeIn),
    }
  })
  const eighths = `${dialect.number(BINS_PER_UNIT)} * s`
  const inside = `s >= ${dialect.number(LOWEST)} AND s < ${dialect.number(HIGHEST)}`
  const bin = `CAST(FLOOR(${eighths}) AS ${dialect.integer}) + ${-LOWEST * BINS_PER_UNIT}`
  const numbers = [
    'WHEN bad <> 0 THEN bad',
    ...tests.map(({ test, segment }) => `${test} THEN ${segment}`),
    `WHEN ${inside} THEN ${bin}`,
    `WHEN s < ${dialect.number(LOWEST)} THEN ${BELOW_SEGMENT}`,
  ]
  const places = [
    `WHEN bad <> 0 THEN ${dialect.number(0)}`,
    ...tests.map(({ test, place }) => `${test} THEN ${place}`),
    `WHEN ${inside} THEN ${two} * (${eighths} - FLOOR(${eighths})) - ${dialect.number(1)}`,
  ]
  return {
    number: `CASE ${numbers.join(' ')} ELSE ${ABOVE_SEGMENT} END`,
    place: `CASE ${places.join(' ')} ELSE ${dialect.number(0)} END`,
  }
}

/** The table, with what tells whether it came whole. */
function lastSelect(dialect: Dialect, request: SqlRequest, spec: string): string {
  const shape = shapeOf(request)
  const sliced = request.by !== null
  const sums = sumColumns(shape)
  const checkSum = sums.map((name, place) => `${dialect.number(checkFactor(place))} * ${name}`).join(' + ')
  const key = keyFactors(shape, sliced).map(
    ([name, factor]) => `${factor} * CAST(${name} AS ${dialect.long})`,
  )
  const columns = [
    `'${spec}' AS spec`,
    'SUM(n) OVER () AS total',
    `${dialect.number(1)} / ${dialect.number(3)} AS third`,
    `${checkSum} AS check_sum`,
    `${key.join(' + ')} AS check_key`,
    ...(sliced ? ['slice', 'slice_number'] : []),
    'part',
    'segment',
    'n',
    ...countColumns(shape),
    ...sums,
  ]
  return `SELECT ${columns.join(',\n  ')}\nFROM ${OWN}${sliced ? 'numbered' : 'sums'}`
}
