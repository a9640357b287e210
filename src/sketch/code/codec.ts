/** A sketch as plain objects, lists and numbers, to be saved as JSON; docs/sketch.md is the specification. */
import { CLAMP } from '../../losses/held.ts'
import { binOf, createGrid, LOWEST } from '../grid.ts'
import { momentsAt, segmentsOf } from '../segments.ts'
import { ABOVE, BELOW, createSketch, FAR, type GroupSketch, groupAt, type Sketch } from '../sketch.ts'
import { inUnits } from '../squares.ts'
import { COUNT_SLOT, type Store } from '../store.ts'
import { checkFields, isWhole, LIST, listOf, NUMBER, NUMBERS, orNull, TEXT, WHOLE } from './fields.ts'
import { decodeMoments, encodeMoments, readBase64, SEGMENT_BYTES } from './moment-bytes.ts'
import { binsFrom, liftHeld, numberHere, OLDER_LOWEST } from './older.ts'
import { decodeRows, encodeRows, type RowCode } from './row-code.ts'

/** One group's part. Numbers of `segments`, `counts` and `sums` run in step with the moments. */
export interface GroupCode {
  readonly group: number
  /** What samples of `below` lie below; absent where it is the first bin. */
  readonly lowest?: number
  readonly below: readonly number[]
  readonly above: readonly number[]
  /** Absent where none lie below and none has a truth of probability 0, and in older files that do not tell. */
  readonly far?: readonly number[]
  readonly segments: readonly number[]
  readonly counts: readonly number[]
  /** sum w of each segment; absent when every sample weighs 1. */
  readonly sums?: readonly number[]
  /** Base64. */
  readonly moments: string
}

export interface SketchCode {
  /** Where the first bin begins. */
  readonly lowest: number
  readonly edges: readonly number[]
  readonly groups: readonly GroupCode[]
  /** The same with squared weights; null when every sample weighs 1. */
  readonly squares: readonly GroupCode[] | null
  /** What losses of whole softmax rows need; there only where it was asked for. */
  readonly rows?: RowCode
}

export function encodeSketch({ grid, groups, squares, rows }: Sketch): SketchCode {
  const weighted = squares !== null
  return {
    lowest: LOWEST,
    edges: grid.edges,
    groups: encodeGroups(groups, weighted),
    squares: squares && encodeGroups(squares, true),
    ...(rows && { rows: encodeRows(rows) }),
  }
}

function encodeGroups(groups: Sketch['groups'], weighted: boolean): GroupCode[] {
  return groups.flatMap((group, index) => (group ? [encodeGroup(inUnits(group, 0), index, weighted)] : []))
}

function encodeGroup(sketched: GroupSketch, group: number, weighted: boolean): GroupCode {
  const { lowest, below, above, far } = sketched
  const segments = segmentsOf(sketched)
  const moments = segments.map((segment) => segment.moments)
  return {
    group,
    ...(lowest === LOWEST ? {} : { lowest }),
    below: [...below],
    above: [...above],
    ...((below[0] > 0 && !Number.isNaN(far[0])) || far[BELOW] > 0 ? { far: [...far] } : {}),
    segments: segments.map(({ number }) => number),
    counts: moments.map((numbers) => numbers[COUNT_SLOT]),
    ...(weighted ? { sums: moments.map((numbers) => numbers[0]) } : {}),
    moments: encodeMoments(moments),
  }
}

/** Whether every sum is a number that JSON can hold. */
export function isFiniteCode({ groups, squares, rows }: SketchCode): boolean {
  const ofRows = rows?.groups.every(({ hard, easy }) => [...hard, ...easy].every(Number.isFinite)) ?? true
  return (
    ofRows &&
    [...groups, ...(squares ?? [])].every(({ below, above, far = [], sums = [] }) =>
      [...below, ...above, ...far, ...sums].every(Number.isFinite),
    )
  )
}

/** Samples in all groups. */
export function countSamples({ groups }: SketchCode): number {
  return groups.reduce(
    (sum, { below, above, counts }) =>
      counts.reduce((part, count) => part + count, sum + below[0] + above[0]),
    0,
  )
}

/**
 * The sketch of a code, which is checked throughout: nothing is taken for granted but that it comes from JSON. Throws
 * an Error that says what is wrong, in one clause.
 *
 * @param room groups are numbered below this
 */
export function decodeSketch(code: SketchCode, room: number): Sketch {
  checkFields('the sketch', code, { lowest: NUMBER, edges: NUMBERS, groups: LIST, squares: orNull(LIST) })
  const { lowest, edges, groups, squares } = code
  if (lowest !== LOWEST && lowest !== OLDER_LOWEST)
    throw new Error(`its bins begin at ${lowest}, and not at ${LOWEST}`)
  const sketch = createSketch(createGrid(edges), squares !== null)
  if (sketch.grid.edges.join() !== edges.join() || edges[0] <= lowest)
    throw new Error('its edges do not ascend within the grid, each inside a bin')
  decodeGroups('groups', groups, sketch, sketch.groups, room, lowest)
  if (squares) {
    decodeGroups('squares', squares, sketch, sketch.squares!, room, lowest)
    if (samplesOf(groups) !== samplesOf(squares)) throw new Error('its squares are not of the same samples')
  }
  return code.rows === undefined ? sketch : { ...sketch, rows: decodeRows(code.rows, sketch) }
}

/** What groups and squares have in common. */
function samplesOf(codes: readonly GroupCode[]): string {
  const byGroup = [...codes].sort((a, b) => a.group - b.group)
  return JSON.stringify(
    byGroup.map(({ group, below, above, far = [], segments, counts }) => [
      group,
      [below[0], above[0], far[0], far[BELOW]],
      segments,
      counts,
    ]),
  )
}

const GROUP_FIELDS = {
  group: WHOLE,
  below: NUMBERS,
  above: NUMBERS,
  segments: listOf('whole numbers from 0 on', isWhole),
  counts: listOf('whole numbers from 1 on', (value) => isWhole(value) && value !== 0),
  moments: TEXT,
}

const SUMS_FIELD = {
  sums: listOf('numbers from 0 on', (value) => Number.isFinite(value) && (value as number) >= 0),
}

function decodeGroups(
  list: string,
  codes: readonly GroupCode[],
  { grid, squares, store }: Sketch,
  groups: Sketch['groups'],
  room: number,
  lowest: number,
): void {
  codes.forEach((code, index) => {
    const where = `entry ${index} of its ${list}`
    const weighted = squares !== null
    checkFields(where, code, weighted ? { ...GROUP_FIELDS, ...SUMS_FIELD } : GROUP_FIELDS)
    if (!weighted && code.sums !== undefined)
      throw new Error(`${where} has "sums", and its squares say that every sample weighs 1`)
    if (code.group >= room)
      throw new Error(`${where} is of group ${code.group}, and there are ${room} groups`)
    if (groups[code.group]) throw new Error(`${where} is of group ${code.group}, which was there before`)
    checkTails(where, code, weighted, lowest)
    checkSegments(where, code, binsFrom(lowest) + grid.edges.length)
    fillGroup(store, groupAt(groups, code.group), code, readMoments(where, code), lowest)
  })
}

function checkTails(where: string, code: GroupCode, weighted: boolean, lowest: number): void {
  const { below, above, far } = code
  if (below.length !== BELOW || above.length !== ABOVE)
    throw new Error(`${where} has ${below.length} numbers below and ${above.length} above, not 6 and 2`)
  if (!isWhole(below[0]) || !isWhole(above[0]))
    throw new Error(`${where} has no whole number of samples below or above`)
  if (!isTail(below, weighted) || !isTail(above, weighted))
    throw new Error(`the numbers below or above of ${where} contradict each other`)
  if (far !== undefined && !isFar(far, code, weighted, lowest))
    throw new Error(`"far" of ${where} is not ${FAR} numbers of some of its samples`)
  if (lowest === LOWEST && code.lowest !== undefined && code.lowest !== OLDER_LOWEST)
    throw new Error(`${where} has samples below ${code.lowest}, and not ${OLDER_LOWEST}`)
}

/** Margins there are negative: w, w s, w s^2, w / s and w / s^2 have these signs, and are 0 where there is no sample. */
function isTail([count, ...sums]: readonly number[], weighted: boolean): boolean {
  const signs = [1, -1, 1, -1, 1]
  return (
    isWhole(count) &&
    sums.every((sum, i) => (count === 0 ? sum === 0 : sum * signs[i] >= 0)) &&
    (weighted || sums[0] === count)
  )
}

/** In version 1 samples that are held are some of those below. */
function isFar(far: unknown, code: GroupCode, weighted: boolean, lowest: number): boolean {
  if (!NUMBERS.holds(far)) return false
  const numbers = far as readonly number[]
  const [all, held] = [numbers.slice(0, BELOW), numbers.slice(BELOW)]
  const most = lowest === LOWEST ? countAtClamp(code) : all[0]
  const nested = all[0] <= code.below[0] && held[0] <= most
  return numbers.length === FAR && isTail(all, weighted) && isTail(held, weighted) && nested
}

/** Samples in the bin of those whose logarithm is held. */
function countAtClamp({ segments, counts }: GroupCode): number {
  return counts[segments.indexOf(binOf(-CLAMP))] ?? 0
}

/** @param room segments are numbered below this */
function checkSegments(where: string, { segments, counts, sums }: GroupCode, room: number): void {
  if (counts.length !== segments.length || (sums ?? counts).length !== segments.length)
    throw new Error(
      `${where} has ${segments.length} segments, ${counts.length} counts${sums ? ` and ${sums.length} sums` : ''}`,
    )
  if (segments.some((segment, i) => i > 0 && segment <= segments[i - 1]))
    throw new Error(`the segments of ${where} do not ascend`)
  const last = segments.at(-1) ?? 0
  if (last >= room) throw new Error(`${where} has a segment ${last}, and the last one is ${room - 1}`)
}

function readMoments(where: string, { moments, segments }: GroupCode): Uint8Array {
  const bytes = readBase64(moments)
  if (bytes === null) throw new Error(`the moments of ${where} are not base64`)
  const expected = segments.length * SEGMENT_BYTES
  if (bytes.length !== expected)
    throw new Error(`the moments of ${where} have ${bytes.length} bytes and should have ${expected}`)
  return bytes
}

function fillGroup(
  store: Store,
  target: GroupSketch,
  code: GroupCode,
  bytes: Uint8Array,
  lowest: number,
): void {
  const { below, above, far, segments, counts, sums = counts } = code
  target.below.set(below)
  target.above.set(above)
  const bound = lowest === LOWEST ? (code.lowest ?? lowest) : lowest
  if (far) target.far.set(far)
  else if (bound === LOWEST) target.far.set(below)
  else if (below[0] > 0) target.far.fill(Number.NaN)
  segments.forEach((segment, i) => {
    const numbers = momentsAt(store, target, numberHere(segment, lowest))
    decodeMoments(bytes, i, sums[i], numbers)
    numbers[COUNT_SLOT] = counts[i]
  })
  if (lowest !== LOWEST) liftHeld(store, target)
  if (target.below[0] > 0) target.lowest = bound
}
