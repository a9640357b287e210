/** From the table that an engine made to the sketch of its rows. */
import { InputError } from '../../errors.ts'
import { COMPANIONS } from '../../margin/companions.ts'
import { createGrouping } from '../../margin/grouping.ts'
import { thresholdMargin } from '../../margin/margins.ts'
import { BINS, createGrid, type Grid, HIGHEST, MOMENTS, segmentBounds } from '../../sketch/grid.ts'
import { momentsAt } from '../../sketch/segments.ts'
import { createSketch, type GroupSketch, groupAt, type RowSums, type Sketch } from '../../sketch/sketch.ts'
import { COUNT_SLOT } from '../../sketch/store.ts'
import { faultOfTotals } from '../../sketch/sums/totals.ts'
import { explainFull } from '../../sketched/full.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { withSketch } from '../../sketched/source.ts'
import { toChebyshev } from './chebyshev.ts'
import { ABOVE_SEGMENT, BAD_ROW_SUM, BAD_SCORE, BELOW_SEGMENT, ROW_COLUMNS, UNREAD } from './columns.ts'
import { AGAIN, isUnread, type TableRow, type TableRows } from './rows.ts'

export interface TableAsked {
  /** Whether rows that could not be read are left out. */
  readonly skips: boolean
}

export function sketchOfTable(
  name: string,
  { spec, shape, rows }: TableRows,
  { skips }: TableAsked,
): SketchedData {
  const { task, classes, perClass, thresholds, dialect, labels, scores, labelCodes, from, weight, by } = spec
  if (!skips) refuseUnread(name, rows, from)
  const samples = rows.filter(({ segment }) => !isUnread(segment))
  if (samples.length === 0)
    throw new InputError(name, 'holds no samples', 'look at the labels and scores of the table')
  const grouping = createGrouping(task, classes, perClass)
  const slices = by === null ? [''] : [...new Set(samples.map(({ slice }) => slice))].sort()
  const margins = createSketch(createGrid(spec.edges), shape.weighted)
  const place = new Map(slices.map((slice, index) => [slice, index]))
  try {
    for (const row of samples)
      addRow(name, margins, row, place.get(row.slice)! * grouping.size, grouping.size)
  } catch (error) {
    throw explainFull(error, name, { grouping, slices })
  }
  const groupOf = ({ slice, part }: TableRow) => place.get(slice)! * grouping.size + part
  const rowSums = shape.rows
    ? sumRows(name, samples, groupOf, margins.grid, thresholdMargin(thresholds[0]))
    : null
  const sketch = rowSums ? { ...margins, rows: rowSums } : margins
  const fault = faultOfTotals(sketch)
  if (fault)
    throw new InputError(
      name,
      `has sums that are ${fault} for what a double holds`,
      'multiply the weights by a constant',
    )
  const count = (of: readonly TableRow[], field: 'n' | 'clamped' | 'held') =>
    of.reduce((sum, row) => sum + row[field], 0)
  const unread = (fault: boolean) =>
    rows.filter(({ segment }) => UNREAD.some((kind) => kind.segment === segment && kind.fault === fault))
  const cells = task === 'multilabel' ? classes.length : 1
  const source = {
    name,
    files: 1,
    format: `sketched by ${dialect}`,
    task,
    from,
    precision: null,
    scores,
    labels,
    labelCodes,
    labelsFile: null,
    classes,
    id: null,
    weight,
    by,
    rows: Math.round(count(rows, 'n') / cells),
    samples: count(samples, 'n'),
    ignored: count(unread(false), 'n'),
    skipped: count(unread(true), 'n'),
    clamped: count(samples, 'clamped'),
    held: count(samples, 'held'),
  }
  return { source: withSketch(source, sketch, grouping), grouping, slices, thresholds, sketch }
}

/** Of whole softmax rows, those of hard samples and of easy ones apart. */
function sumRows(
  name: string,
  samples: readonly TableRow[],
  groupOf: (row: TableRow) => number,
  grid: Grid,
  margin: number,
): RowSums {
  const groups: Float64Array[] = []
  for (const row of samples) {
    const sums = ROW_COLUMNS.map((column) => row.sums.get(column)!)
    if (sums.some((sum) => sum < 0)) throw notASketch(name, `the sums of rows in segment ${row.segment}`)
    const isEasy = row.segment !== BELOW_SEGMENT && startOf(grid, row.segment) >= margin
    const group = groupOf(row)
    groups[group] ??= new Float64Array(2 * COMPANIONS)
    for (const [k, sum] of sums.entries()) groups[group][(isEasy ? COMPANIONS : 0) + k] += sum
  }
  return { margin, groups }
}

function startOf(grid: Grid, segment: number): number {
  return segment === ABOVE_SEGMENT ? HIGHEST : segmentBounds(grid, segment)[0]
}

/** Of probabilities: 2 is a number, and none of these. */
const OF_PROBS = { one: 'has a score that is no probability', many: 'have a score that is no probability' }

/** Throws an InputError that counts the rows that are no samples, by what is wrong with them. */
function refuseUnread(name: string, rows: readonly TableRow[], from: 'logits' | 'probs'): void {
  const found = UNREAD.flatMap(({ segment, one, many, fault }) => {
    const n = rows.reduce((sum, row) => sum + (row.segment === segment ? row.n : 0), 0)
    const words = segment === BAD_SCORE && from === 'probs' ? OF_PROBS : { one, many }
    return fault && n > 0 ? [`${n} ${n === 1 ? words.one : words.many}`] : []
  })
  if (found.length === 0) return
  const total = rows.reduce((sum, { n }) => sum + n, 0)
  const divides = rows.some(({ segment }) => segment === BAD_ROW_SUM)
    ? 'ask with --renormalize, which divides rows by their sum, or '
    : ''
  throw new InputError(
    name,
    `of ${total} rows ${found.join(', ')}`,
    `${divides}mend them in the table or leave them out with --where, or give --on-bad-row skip`,
  )
}

function addRow(name: string, sketch: Sketch, row: TableRow, first: number, size: number): void {
  const { part, segment, n, sums } = row
  if (part < 0 || part >= size || !isSegment(segment, sketch))
    throw notASketch(name, `part ${part} and segment ${segment}`)
  addTo(name, sketch, groupAt(sketch.groups, first + part), row, 'm', sums.get('m0') ?? n)
  if (sketch.squares) addTo(name, sketch, groupAt(sketch.squares, first + part), row, 'v', sums.get('v0')!)
}

function isSegment(segment: number, { grid }: Sketch): boolean {
  return (
    segment === BELOW_SEGMENT ||
    segment === ABOVE_SEGMENT ||
    (segment >= 0 && segment < BINS + grid.edges.length)
  )
}

/** @param weight Σ w, or Σ w² */
function addTo(
  name: string,
  { store }: Sketch,
  group: GroupSketch,
  { segment, n, held, sums }: TableRow,
  letter: 'm' | 'v',
  weight: number,
): void {
  const powers = [weight, ...Array.from({ length: MOMENTS - 1 }, (_, k) => sums.get(`${letter}${k + 1}`)!)]
  const isTwice = () => new InputError(name, `has segment ${segment} of a group twice`, AGAIN)
  if (segment === ABOVE_SEGMENT) {
    if (group.above[0] > 0) throw isTwice()
    group.above.set([n, weight])
    return
  }
  if (segment === BELOW_SEGMENT) {
    if (group.below[0] > 0) throw isTwice()
    if (!isTail(powers)) throw notASketch(name, `the sums below the bins`)
    group.below.set([n, ...powers.slice(0, 5)])
    group.far.set([n, ...powers.slice(0, 5)])
    return
  }
  if (group.segments.has(segment)) throw isTwice()
  if (!areMoments(powers)) throw notASketch(name, `the moments of segment ${segment}`)
  const numbers = momentsAt(store, group, segment)
  numbers.set(toChebyshev(powers))
  numbers[COUNT_SLOT] = n
  group.far[6] += held
  group.far[7] += held === 0 ? 0 : (sums.get(`held_${letter}0`) ?? held)
}

/** Σ w, Σ w s, Σ w s², Σ w / s, Σ w / s² of margins below 0. */
function isTail(powers: readonly number[]): boolean {
  return [1, -1, 1, -1, 1].every((sign, k) => powers[k] * sign >= 0)
}

/**
 * Moments Σ w d^k of samples with d in [-1, 1], within rounding: even ones fall from Σ w to 0, and m_k² <= m_(k-1) m_(k+1) for
 * odd k, by Cauchy and Schwarz. Columns that changed places, or sums in single precision, do not keep to it.
 */
function areMoments(powers: readonly number[]): boolean {
  const near = 1e-12 * powers[0]
  return powers.every((value, k) => {
    if (k % 2 === 0) return value >= -near && value <= (powers[k - 2] ?? powers[0]) + near
    const bound = k + 1 < powers.length ? powers[k - 1] * powers[k + 1] : powers[0] ** 2
    return value ** 2 <= bound + near * powers[0]
  })
}

function notASketch(name: string, what: string): InputError {
  return new InputError(name, `${what} are of no samples`, AGAIN)
}
