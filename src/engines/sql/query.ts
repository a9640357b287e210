/** The query that makes a margin sketch where the data are: one pass, one row a group and segment. */
import {
  BINS,
  BINS_PER_UNIT,
  binOf,
  createGrid,
  HIGHEST,
  LOWEST,
  MOMENTS,
  segmentBounds,
} from '../../sketch/grid.ts'
import { kinkEdges } from '../../sketched/sketch-content.ts'
import {
  ABOVE_SEGMENT,
  BELOW_SEGMENT,
  checkFactor,
  countColumns,
  keyFactors,
  sumColumns,
  type TableShape,
} from '../table/columns.ts'
import { encodeSpec, TABLE_FORMAT, TABLE_VERSION, type TableSpec } from '../table/spec.ts'
import type { Dialect } from './dialect.ts'
import { keptAlong, marginSteps, OWN, type Step } from './margins.ts'
import { namesOf, type SqlRequest } from './request.ts'

/** Coarse parts of d are multiples of this, so that 2^33 of them add up without a rounding. */
const COARSE = 2 ** 20

/** x - (x c - (x c - x)) are the lower digits of x, the last 27 of 53. */
const SPLITTER = 2 ** 27 + 1

/** Powers whose digits matter: the coefficient of the fourth in a loss is below 1e-5 of the first. */
const SPLIT_POWERS = 3

export function sketchQuery(dialect: Dialect, request: SqlRequest, selfTest = false): string {
  const spec = specOf(dialect, request, selfTest)
  const steps = [...marginSteps(dialect, request), ...sumSteps(dialect, request)]
  return `${withSteps(steps)}\n${lastSelect(dialect, request, encodeSpec(spec))}\n`
}

export function withSteps(steps: readonly Step[]): string {
  return `WITH ${steps.map(({ name, text }) => `${OWN}${name} AS (\n  ${text}\n)`).join(',\n')}`
}

export function specOf(dialect: Dialect, request: SqlRequest, selfTest: boolean): TableSpec {
  const { task, from, perClass, thresholds, classes, weight, by, table, labelKind, renormalize } = request
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
    weight,
    by,
    table: table.kind === 'name' ? table.parts.join('.') : 'query',
    selfTest,
    ...(renormalize && { renormalized: true }),
  }
}

const LABEL_WORDS: Readonly<Record<SqlRequest['labelKind'], string>> = {
  index: 'class indices',
  names: 'class names',
  bool: 'true/false',
  sign: '-1/1',
}

function shapeOf({ weight, from }: SqlRequest): TableShape {
  return { weighted: weight !== null, probs: from === 'probs' }
}

/** The weight of a row that is no sample may be no number, and would make its sums none. */
function keptSound(dialect: Dialect, request: SqlRequest): string {
  return keptAlong(request).replace('w, ', `CASE WHEN bad = 0 THEN w ELSE ${dialect.number(0)} END AS w, `)
}

/** From margins to segments, powers and sums. */
function sumSteps(dialect: Dialect, request: SqlRequest): readonly Step[] {
  const shape = shapeOf(request)
  const counts = countColumns(shape)
    .map((name) => `is_${name}, `)
    .join('')
  const kept = keptAlong(request)
  const { number, place } = placement(dialect, request)
  const margins =
    dialect.fence === '' ? `${OWN}margins` : `(SELECT * FROM ${OWN}margins${dialect.fence}) AS fenced`
  const placed: Step = {
    name: 'placed',
    text: `SELECT ${keptSound(dialect, request)}CASE WHEN bad = 0 THEN part ELSE -1 END AS part, ${counts}s, ${number} AS segment, ${place} AS d\n  FROM ${margins}${dialect.fence}`,
  }
  const powers: Step = {
    name: 'powers',
    text: `SELECT ${kept}part, ${counts}s, segment, d, d * d AS d2, (d * d) * (d * d) AS d4\n  FROM ${OWN}placed${dialect.fence}`,
  }
  const keys = `${request.by === null ? '' : 'slice, '}part, segment`
  const group = `\n  GROUP BY ${keys}`
  const { steps, sums } = sumsOf(dialect, shape, `${kept}part, ${counts}segment, d, d2, d4`)
  const head = [
    keys,
    `CAST(COUNT(*) AS ${dialect.long}) AS n`,
    ...countColumns(shape).map((name) => `CAST(SUM(is_${name}) AS ${dialect.long}) AS ${name}`),
    ...sums,
  ]
  const last = steps.at(-1)?.name ?? 'powers'
  const summed: Step = { name: 'sums', text: `SELECT ${head.join(',\n  ')}\n  FROM ${OWN}${last}${group}` }
  const numbered: Step = {
    name: 'numbered',
    text: `SELECT ${OWN}sums.*, CAST(DENSE_RANK() OVER (ORDER BY slice) AS ${dialect.long}) AS slice_number\n  FROM ${OWN}sums`,
  }
  return [placed, powers, ...steps, summed, ...(request.by === null ? [] : [numbered])]
}

/** The number of a margin's segment, and where in it, from -1 to 1, the margin lies: 0 where there is none. */
function placement(dialect: Dialect, { edges }: SqlRequest) {
  const grid = createGrid(edges)
  const parts = grid.edges.flatMap((edge, index) => {
    const bin = binOf(edge)
    const isFirst = index === 0 || binOf(grid.edges[index - 1]) !== bin
    return isFirst ? [bin, BINS + index] : [BINS + index]
  })
  const tests = parts.map((segment) => {
    const [start, end] = segmentBounds(grid, segment)
    const test = `WHEN s >= ${dialect.number(start)} AND s < ${dialect.number(end)}`
    const doubled = `${dialect.number(2)} * s - ${dialect.number(start)} - ${dialect.number(end)}`
    return { test, segment, place: `(${doubled}) / ${dialect.number(end - start)}` }
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
    `WHEN ${inside} THEN ${dialect.number(2)} * (${eighths} - FLOOR(${eighths})) - ${dialect.number(1)}`,
  ]
  return {
    number: `CASE ${numbers.join(' ')} ELSE ${ABOVE_SEGMENT} END`,
    place: `CASE ${places.join(' ')} ELSE ${dialect.number(0)} END`,
  }
}

/** d^k as a product of few of d, d² and d⁴. */
function power(k: number): string {
  const factors = [
    ...Array.from({ length: k >> 2 }, () => 'd4'),
    ...(k & 2 ? ['d2'] : []),
    ...(k & 1 ? ['d'] : []),
  ]
  return factors.join(' * ')
}

/** What is summed: d^k, and below the bins s, s², 1 / s, 1 / s². */
function terms(dialect: Dialect): readonly string[] {
  const one = dialect.number(1)
  const tails = ['s', 's * s', `${one} / s`, `${one} / (s * s)`]
  return Array.from({ length: MOMENTS - 1 }, (_, i) =>
    i < tails.length
      ? `CASE WHEN segment = ${BELOW_SEGMENT} THEN ${tails[i]} ELSE ${power(i + 1)} END`
      : power(i + 1),
  )
}

/**
 * The sums, and the steps before them. Rounded probabilities make d of equal bits again and again, and plain sums of equal
 * terms drift: where the engine's sum is plain, terms are split into coarse parts, which add up exactly, and the rest.
 */
function sumsOf(
  dialect: Dialect,
  { weighted, probs }: TableShape,
  kept: string,
): { readonly steps: readonly Step[]; readonly sums: readonly string[] } {
  const all = terms(dialect)
  const tails = all.slice(0, 4).map((term, i) => `${term} AS t${i + 1}`)
  const termsStep: Step = {
    name: 'terms',
    text: `SELECT ${kept}, ${tails.join(', ')}\n  FROM ${OWN}powers${dialect.fence}`,
  }
  const term = (k: number) => (k <= 4 ? `t${k}` : power(k))
  if (!weighted) return unweightedSums(dialect, termsStep, kept, term)
  const sheets = [
    { letter: 'm', factor: 'w' },
    { letter: 'v', factor: 'w * w' },
  ]
  const held = probs
    ? sheets.map(({ letter, factor }) => `${dialect.sum(`${factor} * is_held`)} AS held_${letter}0`)
    : []
  const product = (factor: string, k: number) => (k === 0 ? factor : `${factor} * (${term(k)})`)
  if (dialect.sumsExactly) {
    const sums = sheets.flatMap(({ letter, factor }) =>
      Array.from({ length: MOMENTS }, (_, k) => `${dialect.sum(product(factor, k))} AS ${letter}${k}`),
    )
    return { steps: [termsStep], sums: [...sums, ...held] }
  }
  const split = sheets.flatMap(({ letter, factor }) =>
    Array.from({ length: SPLIT_POWERS + 1 }, (_, k) => ({ name: `${letter}${k}`, text: product(factor, k) })),
  )
  const c = dialect.number(SPLITTER)
  const names = split.map(({ name }) => `x${name}`)
  const rest = `${kept}, t4, ${names.join(', ')}`
  const products: Step = {
    name: 'products',
    text: `SELECT ${kept}, t4, ${split.map(({ name, text }) => `${text} AS x${name}`).join(', ')}\n  FROM ${OWN}terms${dialect.fence}`,
  }
  const coarse: Step = {
    name: 'coarse',
    text: `SELECT ${rest}, ${names.map((x) => `${c} * ${x} - (${c} * ${x} - ${x}) AS h${x}`).join(', ')}\n  FROM ${OWN}products${dialect.fence}`,
  }
  const sums = sheets.flatMap(({ letter, factor }) =>
    Array.from({ length: MOMENTS }, (_, k) => {
      const name = `${letter}${k}`
      return k <= SPLIT_POWERS
        ? `${dialect.sum(`hx${name}`)} + ${dialect.sum(`x${name} - hx${name}`)} AS ${name}`
        : `${dialect.sum(product(factor, k))} AS ${name}`
    }),
  )
  return { steps: [termsStep, products, coarse], sums: [...sums, ...held] }
}

function unweightedSums(dialect: Dialect, termsStep: Step, kept: string, term: (k: number) => string) {
  const powers = Array.from({ length: MOMENTS - 1 }, (_, i) => i + 1)
  if (dialect.sumsExactly)
    return { steps: [termsStep], sums: powers.map((k) => `${dialect.sum(term(k))} AS m${k}`) }
  const unit = dialect.number(COARSE)
  const split = powers.slice(0, SPLIT_POWERS)
  const coarse: Step = {
    name: 'coarse',
    text: `SELECT ${kept}, ${[...split, 4].map((k) => `t${k}`).join(', ')}, ${split.map((k) => `FLOOR(t${k} * ${unit}) / ${unit} AS h${k}`).join(', ')}\n  FROM ${OWN}terms${dialect.fence}`,
  }
  const sums = powers.map((k) =>
    k <= SPLIT_POWERS
      ? `${dialect.sum(`h${k}`)} + ${dialect.sum(`t${k} - h${k}`)} AS m${k}`
      : `${dialect.sum(term(k))} AS m${k}`,
  )
  return { steps: [termsStep, coarse], sums }
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
