/** A sketch as plain objects, lists and numbers, to be saved as JSON; docs/sketch.md is the specification. */

import { createGrid, type Grid } from '../grid.ts'
import { momentsAt, segmentsOf } from '../segments.ts'
import { ABOVE, BELOW, createSketch, FAR, type GroupSketch, groupAt, type Sketch } from '../sketch.ts'
import { inUnits } from '../squares.ts'
import { COUNT_SLOT, type Store } from '../store.ts'
import { checkFields, isWhole, LIST, listOf, NUMBERS, orNull, TEXT, WHOLE } from './fields.ts'
import { decodeMoments, encodeMoments, readBase64, SEGMENT_BYTES } from './moment-bytes.ts'

/** One group's part. Numbers of `segments`, `counts` and `sums` run in step with the moments. */
export interface GroupCode {
  readonly group: number
  readonly below: readonly number[]
  readonly above: readonly number[]
  /** Absent where there are none below, and in files that do not tell. */
  readonly far?: readonly number[]
  readonly segments: readonly number[]
  readonly counts: readonly number[]
  /** sum w of each segment; absent when every sample weighs 1. */
  readonly sums?: readonly number[]
  /** Base64. */
  readonly moments: string
}

export interface SketchCode {
  readonly edges: readonly number[]
  readonly groups: readonly GroupCode[]
  /** The same with squared weights; null when every sample weighs 1. */
  readonly squares: readonly GroupCode[] | null
}

export function encodeSketch({ grid, groups, squares }: Sketch): SketchCode {
  const weighted = squares !== null
  return {
    edges: grid.edges,
    groups: encodeGroups(groups, weighted),
    squares: squares && encodeGroups(squares, true),
  }
}

function encodeGroups(groups: Sketch['groups'], weighted: boolean): GroupCode[] {
  return groups.flatMap((group, index) => (group ? [encodeGroup(inUnits(group, 0), index, weighted)] : []))
}

function encodeGroup(sketched: GroupSketch, group: number, weighted: boolean): GroupCode {
  const { below, above, far } = sketched
  const segments = segmentsOf(sketched)
  const moments = segments.map((segment) => segment.moments)
  return {
    group,
    below: [...below],
    above: [...above],
    ...(below[0] > 0 && !Number.isNaN(far[0]) ? { far: [...far] } : {}),
    segments: segments.map(({ number }) => number),
    counts: moments.map((numbers) => numbers[COUNT_SLOT]),
    ...(weighted ? { sums: moments.map((numbers) => numbers[0]) } : {}),
    moments: encodeMoments(moments),
  }
}

/** Whether every sum is a number that JSON can hold. */
export function isFiniteCode({ groups, squares }: SketchCode): boolean {
  return [...groups, ...(squares ?? [])].every(({ below, above, far = [], sums = [] }) =>
    [...below, ...above, ...far, ...sums].every(Number.isFinite),
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
  checkFields('the sketch', code, { edges: NUMBERS, groups: LIST, squares: orNull(LIST) })
  const { edges, groups, squares } = code
  const sketch = createSketch(createGrid(edges), squares !== null)
  if (sketch.grid.edges.join() !== edges.join())
    throw new Error('its edges do not ascend within the grid, each inside a bin')
  decodeGroups('groups', groups, sketch, sketch.groups, room)
  if (squares) {
    decodeGroups('squares', squares, sketch, sketch.squares!, room)
    if (samplesOf(groups) !== samplesOf(squares)) throw new Error('its squares are not of the same samples')
  }
  return sketch
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
    checkTails(where, code, weighted)
    checkSegments(where, code, grid)
    fillGroup(store, groupAt(groups, code.group), code, readMoments(where, code))
  })
}

function checkTails(where: string, { below, above, far }: GroupCode, weighted: boolean): void {
  if (below.length !== BELOW || above.length !== ABOVE)
    throw new Error(`${where} has ${below.length} numbers below and ${above.length} above, not 6 and 2`)
  if (!isWhole(below[0]) || !isWhole(above[0]))
    throw new Error(`${where} has no whole number of samples below or above`)
  if (!isTail(below, weighted) || !isTail(above, weighted))
    throw new Error(`the numbers below or above of ${where} contradict each other`)
  if (far !== undefined && !isFar(far, below[0], weighted))
    throw new Error(`"far" of ${where} is not ${FAR} numbers of some of the samples below`)
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

function isFar(far: unknown, below: number, weighted: boolean): boolean {
  if (!NUMBERS.holds(far)) return false
  const numbers = far as readonly number[]
  const [all, held] = [numbers.slice(0, BELOW), numbers.slice(BELOW)]
  const nested = all[0] <= below && held[0] <= all[0]
  return numbers.length === FAR && isTail(all, weighted) && isTail(held, weighted) && nested
}

function checkSegments(where: string, { segments, counts, sums }: GroupCode, grid: Grid): void {
  if (counts.length !== segments.length || (sums ?? counts).length !== segments.length)
    throw new Error(
      `${where} has ${segments.length} segments, ${counts.length} counts${sums ? ` and ${sums.length} sums` : ''}`,
    )
  if (segments.some((segment, i) => i > 0 && segment <= segments[i - 1]))
    throw new Error(`the segments of ${where} do not ascend`)
  const last = segments.at(-1) ?? 0
  if (last >= grid.segments)
    throw new Error(`${where} has a segment ${last}, and the last one is ${grid.segments - 1}`)
}

function readMoments(where: string, { moments, segments }: GroupCode): Uint8Array {
  const bytes = readBase64(moments)
  if (bytes === null) throw new Error(`the moments of ${where} are not base64`)
  const expected = segments.length * SEGMENT_BYTES
  if (bytes.length !== expected)
    throw new Error(`the moments of ${where} have ${bytes.length} bytes and should have ${expected}`)
  return bytes
}

function fillGroup(store: Store, target: GroupSketch, code: GroupCode, bytes: Uint8Array): void {
  const { below, above, far, segments, counts, sums = counts } = code
  target.below.set(below)
  target.above.set(above)
  if (far) target.far.set(far)
  else if (below[0] > 0) target.far.fill(Number.NaN)
  segments.forEach((segment, i) => {
    const numbers = momentsAt(store, target, segment)
    decodeMoments(bytes, i, sums[i], numbers)
    numbers[COUNT_SLOT] = counts[i]
  })
}
